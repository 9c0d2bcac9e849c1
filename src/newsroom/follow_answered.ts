// What those whom we asked to follow answer, and what becomes of it when they are gone.
import { isUuid } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import type { Site } from "../site.ts";
import { lockedAlly, today } from "./ally.ts";
import { authorGone } from "./arrive.ts";
import { backfillSoon } from "./backfill.ts";

/** A Follow of ours, as an answer names it. */
export interface FollowAnswered {
  /** Its UUID, where it is named. */
  id?: string | undefined;
  /** The collective that asked, where it is named. */
  collective?: string | undefined;
}

/** Notes that an actor has accepted a Follow of ours. Without one that was sent to it nothing happens. */
export function followAccepted(site: Site, actor: string, follow: FollowAnswered): Promise<void> {
  return answered(site, actor, follow, async (db, collective, state) => {
    if (state !== "requested" && state !== "refused") return;
    await setState(site, db, collective, actor, "accepted");
    await backfillSoon(site, db, { collective, actor });
  });
}

/** Notes that an actor has rejected a Follow of ours, at once or after having accepted it. */
export function followRejected(site: Site, actor: string, follow: FollowAnswered): Promise<void> {
  return answered(site, actor, follow, async (db, collective, state) => {
    if (state === "requested") await setState(site, db, collective, actor, "refused");
    if (state === "accepted") await setState(site, db, collective, actor, "ended");
  });
}

/** Ends every alliance with an actor that is gone for good; what it wrote is erased. */
export async function allyGone(site: Site, db: Db, actor: string): Promise<void> {
  await db
    .updateTable("ally")
    .set({ state: "ended", since: today(site), rule: "hand" })
    .where("actor", "=", actor)
    .where("state", "<>", "ended")
    .execute();
  await authorGone(site, db, actor);
}

async function answered(
  site: Site,
  actor: string,
  follow: FollowAnswered,
  work: (db: Db, collective: string, state: string) => Promise<void>,
): Promise<void> {
  const collective = follow.collective ?? (await whoAsked(site.db, actor, follow.id));
  if (collective === undefined || !isUuid(collective)) return;
  await site.db.transaction().execute(async (db) => {
    const ally = await lockedAlly(db, collective, actor);
    if (ally !== undefined) await work(db, collective, ally.state);
  });
}

/** Any Follow that was sent to the actor counts: the answer to an earlier one may be the one that arrives. */
async function whoAsked(db: Db, actor: string, id: string | undefined): Promise<string | undefined> {
  if (id === undefined) return undefined;
  const row = await db
    .selectFrom("activity")
    .select("collective")
    .where("id", "=", id)
    .where("type", "=", "Follow")
    .where("object", "=", actor)
    .executeTakeFirst();
  return row?.collective ?? undefined;
}

async function setState(
  site: Site,
  db: Db,
  collective: string,
  actor: string,
  state: "accepted" | "refused" | "ended",
): Promise<void> {
  await db
    .updateTable("ally")
    .set({ state, since: today(site) })
    .where("collective", "=", collective)
    .where("actor", "=", actor)
    .execute();
}
