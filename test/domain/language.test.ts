import { expect, test } from "vitest";
import { directionOf, languageName, readLanguage } from "../../src/domain/language.ts";

test.each([
  ["en", "en"],
  ["AR-eg", "ar-EG"],
  ["pt_br", "pt-BR"],
  ["iw", "he"],
  ["en-US-u-ca-gregory", "en-US"],
  [" fa ", "fa"],
])("%s is the language %s", (typed, tag) => {
  expect(readLanguage(typed)).toBe(tag);
});

test.each(["", "english", "e", "x-foo", "en-", "<en>", `en-${"a".repeat(40)}`])(
  "%s is no language",
  (typed) => {
    expect(readLanguage(typed)).toBeUndefined();
  },
);

test("Arabic, Persian, Urdu and Central Kurdish are written from right to left", () => {
  expect(["ar", "fa-AF", "ur", "ckb", "en", "ti", "az-Cyrl"].map(directionOf)).toEqual([
    "rtl",
    "rtl",
    "rtl",
    "rtl",
    "ltr",
    "ltr",
    "ltr",
  ]);
});

test("a reader finds a language by its own name or in theirs", () => {
  expect(languageName("fa")).toBe("فارسی");
  expect(languageName("fa", "fr")).toBe("persan");
});
