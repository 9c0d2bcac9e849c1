// Reading what collectives have passed on, as strangers may see it: theirs, with who wrote it and where it stands.
import { type SqlBool, sql } from "kysely";
import { isUuid } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import { isRefusedHost } from "../db/refused.ts";
import type { WireAttachment } from "../db/wire.ts";
import { pages } from "../domain/paths.ts";
import type { Place } from "./read.ts";

/** Something that was passed on. `html` is theirs and not clean: it is cleaned each time it is shown. */
export interface RepostShown {
  id: string;
  /** The collective that passed it on. */
  collective: string;
  /** Its handle. */
  by: string;
  /** Its name. */
  byName: string;
  /** Path of its page here. */
  path: string;
  reposted: Date;
  /** The address of the text. */
  uri: string;
  /** The page where it can be read: the original. */
  url: string;
  type: string;
  kind: string;
  name: string | null;
  summary: string | null;
  sensitive: boolean;
  html: string;
  /** BCP 47. */
  language: string | null;
  hashtags: string[];
  attachments: WireAttachment[];
  published: Date;
  updated: Date | null;
  /** The address of its author, what they are called, `name@host`, and their page. */
  actor: string;
  author: string | null;
  handle: string | null;
  authorUrl: string | null;
  /** What the collective says about it; HTML of ours. */
  introduction: { id: string; html: string; language: string; published: Date } | null;
}

/** Characters of their HTML that are enough for the first words in a list. */
const beginning = 3000;

/** By one collective; or by all of a node whose host it is: then what others wrote elsewhere, each text once. */
export type RepostFilter = { collective: string } | { host: string };

/**
 * What was passed on, newest first, of each the beginning; what was taken back, deleted where it came from, or is of
 * somebody who is blocked now, is not among it.
 * @param after where the page before ended; undefined for the first page
 */
export async function repostsShown(
  db: Db,
  filter: RepostFilter,
  after: Place | undefined,
  limit: number,
): Promise<{ reposts: RepostShown[]; next: Place | undefined }> {
  let query = shown(db, beginning)
    .orderBy("r.reposted", "desc")
    .orderBy("r.id", "desc")
    .limit(limit + 1);
  if ("collective" in filter) query = query.where("r.collective", "=", filter.collective);
  else query = query.where("a.host", "!=", filter.host).where(isLast);
  if (after !== undefined)
    query = query.where(sql<SqlBool>`(r.reposted, r.id) < (${after.published}, ${after.id}::uuid)`);
  const rows = await query.execute();
  const reposts = rows.slice(0, limit).map(toShown);
  const last = reposts.at(-1);
  return {
    reposts,
    next: rows.length > limit && last ? { published: last.reposted, id: last.id } : undefined,
  };
}

/** One of those, whole, by its UUID, or undefined. */
export async function repostShown(db: Db, id: string): Promise<RepostShown | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await shown(db).where("r.id", "=", id).executeTakeFirst();
  return row && toShown(row);
}

/**
 * Whether something was passed on by a collective and is gone: it was taken back, or deleted where it came from. Else it
 * never was, or is only not shown.
 * @returns the address of what it was introduced with, if it was
 */
export async function repostTakenBack(
  db: Db,
  collective: string,
  id: string,
): Promise<{ introduction: string | null } | undefined> {
  if (!isUuid(id)) return undefined;
  return db
    .selectFrom("repost as r")
    .leftJoin("wire_item as w", "w.id", "r.item")
    .select((is) =>
      is
        .selectFrom("introduction as i")
        .select("i.id")
        .whereRef("i.repost", "=", "r.id")
        .orderBy("i.published", "desc")
        .limit(1)
        .as("introduction"),
    )
    .where("r.id", "=", id)
    .where("r.collective", "=", collective)
    .where((is) =>
      is.or([is("r.withdrawn", "is not", null), is("w.id", "is", null), is("w.gone", "is not", null)]),
    )
    .executeTakeFirst();
}

/** Whether nobody on the node has passed the same text on after that. */
const isLast = sql<SqlBool>`not exists (
  select from repost since
  where since.object = r.object and since.withdrawn is null and (since.reposted, since.id) > (r.reposted, r.id)
)`;

/** @param most characters of their HTML; all unless given */
function shown(db: Db, most?: number) {
  return db
    .selectFrom("repost as r")
    .innerJoin("collective as c", "c.id", "r.collective")
    .innerJoin("wire_item as w", "w.id", "r.item")
    .innerJoin("remote_actor as a", "a.id", "w.actor")
    .leftJoin("introduction as i", (join) => join.onRef("i.repost", "=", "r.id").on("i.deleted", "is", null))
    .select(["r.id", "r.collective", "r.reposted", "c.handle as by", "c.name as byName"])
    .select(["w.uri", "w.url", "w.type", "w.kind", "w.name", "w.summary", "w.sensitive"])
    .select(most === undefined ? "w.html" : sql<string>`left(w.html, ${most})`.as("html"))
    .select(["w.language", "w.hashtags", "w.attachments", "w.published", "w.updated"])
    .select(["a.id as actor", "a.name as author", "a.handle", "a.url as authorUrl"])
    .select(["i.id as introductionId", "i.html as introductionHtml"])
    .select(["i.language as introductionLanguage", "i.published as introductionPublished"])
    .where("r.withdrawn", "is", null)
    .where("w.gone", "is", null)
    .where("a.blocked", "=", false)
    .where((is) => is.not(isRefusedHost(sql.ref("a.host"))));
}

function toShown(row: Awaited<ReturnType<ReturnType<typeof shown>["execute"]>>[number]): RepostShown {
  const { introductionId, introductionHtml, introductionLanguage, introductionPublished, ...rest } = row;
  return {
    ...rest,
    url: row.url ?? row.uri,
    path: pages.repost(row.by, row.id),
    introduction:
      introductionId === null
        ? null
        : {
            id: introductionId,
            html: introductionHtml!,
            language: introductionLanguage!,
            published: introductionPublished!,
          },
  };
}
