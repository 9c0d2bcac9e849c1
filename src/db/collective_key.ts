// The table of keys: an RSA pair for HTTP signatures and an Ed25519 pair for object proofs, private halves sealed.
import type { ColumnType, Selectable } from "kysely";
import type { Db } from "./open.ts";

export interface CollectiveKeyTable {
  id: string;
  /** null: the node's own instance actor. */
  collective: string | null;
  kind: "rsa" | "ed25519";
  /** PEM (SPKI). */
  public_key: string;
  /** PKCS #8 DER, sealed. */
  sealed_private_key: Buffer;
  created: ColumnType<Date, Date | undefined, never>;
  retired: Date | null;
}

export type CollectiveKey = Selectable<CollectiveKeyTable>;

/** The keys in force of a collective, or of the instance actor (null). */
export function currentKeys(db: Db, collective: string | null): Promise<CollectiveKey[]> {
  return db
    .selectFrom("collective_key")
    .selectAll()
    .where("collective", collective === null ? "is" : "=", collective)
    .where("retired", "is", null)
    .execute();
}
