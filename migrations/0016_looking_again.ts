// When the outbox of an ally was read last, and when it is to be read again: for what never arrived.
import { type Kysely, sql } from "kysely";

const statements = [
  `alter table ally
    add column looked timestamptz,
    add column look_again timestamptz not null default now()`,
  `comment on column ally.looked is 'when its outbox was last read; null: not since it accepted'`,
  `comment on column ally.look_again is 'its outbox is not read again before that'`,
  `create index ally_to_look on ally (look_again) where state = 'accepted'`,
];

/** Adds them. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
