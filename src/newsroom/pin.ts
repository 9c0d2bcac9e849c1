// Pinning a text to the top of its collective's page and of its profile elsewhere.
import { NotFound, Refused } from "../domain/errors.ts";
import type { Site } from "../site.ts";
import { sendToFollowers } from "./send.ts";
import { lockedReport } from "./texts.ts";

/**
 * Pins a published text or takes the pin out. Servers are told that the collective has changed, so that they look at
 * what is featured again.
 * @throws {NotFound} when there is no such text
 * @throws {Refused} when it is not published
 */
export function pinReport(site: Site, id: string, pinned: boolean): Promise<{ deliveries: number }> {
  return site.db.transaction().execute(async (db) => {
    const report = await lockedReport(db, id);
    if (report === undefined) throw new NotFound("There is no such text.");
    if (report.state !== "published") throw new Refused("Only what is published can be pinned.");
    if (report.pinned === pinned) return { deliveries: 0 };
    await db.updateTable("report").set({ pinned }).where("id", "=", id).execute();
    return sendToFollowers(site, db, report.collective, { type: "Update", collective: report.collective });
  });
}
