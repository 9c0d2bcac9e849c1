// The table of proofs: what proves a text of a collective by itself, made once for each wording and key.
import type { Selectable } from "kysely";
import { isUuid } from "./collective.ts";
import type { Db } from "./open.ts";

export interface ObjectProofTable {
  /** UUID of a text, an answer or an introduction. */
  object: string;
  collective: string;
  /** SHA-256 of the key and the document. */
  digest: Buffer;
  /** When the text was last sent, or first served. */
  created: Date;
  /** The signature (multibase). */
  value: string;
}

export type ObjectProof = Selectable<ObjectProofTable>;

/** The proof that is kept of something, whatever it said then. */
export async function keptProof(db: Db, object: string): Promise<ObjectProof | undefined> {
  return db.selectFrom("object_proof").selectAll().where("object", "=", object).executeTakeFirst();
}

/** Keeps a proof instead of the one before. */
export async function keepProof(db: Db, proof: ObjectProof): Promise<void> {
  await db
    .insertInto("object_proof")
    .values(proof)
    .onConflict((conflict) => conflict.column("object").doUpdateSet(proof))
    .execute();
}

/** Forgets the proof of what is taken back. */
export async function forgetProof(db: Db, object: string): Promise<void> {
  if (isUuid(object)) await db.deleteFrom("object_proof").where("object", "=", object).execute();
}
