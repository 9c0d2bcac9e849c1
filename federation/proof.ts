// Originals as they came, and whether their object integrity proof holds: made with a key that the author's own document lists.
import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { decodeMultibase } from "@fedify/fedify";
import canonicalize from "canonicalize";
import { isSpoken } from "../src/domain/errors.ts";
import type { Original } from "../src/newsroom/fediverse.ts";
import { idOf, toAddress } from "./address.ts";
import type { Fetcher } from "./fetcher.ts";
import type { Post } from "./incoming.ts";

type Json = Record<string, unknown>;

/** The address of a text, and of who must have proven it. */
type ProvenText = Pick<Post, "uri" | "attributedTo">;

type Verdict = Pick<Original, "proof" | "verified_with">;

/**
 * Looks at the proofs of something that came. Of an activity, that of the text in it counts first, because it stays with
 * copies; the activity's own is about the text as well. https://w3id.org/fep/8b32
 * @param body JSON as it came: an activity, or an object
 * @param text what was read from it: whatever else is proven in there is of no account, and the key is fetched from its
 *   author and nobody else
 */
export function readOriginal(fetcher: Fetcher, body: string, text: ProvenText): Promise<Original> {
  return readOriginalOf(async () => (await fetcher.getJson(text.attributedTo)).json as Json, body, text);
}

/** The same. @param fetch gives the author's own document */
export async function readOriginalOf(
  fetch: () => Promise<object>,
  body: string,
  { uri, attributedTo: author }: ProvenText,
): Promise<Original> {
  const json = asJson(JSON.parse(body)) ?? {};
  const ld_signature = asJson(json.signature) !== undefined;
  const isText = idOf(json) === uri;
  const around = idOf(json.object) === uri ? [asJson(json.object), json] : [];
  const proven = (isText ? [json] : around).filter((one) => one?.proof !== undefined);
  let document: Promise<Json> | undefined;
  const authors = () => {
    document ??= fetch() as Promise<Json>;
    return document;
  };
  let verdict: Verdict = { proof: "none", verified_with: null };
  for (const one of proven) {
    const found = await judge(authors, one!, json, author);
    if (found.proof === "verified" || verdict.proof === "none") verdict = found;
    if (found.proof === "verified") break;
  }
  return { body, ...verdict, ld_signature };
}

/** @param authors gives the author's own document */
async function judge(
  authors: () => Promise<Json>,
  proven: Json,
  outer: Json,
  author: string,
): Promise<Verdict> {
  const proof = asJson(proven.proof);
  const unread = { proof: "unknown", verified_with: null } as const;
  if (proof?.type !== "DataIntegrityProof" || proof.cryptosuite !== "eddsa-jcs-2022") return unread;
  const { verificationMethod: method, proofPurpose, proofValue } = proof;
  const said = idOf(proven.actor) ?? idOf(proven.attributedTo);
  const isTheirs = toAddress(method)?.origin === new URL(author).origin && said === author;
  if (!isTheirs || proofPurpose !== "assertionMethod" || typeof proofValue !== "string") {
    return { proof: "failed", verified_with: null };
  }
  try {
    const multibase = keyIn(await authors(), author, method as string);
    if (multibase === undefined) return { proof: "failed", verified_with: null };
    const key = toKey(multibase);
    if (key === undefined) return unread;
    const holds = isProven(proven, proof, proofValue, outer["@context"], key);
    return holds ? { proof: "verified", verified_with: multibase } : { proof: "failed", verified_with: null };
  } catch (error) {
    if (isSpoken(error)) return unread;
    throw error;
  }
}

/** The key, where the author's own document lists it as theirs. https://w3id.org/fep/521a */
function keyIn({ assertionMethod }: Json, author: string, method: string): string | undefined {
  for (const one of (Array.isArray(assertionMethod) ? assertionMethod : [assertionMethod]).slice(0, 10)) {
    const key = asJson(one);
    const isIt = key?.id === method && key.type === "Multikey" && idOf(key.controller) === author;
    if (isIt && typeof key.publicKeyMultibase === "string") return key.publicKeyMultibase.slice(0, 200);
  }
  return undefined;
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

function toKey(multibase: string): KeyObject | undefined {
  try {
    const bytes = decodeMultibase(multibase as `z${string}`);
    if (bytes.length !== 34 || bytes[0] !== 0xed || bytes[1] !== 0x01) return undefined;
    const x = Buffer.from(bytes.subarray(2)).toString("base64url");
    return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  } catch {
    return undefined;
  }
}

function hash(document: object): Buffer {
  return createHash("sha256").update(canonicalize(document)!).digest();
}

function asJson(value: unknown): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}
