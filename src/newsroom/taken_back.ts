// Remembers what was taken back before it was heard of, so that it does not appear when it comes late.
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "../db/open.ts";

/** Addresses may be longer than what an index takes. */
const keyOf = (uri: string) => `taken back ${createHash("sha256").update(uri).digest("base64url")}`;

/** Notes that an actor has taken something of its own back. */
export async function noteTakenBack(db: Db, actor: string, uri: string, said: Date): Promise<void> {
  await db
    .insertInto("received")
    .values({ actor, key: keyOf(uri), type: "Undo", object: null, received: said })
    .onConflict((conflict) =>
      conflict
        .columns(["actor", "key"])
        .doUpdateSet({ received: sql<Date>`greatest(received.received, ${said})` }),
    )
    .execute();
}

/**
 * Whether an actor has taken something back.
 * @param done when it says to have done it; what was done again after it was taken back is there again. Undefined: whatever
 *   is taken back once is so for good.
 */
export async function wasTakenBack(db: Db, actor: string, uri: string, done?: Date): Promise<boolean> {
  let query = db
    .selectFrom("received")
    .select("key")
    .where("actor", "=", actor)
    .where("key", "=", keyOf(uri));
  if (done !== undefined) query = query.where("received", ">=", done);
  return (await query.executeTakeFirst()) !== undefined;
}
