// The checks between the socket and the queue, and those of whatever is fetched.
import type { Mutation } from "../mutation.ts";

const keys = "test/hostile/keys.test.ts";
const signature = "test/hostile/signature.test.ts";
const collection = "test/hostile/collection.test.ts";

export const mutations: Mutation[] = [
  {
    attack: 1,
    check: "the body has the digest that was signed",
    patches: [{ file: "federation/verify.ts", find: "if (!isBody) return false;", replace: "" }],
    test: signature,
  },
  {
    attack: 13,
    check: "an actor that is a Tombstone is gone",
    patches: [{ file: "federation/stranger.ts", find: 'if (type === "Tombstone")', replace: "if (false)" }],
    test: keys,
  },
  {
    attack: 26,
    check: "a Multikey is controlled by the actor that lists it",
    patches: [
      {
        file: "federation/remote_keys.ts",
        find: 'return typeof multibase === "string" && owner === actor ?',
        replace: 'return typeof multibase === "string" ?',
      },
    ],
    test: keys,
  },
  {
    attack: 26,
    check: "a key is on the actor's own server",
    patches: [
      {
        file: "federation/remote_keys.ts",
        find: "toAddress(id)?.origin !== origin ||",
        replace: "",
      },
      {
        file: "federation/signer.ts",
        find: "if (new URL(head.keyId).origin !== new URL(actor).origin) {",
        replace: "if (head.keyId === actor) {",
      },
    ],
    test: keys,
  },
  {
    attack: 50,
    check: "nobody is asked about the deletion of an account that was never heard of",
    patches: [
      {
        file: "federation/inbox_door.ts",
        find: 'if (incoming.type === "Delete" && !(await signers.isKnown(actor))) return;',
        replace: "",
      },
    ],
    test: "test/hostile/inbox.test.ts",
  },
  {
    attack: 51,
    check: "keys that an actor lists no more are forgotten",
    patches: [{ file: "src/db/remote_key.ts", find: "  await forgetKeys(db, actor);\n", replace: "" }],
    test: keys,
  },
  {
    attack: 51,
    check: "keys are asked for again after a day",
    patches: [{ file: "federation/signer.ts", find: "age < trustedFor &&", replace: "" }],
    test: keys,
  },
  {
    attack: 51,
    check: "an actor is asked again only after a while",
    patches: [{ file: "federation/signer.ts", find: "age >= refetchAfter &&", replace: "" }],
    test: signature,
  },
  {
    attack: 35,
    check: "a page is on the collection's server, wherever it leads",
    patches: [
      {
        file: "federation/collection.ts",
        find: "new URL(fetched.url).origin === origin ?",
        replace: "fetched.url !== origin ?",
      },
    ],
    test: collection,
  },
];
