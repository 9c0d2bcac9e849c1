// The checks of to whom the node speaks, and of what is meant for one server alone.
import type { Mutation } from "../mutation.ts";

const blocks = "federation/blocks.ts";
const door = "federation/inbox_door.ts";
const blocked = "test/hostile/blocked.test.ts";
const inbox = "test/hostile/inbox.test.ts";

export const mutations: Mutation[] = [
  {
    attack: 45,
    check: "what only one server may see is kept by no cache",
    patches: [
      {
        file: "federation/followers_door.ts",
        find: 'const noStore = "private, no-store";',
        replace: 'const noStore = "public, max-age=600";',
      },
    ],
    test: "test/hostile/followers.test.ts",
  },
  {
    attack: 45,
    check: "a cache is told that the signature matters",
    patches: [
      {
        file: "federation/followers_door.ts",
        find: 'answer.vary("Accept, Signature, Signature-Input");',
        replace: 'answer.vary("Accept");',
      },
    ],
    test: "test/hostile/followers.test.ts",
  },
  {
    attack: 45,
    check: "what an inbox answers is kept by no cache",
    patches: [{ file: door, find: 'answer.set("Cache-Control", "no-store");', replace: "" }],
    test: inbox,
  },
  {
    attack: 47,
    check: "nothing signed on a blocked server comes in",
    patches: [
      {
        file: door,
        find: "if (await blocks.has(head.keyId)) throw",
        replace: "if (head === undefined) throw",
      },
      {
        file: door,
        find: 'if (await blocks.has(actor)) throw new Turned(403, "This node does not speak with you.");\n    // Servers',
        replace: "// Servers",
      },
    ],
    test: inbox,
  },
  {
    attack: 47,
    check: "nothing comes in that somebody passes on for a blocked one",
    patches: [
      {
        file: door,
        find: 'if (await blocks.has(actor)) throw new Turned(403, "This node does not speak with you.");\n    // Servers',
        replace: "// Servers",
      },
    ],
    test: blocked,
  },
  {
    attack: 47,
    check: "nothing is fetched from a blocked server, wherever a redirection leads",
    patches: [
      {
        file: "federation/fetcher.ts",
        find: "if (await blocks.has(url.href)) throw",
        replace: "if (url.href === '') throw",
      },
    ],
    test: blocked,
  },
  {
    attack: 47,
    check: "a host is blocked with all under it",
    patches: [
      {
        file: blocks,
        find: '...labels.map((_, depth) => labels.slice(depth).join("."))',
        replace: "hostname",
      },
    ],
    test: inbox,
  },
  {
    attack: 47,
    check: "a host is blocked with all its ports",
    patches: [
      {
        file: blocks,
        find: '...labels.map((_, depth) => labels.slice(depth).join("."))',
        replace: '...labels.slice(1).map((_, depth) => labels.slice(depth + 1).join("."))',
      },
    ],
    test: blocked,
  },
  {
    attack: 47,
    check: "who asks for what is meant for a server is not blocked",
    patches: [
      {
        file: "federation/followers_door.ts",
        find: "if (await blocks.has(head.keyId)) throw",
        replace: "if (head === undefined) throw",
      },
      {
        file: "federation/followers_door.ts",
        find: "if (await blocks.has(actor)) throw",
        replace: "if (actor === '') throw",
      },
    ],
    test: blocked,
  },
  {
    attack: 47,
    check: "nobody is looked up on a blocked server",
    patches: [
      {
        file: "federation/lookup.ts",
        find: "if (await blocks.has(`https://$" + "{host}/`)) {",
        replace: "if (host === '') {",
      },
      {
        file: "federation/fetcher.ts",
        find: "if (await blocks.has(url.href)) throw",
        replace: "if (url.href === '') throw",
      },
    ],
    test: inbox,
  },
];
