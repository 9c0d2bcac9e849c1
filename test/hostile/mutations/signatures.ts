// The checks of who has signed a request, and what of it.
import type { Mutation } from "../mutation.ts";

const head = "federation/signature_head.ts";
const signer = "federation/signer.ts";
const test = "test/hostile/signature.test.ts";

/** Whatever key a request names is fetched where it names it. */
const anyKey = {
  file: signer,
  find: 'if (age >= refetchAfter && fits(await renewed(actor, known))) return "signed";',
  replace: `const { json: claim } = await fetcher.getJson(head.keyId);
      if (claim.owner === actor && isSignedWith(createPublicKey(claim.publicKeyPem), request, head)) return "signed";`,
};

export const mutations: Mutation[] = [
  {
    attack: 1,
    check: "the digest of the body is signed",
    patches: [{ file: head, find: '...(method === "POST" ? ["digest"] : [])', replace: "" }],
    test,
  },
  {
    attack: 2,
    check: "the key is one of the actor's, not only of somebody on the same server",
    patches: [
      {
        file: "federation/inbox_door.ts",
        find: "const signer = forwarder ?? actor;",
        replace: 'const signer = head.keyId.split("#")[0]!;',
      },
    ],
    test,
  },
  {
    attack: 2,
    check: "the signature was made with the key that is named",
    patches: [
      {
        file: signer,
        find: "return key !== undefined && isSignedWith(key, request, head);",
        replace: "return key !== undefined;",
      },
    ],
    test,
  },
  {
    attack: 3,
    check: "only the actor's own document says which keys are the actor's",
    patches: [anyKey],
    test,
  },
  {
    attack: 3,
    check: "a key and its actor belong to the same server",
    patches: [
      anyKey,
      {
        file: signer,
        find: "if (new URL(head.keyId).origin !== new URL(actor).origin) {",
        replace: "if (head.keyId === actor) {",
      },
    ],
    test,
  },
  {
    attack: 4,
    check: "a document is where it says it is, whatever led there",
    patches: [
      {
        file: "federation/fetcher.ts",
        find: "if (id === first.url) return first;",
        replace: "if (id !== undefined) return { ...first, url: id };",
      },
    ],
    test,
  },
  {
    attack: 5,
    check: "an address is spelled in one way",
    patches: [
      {
        file: "federation/address.ts",
        find: "return url.href === value || ",
        replace: "return url || ",
      },
      {
        file: signer,
        find: "const key = keys.get(head.keyId);",
        replace: "const key = keys.get(new URL(head.keyId).href);",
      },
    ],
    test,
  },
  {
    attack: 5,
    check: "an address carries no name or password",
    patches: [
      {
        file: "federation/address.ts",
        find: "if (url.username || url.password || ",
        replace: "if (",
      },
      {
        file: signer,
        find: "const key = keys.get(head.keyId);",
        replace: 'const key = keys.get(head.keyId.replace(/\\/\\/.*@/, "//"));',
      },
    ],
    test,
  },
  {
    attack: 6,
    check: "an id is its actor's server's to give, and what was seen is remembered with its actor",
    patches: [
      {
        file: "federation/guard.ts",
        find: "toAddress(activity.id)?.origin === actor.origin ?",
        replace: "toAddress(activity.id) !== undefined ?",
      },
      {
        file: "federation/queue.ts",
        find: 'return key[0] === "_fedify" && key[1] === "activityIdempotence";',
        replace: "return key.length === 0;",
      },
    ],
    test,
  },
  {
    attack: 20,
    check: "a signature is not older than an hour",
    patches: [
      {
        file: head,
        find: "if (!(Math.abs(time - now.getTime()) <= window)) {",
        replace: "if (!(time - now.getTime() <= window)) {",
      },
    ],
    test,
  },
  {
    attack: 21,
    check: "a signature is not of tomorrow",
    patches: [
      {
        file: head,
        find: "if (!(Math.abs(time - now.getTime()) <= window)) {",
        replace: "if (!(now.getTime() - time <= window)) {",
      },
    ],
    test,
  },
  {
    attack: 21,
    check: "a signature does not hold for ever",
    patches: [{ file: head, find: "left >= 0 && left <= longestLife", replace: "left >= 0" }],
    test,
  },
  {
    attack: 21,
    check: "a signature that has expired is none",
    patches: [{ file: head, find: "left >= 0 && left <= longestLife", replace: "left <= longestLife" }],
    test,
  },
  {
    attack: 22,
    check: "a signature of draft-cavage covers what matters",
    patches: [
      {
        file: head,
        find: "if (!covered.includes(needed)) throw",
        replace: "if (covered === undefined) throw",
      },
    ],
    test,
  },
  {
    attack: 22,
    check: "a signature is of a kind that is known",
    patches: [
      {
        file: head,
        find: "if (Object.hasOwn(kinds, algorithm)) return kinds[algorithm];",
        replace: "return kinds[algorithm];",
      },
    ],
    test,
  },
  {
    attack: 22,
    check: "no header that counts comes twice",
    patches: [
      { file: head, find: "if ((headers[name]?.length ?? 0) > 1)", replace: "if (headers === undefined)" },
    ],
    test: "test/hostile/body.test.ts",
  },
  {
    attack: 23,
    check: "a signature of RFC 9421 covers what matters",
    patches: [
      {
        file: head,
        find: 'if (!covered.includes("@method") || !hasTarget || !hasDigest) {',
        replace: "if (!hasTarget && hasTarget) {",
      },
    ],
    test,
  },
  {
    attack: 23,
    check: "there is one signature and no other",
    patches: [
      {
        file: head,
        find: '((?:;[a-z]+=(?:"[^"]*"|\\d+))*))\\s*$/.exec(input)',
        replace: '((?:;[a-z]+=(?:"[^"]*"|\\d+))*))/.exec(input)',
      },
      { file: head, find: "=:([^:]+):\\s*$/.exec(text)", replace: "=:([^:]+):/.exec(text)" },
    ],
    test,
  },
  {
    attack: 23,
    check: "a digest is SHA-256 or SHA-512",
    patches: [
      { file: head, find: "if (digests.length === 0) throw", replace: "if (digests.length < 0) throw" },
    ],
    test,
  },
];
