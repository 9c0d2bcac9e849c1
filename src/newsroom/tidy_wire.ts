// Forgets what has been on the wire for long, so that it stays of a size that can be read.
import { sql } from "kysely";
import { deleteInBatches, keysOf, noUuid } from "../db/batches.ts";
import type { Db } from "../db/open.ts";
import type { Site } from "../site.ts";

/** Most texts on the wire of a collective. */
const most = 10_000;
const day = 24 * 3_600_000;
/** How long a text stays: two years; of one that was deleted it is known for thirty days that it was. */
const kept = { read: 730 * day, gone: 30 * day };

/** Forgets what is too old or too much; what was passed on, or is translated here, stays as long as that does. */
export async function tidyWire({ db, clock }: Site): Promise<void> {
  const now = clock.now().getTime();
  const [old, erased] = [new Date(now - kept.read), new Date(now - kept.gone)];
  await deleteInBatches(db, "wire_item", sql`gone < ${erased} and ${isFree}`, sql`gone`);
  for await (const collectives of keysOf(db, "collective", "id", noUuid)) {
    for (const collective of collectives) await shorten(db, collective, old);
  }
  for await (const uris of keysOf(db, "wire_original", "uri", "")) {
    await sql`
      delete from wire_original o where o.uri = any(${uris}::text[])
        and not exists (select from wire_item w where w.uri = o.uri)`.execute(db);
  }
}

/** Nobody has passed it on. */
const isFree = sql`not exists (select from repost r where r.item = wire_item.id and r.withdrawn is null)`;

/** Takes the end off a wire: what is older than a moment, and what comes after so many. */
async function shorten(db: Db, collective: string, old: Date): Promise<void> {
  const last = await db
    .selectFrom("wire_item")
    .select(["published", "id"])
    .where("collective", "=", collective)
    .where("gone", "is", null)
    .orderBy("published", "desc")
    .orderBy("id", "desc")
    .offset(most - 1)
    .limit(1)
    .executeTakeFirst();
  const ofIt = sql`collective = ${collective} and gone is null and ${isFree}`;
  const oldestFirst = sql`published, id`;
  await deleteInBatches(db, "wire_item", sql`${ofIt} and published < ${old}`, oldestFirst);
  if (last === undefined) return;
  const beyond = sql`(published, id) < (${last.published}::timestamptz, ${last.id}::uuid)`;
  await deleteInBatches(db, "wire_item", sql`${ofIt} and ${beyond}`, oldestFirst);
}
