// Originals as they came, and whether their object integrity proof holds: made with a key that its author lists.
import { createHash, type KeyObject, verify } from "node:crypto";
import { decodeMultibase } from "@fedify/fedify";
import canonicalize from "canonicalize";
import { isSpoken } from "../src/domain/errors.ts";
import type { Original } from "../src/newsroom/fediverse.ts";
import { idOf, toAddress } from "./address.ts";
import type { Post } from "./incoming.ts";
import type { Ground } from "./keys.ts";
import { multikey } from "./multibase.ts";
import { type Keyring, keyringOf } from "./proof_key.ts";

type Json = Record<string, unknown>;

/** The address of a text, and of who must have proven it. */
type ProvenText = Pick<Post, "uri" | "attributedTo">;

type Verdict = Pick<Original, "proof" | "verified_with">;

/**
 * Looks at the proofs of something that came. Of an activity, that of the text in it counts first, because it stays with
 * copies; the activity's own is about the text as well. https://w3id.org/fep/8b32
 * @param body JSON as it came: an activity, or an object
 * @param text what was read from it: whatever else is proven in there is of no account, and nobody but its author is asked
 *   for a key, where that is not on file
 */
export function readOriginal(ground: Ground, body: string, text: ProvenText): Promise<Original> {
  return readOriginalOf(keyringOf(ground, text.attributedTo), body, text);
}

/** The same. @param keyring where the author's keys are found */
export async function readOriginalOf(
  keyring: Keyring,
  body: string,
  { uri, attributedTo: author }: ProvenText,
): Promise<Original> {
  const json = asJson(JSON.parse(body)) ?? {};
  const ld_signature = asJson(json.signature) !== undefined;
  const isText = idOf(json) === uri;
  const around = idOf(json.object) === uri ? [asJson(json.object), json] : [];
  const proven = (isText ? [json] : around).filter((one) => one?.proof !== undefined);
  let verdict: Verdict = { proof: "none", verified_with: null };
  for (const one of proven) {
    const found = await judge(keyring, one!, json, author);
    if (found.proof === "verified" || verdict.proof === "none") verdict = found;
    if (found.proof === "verified") break;
  }
  return { body, ...verdict, ld_signature };
}

const failed = { proof: "failed", verified_with: null } as const;
const unread = { proof: "unknown", verified_with: null } as const;

async function judge(keyring: Keyring, proven: Json, outer: Json, author: string): Promise<Verdict> {
  const proof = asJson(proven.proof);
  if (proof?.type !== "DataIntegrityProof" || proof.cryptosuite !== "eddsa-jcs-2022") return unread;
  const { verificationMethod: method, proofPurpose, proofValue } = proof;
  const said = idOf(proven.actor) ?? idOf(proven.attributedTo);
  const isTheirs = toAddress(method)?.origin === new URL(author).origin && said === author;
  if (!isTheirs || proofPurpose !== "assertionMethod" || typeof proofValue !== "string") {
    return failed;
  }
  const judged = (key: KeyObject): Verdict => {
    if (key.asymmetricKeyType !== "ed25519") return unread;
    const holds = isProven(proven, proof, proofValue, outer["@context"], key);
    return holds ? { proof: "verified", verified_with: multikey(key) } : failed;
  };
  const onFile = await keyring.onFile(method as string);
  const found = onFile && judged(onFile.key);
  if (found !== undefined && (found.proof === "verified" || onFile?.isFresh)) return found;
  try {
    const listed = await keyring.listed(method as string);
    return listed === undefined ? failed : judged(listed);
  } catch (error) {
    if (isSpoken(error)) return found ?? unread;
    throw error;
  }
}

/** https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022 */
function isProven(proven: Json, proof: Json, value: string, context: unknown, key: KeyObject): boolean {
  let signature: Uint8Array;
  try {
    signature = decodeMultibase(value);
  } catch {
    return false;
  }
  const { proof: _proof, ...whole } = proven;
  const { proofValue: _value, ...config } = proof;
  // An LD signature is put on after the proof; some do not repeat in the proof what its terms mean.
  const { signature: _signature, ...unsigned } = whole;
  const own = proven["@context"] ?? context;
  const documents = [unsigned, whole].map((one) => (own === undefined ? one : { "@context": own, ...one }));
  const configs = [config, { ...config, "@context": own }];
  return documents.some((document) =>
    configs.some((one) => {
      const digest = Buffer.concat([hash(one), hash(document)]);
      return verify(null, digest, key, signature);
    }),
  );
}

function hash(document: object): Buffer {
  return createHash("sha256").update(canonicalize(document)!).digest();
}

function asJson(value: unknown): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}
