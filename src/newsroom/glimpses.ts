// Pictures of others as the desk shows them. They are fetched when a text arrives and never when somebody looks at it, so that
// no server far away learns when this desk is read; they are made anew, and kept for a while.
import { sql } from "kysely";
import { deleteInBatches } from "../db/batches.ts";
import type { Db } from "../db/open.ts";
import { isSpoken, NotFound, Unavailable } from "../domain/errors.ts";
import { pages } from "../domain/paths.ts";
import type { Site } from "../site.ts";
import { encodeGlimpse } from "./encode.ts";
import { isOfHouse } from "./house.ts";
import { readPicture, removeFiles, removeUnknown, storeFiles } from "./picture_files.ts";
import { inTurn, randomName } from "./pictures.ts";
import { waitFor } from "./turn.ts";
import { type Pictured, picturesOnWire } from "./wire_pictures.ts";

/** Bounds of what is kept, of all wires together: the newest stay. */
export interface GlimpseLimits {
  pictures: number;
  bytes: number;
}

const limits: GlimpseLimits = { pictures: 5_000, bytes: 1024 ** 3 };
const day = 24 * 3_600_000;
const kept = 90 * day;
/** Pixels across. */
const width = 960;
const longestAddress = 2048;
const folder = "glimpses";

/** Has the pictures of a text fetched soon. @param db the transaction in which it arrives or changes */
export async function wantGlimpses(site: Site, db: Db, uri: string, text: Pictured): Promise<void> {
  if (addressesIn(site, text).length > 0) await site.jobs.send(db, "glimpse", { uri });
}

/**
 * Fetches those pictures of a text on the wire that are not kept yet.
 * @throws {Unavailable} when a server does not answer now, once all others have been had
 */
export async function takeGlimpses(site: Site, uri: string, most = limits): Promise<void> {
  const item = await site.db
    .selectFrom("wire_item")
    .select(["html", "attachments"])
    .where("uri", "=", uri)
    .where("gone", "is", null)
    .limit(1)
    .executeTakeFirst();
  if (item === undefined) return;
  const here = await keptOf(site, [item]);
  let failure: Unavailable | undefined;
  for (const address of addressesIn(site, item)) {
    if (here.has(address)) continue;
    try {
      await take(site, uri, address, most);
    } catch (error) {
      if (!isSpoken(error)) throw error;
      if (error instanceof Unavailable) failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
}

/**
 * Fetches a picture and makes it anew, as a WebP.
 * @throws {NotFound | Gone | Refused | Unavailable} when there is none that can be shown
 */
export async function makeGlimpse(site: Site, address: string): Promise<Buffer> {
  const fetched = await site.fediverse.fetchPicture(address);
  return madeAnew(site, fetched);
}

/**
 * What is kept of a picture, a WebP. Whoever calls has found the address in what an ally published.
 * @throws {NotFound} when nothing is: it could not be had when the text came, or that is long ago
 */
export async function glimpseAt(site: Site, address: string): Promise<Buffer> {
  const own = await ownPicture(site, address);
  if (own !== undefined) return madeAnew(site, own);
  const row = await site.db
    .selectFrom("glimpse")
    .select("name")
    .where("address", "=", address)
    .executeTakeFirst();
  const bytes = row && (await readPicture(site.config.dataDir, row.name, folder));
  if (bytes === undefined) throw new NotFound("That picture is not kept here.");
  return bytes;
}

/** The addresses of those pictures of some texts that are here to be shown. */
export async function keptOf(site: Site, texts: readonly Pictured[]): Promise<ReadonlySet<string>> {
  const all = texts.flatMap(picturesOnWire).map(({ address }) => address);
  const own = all.filter((address) => isOfHouse(site, address));
  if (all.length === own.length) return new Set(own);
  const { rows } = await sql<{ address: string }>`
    select address from glimpse where address = any(${all}::text[])`.execute(site.db);
  return new Set([...own, ...rows.map(({ address }) => address)]);
}

/** Forgets the pictures of texts that their author has deleted. @param db the transaction in which they vanish */
export async function dropGlimpses(
  site: Site,
  db: Db,
  author: string,
  uris: readonly string[],
): Promise<void> {
  if (uris.length === 0) return;
  const items = await db
    .selectFrom("wire_item")
    .select(["html", "attachments"])
    .where("uri", "in", [...uris])
    .where("actor", "=", author)
    .where("gone", "is", null)
    .execute();
  const addresses = items.flatMap((item) => addressesIn(site, item));
  if (addresses.length === 0) return;
  const { rows } = await sql<{ name: string }>`
    delete from glimpse where address = any(${addresses}::text[]) returning name`.execute(db);
  if (rows.length > 0) await site.jobs.send(db, "glimpse", { remove: rows.map(({ name }) => name) });
}

/** Removes files whose rows are gone. */
export async function removeGlimpses({ config }: Site, names: readonly string[]): Promise<void> {
  await removeFiles(config.dataDir, names, [folder]);
}

/** Forgets what has been kept for long; files without a row, of those and of a moment's failure, go too. */
export async function tidyGlimpses(site: Site): Promise<void> {
  const now = site.clock.now().getTime();
  await deleteInBatches(site.db, "glimpse", sql`kept < ${new Date(now - kept)}`, sql`kept, address desc`);
  await removeUnknown(site.config.dataDir, folder, new Date(now - day), async (names) => {
    const { rows } = await sql<{ name: string }>`
      select name from glimpse where name = any(${names}::text[])`.execute(site.db);
    return rows.map(({ name }) => name);
  });
}

/** Where the pictures of a text are that have to be fetched. */
function addressesIn(site: Site, text: Pictured): string[] {
  return picturesOnWire(text)
    .map(({ address }) => address)
    .filter((address) => Buffer.byteLength(address) <= longestAddress && !isOfHouse(site, address));
}

async function take(site: Site, uri: string, address: string, most: GlimpseLimits): Promise<void> {
  const bytes = await makeGlimpse(site, address);
  const name = randomName("image/webp");
  await storeFiles(site.config.dataDir, [{ name, bytes }], folder);
  const removed = await site.db.transaction().execute(async (db) => {
    // Its author may be deleting the text at this moment.
    await waitFor(db, uri);
    const { numAffectedRows = 0n } = await sql`
      insert into glimpse (address, name, bytes, kept)
      select ${address}, ${name}, ${bytes.length}::int, ${site.clock.now()}::timestamptz
      where exists (select from wire_item where uri = ${uri} and gone is null)
      on conflict do nothing`.execute(db);
    return numAffectedRows === 0n ? [name] : crowdedOut(db, most);
  });
  await removeGlimpses(site, removed);
}

/** Takes out the oldest of what is too much. @returns the names of their files */
async function crowdedOut(db: Db, { pictures, bytes }: GlimpseLimits): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    delete from glimpse where address in (
      select address from (
        select address, row_number() over newest as place, sum(bytes) over newest as size
        from glimpse window newest as (order by kept desc, address)
      ) g where place > ${pictures}::int or size > ${bytes}::bigint
    ) returning name`.execute(db);
  return rows.map(({ name }) => name);
}

async function madeAnew(site: Site, bytes: Buffer): Promise<Buffer> {
  const encoded = await inTurn(site, () => encodeGlimpse(bytes, width));
  return encoded.bytes;
}

/** A picture of a sibling, which is on this node; undefined for one that is elsewhere. */
async function ownPicture(site: Site, address: string): Promise<Buffer | undefined> {
  if (!isOfHouse(site, address)) return undefined;
  const { dataDir, origin } = site.config;
  const start = origin + pages.media("");
  const bytes = address.startsWith(start) && (await readPicture(dataDir, address.slice(start.length)));
  if (!bytes) throw new NotFound("There is no such picture on this node.");
  return bytes;
}
