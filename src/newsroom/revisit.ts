// Asks now and then at its origin for what was passed on and stands on our pages: an edit or a deletion that got lost on its
// way here, or came while this node was away, is followed all the same.
import { sql } from "kysely";
import { Gone, isSpoken, NotFound, Unavailable } from "../domain/errors.ts";
import type { Site } from "../site.ts";
import { textChanged, textDeleted, writtenBy } from "./arrive.ts";
import { isOfHouse } from "./house.ts";
import { textAt } from "./house_text.ts";
import { firstVisit } from "./repost.ts";

/** Most texts that are asked for after one look, and of one ally. */
const most = { due: 200, ofAlly: 100 };
const day = 24 * 3_600_000;
/** Milliseconds to the next visit: a quarter of the time for which it has been passed on, within these. */
const rest = { least: firstVisit, longest: 30 * day };
/** For so long a text must be missing to count as deleted: a server that is being moved says the same for an hour. */
const patience = 20 * 3_600_000;
/** How old texts of an ally are looked at again once nothing was heard of it for days. */
const recent = 60 * day;

/**
 * Has those texts asked for that are due; each once, however many collectives passed it on.
 * @returns how many
 */
export async function revisitDue(site: Site): Promise<number> {
  const now = site.clock.now();
  return site.db.transaction().execute(async (db) => {
    const { rows } = await sql<{ object: string }>`
      with due as (
        select id from repost where withdrawn is null and revisit <= ${now}
        order by revisit limit ${most.due} for update skip locked
      )
      update repost r set revisit = ${now}::timestamptz + least(
          greatest((${now}::timestamptz - r.reposted) / 4, interval '1 millisecond' * ${rest.least}::float8),
          interval '1 millisecond' * ${rest.longest}::float8)
      from due where r.id = due.id
      returning r.object`.execute(db);
    // What stands on this node follows what is done to it by itself.
    const uris = new Set(rows.map(({ object }) => object).filter((uri) => !isOfHouse(site, uri)));
    for (const uri of uris) await site.jobs.send(db, "revisit", { uri });
    return uris.size;
  });
}

/** Has the newer texts of an ally asked for that are on a wire, after days in which nothing could come from it. */
export async function revisitTextsOf({ db, jobs }: Site, author: string, now: Date): Promise<void> {
  const rows = await db
    .selectFrom("wire_item")
    .select("uri")
    .where("actor", "=", author)
    .where("gone", "is", null)
    .where("published", ">", new Date(now.getTime() - recent))
    .groupBy("uri")
    .orderBy((is) => is.fn.max("published"), "desc")
    .limit(most.ofAlly)
    .execute();
  for (const { uri } of rows) await jobs.send(db, "revisit", { uri });
}

/**
 * Asks for a text that is on a wire, and follows what became of it. One that is only not found is asked for again the next
 * day before it counts as deleted, and not at all where nobody has passed it on.
 * @throws {Unavailable} when its server does not answer now
 */
export async function revisit(site: Site, uri: string): Promise<void> {
  const author = await writtenBy(site.db, uri);
  if (author === undefined) return;
  const now = site.clock.now();
  try {
    const found = await textAt(site, uri);
    await textChanged(site, found, now, true);
    await note(site, uri, { missing: null });
  } catch (error) {
    if (!isSpoken(error) || error instanceof Unavailable) throw error;
    const isDeleted =
      error instanceof Gone || (error instanceof NotFound && (await isMissingLong(site, uri, now)));
    if (isDeleted) await textDeleted(site, author, uri, now);
  }
}

/** Whether it was missing a day ago already; if it is the first time, it is asked for again in a day. */
async function isMissingLong(site: Site, uri: string, now: Date): Promise<boolean> {
  const row = await site.db
    .selectFrom("repost")
    .select((is) => is.fn.min("missing").as("since"))
    .where("object", "=", uri)
    .where("withdrawn", "is", null)
    .executeTakeFirst();
  const since = row?.since;
  if (since) return now.getTime() - since.getTime() >= patience;
  await note(site, uri, { missing: now, revisit: new Date(now.getTime() + rest.least) });
  return false;
}

async function note(
  site: Site,
  uri: string,
  values: { missing: Date | null; revisit?: Date },
): Promise<void> {
  await site.db
    .updateTable("repost")
    .set(values)
    .where("object", "=", uri)
    .where("withdrawn", "is", null)
    .execute();
}
