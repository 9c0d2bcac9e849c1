// What a text on the wire says, in columns; whether it says the same as before, and what its originals are worth.
import { isDeepStrictEqual } from "node:util";
import type { WireItem } from "../db/wire.ts";
import { tagKey } from "../domain/ally.ts";
import { notLater } from "../domain/moment.ts";
import { reportKinds } from "../domain/report.ts";
import type { ForeignText, Original } from "./fediverse.ts";

const mostTags = 50;

/** The columns that a text fills by itself. Moments that lie ahead are those at which it was taken in. */
export function wordsOf(text: ForeignText, accepted: Date) {
  const hashtags = text.hashtags.slice(0, mostTags);
  const ownKind = reportKinds.find((kind) => kind === text.genre);
  return {
    type: text.type,
    kind: ownKind ?? text.type,
    name: text.name,
    summary: text.summary,
    sensitive: text.sensitive,
    html: text.content,
    language: text.language,
    url: text.url,
    hashtags,
    tags: [...new Set(hashtags.map(tagKey).filter((tag) => tag !== ""))],
    attachments: JSON.stringify(text.attachments),
    translation_of: text.translationOf,
    alternates: JSON.stringify(text.alternates),
    updated: notLater(text.updated, accepted),
  };
}

/** How much an original proves: what was verified most, what is signed in a way that was not read more than nothing. */
export function worthOf({ proof, ld_signature }: Original): number {
  return proof === "verified" ? 2 : proof === "unknown" || ld_signature ? 1 : 0;
}

/** Whether a text on the wire says what it said before. What it left open, its language or original, may be named now. */
export function saysTheSame(item: WireItem, words: ReturnType<typeof wordsOf>): boolean {
  const { updated: _, alternates: __, language, translation_of: original, attachments, ...said } = words;
  const before = Object.fromEntries(Object.keys(said).map((name) => [name, item[name as keyof typeof said]]));
  return (
    (item.language === null || item.language === language) &&
    (item.translation_of === null || item.translation_of === original) &&
    isDeepStrictEqual(item.attachments, JSON.parse(attachments)) &&
    isDeepStrictEqual(before, { ...said })
  );
}
