// What waits for a collective, what is shown and what is hidden: answers as those see them who decide about them.
import { sql } from "kysely";
import { type Collective, isUuid } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import type { Response, ResponseAttachment } from "../db/response.ts";
import { NotFound } from "../domain/errors.ts";
import { pages } from "../domain/paths.ts";
import { type ResponseKind, type ResponseState, responseStates } from "../domain/response.ts";
import { type Cleaned, cleanHtml } from "./clean.ts";
import type { Author } from "./thread.ts";

/** What there is to decide about; likes and boosts are only counted. */
export const judgedKinds = ["reply", "quote", "mention", "answer"] as const satisfies ResponseKind[];

/** An answer as those see it who decide about it. */
export interface QueuedAnswer extends Cleaned {
  id: string;
  kind: ResponseKind;
  state: ResponseState;
  /** Null: the collective itself. */
  author: Author | null;
  uri: string;
  url: string;
  isPublic: boolean;
  title: string | null;
  contentWarning: string | null;
  language: string | null;
  attachments: ResponseAttachment[];
  /** Markdown; of the collective's own answers. */
  source: string | null;
  published: Date;
  /** The response that it answers. */
  parent: string | null;
  /** The text it is about. */
  text: { id: string; title: string; language: string } | undefined;
}

/** Most answers of a state that are counted; whoever has more knows enough. */
export const mostCounted = 1000;

/** Which answers; all parts that are given must hold. */
export interface QueueFilter {
  state?: ResponseState | undefined;
  kind?: ResponseKind | undefined;
  /** The UUID of a text of the collective. */
  report?: string | undefined;
  /** The answer after which to go on. */
  before?: string | undefined;
}

/** Answers to a collective in one state (held unless said otherwise), the newest first. */
export async function queueOf(
  db: Db,
  collective: string,
  { state = "held", kind, report, before }: QueueFilter,
  limit: number,
): Promise<{ answers: QueuedAnswer[]; next: string | undefined }> {
  let query = queued(db, collective)
    .where("r.state", "=", state)
    .orderBy("r.id", "desc")
    .limit(limit + 1);
  if (kind !== undefined) query = query.where("r.kind", "=", kind);
  if (report !== undefined) query = query.where("r.report", "=", report);
  if (before !== undefined) query = query.where("r.id", "<", before);
  const rows = await query.execute();
  const answers = rows.slice(0, limit).map(toAnswer);
  return { answers, next: rows.length > limit ? answers.at(-1)?.id : undefined };
}

/** How many answers to a collective there are in each state, to one text or to all, `mostCounted` at most. */
export async function countQueue(
  db: Db,
  collective: string,
  report?: string,
): Promise<Record<ResponseState, number>> {
  const counts = await Promise.all(
    responseStates.map(async (state) => {
      let some = db
        .selectFrom("response")
        .select("id")
        .where("collective", "=", collective)
        .where("state", "=", state)
        .where("kind", "not in", ["like", "boost"])
        .limit(mostCounted);
      if (report !== undefined) some = some.where("report", "=", report);
      const { count } = await db
        .selectFrom(some.as("some"))
        .select(sql<number>`count(*)::int`.as("count"))
        .executeTakeFirstOrThrow();
      return [state, count] as const;
    }),
  );
  return Object.fromEntries(counts) as Record<ResponseState, number>;
}

/**
 * One answer to a collective.
 * @throws {NotFound}
 */
export async function queuedAnswer(db: Db, collective: string, id: string): Promise<QueuedAnswer> {
  const row = isUuid(id) ? await queued(db, collective).where("r.id", "=", id).executeTakeFirst() : undefined;
  if (row === undefined) throw new NotFound("There is no such answer.");
  return toAnswer(row);
}

/**
 * Whose answers they are, for those who only know their ids: the ids, by collective.
 * @throws {NotFound} when one of them is not there
 */
export async function answersByCollective(
  db: Db,
  ids: readonly string[],
): Promise<{ collective: Collective; ids: string[] }[]> {
  const rows = await db
    .selectFrom("response as r")
    .innerJoin("collective as c", "c.id", "r.collective")
    .selectAll("c")
    .select("r.id as answer")
    .where(sql<boolean>`r.id = any(${ids.filter(isUuid)}::uuid[])`)
    .execute();
  const missing = ids.find((id) => !rows.some(({ answer }) => answer === id));
  if (missing !== undefined) throw new NotFound(`There is no such answer: ${missing.slice(0, 100)}`);
  return [...Map.groupBy(rows, ({ id }) => id).values()].map((of) => ({
    collective: of[0]!,
    ids: of.map(({ answer }) => answer),
  }));
}

function queued(db: Db, collective: string) {
  return db
    .selectFrom("response as r")
    .leftJoin("remote_actor as a", "a.id", "r.actor")
    .leftJoin("report as t", "t.id", "r.report")
    .selectAll("r")
    .select(["a.name as author_name", "a.handle", "a.host", "a.url as page"])
    .select(["t.title", "t.language as text_language"])
    .where("r.collective", "=", collective)
    .where("r.kind", "not in", ["like", "boost"]);
}

type Row = Response & {
  author_name: string | null;
  handle: string | null;
  host: string | null;
  page: string | null;
  title: string | null;
  text_language: string | null;
};

function toAnswer(row: Row): QueuedAnswer {
  const { id, kind, state, actor, uri, author_name: name, handle, host, page, report, title } = row;
  return {
    ...cleanHtml(row.html),
    id,
    kind,
    state,
    uri,
    author: actor === null ? null : { actor, name, handle, host: host ?? new URL(actor).host, url: page },
    url: row.url ?? uri,
    isPublic: row.public,
    title: row.name,
    contentWarning: row.content_warning,
    language: row.language,
    attachments: row.attachments,
    source: row.source,
    published: row.published,
    parent: row.parent,
    text:
      report === null ? undefined : { id: report, title: title ?? "", language: row.text_language ?? "en" },
  };
}

/** The path of an answer on the page of its text, from where it can be seen. */
export async function pathOfAnswer(db: Db, { id, text }: QueuedAnswer): Promise<string | undefined> {
  if (text === undefined) return undefined;
  const row = await db
    .selectFrom("public_report as r")
    .innerJoin("collective as c", "c.id", "r.collective")
    .select(["c.handle", "r.kind", "r.slug", "r.published"])
    .where("r.id", "=", text.id)
    .executeTakeFirst();
  return row && `${pages.report(row)}#response-${id}`;
}
