// Lets things about one and the same be done one after another, by however many workers.
import { sql } from "kysely";
import type { Db } from "../db/open.ts";

/**
 * Waits for all others who do something about the same, until their transaction ends; then they wait for this one.
 * @param what several, where it is about several things; always in the same order, so that no two wait for each other
 */
export async function waitFor(db: Db, ...what: string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(what, 0)) from unnest(${what}::text[]) what`.execute(
    db,
  );
}
