// New keys for a collective: when a machine was lost, or just in case.
import type { Collective } from "../db/collective.ts";
import type { Site } from "../site.ts";
import { type Sent, sendToFollowers } from "./send.ts";

/**
 * Replaces the keys of a collective and tells its followers by an Update of the profile, signed with the new ones: a
 * server that still has the old key fails to verify it, fetches the profile again, and finds the new key there.
 * What was signed before is worth nothing from now on.
 */
export function rotateKeys(site: Site, collective: Collective): Promise<Sent> {
  return site.db.transaction().execute(async (db) => {
    await site.fediverse.makeKeys(db, collective.id);
    return sendToFollowers(site, db, collective.id, { type: "Update", collective: collective.id });
  });
}
