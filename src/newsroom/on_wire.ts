// Putting texts on wires, bringing them up to date there, and emptying what their authors have deleted.
import { randomUUIDv7 } from "node:crypto";
import { type RawBuilder, sql } from "kysely";
import type { Ally } from "../db/ally.ts";
import type { Db } from "../db/open.ts";
import { ap } from "../domain/paths.ts";
import type { Site } from "../site.ts";
import type { ForeignText, Original } from "./fediverse.ts";
import { wantGlimpses } from "./glimpses.ts";
import { ownId } from "./subject.ts";
import type { Pictured } from "./wire_pictures.ts";
import { saysTheSame, wordsOf, worthOf } from "./wire_words.ts";

/** A text with the original that shows it. Whoever hands it in has made sure that its author has written it. */
export interface Arrival {
  text: ForeignText;
  original: Original;
}

/**
 * Puts a text on the wire of a collective, for whom it came through or, where that is nobody, at the wish of its desk.
 * @returns the UUID of a new row; undefined where it was there
 */
export async function putOnWire(
  site: Site,
  db: Db,
  { collective, actor: ally }: { collective: string; actor: string | null } | Ally,
  { text, original }: Arrival,
  accepted: Date,
  announced: Date | undefined,
): Promise<string | undefined> {
  const { origin } = site.config;
  const isOwn = ally === text.attributedTo;
  const translated = ownId(origin, ap.report, text.translationOf ?? "");
  const moment = announced ?? text.published ?? accepted;
  const first = await db
    .insertInto("wire_original")
    .values({ uri: text.uri, ...original, received: accepted })
    .onConflict((conflict) => conflict.doNothing())
    .returning("uri")
    .executeTakeFirst();
  const id = randomUUIDv7();
  const row = await db
    .insertInto("wire_item")
    .values({
      ...wordsOf(text, accepted),
      translates: isOwn ? sql<string | null>`(${textOf(translated, sql`${collective}::uuid`)})` : null,
      id,
      collective,
      uri: text.uri,
      ally,
      announced: ally !== null && !isOwn,
      actor: text.attributedTo,
      published: moment > accepted ? accepted : moment,
      arrived: accepted,
      refreshed: accepted,
      unread: ally !== null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (row !== undefined) {
    if (first !== undefined) await wantGlimpses(site, db, text.uri, picturesOf(text));
    return row.id;
  }
  // Its author's own word counts for more than that of whoever announced it before.
  if (isOwn) {
    await db
      .updateTable("wire_item")
      .set({ ally, announced: false, unread: true })
      .where("collective", "=", collective)
      .where("uri", "=", text.uri)
      .where("actor", "=", text.attributedTo)
      .execute();
  }
  return undefined;
}

/**
 * Writes what a text says now into every wire that it is on, unless a later version is there. What proves more is kept as
 * long as the words are the same: an origin that shows them again without a signature takes nothing back.
 * @param db a transaction
 */
export async function refreshOnWire(
  site: Site,
  db: Db,
  { text, original }: Arrival,
  at: Date,
): Promise<void> {
  const translated = ownId(site.config.origin, ap.report, text.translationOf ?? "");
  const words = wordsOf(text, at);
  const before = await db
    .selectFrom("wire_original")
    .selectAll()
    .where("uri", "=", text.uri)
    .forUpdate()
    .executeTakeFirst();
  const known = await db
    .selectFrom("wire_item")
    .selectAll()
    .where("uri", "=", text.uri)
    .where("gone", "is", null)
    .execute();
  const changed = await db
    .updateTable("wire_item")
    .set({ ...words, refreshed: at })
    .set({
      translates: sql`case when wire_item.ally = wire_item.actor then (${textOf(translated, sql.ref("wire_item.collective"))}) end`,
    })
    .where("uri", "=", text.uri)
    .where("actor", "=", text.attributedTo)
    .where("gone", "is", null)
    .where((is) => is.or([is("updated", "is", null), is("updated", "<=", words.updated ?? new Date(0))]))
    .returning("id")
    .execute();
  if (changed.length === 0) return;
  const isSame = known.every((item) => saysTheSame(item, words));
  if (!isSame) await wantGlimpses(site, db, text.uri, picturesOf(text));
  if (isSame && before !== undefined && worthOf(before) > worthOf(original)) return;
  await db
    .updateTable("wire_original")
    .set({ ...original, received: at })
    .where("uri", "=", text.uri)
    .execute();
}

function picturesOf({ attachments, content: html }: ForeignText): Pictured {
  return { attachments, html };
}

/**
 * Leaves nothing of an author's texts on any wire but that they were there.
 * @returns the addresses of those that were read anywhere
 */
export async function emptyOnWire(
  db: Db,
  author: string,
  uris: readonly string[],
  gone: Date,
): Promise<Set<string>> {
  if (uris.length === 0) return new Set();
  const nothing = { html: "", name: null, summary: null, url: null, hashtags: [], tags: [] };
  const rows = await db
    .updateTable("wire_item")
    .set({
      ...nothing,
      attachments: "[]",
      alternates: "[]",
      translates: null,
      translation_of: null,
      proposal: null,
      unread: false,
      gone,
    })
    .where("uri", "in", [...uris])
    .where("actor", "=", author)
    .where("gone", "is", null)
    .returning("uri")
    .execute();
  const emptied = new Set(rows.map(({ uri }) => uri));
  if (emptied.size === 0) return emptied;
  await db
    .updateTable("wire_original")
    .set({ body: "", proof: "none", verified_with: null, ld_signature: false })
    .where("uri", "in", [...emptied])
    .execute();
  return emptied;
}

/** Takes from the wires what an ally has announced and announces no longer, unless it was passed on. */
export async function announceTakenBack(db: Db, ally: string, uri: string): Promise<void> {
  await db
    .deleteFrom("wire_item as w")
    .where("w.ally", "=", ally)
    .where("w.uri", "=", uri)
    .where("w.announced", "=", true)
    .where((is) =>
      is.not(is.exists(is.selectFrom("repost as r").select("r.id").whereRef("r.item", "=", "w.id"))),
    )
    .execute();
}

/** A query for the text of a collective that has an id, as long as it is public. */
function textOf(id: string | undefined, collective: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select r.id from public_report r where r.id = ${id ?? null}::uuid and r.collective = ${collective}`;
}
