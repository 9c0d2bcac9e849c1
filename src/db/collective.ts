// The table of collectives: each is a Group on the wire and a section of the site.
import type { ColumnType, Generated, JSONColumnType, Selectable } from "kysely";
import type { ReplyPolicy, ReportKind, WireForm } from "../domain/report.ts";
import type { Db } from "./open.ts";

export interface CollectiveTable {
  id: string;
  handle: string;
  name: string;
  /** Plain text or Markdown, as its authors typed it. */
  summary: Generated<string>;
  /** BCP 47 tags; the first is what the collective mostly writes in. */
  languages: string[];
  icon: string | null;
  header: string | null;
  fields: JSONColumnType<{ name: string; value: string }[], string | undefined, string>;
  discoverable: Generated<boolean>;
  indexable: Generated<boolean>;
  /** Leave pictures out of `attachment`, so that Mastodon shows the link card. */
  prefers_card: Generated<boolean>;
  /** The wire form per kind, where it is not Article. */
  wire_forms: JSONColumnType<Partial<Record<ReportKind, WireForm>>, string | undefined, string>;
  reply_policy: Generated<ReplyPolicy>;
  /** Whether a second pen must agree before a text is published. */
  second_pen: Generated<boolean>;
  /** Answers in which one of these stands are held, whatever the policy. */
  filter_words: Generated<string[]>;
  /** The colour of its pages, as `#b81d13`; null: that of the site. */
  accent: string | null;
  moved_to: string | null;
  also_known_as: Generated<string[]>;
  published: ColumnType<Date, Date | undefined, Date>;
  updated: Date | null;
}

export type Collective = Selectable<CollectiveTable>;

/** The collective with that handle, or undefined. */
export function collectiveByHandle(db: Db, handle: string): Promise<Collective | undefined> {
  return db.selectFrom("collective").selectAll().where("handle", "=", handle).executeTakeFirst();
}

/** The collective with that id (a UUID; anything else is simply not found), or undefined. */
export async function collectiveById(db: Db, id: string): Promise<Collective | undefined> {
  if (!isUuid(id)) return undefined;
  return db.selectFrom("collective").selectAll().where("id", "=", id).executeTakeFirst();
}

/** All collectives of the node, by name. */
export function allCollectives(db: Db): Promise<Collective[]> {
  return db.selectFrom("collective").selectAll().orderBy("name").orderBy("id").execute();
}

/** Whether a text is a UUID, so that it may be compared with one without an error of the database. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}
