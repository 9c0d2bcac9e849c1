// The address under which a node's data were made: every id begins with it.
import { type Kysely, sql } from "kysely";

const statements = [
  `create table node_origin (
    one boolean constraint node_origin_pk primary key constraint node_origin_one check (one),
    origin text not null
  )`,
];

/** Adds it. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
