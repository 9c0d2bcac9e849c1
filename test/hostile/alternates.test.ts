// Where others say that a text can be read in other languages: what is believed of it, and what is nothing of the kind.
import { expect, test } from "vitest";
import { readPost } from "../../federation/incoming.ts";

const id = "https://sea.example/notes/1";
const link = (language: string, more = "") =>
  `<a href="https://sea.example/${language}"${more} hreflang="${language}">x</a>`;

function languagesOf(more: Record<string, unknown>): string[] {
  const post = readPost({ id, type: "Article", attributedTo: "https://sea.example/users/alice", ...more });
  return post!.alternates.map(
    ({ language, href }) => `${language} ${href.replace("https://sea.example/", "")}`,
  );
}

test("links of its page, links that say they are alternates, and a last line of nothing but links", () => {
  const url = [
    "https://sea.example/page",
    { type: "Link", href: "https://sea.example/de", hreflang: "de", mediaType: "text/html" },
  ];
  const tag = [
    { type: "Link", rel: ["alternate"], href: "https://sea.example/fr", hreflang: "fr" },
    { type: "Link", href: "https://sea.example/quoted", hreflang: "it" },
    { type: "Hashtag", name: "#sea" },
  ];
  const content = `<p>Words</p><p>${link("ar", ' lang="ar" dir="rtl"')} · ${link("fa")}</p>\n`;
  expect(languagesOf({ url, tag, content })).toEqual(["de de", "fr fr", "ar ar", "fa fa"]);
});

test("links among words, without a language, or to what is no page are none", () => {
  for (const content of [
    `<p>${link("de")} and more</p>`,
    `<p>${link("de")}</p><p>The end</p>`,
    `<p><a href="https://sea.example/de">x</a></p>`,
    `<p><a href="javascript:alert(1)" hreflang="de">x</a></p>`,
    `<p><a href="https://user:word@sea.example/" hreflang="de">x</a></p>`,
    `<p><a href="https://sea.example/" hreflang="nonsense of all sorts">x</a></p>`,
    `<p><a href="https://sea.example/${"x".repeat(3000)}" hreflang="de">x</a></p>`,
    `<p><a hreflang="de"><a href="https://sea.example/de">x</a></p>`,
    "<p></p>",
  ])
    expect([content, languagesOf({ content })]).toEqual([content, []]);
  for (const url of [null, 7, { type: "Link" }, [{ type: "Link", href: 7, hreflang: ["de"] }], [[["x"]]]])
    expect(languagesOf({ url, tag: url })).toEqual([]);
});

test("no more than twenty, each once, however much there is of them", () => {
  const url = Array.from({ length: 5_000 }, (_, n) => ({
    type: "Link",
    href: `https://sea.example/${n % 50}`,
    hreflang: "de",
  }));
  expect(languagesOf({ url })).toHaveLength(20);
  const content = `${"<p>".repeat(50_000)}${"</p> ".repeat(50_000)}${"<a ".repeat(50_000)}`;
  expect(languagesOf({ content })).toEqual([]);
});
