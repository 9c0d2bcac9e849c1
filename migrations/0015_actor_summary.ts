// What an actor says of itself, to be read by those who are about to follow it.
import { type Kysely, sql } from "kysely";

const statements = [
  `alter table remote_actor add column summary text
    constraint remote_actor_summary_length check (char_length(summary) <= 10000)`,
  `comment on column remote_actor.summary is 'what it says of itself, HTML as it came; it is cleaned when it is shown, each time'`,
];

/** Adds it. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
