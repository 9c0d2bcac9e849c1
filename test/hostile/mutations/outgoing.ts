// The checks of what leaves: texts that were taken back, and files that somebody has uploaded.
import type { Mutation } from "../mutation.ts";

const ledger = "src/db/ledger.ts";
const zombies = "test/hostile/zombies.test.ts";
const media = "src/web/media.ts";
const uploads = "test/hostile/uploads.test.ts";

export const mutations: Mutation[] = [
  {
    attack: 53,
    check: "what waits about a text ends when it is taken back",
    patches: [
      {
        file: "src/newsroom/cancel.ts",
        find: "await cancelAbout(db, objects);",
        replace: "await cancelAbout(db, []);",
      },
    ],
    test: zombies,
  },
  {
    attack: 53,
    check: "what was under way when it was taken back has no other try",
    patches: [
      {
        file: ledger,
        find: "case when v.state = 'pending' and d.final then 'cancelled' else v.state end",
        replace: "v.state",
      },
      {
        file: "federation/deliver.ts",
        find: "else if (one.final) settler",
        replace: "else if (one.sequence === '') settler",
      },
    ],
    test: zombies,
  },
  {
    attack: 53,
    check: "nothing overtakes what was said earlier about the same text",
    patches: [{ file: ledger, find: "and e.sequence < d.sequence and", replace: "and e.sequence < 0 and" }],
    test: zombies,
  },
  {
    attack: 29,
    check: "no decoder sees what does not begin as a picture",
    patches: [
      { file: "src/newsroom/picture_format.ts", find: "return undefined;", replace: 'return "png";' },
    ],
    test: uploads,
  },
  {
    attack: 29,
    check: "what is stored was made anew",
    patches: [
      {
        file: "src/newsroom/pictures.ts",
        find: "({ ...file, name: randomName(file.mediaType) })",
        replace: "({ ...file, bytes, name: randomName(file.mediaType) })",
      },
    ],
    test: uploads,
  },
  {
    attack: 29,
    check: "only pictures are served",
    patches: [
      {
        file: media,
        find: 'webp: "image/webp",\n};',
        replace: 'webp: "image/webp",\n  json: "application/activity+json",\n  svg: "image/svg+xml",\n};',
      },
    ],
    test: uploads,
  },
  {
    attack: 29,
    check: "no browser guesses what a file is",
    patches: [
      {
        file: "src/web/headers.ts",
        find: "xPoweredBy: false,",
        replace: "xPoweredBy: false,\n      xContentTypeOptions: false,",
      },
    ],
    test: uploads,
  },
  {
    attack: 29,
    check: "nothing runs in a file that is looked at by itself",
    patches: [{ file: media, find: "\"default-src 'none'; sandbox\"", replace: "\"default-src 'self'\"" }],
    test: uploads,
  },
];
