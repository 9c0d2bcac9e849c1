// A dump of a database, as somebody gets it who seizes the disk.
import { sql } from "kysely";
import type { Db } from "../../src/db/open.ts";

/** Every row of every table, as text, with the table it stands in; those of the jobs are `job.…`. */
export async function dump(db: Db): Promise<{ table: string; row: string }[]> {
  const tables = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')
  `.execute(db);
  const all = [];
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.raw(name)} as t`.execute(db);
    all.push(...rows.map(({ row }) => ({ table: name.replace("public.", ""), row })));
  }
  return all;
}
