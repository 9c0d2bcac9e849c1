// The checks around who follows whom.
import type { Mutation } from "../mutation.ts";

const followers = "test/hostile/followers.test.ts";

export const mutations: Mutation[] = [
  {
    attack: 49,
    check: "the list of a server is for that server",
    patches: [
      {
        file: "federation/followers_door.ts",
        find: "if (host !== request.params.host)",
        replace: "if (host === undefined)",
      },
    ],
    test: followers,
  },
  {
    attack: 49,
    check: "whoever asks for it has signed",
    patches: [
      {
        file: "federation/followers_door.ts",
        find: "await signers.check({ ...asked, body: Buffer.alloc(0) }, head, actor);",
        replace: "String({ ...asked, head });",
      },
    ],
    test: followers,
  },
  {
    attack: 49,
    check: "a list is asked for on the server of who announced it",
    patches: [
      {
        file: "federation/followers_heard.ts",
        find: "if ([list.collectionId, list.url].some((address) => toAddress(address)?.origin !== origin)) return;",
        replace: "",
      },
    ],
    test: followers,
  },
  {
    attack: 49,
    check: "what is said of followers is signed",
    patches: [
      {
        file: "federation/followers_heard.ts",
        find: " || !covered.includes(header)",
        replace: "",
      },
    ],
    test: followers,
  },
  {
    attack: 49,
    check: "a list counts where it is the one that was announced",
    patches: [
      {
        file: "federation/followers_heard.ts",
        find: " || digestOfFollowers(list.items) !== digest",
        replace: "",
      },
    ],
    test: followers,
  },
];
