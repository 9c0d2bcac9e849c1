// What is asked for every answer that comes: whether its author was shown before, and how much they have said of late.
import { type Kysely, sql } from "kysely";

const statements = [
  `create index response_known on response (actor, collective)
    where state = 'shown' and public and kind in ('reply', 'quote')`,
  `create index response_of_late on response (actor, received) where kind in ('reply', 'quote', 'mention')`,
];

/** Creates them. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
