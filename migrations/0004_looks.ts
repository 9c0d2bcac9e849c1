// The looks of a collective, and the order in which the desk lists its texts.
import { type Kysely, sql } from "kysely";

const statements = [
  `alter table collective add column accent text
    constraint collective_accent_shape check (accent ~ '^#[0-9a-f]{6}$')`,
  `comment on column collective.accent is 'null: the accent of the site'`,
  `create index report_at_desk on report (collective, id desc)`,
  `create index report_at_desk_by_state on report (collective, state, id desc)`,
];

/** Lets collectives have a colour. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
