// When what was passed on is asked for again at its origin: for edits and deletions that never arrived.
import { type Kysely, sql } from "kysely";

const statements = [
  `alter table repost
    add column revisit timestamptz not null default now(),
    add column missing timestamptz`,
  `comment on column repost.revisit is 'its origin is not asked for it again before that'`,
  `comment on column repost.missing is 'since when its origin has not found it, without saying that it was deleted'`,
  `create index repost_to_revisit on repost (revisit) where withdrawn is null`,
];

/** Adds them. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
