// Signs activities and texts themselves, whoever gets them: an object integrity proof, and around an activity that is public an LD signature.
import { createHash, sign } from "node:crypto";
import { signJsonLd } from "@fedify/fedify";
import canonicalize from "canonicalize";
import { ownContextLoader } from "./context.ts";
import type { Keys } from "./keys.ts";
import { multibase } from "./multibase.ts";

/** A document that can be signed: it says what its terms mean. */
export interface Signable {
  readonly "@context": unknown;
}

export type Proven<T> = T & { proof: Proof };

interface Proof {
  "@context": unknown;
  type: "DataIntegrityProof";
  cryptosuite: "eddsa-jcs-2022";
  verificationMethod: string;
  proofPurpose: "assertionMethod";
  created: string;
  proofValue: string;
}

/**
 * Adds an object integrity proof, made over exactly these members. https://w3id.org/fep/8b32
 * @param created cut to a whole second, because verifiers write the moment anew and must come to the same text
 */
export function withProof<T extends Signable>(document: T, { ed25519 }: Keys, created: Date): Proven<T> {
  const value = proofValueOf(document, ed25519, created);
  return { ...document, proof: proofOf(document, ed25519, created, value) };
}

/** The signature of a proof (multibase). */
export function proofValueOf(document: Signable, key: Keys["ed25519"], created: Date): string {
  const digest = Buffer.concat([hash(optionsOf(document, key, created)), hash(document)]);
  return multibase(sign(null, digest, key.privateKey));
}

/** A proof whose signature is known. */
export function proofOf(
  document: Signable,
  key: Pick<Keys["ed25519"], "id">,
  created: Date,
  proofValue: string,
): Proof {
  return { ...optionsOf(document, key, created), proofValue };
}

function optionsOf(document: Signable, { id }: Pick<Keys["ed25519"], "id">, created: Date) {
  return {
    "@context": document["@context"],
    type: "DataIntegrityProof",
    cryptosuite: "eddsa-jcs-2022",
    verificationMethod: id,
    proofPurpose: "assertionMethod",
    created: `${created.toISOString().slice(0, 19)}Z`,
  } as const;
}

/**
 * Adds an LD signature (RsaSignature2017), by which Mastodon recognises what others pass on. It comes after the proof and
 * covers it; whoever checks the proof takes the signature off first.
 */
export async function withLdSignature(document: Signable, { rsa }: Keys, created: Date): Promise<object> {
  // Fedify asks for a key that could be exported, though it exports none.
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = rsa.privateKey.toCryptoKey(algorithm, true, ["sign"]) as CryptoKey;
  return signJsonLd(document, key, new URL(rsa.id), {
    contextLoader: ownContextLoader,
    created: created.toTemporalInstant(),
  });
}

function hash(document: object): Buffer {
  return createHash("sha256").update(canonicalize(document)!).digest();
}
