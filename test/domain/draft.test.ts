import { expect, test } from "vitest";
import { type Draft, readDraft } from "../../src/domain/draft.ts";

const plain: Draft = { title: "A march", source: "It rained." };

test("a plain text has no problems", () => {
  expect(
    readDraft({ ...plain, tags: ["Housing", "housing", "#Dover"], links: [{ href: "https://a.example" }] }),
  ).toEqual({
    text: {
      kind: undefined,
      title: "A march",
      language: undefined,
      tags: [
        { tag: "housing", name: "Housing" },
        { tag: "dover", name: "Dover" },
      ],
      summary: null,
      contentWarning: null,
      links: [{ href: "https://a.example/", name: null }],
      slug: undefined,
      source: "It rained.",
    },
    problems: [],
  });
});

test.each<[string, Partial<Draft>, keyof Draft, RegExp]>([
  ["no title", { title: " \n" }, "title", /missing/],
  ["a title too long", { title: "x".repeat(151) }, "title", /151 characters.*150/],
  ["a lead too long", { summary: "x".repeat(501) }, "summary", /501.*500/],
  ["no text", { source: " \n " }, "source", /no text/],
  ["a book", { source: "x".repeat(200_001) }, "source", /longer than 200 kB/],
  ["no real language", { language: "klingon" }, "language", /"klingon" is not a language tag/],
  ["a script for a link", { links: [{ href: "javascript:alert(1)" }] }, "links", /must begin with https/],
  [
    "a password in a link",
    { links: [{ href: "https://me:word@a.example" }] },
    "links",
    /a\.example has a name/,
  ],
  ["51 links", { links: Array(51).fill({ href: "https://a.example" }) }, "links", /more than 50/],
  ["a tag of nothing", { tags: ["…"] }, "tags", /cannot be a tag/],
  ["31 tags", { tags: Array.from({ length: 31 }, (_, n) => `t${n}`) }, "tags", /more than 30/],
  ["an address with a slash", { slug: "A/b" }, "slug", /"a-b" would do/],
  ["a year for an address", { slug: "2015" }, "slug", /cannot be the end of an address/],
])("%s is a problem that is told", (_, change, field, sentence) => {
  const { problems } = readDraft({ ...plain, ...change });
  expect(problems).toEqual([expect.objectContaining({ field, sentence: expect.stringMatching(sentence) })]);
});
