// The table of actors of other servers, as far as we need to know them.
import type { ColumnType, Generated, Selectable } from "kysely";
import type { Db } from "./open.ts";
import { type RemoteKey, replaceKeys } from "./remote_key.ts";

export interface RemoteActorTable {
  /** Its address, which is its id. */
  id: string;
  host: string;
  type: string;
  /** `name@host`, without a leading @. */
  handle: string | null;
  name: string | null;
  /** What it says of itself, HTML as it came; to be cleaned each time it is shown. */
  summary: string | null;
  url: string | null;
  inbox: string;
  shared_inbox: string | null;
  blocked: Generated<boolean>;
  fetched: ColumnType<Date, Date | undefined, Date>;
  gone: Date | null;
  /** The actor that it has become; both have said so. */
  moved_to: string | null;
  moved: Date | null;
}

export type RemoteActor = Selectable<RemoteActorTable>;

/** What an actor says of itself, checked by whoever fetched it. */
export type RemoteActorFacts = Pick<
  RemoteActor,
  "id" | "host" | "type" | "handle" | "name" | "summary" | "url" | "inbox" | "shared_inbox"
>;

/** The actor with that address, or undefined. */
export function remoteActorById(db: Db, id: string): Promise<RemoteActor | undefined> {
  return db.selectFrom("remote_actor").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The actor that was found under a handle (`name@host`), or undefined. */
export function remoteActorByHandle(db: Db, handle: string): Promise<RemoteActor | undefined> {
  return db
    .selectFrom("remote_actor")
    .selectAll()
    .where("handle", "=", handle)
    .where("gone", "is", null)
    .orderBy("fetched", "desc")
    .executeTakeFirst();
}

/**
 * Keeps what an actor says of itself now, and the keys it lists now in the place of those before; who is blocked stays
 * blocked, who was gone is back.
 */
export async function rememberActor(
  db: Db,
  facts: RemoteActorFacts,
  keys: readonly RemoteKey[],
  fetched: Date,
): Promise<RemoteActor> {
  const remember = async (db: Db) => {
    await db
      .insertInto("remote_host")
      .values({ host: facts.host })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const actor = await db
      .insertInto("remote_actor")
      .values({ ...facts, fetched })
      .onConflict((conflict) => conflict.column("id").doUpdateSet({ ...facts, fetched, gone: null }))
      .returningAll()
      .executeTakeFirstOrThrow();
    await replaceKeys(db, facts.id, keys);
    return actor;
  };
  return db.isTransaction ? remember(db) : db.transaction().execute(remember);
}
