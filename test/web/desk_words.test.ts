// The words of the desk: every language says everything, and in its own words.
import { expect, test } from "vitest";
import { deskWords } from "../../src/web/words/desk/catalogue.ts";

/** Every sentence by its place; those with gaps are filled with an X. */
function said(words: object, place = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, word]): [string, string][] => {
    if (typeof word === "string") return [[place + key, word]];
    if (typeof word === "function") return [[place + key, word("X", "X")]];
    return said(word, `${place}${key}.`);
  });
}

/** Words that French and English share. */
const shared = new Set(["Date", "Page"]);

test("no language of the desk lacks a word, is left with one of another, or loses what goes into a gap", () => {
  const { en, ...others } = deskWords;
  const english = new Map(said(en));
  for (const [language, words] of Object.entries(others)) {
    const other = said(words);
    expect(other.map(([place]) => place)).toEqual([...english.keys()]);
    const mayShare = (word: string) => language === "fr" && shared.has(word);
    const isSame = (place: string, word: string) =>
      word === english.get(place) && /\p{L}{2}/u.test(word) && !mayShare(word);
    expect(other.filter(([place, word]) => isSame(place, word) || word.trim() === "")).toEqual([]);
    const gaps = (word: string) => word.match(/X/g)?.length ?? 0;
    expect(other.filter(([place, word]) => gaps(word) !== gaps(english.get(place)!))).toEqual([]);
  }
});
