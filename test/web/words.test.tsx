import { expect, test } from "vitest";
import { interfaceLanguages, localeOf } from "../../src/web/locale.ts";
import { readPlace, writePlace } from "../../src/web/place.ts";
import { renderDocument } from "../../src/web/render.ts";
import { document, element } from "../../src/web/xml.ts";

const day = new Date("2015-09-12T23:30:00Z");

test("a day is said as each language says it", () => {
  expect(interfaceLanguages.map((language) => localeOf(language).date(day))).toEqual([
    "12 September 2015",
    "12 septembre 2015",
    "12 سبتمبر 2015",
    "۲۱ شهریور ۱۳۹۴",
  ]);
  expect(interfaceLanguages.map((language) => localeOf(language).year(day))).toEqual([
    "2015",
    "2015",
    "2015",
    "۱۳۹۴",
  ]);
});

test("no language is left with a word of another", () => {
  const said = (words: object): string[] =>
    Object.values(words).flatMap((word) =>
      typeof word === "function" ? [word("X")] : typeof word === "string" ? [word] : said(word),
    );
  const en = said(localeOf("en").words);
  for (const language of interfaceLanguages.filter((one) => one !== "en")) {
    const other = said(localeOf(language).words);
    expect(other).toHaveLength(en.length);
    const same = other.filter((word, at) => word === en[at] && word !== "Pages");
    expect(same).toEqual([]);
    expect(other.filter((word) => word.trim() === "")).toEqual([]);
  }
});

test("a place in a list survives being written into an address, and nothing else is taken for one", () => {
  const place = {
    published: new Date("2015-09-12T18:30:00.123Z"),
    id: "0199d2a0-0000-7000-8000-00000000000a",
  };
  expect(readPlace(writePlace(place))).toEqual(place);
  const good = writePlace(place);
  for (const bad of [
    "",
    "x",
    `${good}x`,
    good.replace("2015", "99999"),
    good.replace("0912", "1392"),
    good.toUpperCase(),
  ]) {
    expect(readPlace(bad)).toBeUndefined();
  }
});

test("void elements are closed as HTML closes them, and text is left alone", () => {
  const page = (
    <p title={'a <br/> "b" />'}>
      {"1 < 2 />"}
      <br />
      <img src="/a.jpg" alt="/>" />
    </p>
  );
  expect(renderDocument(page)).toBe(
    '<!DOCTYPE html>\n<p title="a &lt;br/> &quot;b&quot; />">1 &lt; 2 /><br><img src="/a.jpg" alt="/>"></p>\n',
  );
});

test("XML is well-formed whatever people write", () => {
  const root = element(
    "a",
    { b: 'x"&<\n', c: undefined },
    "1 < 2 & ]]> \u0000\u000b\ud800",
    element("d", {}),
    undefined,
  );
  expect(document(root)).toBe(
    '<?xml version="1.0" encoding="utf-8"?>\n<a b="x&quot;&amp;&lt;\n">1 &lt; 2 &amp; ]]&gt; <d/></a>\n',
  );
});
