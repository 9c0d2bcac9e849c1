// Taking a text back: withdrawn, its address says that it is gone; deleted, nothing of it is left here either.
import { sql } from "kysely";
import type { Db } from "../db/open.ts";
import type { Report } from "../db/report.ts";
import { NotFound, Refused } from "../domain/errors.ts";
import { ap } from "../domain/paths.ts";
import type { Site } from "../site.ts";
import { withdrawAnswersTo } from "./answer.ts";
import { cancelPending } from "./cancel.ts";
import { unsayText } from "./house_wire.ts";
import { removeFiles } from "./picture_files.ts";
import { takenBack } from "./read_gone.ts";
import { sendToFollowers } from "./send.ts";
import { lockedReport } from "./texts.ts";
import { deleteUnused, withholdPictures } from "./unused.ts";

/** What taking back led to. */
export interface TakenBack {
  id: string;
  /** How many inboxes are told. */
  deliveries: number;
}

/**
 * Withdraws a published text: it answers 410 from now on, and every server it went to is told to delete it. A
 * scheduled one becomes a draft again. Doing it twice changes nothing.
 * @throws {NotFound} when there is no such text
 * @throws {Refused} when it is a draft
 */
export async function withdrawReport(site: Site, id: string): Promise<TakenBack> {
  const { deliveries, media } = await site.db.transaction().execute(async (db) => {
    const report = await lockedReport(db, id);
    if (report === undefined) throw new NotFound("There is no such text.");
    if (report.state === "draft")
      throw new Refused("The text is a draft that nobody has seen: delete it instead.");
    if (report.state === "withdrawn") return { deliveries: 0, media: [] };
    if (report.state === "scheduled") {
      await db.updateTable("report").set({ state: "draft", scheduled: null }).where("id", "=", id).execute();
      return { deliveries: 0, media: [] };
    }
    const withdrawn = site.clock.now();
    await withdrawAnswersTo(site, db, id);
    await db
      .updateTable("report")
      .set({ state: "withdrawn", withdrawn, pinned: false })
      .where("id", "=", id)
      .execute();
    return { deliveries: await sayDeleted(site, db, report, withdrawn), media: await mediaOf(db, id) };
  });
  await withholdPictures(site, media);
  return { id, deliveries };
}

/**
 * Deletes a text for good: words, pictures and what was sent of it. What was public leaves a tombstone, and the servers
 * it went to are told, unless withdrawing it has told them already. Doing it twice changes nothing.
 * @throws {NotFound} when there is no such text
 */
export async function deleteReport(site: Site, id: string): Promise<TakenBack> {
  const { deliveries, files } = await site.db.transaction().execute(async (db) => {
    const report = await lockedReport(db, id);
    if (report === undefined) {
      if ((await takenBack(db, id)) === undefined) throw new NotFound("There is no such text.");
      return { deliveries: 0, files: [] };
    }
    const media = await mediaOf(db, id);
    const deleted = report.withdrawn ?? site.clock.now();
    let deliveries = 0;
    if (report.state === "published") {
      await withdrawAnswersTo(site, db, id);
      deliveries = await sayDeleted(site, db, report, deleted);
    }
    await db.deleteFrom("report").where("id", "=", id).execute();
    const wasPublic = report.state === "published" || report.state === "withdrawn";
    if (wasPublic) {
      const { collective, slug, published } = report;
      await db.insertInto("tombstone").values({ id, collective, slug, published, deleted }).execute();
    }
    return { deliveries, files: await deleteUnused(db, media) };
  });
  await removeFiles(site.config.dataDir, files);
  return { id, deliveries };
}

/** Tells everybody, and keeps nothing of what was sent about the text before. */
async function sayDeleted(site: Site, db: Db, report: Report, deleted: Date): Promise<number> {
  const object = site.config.origin + ap.report(report.id);
  await cancelPending(db, object);
  // Whoever has answered, liked or boosted it has it, even without following.
  const others = sql`
    select coalesce(a.shared_inbox, a.inbox) as inbox, a.host
    from response r join remote_actor a on a.id = r.actor
    where r.report = ${report.id} and not a.blocked and a.gone is null`;
  const saying = { type: "Delete" as const, report: report.id, collective: report.collective, deleted };
  const { deliveries } = await sendToFollowers(site, db, report.collective, saying, others);
  await unsayText(site, db, report.collective, report.id, deleted);
  const before = db
    .selectFrom("activity")
    .select("id")
    .where("object", "=", object)
    .where("type", "in", ["Create", "Update"]);
  await db.deleteFrom("activity_form").where("activity", "in", before).execute();
  return deliveries;
}

async function mediaOf(db: Db, report: string): Promise<string[]> {
  const rows = await db.selectFrom("report_media").select("media").where("report", "=", report).execute();
  return rows.map(({ media }) => media);
}
