// Slugs: the readable last part of a page's address, made from the title in whatever script it is written.
import { reservedSlugs } from "./paths.ts";
import { cleanLine } from "./plain.ts";

/** Longest slug in bytes of UTF-8; an Arabic letter is two, and six once it stands in an address. */
const maxBytes = 96;

/**
 * The words of a text in lower case with hyphens between: letters and digits of every script stay, all else goes.
 * `Today’s march, 12 September` → `todays-march-12-september`
 */
export function hyphenated(text: string): string {
  return cleanLine(text)
    .toLowerCase()
    .normalize("NFC")
    .replace(/(?<=\p{L})['’ʼ](?=(?:s|t|d|m|re|ve|ll)(?!\p{L}))/gu, "")
    .replace(/(?:[^\p{L}\p{M}\p{N}]+\p{M}*)+/gu, "-")
    .replace(/^[-\p{M}]+|-+$/gu, "");
}

/** A slug for a title; never empty, never one that `isSlug` refuses. */
export function slugFor(title: string): string {
  const slug = cut(hyphenated(title), maxBytes);
  if (isSlug(slug)) return slug;
  return slug === "" ? "text" : `text-${cut(slug, maxBytes - 5)}`;
}

/** The slug with a number, for when there is one like it already: `march`, `march-2`, `march-3` … */
export function numberedSlug(slug: string, number: number): string {
  if (number === 1) return slug;
  const ending = `-${number}`;
  return cut(slug, maxBytes - ending.length) + ending;
}

/** Whether a text can be the last part of an address beside those of the node and of the archive's years. */
export function isSlug(text: string): boolean {
  return (
    text !== "" &&
    hyphenated(text) === text &&
    Buffer.byteLength(text) <= maxBytes &&
    !/^\p{N}+$/u.test(text) &&
    !reservedSlugs.has(text)
  );
}

/** As much of a slug as fits, ending with a whole word if there is one. */
function cut(slug: string, bytes: number): string {
  if (Buffer.byteLength(slug) <= bytes) return slug;
  let kept = "";
  let size = 0;
  for (const character of slug) {
    size += Buffer.byteLength(character);
    if (size > bytes) break;
    kept += character;
  }
  const word = kept.lastIndexOf("-");
  return (word > kept.length / 2 ? kept.slice(0, word) : kept).replace(/-+$/u, "");
}
