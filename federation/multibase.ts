// Bytes as base58btc multibase, the spelling of keys and proofs. https://www.w3.org/TR/cid-1.0/#multibase-0
import { createPublicKey, type KeyObject } from "node:crypto";
import { decodeMultibase, encodeMultibase } from "@fedify/fedify";

/** What an Ed25519 public key begins with in a Multikey. */
const ed25519 = Buffer.of(0xed, 0x01);

/** `z` and the bytes in base 58. */
export function multibase(bytes: Uint8Array): string {
  return Buffer.from(encodeMultibase("base58btc", bytes)).toString();
}

/** An Ed25519 public key as a Multikey carries it: a prefix, then its 32 bytes. https://www.w3.org/TR/cid-1.0/#Multikey */
export function multikey(publicKey: KeyObject): string {
  const { x } = publicKey.export({ format: "jwk" });
  return multibase(Buffer.concat([ed25519, Buffer.from(x!, "base64url")]));
}

/** The Ed25519 public key that a Multikey carries, or undefined where it carries anything else. */
export function readMultikey(text: string): KeyObject | undefined {
  if (!/^z[1-9A-HJ-NP-Za-km-z]{40,60}$/.test(text)) return undefined;
  const bytes = Buffer.from(decodeMultibase(text));
  if (bytes.length !== 34 || !bytes.subarray(0, 2).equals(ed25519)) return undefined;
  const x = bytes.subarray(2).toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}
