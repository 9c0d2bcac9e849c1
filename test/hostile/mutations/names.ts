// The checks of names: who goes by which, and who is asked for them.
import type { Mutation } from "../mutation.ts";

const lookup = "federation/lookup.ts";
const wellKnown = "federation/wellknown.ts";
const test = "test/hostile/lookup.test.ts";

export const mutations: Mutation[] = [
  {
    attack: 43,
    check: "whoever a handle leads to goes by it",
    patches: [
      {
        file: lookup,
        find: "if (handle !== `$" + "{name}@$" + "{host}` && handle",
        replace: "if (handle === '' && handle",
      },
    ],
    test,
  },
  {
    attack: 43,
    check: "the server of an actor knows it by the name that it gives itself",
    patches: [
      {
        file: lookup,
        find: "if (finger.actor !== id) throw new Refused(`@$" + "{handle} leads",
        replace: "if (id === '') throw new Refused(`@$" + "{handle} leads",
      },
      {
        file: lookup,
        find: "if (there.actor !== id)\n",
        replace: "if (id === '')\n",
      },
    ],
    test,
  },
  {
    attack: 43,
    check: "an answer says where somebody can be found",
    patches: [
      {
        file: lookup,
        find: 'if (typeof subject !== "string" || toAddress(link?.href) === undefined) {',
        replace: "if (link === undefined) {",
      },
    ],
    test,
  },
  {
    attack: 43,
    check: "redirections end",
    patches: [{ file: "federation/fetcher.ts", find: "hops <= maxRedirects", replace: "hops <= 100" }],
    test,
  },
  {
    attack: 43,
    check: "this node answers for its own host alone",
    patches: [{ file: wellKnown, find: "if (toHost(at) !== host) return undefined;", replace: "" }],
    test,
  },
  {
    attack: 43,
    check: "this node answers for its own addresses alone",
    patches: [{ file: wellKnown, find: "resource.origin !== origin ||", replace: "" }],
    test,
  },
  {
    attack: 44,
    check: "nobody elsewhere goes by a name of this node",
    patches: [
      {
        file: lookup,
        find: "if (said.host === ground.config.host) throw",
        replace: "if (said.host === ground.config.host) return handle;\n    if (said.host === '') throw",
      },
    ],
    test,
  },
];
