// Reading what strangers may see: every representation (page, ActivityPub, feed, count) gets its texts here.
import { sql } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/postgres";
import { isUuid } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import type { PublicReport } from "../db/report.ts";
import { pages } from "../domain/paths.ts";
import type { ReplyPolicy, ReportKind } from "../domain/report.ts";
import { type Picture, pictureColumns } from "./read_picture.ts";
import { type Elsewhere, elsewhere } from "./translation_source.ts";

/** The same text in another language. */
export interface Translation {
  id: string;
  language: string;
  title: string;
  path: string;
}

/** A published text with everything that belongs to it. */
export interface PublicText extends Omit<PublicReport, "reply_policy"> {
  /** Whose answers are welcome: as the text says, or else the collective. */
  reply_policy: ReplyPolicy;
  /** Path of its page. */
  path: string;
  handle: string;
  tags: { tag: string; name: string }[];
  links: { href: string; name: string | null }[];
  /** In the authors' order. */
  pictures: Picture[];
  cover_picture: Picture | null;
  translations: Translation[];
  /** The same on other nodes: the text of an ally that this one renders, and those that render this one. */
  elsewhere: Elsewhere[];
  /** The address of the text of an ally that this one renders. */
  translates: string | null;
}

/** Which texts; all parts that are given must hold. */
export interface TextFilter {
  collective?: string;
  kinds?: readonly ReportKind[];
  tag?: string;
  language?: string;
  pinned?: boolean;
}

/** A place in a list, newest first: what comes after it is older. */
export interface Place {
  published: Date;
  id: string;
}

/** One page of a list; `next` is where the following page begins, absent on the last. */
export interface TextPage {
  texts: PublicText[];
  next: Place | undefined;
}

/** The published text with that id, or undefined: whether it does not exist or is not public cannot be told apart. */
export async function publicText(db: Db, id: string): Promise<PublicText | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await texts(db).where("r.id", "=", id).executeTakeFirst();
  return row && toText(row);
}

/** The published text of a collective with that slug, or undefined. */
export async function publicTextAt(
  db: Db,
  collective: string,
  slug: string,
): Promise<PublicText | undefined> {
  const row = await texts(db)
    .where("r.collective", "=", collective)
    .where("r.slug", "=", slug)
    .executeTakeFirst();
  return row && toText(row);
}

/**
 * Published texts, newest first, from a place on.
 * @param after where the page before ended; undefined for the first page
 * @param limit most texts at once
 */
export async function publicTexts(
  db: Db,
  filter: TextFilter,
  after: Place | undefined,
  limit: number,
): Promise<TextPage> {
  const { collective, kinds, tag, language, pinned } = filter;
  let query = texts(db)
    .orderBy("r.published", "desc")
    .orderBy("r.id", "desc")
    .limit(limit + 1);
  if (collective !== undefined) query = query.where("r.collective", "=", collective);
  if (kinds !== undefined) query = query.where("r.kind", "in", [...kinds]);
  if (language !== undefined) query = query.where("r.language", "=", language);
  if (pinned !== undefined) query = query.where("r.pinned", "=", pinned);
  if (tag !== undefined) {
    query = query.where((is) =>
      is.exists(
        is
          .selectFrom("report_tag as t")
          .select("t.tag")
          .whereRef("t.report", "=", "r.id")
          .where("t.tag", "=", tag),
      ),
    );
  }
  if (after !== undefined)
    query = query.where(sql<boolean>`(r.published, r.id) < (${after.published}, ${after.id}::uuid)`);
  const rows = await query.execute();
  const shown = rows.slice(0, limit).map(toText);
  const last = shown.at(-1);
  return {
    texts: shown,
    next: rows.length > limit && last ? { published: last.published, id: last.id } : undefined,
  };
}

/** The published texts among these ids, by id. */
export async function publicTextsByIds(db: Db, ids: readonly string[]): Promise<Map<string, PublicText>> {
  if (ids.length === 0) return new Map();
  const rows = await texts(db)
    .where("r.id", "in", [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, toText(row)]));
}

/** How many published texts there are of a collective, or on the whole node. */
export async function countPublicTexts(db: Db, collective?: string): Promise<number> {
  let query = db.selectFrom("public_report").select((is) => is.fn.countAll<string>().as("count"));
  if (collective !== undefined) query = query.where("collective", "=", collective);
  return Number((await query.executeTakeFirstOrThrow()).count);
}

/** Ids of what a collective shows first: its pages and whatever it pinned, newest first. */
export async function featuredTexts(db: Db, collective: string): Promise<string[]> {
  const rows = await db
    .selectFrom("public_report")
    .select("id")
    .where("collective", "=", collective)
    .where((is) => is.or([is("kind", "=", "page"), is("pinned", "=", true)]))
    .orderBy("published", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map(({ id }) => id);
}

/** The tags a collective uses most, by the name it last typed. */
export async function frequentTags(
  db: Db,
  collective: string,
  limit: number,
): Promise<{ tag: string; name: string }[]> {
  return db
    .selectFrom("report_tag as t")
    .innerJoin("public_report as r", "r.id", "t.report")
    .select((is) => [
      "t.tag",
      sql<string>`(array_agg(t.name order by r.published desc))[1]`.as("name"),
      is.fn.countAll().as("count"),
    ])
    .where("r.collective", "=", collective)
    .groupBy("t.tag")
    .orderBy("count", "desc")
    .orderBy("t.tag")
    .limit(limit)
    .execute();
}

function texts(db: Db) {
  return db
    .selectFrom("public_report as r")
    .innerJoin("collective as c", "c.id", "r.collective")
    .selectAll("r")
    .select((is) => [
      "c.handle",
      is.fn.coalesce("r.reply_policy", "c.reply_policy").as("reply_policy"),
      jsonArrayFrom(
        is
          .selectFrom("report_tag as t")
          .select(["t.tag", "t.name"])
          .whereRef("t.report", "=", "r.id")
          .orderBy("t.position"),
      ).as("tags"),
      jsonArrayFrom(
        is
          .selectFrom("report_link as l")
          .select(["l.href", "l.name"])
          .whereRef("l.report", "=", "r.id")
          .orderBy("l.position"),
      ).as("links"),
      jsonArrayFrom(
        is
          .selectFrom("report_media as rm")
          .innerJoin("media as m", "m.id", "rm.media")
          .whereRef("rm.report", "=", "r.id")
          .orderBy("rm.position")
          .select(pictureColumns),
      ).as("pictures"),
      jsonObjectFrom(is.selectFrom("media as m").whereRef("m.id", "=", "r.cover").select(pictureColumns)).as(
        "cover_picture",
      ),
      jsonArrayFrom(
        is
          .selectFrom("public_report as o")
          .innerJoin("collective as oc", "oc.id", "o.collective")
          .whereRef("o.translation_set", "=", "r.translation_set")
          .whereRef("o.id", "<>", "r.id")
          .select(["o.id", "o.language", "o.title", "o.kind", "o.slug", "o.published", "oc.handle"])
          .orderBy("o.language"),
      ).as("translations"),
      elsewhere(is).as("elsewhere"),
      is
        .selectFrom("translation_source as s")
        .select("s.uri")
        .whereRef("s.report", "=", "r.id")
        .as("translates"),
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof texts>["execute"]>>[number];

function toText(row: Row): PublicText {
  return {
    ...row,
    path: pages.report(row),
    translations: row.translations.map(({ id, language, title, ...place }) => ({
      id,
      language,
      title,
      path: pages.report({ ...place, published: new Date(place.published) }),
    })),
  };
}
