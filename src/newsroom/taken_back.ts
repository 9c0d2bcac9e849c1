// Remembers what was taken back before it was heard of, so that it does not appear when it comes late.
import { createHash } from "node:crypto";
import { type RawBuilder, sql } from "kysely";
import type { Db } from "../db/open.ts";

/** What stands for an address: addresses may be longer than what an index takes. */
export const takenBackKey = (uri: string) =>
  `taken back ${createHash("sha256").update(uri).digest("base64url")}`;

/** Notes that an actor has taken something of its own back. */
export async function noteTakenBack(db: Db, actor: string, uri: string, said: Date): Promise<void> {
  await db
    .insertInto("received")
    .values({ actor, key: takenBackKey(uri), type: "Undo", object: null, received: said })
    .onConflict((conflict) =>
      conflict
        .columns(["actor", "key"])
        .doUpdateSet({ received: sql<Date>`greatest(received.received, ${said})` }),
    )
    .execute();
}

/**
 * Whether an actor has taken something back, as a condition of SQL.
 * @param key as `takenBackKey` gives it
 * @param done when it says to have done it; what was done again after it was taken back is there again. Null: whatever is
 *   taken back once is so for good.
 */
export function isTakenBack(
  actor: RawBuilder<unknown>,
  key: RawBuilder<unknown>,
  done: RawBuilder<unknown>,
): RawBuilder<boolean> {
  return sql<boolean>`coalesce((select true from received t where t.actor = ${actor} and t.key = ${key}
    and t.received >= coalesce(${done}, '-infinity')), false)`;
}

/** Whether an actor has taken something back, for good. */
export async function wasTakenBack(db: Db, actor: string, uri: string): Promise<boolean> {
  const found = isTakenBack(sql`${actor}`, sql`${takenBackKey(uri)}`, sql`null::timestamptz`);
  const { rows } = await sql<{ found: boolean }>`select ${found} as found`.execute(db);
  return rows[0]!.found;
}
