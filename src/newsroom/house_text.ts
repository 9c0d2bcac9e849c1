// Texts of this node as wires take them: read where they are kept, as other servers read them.
import type { Db } from "../db/open.ts";
import { Gone, NotFound } from "../domain/errors.ts";
import { ap } from "../domain/paths.ts";
import type { Site } from "../site.ts";
import { findReport } from "./find.ts";
import { isOfHouse } from "./house.ts";
import type { Arrival } from "./on_wire.ts";
import { takenBack } from "./read_gone.ts";
import { ownId } from "./subject.ts";

/**
 * A text with its original: from its own server, or from here where it is ours.
 * @param address of the text or of its page
 * @throws {NotFound | Gone} when there is none, or none any more
 * @throws {Refused | Unavailable} as `Fediverse.fetchText` does
 */
export function textAt(site: Site, address: string): Promise<Arrival> {
  return isOfHouse(site, address) ? houseText(site, address) : site.fediverse.fetchText(address);
}

async function houseText(site: Site, address: string): Promise<Arrival> {
  const { origin } = site.config;
  const read = await site.fediverse.readOwn(site.db, address);
  if (read !== undefined) return read;
  const id = ownId(origin, ap.report, address) ?? (await idOfPage(site, address));
  const found = await site.fediverse.readOwn(site.db, origin + ap.report(id));
  if (found !== undefined) return found;
  if ((await takenBack(site.db, id)) !== undefined) throw new Gone("Its authors have taken this text back.");
  // A draft and what never was are one.
  throw new NotFound("There is no such text on this node.");
}

async function idOfPage(site: Site, address: string): Promise<string> {
  try {
    return (await findReport(site, address)).id;
  } catch (error) {
    if (error instanceof NotFound) return "";
    throw error;
  }
}

/**
 * Keeps a text of ours as it is until the transaction ends: whoever takes it back waits, and nobody comes in between.
 * Anything else needs no keeping.
 */
export async function holdText({ config: { origin } }: Site, db: Db, address: string): Promise<void> {
  const id = ownId(origin, ap.report, address);
  if (id === undefined) return;
  await db.selectFrom("report").select("id").where("id", "=", id).forKeyShare().execute();
}
