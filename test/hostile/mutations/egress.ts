// The checks of where a node goes, and of what it takes from there.
import type { Mutation } from "../mutation.ts";

const egress = "federation/egress.ts";
const fetcher = "federation/fetcher.ts";
const answer = "federation/answer.ts";
const addresses = "test/hostile/egress.test.ts";
const inside = "test/hostile/inside.test.ts";
const fetched = "test/hostile/fetcher.test.ts";

/** Takes a net out of the list of those that are not public; another far away stands for it. */
const net = (attack: number, check: string, written: string, other: string): Mutation => ({
  attack,
  check,
  patches: [{ file: egress, find: written, replace: other }],
  test: addresses,
});

export const mutations: Mutation[] = [
  {
    attack: 28,
    check: "a document is of the type of ActivityPub",
    patches: [
      {
        file: answer,
        find: 'if (!isAcceptable(headers["content-type"], accept)) {',
        replace: "if (accept === '') {",
      },
    ],
    test: fetched,
  },
  {
    attack: 28,
    check: "a document in JSON-LD says that it is of ActivityPub",
    patches: [
      {
        file: answer,
        find: "(profile === undefined || profile === given.profile)",
        replace: "profile !== null",
      },
    ],
    test: fetched,
  },
  {
    attack: 30,
    check: "every step is looked at, wherever it leads",
    patches: [{ file: fetcher, find: "egress.check(url);", replace: "" }],
    test: inside,
  },
  {
    attack: 30,
    check: "numbers are addresses in public nets",
    patches: [
      {
        file: egress,
        find: "isIP(host) !== 0 ? !isPublicAddress(host) : !isPublicName(host)",
        replace: "isIP(host) === 0 && !isPublicName(host)",
      },
    ],
    test: inside,
  },
  {
    attack: 30,
    check: "names are those of the public internet",
    patches: [
      {
        file: egress,
        find: "isIP(host) !== 0 ? !isPublicAddress(host) : !isPublicName(host)",
        replace: "isIP(host) !== 0 && !isPublicAddress(host)",
      },
    ],
    test: inside,
  },
  {
    attack: 30,
    check: "what is asked without a look before is looked at when it is connected to",
    patches: [
      {
        file: egress,
        find: "check(new URL(`" + "$" + "{options.protocol}",
        replace: "checkLoosely(new URL(`" + "$" + "{options.protocol}",
      },
    ],
    test: addresses,
  },
  {
    attack: 30,
    check: "nobody is sent on to a server that is not public",
    patches: [{ file: "federation/subscribe.ts", find: "egress.check(new URL(origin));", replace: "" }],
    test: inside,
  },
  {
    attack: 30,
    check: "addresses are of the web",
    patches: [
      { file: egress, find: 'if (url.protocol !== "https:") throw', replace: "if (url.href === '') throw" },
    ],
    test: addresses,
  },
  {
    attack: 30,
    check: "ports are those of the web",
    patches: [
      { file: egress, find: "if (port !== 443 && port < 1024) throw", replace: "if (port < 0) throw" },
    ],
    test: addresses,
  },
  net(30, "0.0.0.0 is this machine", '["0.0.0.0", 8]', '["198.18.0.0", 15]'),
  net(30, "10.0.0.0/8 is private", '["10.0.0.0", 8]', '["198.18.0.0", 15]'),
  net(30, "100.64.0.0/10 is a carrier's", '["100.64.0.0", 10]', '["198.18.0.0", 15]'),
  net(30, "127.0.0.0/8 is this machine", '["127.0.0.0", 8]', '["198.18.0.0", 15]'),
  net(30, "169.254.0.0/16 is the next machine", '["169.254.0.0", 16]', '["198.18.0.0", 15]'),
  net(30, "172.16.0.0/12 is private", '["172.16.0.0", 12]', '["198.18.0.0", 15]'),
  net(30, "192.168.0.0/16 is private", '["192.168.0.0", 16]', '["198.18.0.0", 15]'),
  net(30, "224.0.0.0/3 is many machines or none", '["224.0.0.0", 3]', '["198.18.0.0", 15]'),
  net(30, "of IPv6 only 2000::/3 is public", 'global6.addSubnet("2000::", 3,', 'global6.addSubnet("::", 0,'),
  net(30, "2001::/23 is a tunnel", '["2001::", 23]', '["2001:db8::", 32]'),
  net(30, "2002::/16 is a tunnel", '["2002::", 16]', '["2001:db8::", 32]'),
  {
    attack: 31,
    check: "a redirection does not lead from https to http",
    patches: [
      { file: egress, find: 'if (url.protocol !== "https:") throw', replace: "if (url.href === '') throw" },
    ],
    test: inside,
  },
  {
    attack: 31,
    check: "what was looked up and found public is what is connected to",
    patches: [
      {
        file: egress,
        find: `else if (options.all) callback(null, addresses);
      else callback(null, addresses[0]!.address, addresses[0]!.family);`,
        replace: "else lookup(hostname, options, callback);",
      },
    ],
    test: inside,
  },
  {
    attack: 31,
    check: "every address of a name is public",
    patches: [{ file: egress, find: "!addresses.every(", replace: "!addresses.some(" }],
    test: inside,
  },
  {
    attack: 31,
    check: "the step after a redirection is looked at as the first",
    patches: [{ file: fetcher, find: "egress.check(url);", replace: "" }],
    test: fetched,
  },
  {
    attack: 32,
    check: "redirections end",
    patches: [{ file: fetcher, find: "hops <= maxRedirects", replace: "hops <= 100" }],
    test: fetched,
  },
  {
    attack: 32,
    check: "a document is let go once it is too large",
    patches: [{ file: answer, find: "if (size > most) throw tooLarge(url);", replace: "" }],
    test: fetched,
  },
  {
    attack: 32,
    check: "a document that says to be too large is not read",
    patches: [
      {
        file: answer,
        find: "> most) throw tooLarge(url);\n    return",
        replace: "< 0) throw tooLarge(url);\n    return",
      },
    ],
    test: fetched,
  },
  {
    attack: 32,
    check: "a document is not unpacked beyond what is read",
    patches: [{ file: answer, find: "{ maxOutputLength: most }", replace: "{}" }],
    test: fetched,
  },
  {
    attack: 32,
    check: "a document has its time and no more",
    patches: [
      {
        file: fetcher,
        find: "const signal = AbortSignal.timeout(deadline);",
        replace: "const signal = AbortSignal.timeout(1_000_000);",
      },
    ],
    test: fetched,
  },
  {
    attack: 32,
    check: "a body at the door is cut off at its limit",
    patches: [
      { file: "federation/inbox_door.ts", find: "if (size > maxBody) throw tooLarge();", replace: "" },
    ],
    test: "test/hostile/body.test.ts",
  },
  {
    attack: 33,
    check: "the JSON of documents is held against the same bounds",
    patches: [{ file: answer, find: "checkShape(text);", replace: "" }],
    test: fetched,
  },
  {
    attack: 33,
    check: "there is no NUL in what is fetched",
    patches: [
      { file: answer, find: 'text.includes("\\\\u0000") ? withoutNul : undefined', replace: "undefined" },
    ],
    test: fetched,
  },
];
