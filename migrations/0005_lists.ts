// Indexes for the lists that readers see, so that none of them grows slower with the archive.
import { type Kysely, sql } from "kysely";

const statements = [
  `create index report_of_language on report (language, published desc, id desc) where state = 'published'`,
  `create index report_pinned on report (collective, published desc, id desc) where state = 'published' and pinned`,
  // The text before and the text after are of the same language.
  `create index report_neighbours on report (collective, language, published desc, id desc)
    where state = 'published' and kind <> 'page'`,
  // The archive's months are counted from the index alone.
  `create index report_months on report (collective, published) where state = 'published' and kind <> 'page'`,
  `create index report_months_of_node on report (published) where state = 'published' and kind <> 'page'`,
  `create index activity_news on activity (sequence desc) where type in ('Create', 'Update', 'Delete')`,
];

/** Adds them. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
