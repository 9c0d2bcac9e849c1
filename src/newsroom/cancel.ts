// Takes back what has not been sent yet, so that nobody receives a text after it was withdrawn.
import { cancelAbout } from "../db/ledger.ts";
import type { Db } from "../db/open.ts";

/**
 * Ends every pending delivery about an object. What a sender has under way at this moment cannot be called back; it is
 * marked, so that there is no other try.
 * @param db the transaction that takes the object back; what it says about it itself must come after this
 * @param object the address of the object
 */
export function cancelPending(db: Db, object: string): Promise<void> {
  return cancelAbout(db, object);
}
