// Reads what allies have published last in their outboxes: when one is new, and once a day, so that what got lost on its way
// is found.
import { sql } from "kysely";
import { type Ally, followingCollectives } from "../db/ally.ts";
import type { Db } from "../db/open.ts";
import { isSpoken, Unavailable } from "../domain/errors.ts";
import type { Site } from "../site.ts";
import { textArrived, textChanged } from "./arrive.ts";
import { revisitTextsOf } from "./revisit.ts";

/** Most texts that are fetched of one ally, and most allies whose outboxes are read for one look around. */
const most = { texts: 20, allies: 200 };
const hour = 3_600_000;
/** How long after a look there is no other: of one that found nobody at home, and of any. */
const rest = { missed: hour, found: 24 * hour };
/** Clocks of others may be so much behind. */
const leeway = hour;
/** After so long without a look, corrections and deletions may have been given up before they reached us. */
const absence = 48 * hour;

/** Has the outbox of an ally that has just accepted be read; if it cannot be had for long, it is looked for later again. */
export async function backfillSoon(
  site: Site,
  db: Db,
  { collective, actor }: { collective: string; actor: string },
): Promise<void> {
  const look_again = new Date(site.clock.now().getTime() + rest.missed);
  await db
    .updateTable("ally")
    .set({ looked: null, look_again })
    .where("collective", "=", collective)
    .where("actor", "=", actor)
    .execute();
  await site.jobs.send(db, "backfill", { actor });
}

/**
 * Has the outboxes of allies read whose day is over: that of each once, however many collectives follow it.
 * @returns how many
 */
export async function lookAround(site: Site): Promise<number> {
  const now = site.clock.now();
  return site.db.transaction().execute(async (db) => {
    const { rows } = await sql<{ actor: string }>`
      with due as (
        select collective, actor from ally
        where state = 'accepted' and look_again <= ${now} and not starts_with(actor, ${`${site.config.origin}/`})
        order by look_again limit ${most.allies} for update skip locked
      )
      update ally a set look_again = ${now}::timestamptz
        + interval '1 millisecond' * case when a.looked is null then ${rest.missed}::float8 else ${rest.found}::float8 end
      from due where a.collective = due.collective and a.actor = due.actor
      returning a.actor`.execute(db);
    const actors = new Set(rows.map(({ actor }) => actor));
    for (const actor of actors) await site.jobs.send(db, "backfill", { actor });
    return actors.size;
  });
}

/**
 * Takes the newest texts of an ally onto the wires that do not have them. Rules pass on what has been published since its
 * outbox was last read, never what is older than the alliance.
 * @throws {Unavailable} when its server does not answer now, once everything else has been had
 */
export async function backfill(site: Site, actor: string): Promise<void> {
  const allies = await followingCollectives(site.db, actor);
  if (allies.length === 0) return;
  const began = site.clock.now();
  const looks = allies.map(({ looked }) => looked?.getTime());
  const since = looks.some((look) => look === undefined)
    ? undefined
    : new Date(Math.min(...(looks as number[])) - leeway);
  const newest = (await ifAny(site.fediverse.newestOf(actor, most.texts, since))) ?? [];
  const failures: unknown[] = [];
  const isKnown = await knownTo(
    site.db,
    allies,
    newest.map(({ address }) => address),
  );
  for (const one of newest) {
    if (isKnown.has(one.address)) continue;
    try {
      await takeIn(site, actor, one);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  if (since !== undefined && began.getTime() - since.getTime() > absence)
    await revisitTextsOf(site, actor, began);
  await site.db
    .updateTable("ally")
    .set({ looked: began, look_again: new Date(began.getTime() + rest.found) })
    .where("actor", "=", actor)
    .where("state", "=", "accepted")
    .execute();
}

async function takeIn(
  site: Site,
  actor: string,
  { address, announced }: { address: string; announced: Date | null },
): Promise<void> {
  const found = await ifAny(site.fediverse.fetchText(address));
  if (found === undefined || (announced === null && found.text.attributedTo !== actor)) return;
  const now = site.clock.now();
  await textChanged(site, found, now, true);
  const { published } = found.text;
  const isNews = ({ looked }: Ally) => looked !== null && published !== null && published > looked;
  await textArrived(site, found, actor, now, { isNews, announced: announced ?? undefined });
}

/** Those that are, or were, on the wire of every one of these collectives. */
async function knownTo(
  db: Db,
  allies: readonly Ally[],
  addresses: readonly string[],
): Promise<ReadonlySet<string>> {
  if (addresses.length === 0) return new Set();
  const rows = await db
    .selectFrom("wire_item")
    .select("uri")
    .where("uri", "in", [...addresses])
    .where(
      "collective",
      "in",
      allies.map(({ collective }) => collective),
    )
    .groupBy("uri")
    .having((is) => is.fn.countAll<string>(), ">=", String(allies.length))
    .execute();
  return new Set(rows.map(({ uri }) => uri));
}

/** What an ally does not show, or not any more, is no reason to ask again. */
async function ifAny<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!isSpoken(error) || error instanceof Unavailable) throw error;
    return undefined;
  }
}
