// The table of keys with which actors of other servers sign their requests; an actor may have several.
import type { Db } from "./open.ts";

export interface RemoteKeyTable {
  actor: string;
  /** Its address, by which signatures name it. */
  id: string;
  /** PEM (SPKI): RSA or Ed25519. */
  public_key: string;
}

/** A key of an actor that is known. */
export type RemoteKey = Omit<RemoteKeyTable, "actor">;

/** What is known of an actor's keys, and since when; undefined where the actor is not known, or was gone. */
export async function remoteKeys(
  db: Db,
  actor: string,
): Promise<{ keys: RemoteKey[]; fetched: Date } | undefined> {
  const rows = await db
    .selectFrom("remote_actor as a")
    .leftJoin("remote_key as k", "k.actor", "a.id")
    .select(["a.fetched", "k.id", "k.public_key"])
    .where("a.id", "=", actor)
    .where("a.gone", "is", null)
    .execute();
  const keys = rows.flatMap(({ id, public_key }) =>
    id === null || public_key === null ? [] : { id, public_key },
  );
  return rows[0] && { keys, fetched: rows[0].fetched };
}

/** The actor that has listed a key, or undefined. */
export async function keyHolder(db: Db, id: string): Promise<string | undefined> {
  const row = await db.selectFrom("remote_key").select("actor").where("id", "=", id).executeTakeFirst();
  return row?.actor;
}

/** Puts the keys that an actor lists now in the place of those it listed before. */
export async function replaceKeys(db: Db, actor: string, keys: readonly RemoteKey[]): Promise<void> {
  await forgetKeys(db, actor);
  if (keys.length === 0) return;
  await db
    .insertInto("remote_key")
    .values(keys.map((key) => ({ actor, ...key })))
    .execute();
}

/** Forgets the keys of an actor. */
export async function forgetKeys(db: Db, actor: string): Promise<void> {
  await db.deleteFrom("remote_key").where("actor", "=", actor).execute();
}
