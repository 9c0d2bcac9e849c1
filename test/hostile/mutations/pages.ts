// The checks of what strangers write, between the wire and the page.
import type { Mutation } from "../mutation.ts";

const thread = "src/newsroom/thread.ts";
const view = "src/web/views/answers.tsx";
const stranger = "federation/stranger.ts";
const test = "test/hostile/pages.test.ts";

export const mutations: Mutation[] = [
  {
    attack: 38,
    check: "an answer is cleaned before it is shown",
    patches: [
      {
        file: thread,
        find: "...cleanHtml(row.html, length),",
        replace: "...{ ...cleanHtml(row.html, length), html: row.html },",
      },
    ],
    test,
  },
  {
    attack: 39,
    check: "of an answer only so much is read",
    patches: [
      {
        file: "src/newsroom/clean.ts",
        find: "const read = beginningOf(raw.slice(0, Math.min(most * perCharacter, longest)));",
        replace: "const read = raw;",
      },
    ],
    test,
  },
  {
    attack: 40,
    check: "the name of an account is one line",
    patches: [
      {
        file: stranger,
        find: "const line = value.replace(",
        replace: "const line = value || value.replace(",
      },
    ],
    test,
  },
  {
    attack: 41,
    check: "the page of an account, and what hangs on its posts, are on the web",
    patches: [
      {
        file: stranger,
        find: "url: page === undefined ? null : page.href,",
        replace: "url: String(document.url),",
      },
      {
        file: "src/web/views/outside.ts",
        find: 'return isWeb(address) ? address : "#";',
        replace: "return address;",
      },
    ],
    test,
  },
  {
    attack: 46,
    check: "only what is shown and for everybody can be seen",
    patches: [
      {
        file: thread,
        find: `    .where("r.state", "=", "shown")
    .where("r.public", "=", true);
}`,
        replace: ";\n}",
      },
    ],
    test,
  },
  {
    attack: 48,
    check: "only what the collective itself has answered is marked as its own",
    patches: [
      {
        file: view,
        find: `author === null ? " is-own" : ""`,
        replace: `author?.url?.endsWith(collective.path) !== false ? " is-own" : ""`,
      },
    ],
    test,
  },
];
