// Tags: typed by people as words, one form for addresses, another for the wire.
import { cleanLine, lengthOf } from "./plain.ts";
import { hyphenated } from "./slug.ts";

/** Longest tag in characters. */
const maxLength = 60;

export interface Tag {
  /** As in the address: `freedom-of-movement`. */
  tag: string;
  /** As typed, without a leading #: `Freedom of movement`. */
  name: string;
}

/** The tag that was typed, or undefined when it has no letter or digit or is too long. */
export function readTag(typed: string): Tag | undefined {
  const name = cleanLine(typed).replace(/^[#＃]\s*/u, "");
  const tag = hyphenated(name);
  if (tag === "" || lengthOf(name) > maxLength || lengthOf(tag) > 100) return undefined;
  return { tag, name };
}

/**
 * A tag as other servers know it: `Freedom of movement` → `#FreedomOfMovement`. Where the script has no capitals the
 * words are joined by an underscore, as people who write it do: `حرية التنقل` → `#حرية_التنقل`.
 */
export function hashtag(name: string): string {
  const words = cleanLine(name)
    .normalize("NFC")
    .replace(/(?<=\p{L})['’ʼ](?=\p{L})/gu, "")
    .split(/[^\p{L}\p{M}\p{N}\u200c]+/u)
    .map((word) => word.replace(/^\u200c+|\u200c+$/gu, ""))
    .filter((word) => word !== "");
  let joined = "";
  for (const word of words) {
    const [first = ""] = word;
    const capital = first.toUpperCase();
    const hasCase = first.toLowerCase() !== capital;
    // A single word stays as it was typed.
    const shown = words.length > 1 && hasCase ? capital + word.slice(first.length) : word;
    joined += joined === "" || hasCase ? shown : `_${shown}`;
  }
  return `#${joined}`;
}
