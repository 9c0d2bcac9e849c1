// Lists of texts as strangers see them: only what a list shows is read, and by index, however long the archive grows.
import { sql } from "kysely";
import type { Db } from "../db/open.ts";
import { pages } from "../domain/paths.ts";
import type { ReportKind } from "../domain/report.ts";
import type { Place, TextFilter } from "./read.ts";
import { type Picture, pictureColumns } from "./read_picture.ts";

/** A published text as a list needs it. */
export interface ListedText {
  id: string;
  collective: string;
  handle: string;
  kind: ReportKind;
  title: string;
  /** Path of its page. */
  path: string;
  language: string;
  summary: string | null;
  content_warning: string | null;
  /** The beginning of its HTML, for those without a lead. */
  beginning: string;
  published: Date;
  /** What stands for it: its cover, else its first. */
  picture: Picture | undefined;
}

/** Which texts; all parts that are given must hold. */
export interface ListFilter extends Omit<TextFilter, "collective"> {
  collective?: string | undefined;
  /** From this moment on, and before the other. */
  within?: { from: Date; until: Date } | undefined;
}

/** Characters of HTML that are enough for the first words. */
const beginning = 3000;

/**
 * Published texts, newest first, from a place on.
 * @param after where the page before ended; undefined for the first page
 * @param limit most texts at once
 */
export async function listTexts(
  db: Db,
  filter: ListFilter,
  after: Place | undefined,
  limit: number,
): Promise<{ texts: ListedText[]; next: Place | undefined }> {
  const { collective, kinds, tag, language, pinned, within } = filter;
  // Which texts comes first, and only then what belongs to them.
  let which = db
    .selectFrom("public_report as p")
    .select("p.id")
    .orderBy("p.published", "desc")
    .orderBy("p.id", "desc")
    .limit(limit + 1);
  if (collective !== undefined) which = which.where("p.collective", "=", collective);
  if (kinds !== undefined) which = which.where("p.kind", "in", [...kinds]);
  if (language !== undefined) which = which.where("p.language", "=", language);
  if (pinned !== undefined) which = which.where(pinned ? sql<boolean>`p.pinned` : sql<boolean>`not p.pinned`);
  if (within !== undefined) {
    which = which.where("p.published", ">=", within.from).where("p.published", "<", within.until);
  }
  if (tag !== undefined) {
    which = which.where((is) =>
      is.exists(
        is
          .selectFrom("report_tag as t")
          .select("t.tag")
          .whereRef("t.report", "=", "p.id")
          .where("t.tag", "=", tag),
      ),
    );
  }
  if (after !== undefined) {
    which = which.where(sql<boolean>`(p.published, p.id) < (${after.published}, ${after.id}::uuid)`);
  }
  const rows = await db
    .selectFrom(which.as("w"))
    .innerJoin("public_report as r", "r.id", "w.id")
    .innerJoin("collective as c", "c.id", "r.collective")
    .select(["r.id", "r.collective", "c.handle", "r.kind", "r.slug", "r.title", "r.language"])
    .select(["r.summary", "r.content_warning", "r.published"])
    .select((is) => [
      sql<string>`case when r.summary is null then left(r.html, ${sql.lit(beginning)}) else '' end`.as(
        "beginning",
      ),
      // Pictures are read apart: a query with all of them takes longer to plan than to run.
      is.fn
        .coalesce(
          "r.cover",
          is
            .selectFrom("report_media as rm")
            .select("rm.media")
            .whereRef("rm.report", "=", "r.id")
            .orderBy("rm.position")
            .limit(1),
        )
        .as("leading"),
    ])
    .orderBy("r.published", "desc")
    .orderBy("r.id", "desc")
    .execute();
  const shown = rows.slice(0, limit);
  const pictures = await picturesByIds(
    db,
    shown.flatMap(({ leading }) => leading ?? []),
  );
  const texts = shown.map(({ slug, leading, ...row }) => ({
    ...row,
    path: pages.report({ ...row, slug }),
    picture: leading === null ? undefined : pictures.get(leading),
  }));
  const last = texts.at(-1);
  const next = rows.length > limit && last ? { published: last.published, id: last.id } : undefined;
  return { texts, next };
}

/** The name under which a tag was typed last, or undefined where no published text has it. */
export async function tagName(db: Db, tag: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("report_tag as t")
    .innerJoin("public_report as r", "r.id", "t.report")
    .select("t.name")
    .where("t.tag", "=", tag)
    .orderBy("r.published", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.name;
}

/**
 * Tags that published texts have, in the order of their addresses.
 * @param after the tag where the page before ended
 */
export async function publicTags(
  db: Db,
  after: string | undefined,
  limit: number,
): Promise<{ tags: { tag: string; name: string }[]; next: string | undefined }> {
  // From one tag straight to the next: the index is touched once per tag, not once per text.
  const { rows } = await sql<{ tag: string; name: string }>`
    with recursive steps as (
      (select tag from report_tag where tag > ${after ?? ""} order by tag limit 1)
      union all
      select (select t.tag from report_tag t where t.tag > s.tag order by t.tag limit 1)
      from steps s where s.tag is not null
    )
    select s.tag, one.name
    from steps s cross join lateral (
      select t.name from report_tag t join public_report r on r.id = t.report
      where t.tag = s.tag limit 1
    ) one
    where s.tag is not null
    limit ${limit + 1}`.execute(db);
  const tags = rows.slice(0, limit);
  return { tags, next: rows.length > limit ? tags.at(-1)?.tag : undefined };
}

/** The languages of published texts, by their tags. */
export async function publicLanguages(db: Db): Promise<string[]> {
  const { rows } = await sql<{ language: string }>`
    with recursive steps as (
      (select language from public_report order by language limit 1)
      union all
      select (select r.language from public_report r where r.language > s.language order by r.language limit 1)
      from steps s where s.language is not null
    )
    select language from steps where language is not null`.execute(db);
  return rows.map(({ language }) => language);
}

/** How many reports and call-outs were published in a month. */
export interface MonthCount {
  year: number;
  /** 1 to 12. */
  month: number;
  count: number;
}

/**
 * Months in which reports and call-outs were published, newest first; months are those of UTC, as in addresses.
 * @param collective of one collective, else of the node
 * @param year of one year only
 */
export async function archiveMonths(
  db: Db,
  { collective, year }: { collective?: string | undefined; year?: number | undefined },
): Promise<MonthCount[]> {
  const month = sql<Date>`date_trunc('month', published at time zone 'utc')`;
  let query = db
    .selectFrom("public_report")
    .select([
      sql<number>`extract(year from ${month})::int`.as("year"),
      sql<number>`extract(month from ${month})::int`.as("month"),
      sql<number>`count(*)::int`.as("count"),
    ])
    .where(sql<boolean>`kind <> 'page'`)
    .groupBy(month)
    .orderBy(month, "desc");
  if (collective !== undefined) query = query.where("collective", "=", collective);
  if (year !== undefined) {
    const { from, until } = periodOf(year);
    query = query.where("published", ">=", from).where("published", "<", until);
  }
  return query.execute();
}

/** From the beginning of a year or month (1 to 12) to the beginning of the next, in UTC. */
export function periodOf(year: number, month?: number): { from: Date; until: Date } {
  const start = (y: number, m: number) => {
    const day = new Date(Date.UTC(2000, m, 1));
    day.setUTCFullYear(y + (m > 11 ? 1 : 0));
    return day;
  };
  return month === undefined
    ? { from: start(year, 0), until: start(year + 1, 0) }
    : { from: start(year, month - 1), until: start(year, month) };
}

/** How many published texts there are, pages of collectives included. */
export async function countTexts(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom("public_report")
    .select(sql<number>`count(*)::int`.as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** Paths of published texts and when they last changed, oldest first. */
export async function textPlaces(
  db: Db,
  from: number,
  limit: number,
): Promise<{ path: string; changed: Date }[]> {
  const rows = await db
    .selectFrom("public_report as r")
    .innerJoin("collective as c", "c.id", "r.collective")
    .select(["c.handle", "r.kind", "r.slug", "r.published", "r.updated"])
    .orderBy("r.published")
    .orderBy("r.id")
    .offset(from)
    .limit(limit)
    .execute();
  return rows.map((row) => ({ path: pages.report(row), changed: row.updated ?? row.published }));
}

/** Pictures by id, with their files. */
export async function picturesByIds(db: Db, ids: readonly string[]): Promise<Map<string, Picture>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("media as m")
    .where("m.id", "in", [...ids])
    .select(pictureColumns)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
