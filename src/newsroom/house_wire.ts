// What a collective publishes is on the wires of its siblings as soon as it is published, corrected or taken back.
import { type Ally, followingCollectives } from "../db/ally.ts";
import type { Db } from "../db/open.ts";
import { ap } from "../domain/paths.ts";
import type { Site } from "../site.ts";
import { eraseTexts, writtenBy } from "./arrive.ts";
import { putOnWire, refreshOnWire } from "./on_wire.ts";
import { applyRule } from "./propose.ts";
import { type Sent, sendToFollowers } from "./send.ts";

/**
 * Says a text to everybody who follows: by the ledger to other servers, and on the wires of siblings at once, whose rules
 * may pass it on.
 * @param db the transaction in which it was published or changed
 */
export async function sayText(
  site: Site,
  db: Db,
  collective: string,
  type: "Create" | "Update",
  report: string,
): Promise<Sent> {
  const sent = await sendToFollowers(site, db, collective, { type, report });
  const { origin } = site.config;
  const [actor, uri] = [origin + ap.collective(collective), origin + ap.report(report)];
  const allies = await followingCollectives(db, actor);
  if (allies.length === 0 && (await writtenBy(db, uri)) === undefined) return sent;
  const arrival = (await site.fediverse.readOwn(db, uri))!;
  const now = site.clock.now();
  await refreshOnWire(site, db, arrival, now);
  const news: [ally: Ally, id: string][] = [];
  for (const ally of allies) {
    const id = await putOnWire(site, db, ally, arrival, now, undefined);
    if (id !== undefined && type === "Create") news.push([ally, id]);
  }
  // Once everybody has it: whoever reads both would else take it for news from whoever passes it on.
  for (const [ally, id] of news) await applyRule(site, db, ally, id, now);
  return sent;
}

/** Erases a text that is taken back from the wires of siblings; whatever of them passed it on takes that back. */
export async function unsayText(
  site: Site,
  db: Db,
  collective: string,
  report: string,
  deleted: Date,
): Promise<void> {
  const { origin } = site.config;
  await eraseTexts(site, db, origin + ap.collective(collective), [origin + ap.report(report)], deleted);
}
