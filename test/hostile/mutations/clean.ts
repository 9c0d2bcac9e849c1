// The checks of what others wrote, when it is shown.
import type { Mutation } from "../mutation.ts";

const file = "src/newsroom/clean.ts";
const test = "test/hostile/clean.test.ts";

export const mutations: Mutation[] = [
  {
    attack: 38,
    check: "only harmless tags pass",
    patches: [
      {
        file,
        find: 'allowedTags: [...inline, ...blocks, "li", "br", "img"],',
        replace: 'allowedTags: [...inline, ...blocks, "li", "br", "img", "form", "base"],',
      },
    ],
    test,
  },
  {
    attack: 38,
    check: "links lead to http, https or mail",
    patches: [
      { file, find: 'allowedSchemes: ["http", "https", "mailto"],', replace: "allowedSchemes: false," },
      {
        file,
        find: "if (!/^(?:https?:\\/\\/|mailto:)/i.test(text) || !URL.canParse(text)) return undefined;",
        replace: "if (!URL.canParse(text)) return undefined;",
      },
    ],
    test,
  },
  {
    attack: 38,
    check: "what turns letters around is taken out",
    patches: [{ file, find: 'textFilter: (text) => text.replace(turning, ""),', replace: "" }],
    test,
  },
  {
    attack: 38,
    check: "points stand only in lists",
    patches: [
      {
        file,
        find: 'start(list >= 0 ? "li" : "p", spoken(attributes));',
        replace: 'start("li", spoken(attributes));',
      },
    ],
    test,
  },
  {
    attack: 39,
    check: "of tags only so many are read",
    patches: [{ file, find: "if (at < 0) return raw;", replace: "return raw;" }],
    test,
  },
  {
    attack: 46,
    check: "a thread goes on only after what is shown",
    patches: [
      {
        file: "src/newsroom/thread.ts",
        find: `    .where("report", "=", report)
    .where("state", "=", "shown")
    .where("public", "=", true)
    .executeTakeFirst();
  return row?.path`,
        replace: `    .where("report", "=", report)
    .executeTakeFirst();
  return row?.path`,
      },
    ],
    test: "test/hostile/oracle.test.ts",
  },
  {
    attack: 48,
    check: "only what the collective itself has answered is marked as its own",
    patches: [
      {
        file: "src/web/views/answers.tsx",
        find: `author === null ? " is-own" : ""`,
        replace: `author?.url?.endsWith(collective.path) !== false ? " is-own" : ""`,
      },
    ],
    test: "test/hostile/oracle.test.ts",
  },
];
