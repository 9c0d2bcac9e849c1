// Fetches what a new ally has published last, so that its wire does not begin empty.
import { allyOf } from "../db/ally.ts";
import { isSpoken, Unavailable } from "../domain/errors.ts";
import type { Site } from "../site.ts";
import { textArrived, textChanged } from "./arrive.ts";

/** Most texts that are fetched of one ally. */
const most = 20;

/**
 * Takes the newest texts of an ally onto the wire, as its outbox names them; no rule passes them on.
 * @throws {Unavailable} when its server does not answer now
 */
export async function backfill(site: Site, collective: string, actor: string): Promise<void> {
  if ((await allyOf(site.db, collective, actor))?.state !== "accepted") return;
  for (const address of (await ifAny(site.fediverse.newestOf(actor, most))) ?? []) {
    const found = await ifAny(site.fediverse.fetchText(address));
    if (found?.text.attributedTo !== actor) continue;
    const now = site.clock.now();
    await textChanged(site, found, now, true);
    await textArrived(site, found, actor, now);
  }
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
