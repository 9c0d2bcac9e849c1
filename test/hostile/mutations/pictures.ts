// The checks on pictures of allies, which the desk shows.
import type { Mutation } from "../mutation.ts";

const test = "test/hostile/pictures.test.ts";

export const mutations: Mutation[] = [
  {
    attack: 42,
    check: "no decoder sees what does not begin as a picture",
    patches: [
      { file: "src/newsroom/picture_format.ts", find: "return undefined;", replace: 'return "png";' },
    ],
    test,
  },
  {
    attack: 42,
    check: "pixels are counted before they are unfolded",
    patches: [{ file: "src/newsroom/encode.ts", find: "refuseTooWide(known);", replace: "" }],
    test,
  },
  {
    attack: 42,
    check: "a picture is made anew",
    patches: [
      {
        file: "src/newsroom/glimpses.ts",
        find: "return madeAnew(site, fetched);",
        replace: "await madeAnew(site, fetched); return fetched;",
      },
    ],
    test,
  },
  {
    attack: 42,
    check: "what does not claim to be a picture is not read",
    patches: [
      {
        file: "federation/answer.ts",
        find: 'wanted.endsWith("/*") ? name.startsWith(wanted.slice(0, -1))',
        replace: 'wanted.endsWith("/*") ? name !== wanted',
      },
    ],
    test,
  },
  {
    attack: 42,
    check: "of what moves only the beginning is decoded",
    patches: [
      {
        file: "src/newsroom/encode.ts",
        find: "const image = again(still).resize({ width, withoutEnlargement: true });",
        replace: "const image = sharp(bytes, { pages: -1 });",
      },
    ],
    test,
  },
  {
    attack: 42,
    check: "every step of a redirection is looked at",
    patches: [{ file: "federation/fetcher.ts", find: "egress.check(url);", replace: "" }],
    test,
  },
  {
    attack: 42,
    check: "redirections end",
    patches: [{ file: "federation/fetcher.ts", find: "hops <= maxRedirects", replace: "hops <= 100" }],
    test,
  },
  {
    attack: 42,
    check: "a body is let go once it is too large",
    patches: [{ file: "federation/answer.ts", find: "if (size > most) throw tooLarge(url);", replace: "" }],
    test,
  },
  {
    attack: 42,
    check: "a body is not unpacked beyond what is read",
    patches: [{ file: "federation/answer.ts", find: "{ maxOutputLength: most }", replace: "{}" }],
    test,
  },
  {
    attack: 42,
    check: "a fetch has its time and no more",
    patches: [
      {
        file: "federation/fetcher.ts",
        find: "signed: false, signal: AbortSignal.timeout(deadline)",
        replace: "signed: false, signal: AbortSignal.timeout(100_000)",
      },
    ],
    test,
  },
  {
    attack: 42,
    check: "what is kept has an end, in pictures",
    patches: [
      {
        file: "src/newsroom/glimpses.ts",
        find: "where place >",
        replace: "where place / 10 >",
      },
    ],
    test,
  },
  {
    attack: 42,
    check: "what is kept has an end, in bytes",
    patches: [
      {
        file: "src/newsroom/glimpses.ts",
        find: "or size >",
        replace: "or size / 10 >",
      },
    ],
    test,
  },
  {
    attack: 42,
    check: "so many are fetched at once and no more",
    patches: [{ file: "src/newsroom/chores.ts", find: "makesRoom: false", replace: "makesRoom: true" }],
    test,
  },
  {
    attack: 42,
    check: "of one text only so many pictures are fetched",
    patches: [{ file: "src/newsroom/wire_pictures.ts", find: ".slice(0, most)", replace: "" }],
    test,
  },
];
