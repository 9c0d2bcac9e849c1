// Pictures that nothing shows any more: their rows go with the last text, their files after that.
import { sql } from "kysely";
import { keysOf, noUuid } from "../db/batches.ts";
import type { Db } from "../db/open.ts";
import type { Site } from "../site.ts";
import { removeFiles, removeUnknown, withholdFiles } from "./picture_files.ts";

/** How long a picture waits for a text to show it. */
const patience = 2 * 24 * 3_600_000;

/**
 * Deletes those of these pictures that nothing shows any more.
 * @returns the names of their files, to be removed once the transaction is committed
 */
export async function deleteUnused(db: Db, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await sql<{ name: string }>`
    with unused as (
      select m.id from media m where m.id = any(${[...ids]}::uuid[]) and ${isUnused}
    ), names as (select f.name from media_file f join unused on unused.id = f.media),
    gone as (delete from media where id in (select id from unused))
    select name from names`.execute(db);
  return rows.rows.map(({ name }) => name);
}

/** Removes a picture that nothing shows; one that is shown stays. */
export async function removePicture(site: Site, id: string): Promise<void> {
  await removeFiles(site.config.dataDir, await deleteUnused(site.db, [id]));
}

/** Takes the files of pictures out of the public folder, if nothing that is public shows them. */
export async function withholdPictures(site: Site, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await sql<{ name: string }>`
    select f.name from media_file f join media m on m.id = f.media
    where m.id = any(${[...ids]}::uuid[]) and ${isOnlyWithdrawn}`.execute(site.db);
  await withholdFiles(
    site.config.dataDir,
    rows.map(({ name }) => name),
  );
}

/**
 * Forgets what a moment's failure may have left: pictures that nothing shows, files without a row, files of withdrawn
 * texts in the public folder. Whatever is younger than two days is let be.
 */
export async function tidyPictures(site: Site): Promise<void> {
  const before = new Date(site.clock.now().getTime() - patience);
  const { dataDir } = site.config;
  for await (const ids of keysOf(site.db, "media", "id", noUuid)) {
    const old = ids.filter((id) => id < firstIdAt(before));
    await removeFiles(dataDir, await deleteUnused(site.db, old));
    await withholdPictures(site, ids);
  }
  await removeUnknown(dataDir, "media", before, async (names) => {
    const { rows } = await sql<{ name: string }>`
      select name from media_file where name = any(${names}::text[])`.execute(site.db);
    return rows.map(({ name }) => name);
  });
}

// Three that must not be there, not one of three that must: PostgreSQL goes through the whole of a table for an "or".
const isUnused = sql`(
  not exists (select from report_media rm where rm.media = m.id)
  and not exists (select from report r where r.cover = m.id)
  and not exists (select from collective c where m.id in (c.icon, c.header))
)`;

const isOnlyWithdrawn = sql`(
  exists (select from report_media rm join report r on r.id = rm.report where rm.media = m.id and r.state = 'withdrawn')
  and not exists (select from report_media rm join report r on r.id = rm.report where rm.media = m.id and r.state <> 'withdrawn')
  and not exists (select from collective c where m.id in (c.icon, c.header))
)`;

/** The smallest UUIDv7 of a moment. https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7 */
function firstIdAt(moment: Date): string {
  const time = moment.getTime().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
