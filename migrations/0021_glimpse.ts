// Pictures on the wire, fetched when the text arrives, so that nobody far away learns when it is read.
import { type Kysely, sql } from "kysely";

const statements = [
  `create table glimpse (
    address text constraint glimpse_pk primary key constraint glimpse_address_length check (octet_length(address) <= 2048),
    name text not null constraint glimpse_name unique,
    bytes integer not null,
    kept timestamptz not null
  )`,
  `comment on table glimpse is 'Pictures of others, made anew, for the desk'`,
  `comment on column glimpse.address is 'where it is, on somebody else''s server'`,
  `comment on column glimpse.name is 'random, with extension: the name under DATA_DIR/glimpses'`,
  `create index glimpse_newest on glimpse (kept desc, address) include (bytes)`,
];

/** Adds the table. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
