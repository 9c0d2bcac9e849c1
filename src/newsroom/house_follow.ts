// Collectives of one node follow each other: what two servers would say to one another is written down, and holds at once.
import { lockedAlly } from "../db/ally.ts";
import type { Collective } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import type { RemoteActor } from "../db/remote_actor.ts";
import { Refused } from "../domain/errors.ts";
import { ap } from "../domain/paths.ts";
import type { Site } from "../site.ts";
import { rememberSibling, siblingId } from "./house.ts";
import { putOnWire } from "./on_wire.ts";
import { publicTexts } from "./read.ts";
import { sendToActor } from "./send.ts";

/** Most texts that are put on the wire when following begins. */
const most = 20;

/**
 * Follows a sibling, who accepts. Doing it twice changes nothing.
 * @throws {Refused} (reason `oneself`) when it is the collective itself
 */
export async function followSibling(
  site: Site,
  collective: Collective,
  sibling: Collective,
): Promise<RemoteActor> {
  if (collective.id === sibling.id) {
    throw new Refused(`${collective.handle} cannot follow itself.`, { reason: "oneself" });
  }
  return site.db.transaction().execute(async (db) => {
    // Always in the same order: two that follow each other at once wait for one another.
    const both = [collective, sibling].sort((a, b) => (a.id < b.id ? -1 : 1));
    const actors = new Map<string, RemoteActor>();
    for (const one of both) actors.set(one.id, await rememberSibling(site, db, one));
    const [follower, followed] = [actors.get(collective.id)!, actors.get(sibling.id)!];
    const before = await lockedAlly(db, collective.id, followed.id);
    if (before?.state === "accepted") return followed;
    const saying = { type: "Follow", collective: collective.id, actor: followed.id } as const;
    const { id } = await sendToActor(site, db, collective.id, saying, followed);
    const state = {
      state: "accepted",
      follow: id,
      since: site.clock.now().toISOString().slice(0, 10),
    } as const;
    await db
      .insertInto("ally")
      .values({ collective: collective.id, actor: followed.id, ...state })
      .onConflict((conflict) => conflict.columns(["collective", "actor"]).doUpdateSet(state))
      .execute();
    const follow = { id: site.config.origin + ap.activity(id), actor: follower.id };
    await db
      .insertInto("follower")
      .values({ collective: sibling.id, actor: follower.id, follow: follow.id })
      .onConflict((conflict) => conflict.columns(["collective", "actor"]).doUpdateSet({ follow: follow.id }))
      .execute();
    await sendToActor(site, db, sibling.id, { type: "Accept", collective: sibling.id, follow }, follower);
    await putNewest(site, db, collective.id, sibling, followed.id);
    return followed;
  });
}

/** Ends on the other side that a collective follows an actor, where that is a sibling. */
export async function siblingUnfollowed(
  site: Site,
  db: Db,
  collective: string,
  actor: string,
): Promise<void> {
  const sibling = siblingId(site, actor);
  if (sibling === undefined) return;
  const follower = site.config.origin + ap.collective(collective);
  await db.deleteFrom("follower").where("collective", "=", sibling).where("actor", "=", follower).execute();
}

/** Ends on the other side that an actor follows a collective, where that is a sibling who was sent away. */
export async function siblingSentAway(site: Site, db: Db, collective: string, actor: string): Promise<void> {
  const sibling = siblingId(site, actor);
  if (sibling === undefined) return;
  await db
    .updateTable("ally")
    .set({ state: "ended", since: site.clock.now().toISOString().slice(0, 10) })
    .where("collective", "=", sibling)
    .where("actor", "=", site.config.origin + ap.collective(collective))
    .where("state", "<>", "ended")
    .execute();
}

/** Puts what a sibling has published last on the wire, so that it does not begin empty; no rule passes that on. */
async function putNewest(site: Site, db: Db, collective: string, sibling: Collective, actor: string) {
  const { texts } = await publicTexts(db, { collective: sibling.id }, undefined, most);
  for (const { id } of texts) {
    const arrival = await site.fediverse.readOwn(db, site.config.origin + ap.report(id));
    if (arrival !== undefined)
      await putOnWire(site, db, { collective, actor }, arrival, site.clock.now(), undefined);
  }
}
