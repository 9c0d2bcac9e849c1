// Reading the wire of a collective: what its allies published and announced, newest first. Nothing is fetched for it.
import { type SqlBool, sql } from "kysely";
import { type Collective, isUuid } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import type { WireItem } from "../db/wire.ts";
import { type ProofState, tagKey } from "../domain/ally.ts";
import { Gone, NotFound } from "../domain/errors.ts";
import { cleanLine } from "../domain/plain.ts";
import type { Site } from "../site.ts";
import type { Place } from "./read.ts";

/** A text on the wire. `html` is not clean: it is cleaned each time it is shown. */
export interface WireShown
  extends Omit<WireItem, "collective" | "tags" | "gone" | "translates" | "translation_of" | "alternates"> {
  /** `name@host` of its author, where it is known. */
  handle: string | null;
  /** What its author is called. */
  author: string | null;
  /** The author's page. */
  authorUrl: string | null;
  /** `name@host` of who announced it, where it was announced. */
  announcedBy: string | null;
  proof: ProofState;
  /** The repost of it: its UUID and whether it stands. */
  repost: { id: string; withdrawn: boolean } | null;
}

/** Which texts of the wire; all parts that are given must hold. */
export interface WireFilter {
  /** The address of who brought it. */
  ally?: string | undefined;
  /** As typed or as it stands in an address. */
  tag?: string | undefined;
  language?: string | undefined;
  kind?: string | undefined;
  unread?: boolean | undefined;
  /** Only what a rule proposes to pass on. */
  proposed?: boolean | undefined;
}

export interface WirePage {
  items: WireShown[];
  /** Where the following page begins; absent on the last. */
  next: Place | undefined;
}

/**
 * A page of the wire, newest first.
 * @param after where the page before ended; undefined for the first page
 */
export async function wireItems(
  db: Db,
  collective: string,
  filter: WireFilter,
  after: Place | undefined,
  limit: number,
): Promise<WirePage> {
  const { ally, tag, language, kind, unread, proposed } = filter;
  let query = items(db, collective)
    .orderBy("w.published", "desc")
    .orderBy("w.id", "desc")
    .limit(limit + 1);
  if (ally !== undefined) query = query.where("w.ally", "=", ally);
  if (tag !== undefined) query = query.where(sql<SqlBool>`w.tags @> array[${tagKey(tag)}]`);
  if (language !== undefined) query = query.where("w.language", "=", language);
  if (kind !== undefined) query = query.where("w.kind", "=", kind);
  if (unread) query = query.where("w.unread", "=", true);
  if (proposed) query = query.where("w.proposal", "=", "open");
  if (after !== undefined)
    query = query.where(sql<SqlBool>`(w.published, w.id) < (${after.published}, ${after.id}::uuid)`);
  const rows = await query.execute();
  const shown = rows.slice(0, limit).map(toShown);
  const last = shown.at(-1);
  return {
    items: shown,
    next: rows.length > limit && last ? { published: last.published, id: last.id } : undefined,
  };
}

/**
 * One text of the wire.
 * @param named its UUID, its address, or that of its page
 * @throws {NotFound} when it is not on the wire of that collective
 * @throws {Gone} when it was, and its author has deleted it
 */
export async function wireItem(db: Db, collective: Collective, named: string): Promise<WireShown> {
  const row = await findWireItem(db, collective.id, named);
  if (row !== undefined) return row;
  const gone = await db
    .selectFrom("wire_item")
    .select("id")
    .where("collective", "=", collective.id)
    .where(isUuid(named.trim()) ? "id" : "uri", "=", named.trim())
    .where("gone", "is not", null)
    .executeTakeFirst();
  if (gone !== undefined) throw new Gone("Its author has deleted this text.");
  const text = cleanLine(named).slice(0, 200);
  throw new NotFound(`There is no text "${text}" on the wire of ${collective.handle}.`);
}

/** Like `wireItem`; undefined when it is not there. */
export async function findWireItem(
  db: Db,
  collective: string,
  named: string,
): Promise<WireShown | undefined> {
  const text = named.trim();
  const query = items(db, collective);
  const row = isUuid(text)
    ? await query.where("w.id", "=", text).executeTakeFirst()
    : ((await query.where("w.uri", "=", text).executeTakeFirst()) ??
      (await query.where("w.url", "=", text).orderBy("w.id").executeTakeFirst()));
  return row && toShown(row);
}

/** How many texts nobody has marked as read, and how many a rule proposes; counted no further than `most`. */
export async function wireCounts(
  db: Db,
  collective: string,
  most = 1000,
): Promise<{ unread: number; proposed: number }> {
  const count = async (which: "unread" | "proposed") => {
    const query = db
      .selectFrom("wire_item")
      .select("id")
      .where("collective", "=", collective)
      .where("gone", "is", null)
      .limit(most);
    const found =
      which === "unread" ? query.where("unread", "=", true) : query.where("proposal", "=", "open");
    const { count } = await db
      .selectFrom(found.as("found"))
      .select((is) => is.fn.countAll<string>().as("count"))
      .executeTakeFirstOrThrow();
    return Number(count);
  };
  return { unread: await count("unread"), proposed: await count("proposed") };
}

/** Among what the wire can be narrowed: languages and kinds that are on it, most frequent first, and its tags. */
export async function wireChoices(
  db: Db,
  collective: string,
): Promise<{ languages: string[]; kinds: string[]; tags: string[] }> {
  const { rows } = await sql<{ languages: string[]; kinds: string[]; tags: string[] }>`
    with recent as materialized (
      select language, kind, hashtags from wire_item
      where collective = ${collective} and gone is null order by published desc, id desc limit 500
    )
    select
      array(select language from recent where language is not null group by 1 order by count(*) desc, 1) as languages,
      array(select kind from recent group by 1 order by count(*) desc, 1) as kinds,
      array(select min(tag) from recent, unnest(hashtags) tag group by lower(tag) order by count(*) desc, 1 limit 30) as tags`.execute(
    db,
  );
  return rows[0]!;
}

/**
 * Marks texts of the wire as read, for everybody at the desk alike.
 * @param which their UUIDs, or a place: it and everything after it in the list
 */
export async function markRead(
  site: Site,
  collective: Collective,
  which: readonly string[] | Place,
): Promise<void> {
  let query = site.db
    .updateTable("wire_item")
    .set({ unread: false })
    .where("collective", "=", collective.id)
    .where("unread", "=", true)
    .where("gone", "is", null);
  if ("published" in which) {
    query = query.where(sql<SqlBool>`(published, id) <= (${which.published}, ${which.id}::uuid)`);
  } else {
    const ids = which.filter(isUuid);
    if (ids.length === 0) return;
    query = query.where("id", "in", ids);
  }
  await query.execute();
}

function items(db: Db, collective: string) {
  return db
    .selectFrom("wire_item as w")
    .innerJoin("wire_original as o", "o.uri", "w.uri")
    .innerJoin("remote_actor as a", "a.id", "w.actor")
    .leftJoin("remote_actor as by", "by.id", "w.ally")
    .leftJoin("repost as r", (join) =>
      join.onRef("r.collective", "=", "w.collective").onRef("r.object", "=", "w.uri"),
    )
    .select(["w.id", "w.uri", "w.ally", "w.announced", "w.actor", "w.type", "w.kind", "w.name", "w.summary"])
    .select(["w.sensitive", "w.html", "w.language", "w.url", "w.hashtags", "w.attachments", "w.published"])
    .select(["w.updated", "w.arrived", "w.refreshed", "w.unread", "w.proposal", "o.proof"])
    .select(["a.handle", "a.name as author", "a.url as authorUrl", "by.handle as broughtBy"])
    .select(["r.id as repostId", "r.withdrawn as repostWithdrawn"])
    .where("w.collective", "=", collective)
    .where("w.gone", "is", null);
}

function toShown(row: Awaited<ReturnType<ReturnType<typeof items>["execute"]>>[number]): WireShown {
  const { repostId, repostWithdrawn, broughtBy, ...shown } = row;
  return {
    ...shown,
    announcedBy: row.announced ? broughtBy : null,
    repost: repostId === null ? null : { id: repostId, withdrawn: repostWithdrawn !== null },
  };
}
