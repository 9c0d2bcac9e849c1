// Takes back what has not been sent yet, so that nobody receives a text after it was withdrawn.
import { cancelAbout } from "../db/ledger.ts";
import type { Db } from "../db/open.ts";

/**
 * Ends every pending delivery about some objects. What a sender has under way at this moment cannot be called back; it is
 * marked, so that there is no other try.
 * @param db the transaction that takes the object back; what it says about it itself must come after this
 * @param objects their addresses
 */
export async function cancelPending(db: Db, ...objects: readonly string[]): Promise<void> {
  if (objects.length > 0) await cancelAbout(db, objects);
}
