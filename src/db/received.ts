// The table of what came in, kept for a while to know a double when it comes.
import type { ColumnType } from "kysely";
import type { Db } from "./open.ts";

export interface ReceivedTable {
  actor: string;
  /** The activity's id; where it has none of its own origin, its type and object. */
  key: string;
  type: string;
  object: string | null;
  received: ColumnType<Date, Date | undefined, Date>;
}

/** Whose activity it is, and what makes it that one. */
export type Receipt = { actor: string; key: string; type: string; object: string | null };

/**
 * Notes that an activity came in.
 * @returns whether it is new; false for a double
 */
export async function noteReceived(db: Db, receipt: Receipt, received: Date): Promise<boolean> {
  const row = await db
    .insertInto("received")
    .values({ ...receipt, received })
    .onConflict((conflict) => conflict.columns(["actor", "key"]).doNothing())
    .returning("key")
    .executeTakeFirst();
  return row !== undefined;
}
