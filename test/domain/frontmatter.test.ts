import fc from "fast-check";
import { expect, test } from "vitest";
import { isSpoken } from "../../src/domain/errors.ts";
import { readFile } from "../../src/domain/frontmatter.ts";

const file = (head: string, body = "The text.") => `---\n${head}\n---\n${body}`;

test("a file says everything about its text", () => {
  const head = `kind: call-out
title: "Come to the gate: Saturday"
language: en
published: 2026-03-01T09:00:00Z
tags: [housing, 2026, "call out"]
summary: Bring water.
content-warning: Police
links:
  - https://one.example
  - href: https://two.example
    name: Two
translation-of: venez-samedi
slug: come-to-the-gate
cover: gate.jpg
wire-form: note
reply-policy: open
pinned: true`;
  expect(readFile(file(head, "First.\n\nSecond.\n"))).toEqual({
    kind: "call-out",
    title: "Come to the gate: Saturday",
    language: "en",
    published: new Date("2026-03-01T09:00:00Z"),
    tags: ["housing", "2026", "call out"],
    summary: "Bring water.",
    contentWarning: "Police",
    links: [
      { href: "https://one.example", name: null },
      { href: "https://two.example", name: "Two" },
    ],
    translationOf: "venez-samedi",
    slug: "come-to-the-gate",
    cover: "gate.jpg",
    wireForm: "Note",
    replyPolicy: "open",
    pinned: true,
    source: "First.\n\nSecond.\n",
  });
});

test("a file from a Windows editor, and a title of digits, are read", () => {
  const draft = readFile("\ufeff---\r\ntitle: 1984\r\n---\r\nText\r\n");
  expect([draft.title, draft.source]).toEqual(["1984", "Text\n"]);
});

test("a line of --- in the text is not the end of the front matter", () => {
  expect(readFile(file("title: A", "One\n\n---\n\nTwo")).source).toBe("One\n\n---\n\nTwo");
});

test.each([
  ["no front matter", "Just text", /begin it with a line "---"/],
  ["no end", "---\ntitle: A\nText", /has no end/],
  ["no title", file("kind: report"), /has no title/],
  ["a colon in a title", file("title: Call out: come"), /near line 2.*quotation marks/],
  ["an unknown word", file("title: A\nauthor: me"), /"author", which means nothing here/],
  ["the same word twice", file("title: A\ntitle: B"), /near line 3/],
  ["a kind that is none", file("title: A\nkind: essay"), /must be one of report, call-out, page/],
  ["a date that is none", file("title: A\npublished: soon"), /write it as 2015-09-12/],
  ["a list for a title", file("title: [a, b]"), /must be a line of text/],
  ["a map for tags", file("title: A\ntags: {a: b}"), /must be a list of words/],
  ["a link of nothing", file("title: A\nlinks:\n  - name: B"), /must be a list of addresses/],
  ["a yes", file("title: A\npinned: yes"), /true or false/],
  ["a list for everything", file("- title"), /must have lines such as/],
])("%s is refused with a sentence", (_, text, sentence) => {
  expect(() => readFile(text)).toThrow(sentence);
});

test.each([
  ["aliases", "title: &a A\nsummary: *a"],
  ["laughs", "title: A\ntags: &a [x, x]\nlinks: &b [*a, *a, *a]\nsummary: [*b, *b, *b]"],
  ["a merge", "title: A\n<<: {kind: page}"],
  ["a tag of a type", "title: !!js/function x"],
  ["ten thousand brackets", `title: ${"[".repeat(10_000)}`],
  ["ten thousand brackets with spaces and names", `title: ${"[ a, {b: ".repeat(1000)}`],
  ["ten thousand dashes", `title: A\ntags: ${"\n- ".repeat(3)}${"- ".repeat(8000)}`],
  [
    "ten thousand steps",
    `title: A\ntags:\n${Array.from({ length: 150 }, (_, n) => `${" ".repeat(n)}a:`).join("\n")}`,
  ],
  ["no end in sight", `title: A\nsummary: ${"x".repeat(30_000)}`],
])("a front matter made of %s is refused, and the process lives", (_, head) => {
  expect(() => readFile(file(head))).toThrow(expect.toSatisfy(isSpoken));
});

test("whatever a file holds, it is read or refused with a sentence", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."---:[]{}&*!|>'\"#\n\t a1-", "é") }), (head) => {
      try {
        expect(readFile(file(`title: A\n${head}`)).title).toBeTypeOf("string");
      } catch (error) {
        expect(isSpoken(error)).toBe(true);
      }
    }),
    { numRuns: 1000 },
  );
});
