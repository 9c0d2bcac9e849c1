// The thread under a text as strangers read it: what is shown and was said to everybody, a page at a time, by index.
import { sql } from "kysely";
import { isUuid } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import type { ResponseAttachment } from "../db/response.ts";
import { shortened } from "../domain/prose.ts";
import { type Cleaned, cleanHtml } from "./clean.ts";

/** Who has answered. */
export interface Author {
  /** Its address. */
  actor: string;
  name: string | null;
  /** `name@host`, where it is known. */
  handle: string | null;
  host: string;
  /** Its page. */
  url: string | null;
}

/** An answer or a quotation as a page shows it. */
export interface ShownAnswer extends Cleaned {
  id: string;
  /** Null: the collective itself. */
  author: Author | null;
  /** The page where people read it. */
  url: string;
  title: string | null;
  contentWarning: string | null;
  language: string | null;
  attachments: ResponseAttachment[];
  published: Date;
  updated: Date | null;
  /** How many answers that are shown stand between it and the text. */
  level: number;
  /** The answer it is to, where that is shown. */
  parent: { id: string; author: string | null } | undefined;
}

/** Part of a thread; `next` is the answer where it goes on, absent at its end. */
export interface ThreadPage {
  answers: ShownAnswer[];
  next: string | undefined;
}

/** How much of each kind is shown of a text. */
export interface Echo {
  replies: number;
  likes: number;
  boosts: number;
  quotes: number;
}

/** Characters of HTML of one answer and of one quotation; what is longer is read where it was written. */
const longest = { answer: 3_000, quote: 600 };
/** Most characters of a warning, title or description, and most attachments. */
const most = { line: 300, attachments: 8 };
/** A path has so many characters for each step of a thread. */
const step = 20;

/**
 * The answers to a text in the order in which a thread is read.
 * @param options `after`: the answer where the page before ended; `limit`: most answers; `room`: bytes, beyond which
 *   no further answer begins
 * @returns undefined when there is no such place in the thread
 */
export async function readThread(
  db: Db,
  report: string,
  { after, limit = 20, room = 9_000 }: { after?: string | undefined; limit?: number; room?: number } = {},
): Promise<ThreadPage | undefined> {
  const from = after === undefined ? "" : await pathOf(db, report, after);
  if (from === undefined) return undefined;
  const rows = await shown(db)
    .select([
      // Held answers in between do not count, so that nobody can tell that they are there.
      sql<number>`(select count(*)::int from response u where u.report = r.report and u.state = 'shown' and u.public
        and u.path is not null and u.path = any(array(select left(r.path, ${sql.lit(step)} * n)
          from generate_series(1, length(r.path) / ${sql.lit(step)} - 1) n)))`.as("level"),
      sql<{ id: string; actor: string | null; name: string | null } | null>`(select json_build_object(
        'id', u.id, 'actor', u.actor, 'name', coalesce(nullif(btrim(ua.name), ''), split_part(ua.handle, '@', 1), ua.host))
        from response u left join remote_actor ua on ua.id = u.actor
        where u.id = r.parent and u.state = 'shown' and u.public)`.as("parent"),
    ])
    .where("r.report", "=", report)
    .where("r.path", "is not", null)
    .where("r.path", ">", from)
    .orderBy("r.path")
    .limit(limit + 1)
    .execute();
  const answers: ShownAnswer[] = [];
  let used = 0;
  for (const { level, parent, ...row } of rows.slice(0, limit)) {
    const answer = {
      ...answerOf(row, longest.answer),
      level,
      parent: parent ? { id: parent.id, author: parent.actor === null ? null : parent.name } : undefined,
    };
    used += Buffer.byteLength(JSON.stringify(answer));
    if (used > room && answers.length > 0) break;
    answers.push(answer);
  }
  return { answers, next: rows.length > answers.length ? answers.at(-1)?.id : undefined };
}

/** The newest quotations of a text. */
export async function readQuotes(db: Db, report: string, limit = 5): Promise<ShownAnswer[]> {
  const rows = await shown(db)
    .where("r.report", "=", report)
    .where("r.kind", "=", "quote")
    .orderBy("r.id", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...answerOf(row, longest.quote), level: 0, parent: undefined }));
}

/** How much of each kind is shown of a text. */
export async function readEcho(db: Db, report: string): Promise<Echo> {
  const row = await db
    .selectFrom("report_echo")
    .select(["replies", "likes", "boosts", "quotes"])
    .where("report", "=", report)
    .executeTakeFirst();
  return row ?? { replies: 0, likes: 0, boosts: 0, quotes: 0 };
}

async function pathOf(db: Db, report: string, id: string): Promise<string | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await db
    .selectFrom("response")
    .select("path")
    .where("id", "=", id)
    .where("report", "=", report)
    .where("state", "=", "shown")
    .where("public", "=", true)
    .executeTakeFirst();
  return row?.path ?? undefined;
}

function shown(db: Db) {
  return db
    .selectFrom("response as r")
    .leftJoin("remote_actor as a", "a.id", "r.actor")
    .select(["r.id", "r.actor", "r.uri", "r.url", "r.name as title", "r.content_warning", "r.html"])
    .select(["r.language", "r.attachments", "r.published", "r.updated"])
    .select(["a.name", "a.handle", "a.host", "a.url as page"])
    .where("r.state", "=", "shown")
    .where("r.public", "=", true);
}

type Row = Awaited<ReturnType<ReturnType<typeof shown>["execute"]>>[number];

function answerOf(row: Row, length: number): Omit<ShownAnswer, "level" | "parent"> {
  const { id, actor, uri, url, title, language, attachments, published, updated } = row;
  const { name, handle, host, page } = row;
  return {
    ...cleanHtml(row.html, length),
    id,
    author: actor === null ? null : { actor, name, handle, host: host ?? new URL(actor).host, url: page },
    url: url ?? uri,
    title: title && shortened(title, most.line),
    contentWarning: row.content_warning && shortened(row.content_warning, most.line),
    language,
    attachments: attachments
      .slice(0, most.attachments)
      .map((one) => ({ ...one, name: one.name && shortened(one.name, most.line) })),
    published,
    updated,
  };
}
