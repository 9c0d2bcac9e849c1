// Lets go of what its authors have deleted, or what their server no longer has.
import type { Site } from "../site.ts";
import { forwardDeletion, type Sealed } from "./forward.ts";
import { noteTakenBack } from "./taken_back.ts";
import { waitFor } from "./turn.ts";

/** What is known of a response whose deletion is asked for. */
export interface Known {
  id: string;
  actor: string | null;
  /** Whether it is written, so that it stands at its address as long as it is there; likes and boosts need not. */
  isPost: boolean;
}

/** The response with that address, if it came from outside. */
export async function responseAt(site: Site, uri: string): Promise<Known | undefined> {
  const row = await site.db
    .selectFrom("response")
    .select(["id", "actor", "kind"])
    .where("uri", "=", uri)
    .where("actor", "is not", null)
    .executeTakeFirst();
  return row && { id: row.id, actor: row.actor, isPost: row.kind !== "like" && row.kind !== "boost" };
}

/**
 * Deletes what an actor has said; if it comes later, it is not taken in any more.
 * @param sealed the activity that says so, to be passed on where what it deletes was shown or passed on
 */
export async function retract(
  site: Site,
  actor: string,
  uri: string,
  said: Date,
  sealed?: Sealed,
): Promise<void> {
  await site.db.transaction().execute(async (db) => {
    await waitFor(db, uri);
    await noteTakenBack(db, actor, uri, said);
    const gone = await db
      .deleteFrom("response")
      .where("uri", "=", uri)
      .where("actor", "=", actor)
      .returning(["collective", "report", "state", "public", "kind"])
      .executeTakeFirst();
    if (sealed === undefined) return;
    const wasShown = gone?.kind === "reply" && gone.state === "shown" && gone.public;
    const shownAt = wasShown ? { collective: gone.collective, report: gone.report! } : undefined;
    await forwardDeletion(site, db, sealed, { actor, uri, shownAt });
  });
}
