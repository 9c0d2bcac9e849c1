// The checks of what is in an inbox's bodies.
import type { Mutation } from "../mutation.ts";

const guard = "federation/guard.ts";
const bounded = "federation/bounded_json.ts";
const test = "test/hostile/body.test.ts";

/** What an activity says about its terms is kept, and read by. */
const ownTerms = [
  { file: bounded, find: 'if (key === "@context") continue;', replace: "" },
  {
    file: guard,
    find: 'if (key.startsWith("@")) throw',
    replace: 'if (key.startsWith("@") && key !== "@context") throw',
  },
  {
    file: "federation/queue.ts",
    find: '"@context": readingContext, ...(id',
    replace: '"@context": (activity as { "@context": unknown })["@context"], ...(id',
  },
];

/** Takes out what is thrown for one of the reasons in `bounded_json.ts`. */
const tolerated = (check: string, find: string, replace = ""): Mutation => ({
  attack: 33,
  check,
  patches: [{ file: bounded, find, replace }],
  test,
});

export const mutations: Mutation[] = [
  {
    attack: 24,
    check: "no member turns the graph around",
    patches: [
      { file: bounded, find: "if (refusedKeys.has(key)) throw", replace: "if (key === bytes) throw" },
    ],
    test,
  },
  {
    attack: 24,
    check: "no member of an activity is a keyword",
    patches: [{ file: guard, find: 'if (key.startsWith("@")) throw', replace: "if (key.length < 0) throw" }],
    test,
  },
  {
    attack: 24,
    check: "terms mean what they mean everywhere",
    patches: ownTerms,
    test,
  },
  {
    attack: 24,
    check: "whoever signed the request is the author, and nobody else",
    patches: [
      {
        file: "federation/inbox_door.ts",
        find: "return store(asHearsay(incoming, forwarder), now, body.length);",
        replace: "await store(incoming, now, body.length, body);",
      },
    ],
    test,
  },
  {
    attack: 25,
    check: "no context is fetched",
    patches: [
      ...ownTerms,
      {
        file: "federation/known_contexts.ts",
        find: '?? { "@context": {} },',
        replace: "?? (await (await fetch(url)).json()),",
      },
    ],
    test,
  },
  tolerated(
    "nesting has an end",
    'if (open.length > maxDepth) throw new Turned(400, "The body is nested too deeply.");',
  ),
  tolerated(
    "members have an end",
    'if (members > maxMembers) throw new Turned(400, "The body has too many members.");',
  ),
  tolerated("nothing is said twice", "if (keys.has(name)) throw", "if (keys.has(keys)) throw"),
  tolerated("a key is compared as it is read", 'key.includes("\\\\") ? unescaped(key) : key', "key"),
  tolerated("prototypes are not spoken of", '"@nest", "__proto__"]', '"@nest"]'),
  tolerated("letters are whole", "!text.isWellFormed() || ", ""),
  tolerated("there is no NUL", ' || text.includes("\\0")', ""),
  tolerated("bytes are UTF-8", '"utf-8", { fatal: true }', '"utf-8"'),
  {
    attack: 34,
    check: "an activity has one type",
    patches: [
      {
        file: guard,
        find: "const { type } = activity;",
        replace: "const type = String([activity.type].flat()[0]);",
      },
    ],
    test,
  },
  {
    attack: 34,
    check: "an activity has one actor",
    patches: [
      {
        file: guard,
        find: "const activity = withoutAliases(json as Record<string, unknown>);",
        replace: `const activity = withoutAliases(json as Record<string, unknown>);
  activity.actor = [activity.actor].flat()[0];`,
      },
    ],
    test,
  },
  {
    attack: 34,
    check: "many things are no one thing",
    patches: [
      {
        file: "federation/incoming.ts",
        find: "Array.isArray(value) && value.length === 1 ? value[0] : value;\n  const spelled = idOf(only);\n  return toAddress",
        replace:
          "Array.isArray(value) ? value[0] : value;\n  const spelled = idOf(only);\n  return toAddress",
      },
    ],
    test,
  },
];
