// How pg-boss speaks to PostgreSQL through connections of ours.
import { CompiledQuery, sql } from "kysely";
import { type Db, runStatements } from "./open.ts";

/** Of processes that start together on an empty database, one makes the tables; pg-boss lets them get in each other's way. */
export function oneAtATime<T>(db: Db, work: () => Promise<T>): Promise<T> {
  return db.transaction().execute(async (seat) => {
    await sql`select pg_advisory_xact_lock(hashtext('tern jobs'))`.execute(seat);
    return work();
  });
}

/** pg-boss sends several statements at once, with a `begin` among them, and wants the rows of each. */
export function pooled(db: Db) {
  return {
    async executeSql(text: string, values?: unknown[]) {
      const results = await runStatements(db, text, values);
      return { rows: results.flatMap(({ rows }) => rows) };
    },
  };
}

/** Speaks through these connections, or in this transaction. */
export function executor(db: Db) {
  return {
    async executeSql(text: string, values: unknown[] = []) {
      const { rows } = await db.executeQuery(CompiledQuery.raw(text, values));
      return { rows };
    },
  };
}
