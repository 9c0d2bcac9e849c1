// The address a node's data were made under: ids begin with it and are permanent, so data and address stay together.
import { Refused } from "../domain/errors.ts";
import type { Db } from "./open.ts";

/** The origin that the first collective was founded under; the only row there is. */
export interface NodeOriginTable {
  one: boolean;
  origin: string;
}

/**
 * Ties the data to an origin, unless they are tied already; who founds a collective does this first.
 * @throws {Refused} when they were made under another one
 */
export async function claimOrigin(db: Db, origin: string): Promise<void> {
  await db
    .insertInto("node_origin")
    .values({ one: true, origin })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { origin: made } = await db.selectFrom("node_origin").select("origin").executeTakeFirstOrThrow();
  if (made === origin) return;
  throw new Refused(
    `ORIGIN is ${origin}, but what is kept here was made under ${made}. ` +
      "Every address in it begins with that and is permanent: other servers know the collectives and their texts by it. " +
      `Set ORIGIN=${made} again. A node at a new address is a new node and needs data of its own: another DATA_DIR, or an empty database in DATABASE_URL.`,
  );
}

/**
 * Makes sure that data with a collective in them are used under the origin they were made under. Without one there is
 * nothing that anybody could know, and the origin may still be chosen.
 * @throws {Refused} when it is another
 */
export async function proveOrigin(db: Db, origin: string): Promise<void> {
  const collective = await db.selectFrom("collective").select("id").limit(1).executeTakeFirst();
  if (collective !== undefined) await claimOrigin(db, origin);
}
