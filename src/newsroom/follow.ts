// Who follows a collective: taking them in, letting them go, sending them away, and reading who they are.
import { sql } from "kysely";
import { keysOf } from "../db/batches.ts";
import type { Collective } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import { remoteActorById } from "../db/remote_actor.ts";
import { forgetKeys } from "../db/remote_key.ts";
import { NotFound } from "../domain/errors.ts";
import type { Site } from "../site.ts";
import type { FollowReceived } from "./fediverse.ts";
import { allyGone } from "./follow_answered.ts";
import { siblingSentAway } from "./house_follow.ts";
import { sendToActor } from "./send.ts";
import { isShunned } from "./shunned.ts";

/** A follower as the list shows it. */
export interface FollowerShown {
  /** Its address. */
  actor: string;
  /** `name@host`, where it is known. */
  handle: string | null;
  name: string | null;
  inbox: string;
  /** The day it began, `2026-11-23`. */
  since: string;
}

/**
 * Takes in who wants to follow, and says so; every time it is asked, because the answer before may have been lost.
 * Who is blocked hears nothing.
 * @param asked when; an unfollowing that was said later holds, though it was heard earlier
 * @throws {NotFound | Gone | Refused} when the actor is nobody to speak to
 * @throws {Unavailable} when the actor is not known yet and cannot be fetched now
 */
export async function acceptFollower(
  site: Site,
  collective: Collective,
  follow: FollowReceived,
  asked: Date,
): Promise<void> {
  const actor = await site.fediverse.lookup(follow.actor);
  if (await isShunned(site.db, actor)) return;
  await site.db.transaction().execute(async (db) => {
    if (!(await isLastWord(db, collective.id, actor.id, "Follow", asked))) return;
    await db
      .insertInto("follower")
      .values({ collective: collective.id, actor: actor.id, follow: follow.id ?? null })
      .onConflict((conflict) =>
        conflict.columns(["collective", "actor"]).doUpdateSet({ follow: follow.id ?? null }),
      )
      .execute();
    // Whoever it was before it moved has been waiting for this.
    await db
      .deleteFrom("follower")
      .where("collective", "=", collective.id)
      .where("actor", "in", (is) =>
        is.selectFrom("remote_actor").select("id").where("moved_to", "=", actor.id),
      )
      .execute();
    await sendToActor(site, db, collective.id, { type: "Accept", collective: collective.id, follow }, actor);
  });
}

/**
 * Stops sending to somebody who follows no longer; nothing is said to them.
 * @param said when; a Follow that was asked later holds
 */
export async function loseFollower(
  site: Site,
  { id }: { id: string },
  actor: string,
  said: Date,
): Promise<void> {
  await site.db.transaction().execute(async (db) => {
    if (!(await isLastWord(db, id, actor, "Undo", said))) return;
    await db.deleteFrom("follower").where("collective", "=", id).where("actor", "=", actor).execute();
  });
}

/** Stops what a Follow with that id began, whichever collective it was of. */
export async function loseFollow(site: Site, actor: string, follow: string, said: Date): Promise<void> {
  const rows = await site.db
    .selectFrom("follower")
    .select("collective as id")
    .where("actor", "=", actor)
    .where("follow", "=", follow)
    .execute();
  for (const collective of rows) await loseFollower(site, collective, actor, said);
}

/** Whether nothing later was heard from an actor about following a collective. Others who ask the same at once wait. */
async function isLastWord(
  db: Db,
  collective: string,
  actor: string,
  type: "Follow" | "Undo",
  received: Date,
): Promise<boolean> {
  const row = await db
    .insertInto("received")
    .values({ actor, key: `following ${collective}`, type, object: null, received })
    .onConflict((conflict) =>
      conflict
        .columns(["actor", "key"])
        .doUpdateSet({ type, received })
        .where("received.received", "<=", received),
    )
    .returning("key")
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes that an actor is gone for good: it follows nobody, what it said is gone too, and nothing is sent to it any more. */
export async function actorGone(site: Site, actor: string): Promise<void> {
  await site.db.transaction().execute(async (db) => {
    await db.deleteFrom("follower").where("actor", "=", actor).execute();
    await db.deleteFrom("response").where("actor", "=", actor).execute();
    await allyGone(site, db, actor);
    await db
      .updateTable("remote_actor")
      .set({ gone: site.clock.now(), name: null })
      .where("id", "=", actor)
      .execute();
    await forgetKeys(db, actor);
  });
}

/**
 * Forgets actors that were last heard of before a moment, unless they follow somebody here, have said something or are
 * blocked: whoever else comes back is asked who they are again.
 */
export async function forgetStrangers({ db }: Site, before: Date): Promise<void> {
  for await (const ids of keysOf(db, "remote_actor", "id", "")) {
    await sql`
      delete from remote_actor a where a.id = any(${ids}::text[]) and a.fetched < ${before} and not a.blocked
        and not exists (select from follower f where f.actor = a.id)
        and not exists (select from response r where r.actor = a.id)
        and not exists (select from ally y where y.actor = a.id)
        and not exists (select from wire_item w where w.actor = a.id)`.execute(db);
  }
}

/**
 * Sends a follower away. A Reject alone does nothing on GoToSocial, a Block does, and its Undo brings nothing back.
 * @param actor its address
 * @throws {NotFound} when it does not follow
 */
export async function removeFollower(site: Site, collective: Collective, actor: string): Promise<void> {
  const row = await site.db
    .selectFrom("follower")
    .select("follow")
    .where("collective", "=", collective.id)
    .where("actor", "=", actor)
    .executeTakeFirst();
  const to = await remoteActorById(site.db, actor);
  if (row === undefined || to === undefined)
    throw new NotFound(`${actor} does not follow ${collective.handle}.`);
  const of = { collective: collective.id, actor };
  await site.db.transaction().execute(async (db) => {
    await db
      .deleteFrom("follower")
      .where("collective", "=", collective.id)
      .where("actor", "=", actor)
      .execute();
    await siblingSentAway(site, db, collective.id, actor);
    if (to.gone !== null) return;
    const follow = { id: row.follow ?? undefined, actor };
    await sendToActor(site, db, collective.id, { type: "Reject", collective: collective.id, follow }, to);
    const { id: block } = await sendToActor(site, db, collective.id, { type: "Block", ...of }, to);
    await sendToActor(site, db, collective.id, { type: "UndoBlock", ...of, block }, to);
  });
}

/**
 * A collective's followers, by address, a page at a time.
 * @param after the address where the page before ended
 */
export async function followersOf(
  db: Db,
  collective: string,
  { after = "", limit = 100 }: { after?: string; limit?: number } = {},
): Promise<{ followers: FollowerShown[]; next: string | undefined }> {
  const rows = await db
    .selectFrom("follower as f")
    .innerJoin("remote_actor as a", "a.id", "f.actor")
    .select([
      "a.id as actor",
      "a.handle",
      "a.name",
      "a.inbox",
      (is) => is.cast<string>("f.since", "text").as("since"),
    ])
    .where("f.collective", "=", collective)
    .where("f.actor", ">", after)
    .orderBy("f.actor")
    .limit(limit + 1)
    .execute();
  const followers = rows.slice(0, limit);
  return { followers, next: rows.length > limit ? followers.at(-1)?.actor : undefined };
}

/** How many follow a collective. */
export async function countFollowers(db: Db, collective: string): Promise<number> {
  const { count } = await db
    .selectFrom("follower")
    .select((is) => is.fn.countAll<string>().as("count"))
    .where("collective", "=", collective)
    .executeTakeFirstOrThrow();
  return Number(count);
}
