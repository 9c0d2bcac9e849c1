// Texts with a proof of their own, by which a copy can be checked wherever it came from; it is made once for each wording.
import { createHash } from "node:crypto";
import { keepProof, keptProof } from "../src/db/object_proof.ts";
import type { Db } from "../src/db/open.ts";
import { context } from "./context.ts";
import type { Ground, Keys } from "./keys.ts";
import { type Proven, proofOf, proofValueOf, type Signable } from "./sign.ts";

/** Whose text it is, and its UUID. */
export interface Whose {
  id: string;
  collective: string;
}

/**
 * Gives a document its `@context` and a proof by its collective, over all that it says: to be served, and to be embedded in
 * activities in the very same words. The proof is kept; it is made anew when anything in the document is another than it
 * was (its words, a translation beside it, how often it was liked), or the key. https://w3id.org/fep/8b32
 * @param db the transaction that changes the text, or none
 * @param said when it is sent; what is only served anew keeps the moment it had, so that the same words have the same proof
 *   and tell nobody what was liked or answered, and taken back, in between
 */
export async function prove<T extends object>(
  { clock }: Pick<Ground, "clock">,
  db: Db,
  { ed25519 }: Keys,
  { id: object, collective }: Whose,
  document: T,
  said?: Date,
): Promise<Proven<T & Signable>> {
  const whole = { "@context": context, ...document };
  const digest = createHash("sha256")
    .update(`${ed25519.id} ${ed25519.publicMultibase} ${JSON.stringify(whole)}`)
    .digest();
  const kept = await keptProof(db, object);
  if (kept?.digest.equals(digest)) {
    return { ...whole, proof: proofOf(whole, ed25519, kept.created, kept.value) };
  }
  const created = said ?? kept?.created ?? clock.now();
  const value = proofValueOf(whole, ed25519, created);
  await keepProof(db, { object, collective, digest, created, value });
  return { ...whole, proof: proofOf(whole, ed25519, created, value) };
}
