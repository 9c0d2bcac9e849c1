// Tells whom this node does not listen to.
import type { Db } from "../db/open.ts";
import type { RemoteActor } from "../db/remote_actor.ts";

/** Whether nothing of an actor is to be heard here: it is blocked, or its server is. */
export async function isShunned(db: Db, actor: RemoteActor): Promise<boolean> {
  if (actor.blocked) return true;
  const host = await db
    .selectFrom("remote_host")
    .select("block")
    .where("host", "=", actor.host)
    .executeTakeFirst();
  return host?.block === "blocked";
}
