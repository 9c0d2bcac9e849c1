// Goes through large tables in small parts, so that no statement takes long, locks much or has much to undo.
import { type RawBuilder, sql } from "kysely";
import type { Db } from "./open.ts";
import type { Schema } from "./schema.ts";

/** Most rows that one statement takes. */
export const batch = 1_000;

/**
 * Deletes rows, so many at a time, each part for itself.
 * @param db not a transaction: what is deleted stays so, whatever happens to the rest
 * @param which a condition in which the columns have their own names
 * @param order the columns by which an index finds them
 * @returns how many were deleted
 */
export async function deleteInBatches(
  db: Db,
  table: keyof Schema,
  which: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
): Promise<number> {
  let all = 0;
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table(table)} where ctid = any(array(
        select ctid from ${sql.table(table)} where ${which} order by ${order} limit ${batch}
      ))`.execute(db);
    all += Number(numAffectedRows);
    if (numAffectedRows < batch) return all;
  }
}

/**
 * Walks through a table by its key, part by part.
 * @param first a key that is less than all
 */
export async function* keysOf(
  db: Db,
  table: keyof Schema,
  key: string,
  first: string,
): AsyncGenerator<string[]> {
  for (let after = first; ; ) {
    const { rows } = await sql<{ key: string }>`
      select ${sql.ref(key)} as key from ${sql.table(table)}
      where ${sql.ref(key)} > ${after} order by ${sql.ref(key)} limit ${batch}`.execute(db);
    if (rows.length === 0) return;
    yield rows.map((row) => row.key);
    after = rows.at(-1)!.key;
  }
}

/** Less than every UUID that is minted here. */
export const noUuid = "00000000-0000-0000-0000-000000000000";
