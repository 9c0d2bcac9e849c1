// Translations of what allies wrote: a text of ours that says whose text it renders, and theirs that render ours.
import { type ExpressionBuilder, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Collective } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import type { TranslationSource } from "../db/repost.ts";
import type { Schema } from "../db/schema.ts";
import { NotFound, Refused } from "../domain/errors.ts";
import { languageName } from "../domain/language.ts";
import type { Site } from "../site.ts";
import { isOfHouse } from "./house.ts";
import { translationSet } from "./texts.ts";
import { waitFor } from "./turn.ts";
import { findWireItem, type WireShown } from "./wire.ts";

/** The same text in another language on another node. */
export interface Elsewhere {
  /** The address of its page. */
  href: string;
  title: string;
  /** BCP 47, where it is known. */
  language: string | null;
  /** Who wrote it, as it is shown. */
  attributed: string;
}

/** The set of translations that a text joins, and the text of an ally that it renders. */
export interface Joined {
  set: string;
  /** null: it renders a text of this node. */
  source: Omit<TranslationSource, "report"> | null;
}

/**
 * Finds out what a text translates.
 * @param of UUID, id, address or slug of a text of this node; or UUID or address of one on the collective's wire
 * @throws {NotFound} when there is neither
 * @throws {Refused} when there is one in that language already
 */
export async function joinTranslations(
  site: Site,
  db: Db,
  collective: Collective,
  of: string,
  text: { id: string; language: string },
): Promise<Joined> {
  const item = await findWireItem(db, collective.id, of);
  if (item !== undefined && isOfHouse(site, item.uri))
    return { set: await translationSet(site, db, collective, item.uri, text), source: null };
  if (item === undefined) {
    try {
      return { set: await translationSet(site, db, collective, of, text), source: null };
    } catch (error) {
      if (!(error instanceof NotFound) || !/^https?:\/\//.test(of.trim())) throw error;
      const sentence = `${error.message} A text of somebody else can be translated once it is on the wire of ${collective.handle}.`;
      throw new NotFound(sentence, { cause: error });
    }
  }
  const source = sourceOf(item);
  if (item.language === text.language) throw taken(text.language, source.title);
  // Two who begin a translation at once join one set.
  await waitFor(db, `translations ${item.uri}`);
  const before = await db
    .selectFrom("translation_source as s")
    .innerJoin("report as r", "r.id", "s.report")
    .select(["r.id", "r.translation_set"])
    .where("s.uri", "=", item.uri)
    .where("r.collective", "=", collective.id)
    .where("r.id", "<>", text.id)
    .orderBy("r.id")
    .executeTakeFirst();
  if (before === undefined) return { set: text.id, source };
  return { set: await translationSet(site, db, collective, before.id, text), source };
}

/**
 * Writes down what a text renders, in place of what was written before.
 * @returns whether that was another one
 */
export async function writeSource(db: Db, report: string, { source }: Joined): Promise<boolean> {
  const before = await db
    .selectFrom("translation_source")
    .select("uri")
    .where("report", "=", report)
    .executeTakeFirst();
  if (before?.uri === source?.uri) return false;
  await db.deleteFrom("translation_source").where("report", "=", report).execute();
  if (source !== null)
    await db
      .insertInto("translation_source")
      .values({ ...source, report })
      .execute();
  return true;
}

/** The text of somebody else that a text renders, as it was written down, if it renders one. */
export function sourceOfReport(db: Db, report: string): Promise<TranslationSource | undefined> {
  return db.selectFrom("translation_source").selectAll().where("report", "=", report).executeTakeFirst();
}

/** For a query over `public_report as r`: what it renders, and what of allies renders it, as long as they are followed. */
export function elsewhere(is: ExpressionBuilder<Schema & { r: Schema["public_report"] }, "r">) {
  const original = is
    .selectFrom("translation_source as s")
    .select(["s.url as href", "s.title", "s.language", "s.attributed"])
    .whereRef("s.report", "=", "r.id");
  const theirs = is
    .selectFrom("wire_item as w")
    .innerJoin("ally as y", (join) =>
      join.onRef("y.collective", "=", "w.collective").onRef("y.actor", "=", "w.actor"),
    )
    .innerJoin("remote_actor as a", "a.id", "w.actor")
    .select([
      sql<string>`coalesce(w.url, w.uri)`.as("href"),
      sql<string>`coalesce(w.name, w.url, w.uri)`.as("title"),
      "w.language",
      sql<string>`coalesce(a.name, a.handle, a.id)`.as("attributed"),
    ])
    .whereRef("w.translates", "=", "r.id")
    .where("w.gone", "is", null)
    .where("y.state", "=", "accepted");
  return jsonArrayFrom(original.unionAll(theirs));
}

function sourceOf({ uri, url, name, language, author, handle, actor }: WireShown) {
  return {
    uri,
    url: url ?? uri,
    title: (name ?? url ?? uri).slice(0, 300),
    language,
    attributed: author ?? handle ?? actor,
  };
}

function taken(language: string, title: string): Refused {
  return new Refused(
    `"${title}" is in this language itself (${languageName(language, "en")}): say which language the translation is in.`,
    { reason: "language taken" },
  );
}
