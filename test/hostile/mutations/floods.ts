// The checks against those who send too much, or too slowly.
import type { Mutation } from "../mutation.ts";

const door = "federation/inbox_door.ts";
const flood = "test/hostile/flood.test.ts";

export const mutations: Mutation[] = [
  {
    attack: 32,
    check: "a body has its time and no more",
    patches: [
      { file: door, find: "setTimeout(tooSlow, patience, request)", replace: "setTimeout(() => {}, 0)" },
    ],
    test: flood,
  },
  {
    attack: 32,
    check: "so many bodies are on their way, and no more",
    patches: [
      {
        file: door,
        find: "if (reading.size >= bodies) tooSlow(reading.values().next().value!);",
        replace: "",
      },
    ],
    test: flood,
  },
  {
    attack: 50,
    check: "who deletes what nobody knows is asked nothing",
    patches: [
      {
        file: door,
        find: 'if (incoming.type === "Delete" && !(await signers.isKnown(actor))) return;',
        replace: "",
      },
    ],
    test: "test/hostile/inbox.test.ts",
  },
];
