// Asks servers what software they run (NodeInfo), in the background: some need to be spoken to in another way.
import { sql } from "kysely";
import { NotFound, Refused } from "../src/domain/errors.ts";
import type { Site } from "../src/site.ts";
import { type Fetcher, outsideOf } from "./fetcher.ts";
import type { Ground } from "./keys.ts";

/** How long an answer is believed, in milliseconds. */
const week = 7 * 24 * 3_600_000;
/** How often it is looked for hosts to ask, in milliseconds, and how many are asked each time. */
const interval = 15_000;
const atOnce = 20;
const longestName = 60;

/** Asks the hosts of followers when they are new and every week, until it is stopped; several processes may share it. */
export async function startHostWorker(site: Site): Promise<{ stop(): void }> {
  const { fetcher } = outsideOf(site);
  await site.jobs.work("host", ({ host }) => learnSoftware(site, fetcher, host));
  // The database may be away for a while; then they are asked later.
  const look = () => askHosts(site).catch(() => {});
  const looking = setInterval(look, interval);
  look();
  return { stop: () => clearInterval(looking) };
}

/** Enqueues questions to hosts of followers that were not asked for a week. @returns how many */
export async function askHosts(site: Site): Promise<number> {
  const now = site.clock.now();
  const stale = new Date(now.getTime() - week);
  return site.db.transaction().execute(async (db) => {
    const { rows } = await sql<{ host: string }>`
      update remote_host set software_checked = ${now} where host in (
        select h.host from remote_host h
        where (h.software_checked is null or h.software_checked < ${stale}) and h.block <> 'blocked'
          and h.host <> ${site.config.host}
          and exists (select from remote_actor a join follower f on f.actor = a.id where a.host = h.host)
        order by h.software_checked nulls first
        limit ${atOnce}
        for update of h skip locked
      )
      returning host`.execute(db);
    for (const { host } of rows) await site.jobs.send(db, "host", { host });
    return rows.length;
  });
}

/** Asks a host at once, unless it was asked within a week. */
export function createSoftwareLookup(ground: Ground): (host: string) => Promise<void> {
  const { fetcher } = outsideOf(ground);
  return async (host) => {
    const now = ground.clock.now();
    const { numUpdatedRows } = await ground.db
      .updateTable("remote_host")
      .set({ software_checked: now })
      .where("host", "=", host)
      .where((is) =>
        is.or([
          is("software_checked", "is", null),
          is("software_checked", "<", new Date(now.getTime() - week)),
        ]),
      )
      .executeTakeFirst();
    if (numUpdatedRows > 0n) await learnSoftware(ground, fetcher, host);
  };
}

/**
 * Asks a host and remembers what it says; one that says nothing of the kind keeps what was known.
 * @throws when it cannot be reached now, so that the job is tried again
 */
export async function learnSoftware({ db }: Pick<Site, "db">, fetcher: Fetcher, host: string): Promise<void> {
  const actor = await db
    .selectFrom("remote_actor")
    .select("id")
    .where("host", "=", host)
    .limit(1)
    .executeTakeFirst();
  if (!actor) return;
  try {
    const accept = "application/json, application/jrd+json";
    const { json: list } = await fetcher.getJson(new URL("/.well-known/nodeinfo", actor.id), { accept });
    const address = newest(list);
    if (address === undefined) return;
    const { json } = await fetcher.getJson(address, { accept });
    const { name, version } = softwareIn(json);
    if (name === undefined) return;
    await db
      .updateTable("remote_host")
      .set({ software: name, software_version: version ?? null })
      .where("host", "=", host)
      .execute();
  } catch (error) {
    if (!(error instanceof Refused || error instanceof NotFound)) throw error;
  }
}

/** The newest NodeInfo that is linked. https://nodeinfo.diaspora.software/protocol */
function newest(list: unknown): string | undefined {
  const links = (list as { links?: unknown } | null)?.links;
  if (!Array.isArray(links)) return undefined;
  return links
    .filter((link): link is { rel: string; href: string } => {
      const { rel, href } = (link ?? {}) as { rel?: unknown; href?: unknown };
      return typeof rel === "string" && typeof href === "string" && /\/ns\/schema\/[12]\.[01]$/.test(rel);
    })
    .sort((a, b) => (a.rel < b.rel ? 1 : -1))[0]?.href;
}

function softwareIn(json: unknown): { name?: string; version?: string } {
  const software = (json as { software?: unknown } | null)?.software;
  if (typeof software !== "object" || software === null) return {};
  const { name, version } = software as { name?: unknown; version?: unknown };
  return {
    ...(typeof name === "string" && { name: name.toLowerCase().slice(0, longestName) }),
    ...(typeof version === "string" && { version: version.slice(0, longestName) }),
  };
}
