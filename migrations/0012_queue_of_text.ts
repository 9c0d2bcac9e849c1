// Lets a desk list the answers to one text, or of one kind, without reading all the others.
import { type Kysely, sql } from "kysely";

const statements = [
  `create index response_queue_of_text on response (report, state, id desc) where kind not in ('like', 'boost')`,
  `create index response_queue_of_kind on response (collective, state, kind, id desc)
    where kind not in ('like', 'boost')`,
];

/** Creates the indexes. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
