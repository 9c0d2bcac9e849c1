// Reads what collectives have answered, for the wire.
import { sql } from "kysely";
import { isUuid } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import { pages } from "../domain/paths.ts";
import type { ReportKind } from "../domain/report.ts";

/** What a collective has answered. */
export interface Answer {
  id: string;
  collective: string;
  handle: string;
  /** The text whose thread it is in; null for an answer to what was said to the collective. */
  report: string | null;
  /** The path of the text's page. */
  text: string | null;
  /** The address of what it answers. */
  object: string;
  /** Whom it answers; null where that is not here any more. */
  to: { id: string; handle: string | null; url: string | null } | null;
  html: string;
  source: string;
  language: string;
  public: boolean;
  published: Date;
  updated: Date | null;
}

/** The answer with that id, unless the text it is about is not public. */
export async function answerById(db: Db, id: string): Promise<Answer | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await db
    .selectFrom("response as n")
    .innerJoin("collective as c", "c.id", "n.collective")
    .leftJoin("public_report as r", "r.id", "n.report")
    .leftJoin("response as about", "about.id", "n.parent")
    .leftJoin("remote_actor as a", "a.id", "about.actor")
    .select([
      "n.id",
      "n.collective",
      "c.handle",
      "n.report",
      "n.object",
      "n.html",
      "n.source",
      "n.language",
      "n.public",
      "n.published",
      "n.updated",
      "r.kind as text_kind",
      "r.slug as text_slug",
      "r.published as text_published",
      "a.id as to_id",
      "a.handle as to_handle",
      "a.url as to_url",
    ])
    .where("n.id", "=", id)
    .where("n.kind", "=", "answer")
    .where("n.state", "=", "shown")
    .where(sql<boolean>`(n.report is null or r.id is not null)`)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const {
    text_kind,
    text_slug,
    text_published,
    to_id,
    to_handle,
    to_url,
    object,
    source,
    language,
    ...answer
  } = row;
  return {
    ...answer,
    object: object!,
    source: source!,
    language: language!,
    text: text_kind === null ? null : pathOf(answer.handle, text_kind, text_slug!, text_published!),
    to: to_id === null ? null : { id: to_id, handle: to_handle, url: to_url },
  };
}

/** The answer with that id, if everybody may read it. */
export async function publicAnswer(db: Db, id: string): Promise<Answer | undefined> {
  const answer = await answerById(db, id);
  return answer?.public ? answer : undefined;
}

/** The UUID of a response to a collective, by itself or by its address, as commands name it; undefined for none. */
export async function responseNamed(db: Db, collective: string, name: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("response")
    .select("id")
    .where("collective", "=", collective)
    .where(isUuid(name) ? "id" : "uri", "=", name)
    .executeTakeFirst();
  return row?.id;
}

/** When an answer that everybody could read was taken back; undefined for any other. */
export async function answerTakenBack(db: Db, address: string): Promise<Date | undefined> {
  const row = await db
    .selectFrom("activity")
    .select("published")
    .where("object", "=", address)
    .where("type", "=", "Delete")
    .where("public", "=", true)
    .orderBy("sequence", "desc")
    .executeTakeFirst();
  return row?.published;
}

function pathOf(handle: string, kind: ReportKind, slug: string, published: Date): string {
  return pages.report({ handle, kind, slug, published });
}
