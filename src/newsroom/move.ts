// Accounts that move: one that follows takes its place along when it follows anew, and cannot leave behind what was decided about it.
import { sql } from "kysely";
import { type RemoteActorFacts, rememberActor } from "../db/remote_actor.ts";
import type { RemoteKey } from "../db/remote_key.ts";
import type { Site } from "../site.ts";

/** How long an account that has moved stays where it is. */
const rest = 7 * 24 * 3_600_000;

/**
 * Notes that an account has become another; both have said so. It follows until the other one does, whose server asks for
 * that by itself: nobody is sent what they have not asked for. What collectives have decided about it, and whether it is
 * blocked, holds for the new account at once.
 * @param moved when it said so
 */
export async function actorMoved(
  site: Site,
  actor: string,
  target: { facts: RemoteActorFacts; keys: readonly RemoteKey[] },
  moved: Date,
): Promise<void> {
  await site.db.transaction().execute(async (db) => {
    const { numUpdatedRows } = await db
      .updateTable("remote_actor")
      .set({ moved_to: target.facts.id, moved })
      .where("id", "=", actor)
      .where((is) => is.or([is("moved", "is", null), is("moved", "<", new Date(moved.getTime() - rest))]))
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    await rememberActor(db, target.facts, target.keys, site.clock.now());
    await sql`
      update remote_actor new set blocked = true from remote_actor old
      where new.id = ${target.facts.id} and old.id = ${actor} and old.blocked`.execute(db);
    await sql`
      insert into decision (collective, subject, kind, verdict)
      select collective, ${target.facts.id}, kind, verdict from decision where subject = ${actor} and kind = 'actor'
      on conflict do nothing`.execute(db);
  });
}
