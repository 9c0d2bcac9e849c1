// What allies say arrives on the wires of those who follow them; changes and deletions at the origin are followed.
import { randomUUIDv7 } from "node:crypto";
import { type RawBuilder, sql } from "kysely";
import { type Ally, followingCollectives } from "../db/ally.ts";
import type { Db } from "../db/open.ts";
import type { RemoteActor } from "../db/remote_actor.ts";
import { tagKey } from "../domain/ally.ts";
import { isSpoken, Unavailable } from "../domain/errors.ts";
import { ap } from "../domain/paths.ts";
import { reportKinds } from "../domain/report.ts";
import type { Site } from "../site.ts";
import type { ForeignText, Original } from "./fediverse.ts";
import { applyRule } from "./propose.ts";
import { withdrawRepostsOf } from "./repost.ts";
import { isShunned } from "./shunned.ts";
import { ownId } from "./subject.ts";
import { noteTakenBack, wasTakenBack } from "./taken_back.ts";

/** A text with the original that shows it. Whoever hands it in has made sure that its author has written it. */
export interface Arrival {
  text: ForeignText;
  original: Original;
}

/**
 * Takes a text onto the wires of all collectives that follow who brought it. Answers, and what is not for everybody, are
 * no part of a wire; what is there already is brought up to date.
 * @param by its author, or who has announced it
 * @param how `announced`: when; `isNews`: rules may pass it on
 * @returns whether anybody here reads it
 */
export async function textArrived(
  site: Site,
  arrival: Arrival,
  by: string,
  accepted: Date,
  { announced, isNews = false }: { announced?: Date | undefined; isNews?: boolean } = {},
): Promise<boolean> {
  const { text } = arrival;
  if (!isForTheWire(site, text)) return false;
  const allies = await followingCollectives(site.db, by);
  if (allies.length === 0) return false;
  const author = await authorOf(site, text);
  if (author === undefined) return false;
  for (const ally of allies) {
    await site.db.transaction().execute(async (db) => {
      if (await wasTakenBack(db, author.id, text.uri)) return;
      const id = await put(site, db, ally, arrival, accepted, announced);
      if (isNews && id !== undefined) await applyRule(site, db, ally, id, accepted);
    });
  }
  await refresh(site, arrival, accepted);
  return true;
}

/**
 * Takes a text onto one wire at the wish of somebody at its desk.
 * @returns its UUID there, or undefined when it cannot be on a wire or its author is blocked or unknown
 */
export async function textBrought(
  site: Site,
  collective: string,
  arrival: Arrival,
  at: Date,
): Promise<string | undefined> {
  if (!isForTheWire(site, arrival.text) || (await authorOf(site, arrival.text)) === undefined)
    return undefined;
  const id = await site.db
    .transaction()
    .execute((db) => put(site, db, { collective, actor: null }, arrival, at, undefined));
  await refresh(site, arrival, at);
  if (id !== undefined) return id;
  const row = await site.db
    .selectFrom("wire_item")
    .select("id")
    .where("collective", "=", collective)
    .where("uri", "=", arrival.text.uri)
    .where("gone", "is", null)
    .executeTakeFirst();
  return row?.id;
}

/**
 * Brings a text up to date wherever it is read here.
 * @param isFromOrigin it was fetched from its own address just now; else only a later version counts
 * @returns whether it is read anywhere
 */
export async function textChanged(
  site: Site,
  arrival: Arrival,
  accepted: Date,
  isFromOrigin: boolean,
): Promise<boolean> {
  const { text } = arrival;
  const known = await site.db
    .selectFrom("wire_item")
    .select((is) => is.fn.max("updated").as("updated"))
    .select((is) => is.fn.countAll<string>().as("count"))
    .where("uri", "=", text.uri)
    .where("actor", "=", text.attributedTo)
    .where("gone", "is", null)
    .executeTakeFirstOrThrow();
  if (Number(known.count) === 0) return false;
  const isLater = text.updated !== null && (known.updated === null || text.updated > known.updated);
  if (!isForTheWire(site, text)) await textDeleted(site, text.attributedTo, text.uri, accepted);
  else if (isFromOrigin || isLater) await refresh(site, arrival, accepted);
  return true;
}

/**
 * Erases a text that its author has deleted: from every wire, and from what was passed on, which is said to everybody.
 * @returns whether it was read anywhere
 */
export async function textDeleted(site: Site, author: string, uri: string, deleted: Date): Promise<boolean> {
  return site.db.transaction().execute(async (db) => {
    const erased = await erase(site, db, author, [uri], deleted);
    if (erased || (await followingCollectives(db, author)).length > 0) {
      await noteTakenBack(db, author, uri, deleted);
    }
    return erased;
  });
}

/** Erases everything an actor has written, who is gone for good. */
export async function authorGone(site: Site, db: Db, author: string): Promise<void> {
  const rows = await db
    .selectFrom("wire_item")
    .select("uri")
    .distinct()
    .where("actor", "=", author)
    .where("gone", "is", null)
    .execute();
  await erase(
    site,
    db,
    author,
    rows.map(({ uri }) => uri),
    site.clock.now(),
  );
}

/** Takes from the wires what an ally has announced and announces no longer, unless it was passed on. */
export async function announceTakenBack(site: Site, ally: string, uri: string): Promise<void> {
  await site.db
    .deleteFrom("wire_item as w")
    .where("w.ally", "=", ally)
    .where("w.uri", "=", uri)
    .where("w.announced", "=", true)
    .where((is) =>
      is.not(is.exists(is.selectFrom("repost as r").select("r.id").whereRef("r.item", "=", "w.id"))),
    )
    .execute();
}

/** Who has written something that is on a wire here. */
export async function writtenBy(db: Db, uri: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("wire_item")
    .select("actor")
    .where("uri", "=", uri)
    .where("gone", "is", null)
    .executeTakeFirst();
  return row?.actor;
}

function isForTheWire({ config: { origin } }: Site, text: ForeignText): boolean {
  return text.isPublic && text.inReplyTo === null && !text.uri.startsWith(`${origin}/`);
}

/** Who wrote it, if that is somebody to listen to. */
async function authorOf(site: Site, { attributedTo }: ForeignText): Promise<RemoteActor | undefined> {
  try {
    const author = await site.fediverse.lookup(attributedTo);
    return author.id !== attributedTo || (await isShunned(site.db, author)) ? undefined : author;
  } catch (error) {
    if (!isSpoken(error) || error instanceof Unavailable) throw error;
    return undefined;
  }
}

/** @returns the UUID of a new row; undefined where it was there */
async function put(
  { config: { origin } }: Site,
  db: Db,
  { collective, actor: ally }: { collective: string; actor: string | null } | Ally,
  { text, original }: Arrival,
  accepted: Date,
  announced: Date | undefined,
): Promise<string | undefined> {
  const isOwn = ally === text.attributedTo;
  const translated = ownId(origin, ap.report, text.translationOf ?? "");
  const moment = announced ?? text.published ?? accepted;
  await db
    .insertInto("wire_original")
    .values({ uri: text.uri, ...original, received: accepted })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
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
  if (row !== undefined) return row.id;
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

/** Writes what a text says now into every wire that it is on, unless a later version is there. */
async function refresh(
  { config: { origin }, db }: Site,
  { text, original }: Arrival,
  at: Date,
): Promise<void> {
  const translated = ownId(origin, ap.report, text.translationOf ?? "");
  const changed = await db
    .updateTable("wire_item")
    .set({ ...wordsOf(text, at), refreshed: at })
    .set({
      translates: sql`case when wire_item.ally = wire_item.actor then (${textOf(translated, sql.ref("wire_item.collective"))}) end`,
    })
    .where("uri", "=", text.uri)
    .where("actor", "=", text.attributedTo)
    .where("gone", "is", null)
    .where((is) =>
      is.or([is("updated", "is", null), is("updated", "<=", notLater(text.updated, at) ?? new Date(0))]),
    )
    .returning(["id", "collective"])
    .execute();
  if (changed.length === 0) return;
  await db
    .updateTable("wire_original")
    .set({ ...original, received: at })
    .where("uri", "=", text.uri)
    .execute();
}

async function erase(
  site: Site,
  db: Db,
  author: string,
  uris: readonly string[],
  gone: Date,
): Promise<boolean> {
  if (uris.length === 0) return false;
  const nothing = { html: "", name: null, summary: null, url: null, hashtags: [], tags: [] };
  const rows = await db
    .updateTable("wire_item")
    .set({ ...nothing, attachments: "[]", translates: null, proposal: null, unread: false, gone })
    .where("uri", "in", [...uris])
    .where("actor", "=", author)
    .where("gone", "is", null)
    .returning("uri")
    .execute();
  if (rows.length === 0) return false;
  await db
    .updateTable("wire_original")
    .set({ body: "", proof: "none", verified_with: null, ld_signature: false })
    .where("uri", "in", [...new Set(rows.map(({ uri }) => uri))])
    .execute();
  for (const { uri } of rows) await withdrawRepostsOf(site, db, uri);
  return true;
}

/** A query for the text of a collective that has an id, as long as it is public. */
function textOf(id: string | undefined, collective: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select r.id from public_report r where r.id = ${id ?? null}::uuid and r.collective = ${collective}`;
}

const mostTags = 50;

/** The columns that a text fills by itself. Moments that lie ahead are those at which it was taken in. */
function wordsOf(text: ForeignText, accepted: Date) {
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
    attachments: JSON.stringify(
      text.attachments.map(({ type, url, media_type, name, width, height }) => ({
        type,
        url,
        media_type,
        name,
        width,
        height,
      })),
    ),
    updated: notLater(text.updated, accepted),
  };
}

function notLater(moment: Date | null, accepted: Date): Date | null {
  return moment !== null && moment > accepted ? accepted : moment;
}
