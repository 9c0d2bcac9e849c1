// Puts right what two servers know differently about who of ours follows whom: the list of the one that is followed decides.
import { randomUUIDv7 } from "node:crypto";
import { followingCollectives } from "../db/ally.ts";
import { collectiveById } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import { type RemoteActor, remoteActorById } from "../db/remote_actor.ts";
import type { Site } from "../site.ts";
import { lockedAlly, today } from "./ally.ts";
import { followAccepted } from "./follow_answered.ts";
import { sendToActor } from "./send.ts";
import { isShunned } from "./shunned.ts";

/** The collectives that follow an actor, as far as this node knows. */
export async function whoFollows(db: Db, actor: string): Promise<string[]> {
  return (await followingCollectives(db, actor)).map(({ collective }) => collective);
}

/**
 * Makes of what an actor's own server says about who follows it what both sides want. Who is listed and waits for an
 * answer is accepted; who is listed and does not follow says so again. Who was accepted and is not listed any more has
 * been forgotten there without a word, by a backup put back in, say: it asks anew, once, and is an ally again when they
 * accept.
 * @param listed the collectives of this node in that list
 */
export async function followersListed(site: Site, actor: string, listed: readonly string[]): Promise<void> {
  const to = await remoteActorById(site.db, actor);
  if (to === undefined || to.gone !== null || (await isShunned(site.db, to))) return;
  const missing = new Set(await whoFollows(site.db, actor)).difference(new Set(listed));
  for (const collective of listed) await isListed(site, collective, to);
  for (const collective of missing) await isMissing(site, collective, to);
}

async function isListed(site: Site, collective: string, actor: RemoteActor): Promise<void> {
  if ((await collectiveById(site.db, collective)) === undefined) return;
  await followAccepted(site, actor.id, { collective });
  await site.db.transaction().execute(async (db) => {
    const ally = await lockedAlly(db, collective, actor.id);
    if (ally !== undefined && ally.state !== "ended") return;
    // It may have followed before its own side was put back to an older state, and know no Follow any more.
    const follow = ally?.follow ?? randomUUIDv7();
    const saying = { type: "UndoFollow", collective, actor: actor.id, follow } as const;
    await sendToActor(site, db, collective, saying, actor);
  });
}

async function isMissing(site: Site, collective: string, actor: RemoteActor): Promise<void> {
  await site.db.transaction().execute(async (db) => {
    if ((await lockedAlly(db, collective, actor.id))?.state !== "accepted") return;
    const saying = { type: "Follow", collective, actor: actor.id } as const;
    const { id } = await sendToActor(site, db, collective, saying, actor);
    await db
      .updateTable("ally")
      .set({ follow: id, state: "requested", since: today(site) })
      .where("collective", "=", collective)
      .where("actor", "=", actor.id)
      .execute();
  });
}
