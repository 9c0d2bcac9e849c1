// The keys that a remote actor lists for signing: RSA and Ed25519 as PEM, Ed25519 as Multikey; embedded, or named and fetched.
import { createPublicKey, type KeyObject } from "node:crypto";
import type { RemoteKey } from "../src/db/remote_key.ts";
import { isSpoken } from "../src/domain/errors.ts";
import { idOf, toAddress } from "./address.ts";
import type { Fetcher } from "./fetcher.ts";
import { readMultikey } from "./multibase.ts";

/** Most keys that are read of one actor, and most that are fetched for that. */
const most = { keys: 10, fetched: 3 };
const longestPem = 8192;

/**
 * Reads the keys that an actor's own document lists. One that it only names is fetched from the actor's own server, and
 * must name the actor in turn. Those that cannot be had or used are left out.
 * @throws {NotFound | Gone | Refused | Unavailable} when one could not be had and there is no other
 */
export async function readKeys(
  fetcher: Fetcher,
  actor: string,
  document: Record<string, unknown>,
): Promise<RemoteKey[]> {
  const { origin } = new URL(actor);
  const keys = new Map<string, RemoteKey>();
  let fetched = 0;
  let missed: unknown;
  for (const entry of [...listOf(document.publicKey), ...listOf(document.assertionMethod)]) {
    const id = idOf(entry);
    if (id === undefined || toAddress(id)?.origin !== origin || keys.has(id)) continue;
    try {
      const key = isWhole(entry) ? entry : fetched++ < most.fetched ? await fetchKey(id) : undefined;
      const pem = key && readKey(actor, key);
      if (pem) keys.set(id, { id, public_key: pem });
    } catch (error) {
      if (!isSpoken(error)) throw error;
      missed ??= error;
    }
  }
  if (keys.size === 0 && missed !== undefined) throw missed;
  return [...keys.values()];

  async function fetchKey(id: string): Promise<object | undefined> {
    // The document where it would be is the one that only names it.
    if (id.split("#")[0] === actor) return undefined;
    const { json } = await fetcher.getJson(id);
    return idOf(json) === id && ownerOf(json as object) === actor ? (json as object) : undefined;
  }
}

function isWhole(entry: unknown): entry is object {
  return (
    typeof entry === "object" && entry !== null && ("publicKeyPem" in entry || "publicKeyMultibase" in entry)
  );
}

/** A key as PEM, if it belongs to the actor and is one that may sign. */
function readKey(actor: string, key: object): string | undefined {
  const { publicKeyPem: pem, publicKeyMultibase: multibase } = key as Record<string, unknown>;
  const owner = ownerOf(key);
  if (typeof pem === "string" && pem.length <= longestPem) {
    return (owner ?? actor) === actor ? exported(fromPem(pem)) : undefined;
  }
  return typeof multibase === "string" && owner === actor ? exported(readMultikey(multibase)) : undefined;
}

function exported(key: KeyObject | undefined): string | undefined {
  return key && maySign(key) ? key.export({ type: "spki", format: "pem" }).toString() : undefined;
}

function fromPem(pem: string): KeyObject | undefined {
  try {
    return /^\s*-----BEGIN (?:RSA )?PUBLIC KEY-----/.test(pem) ? createPublicKey(pem) : undefined;
  } catch {
    return undefined;
  }
}

/** Ed25519, or RSA of a size that is neither weak nor slow. */
function maySign({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): boolean {
  const bits = details?.modulusLength ?? 0;
  return type === "ed25519" || (type === "rsa" && bits >= 1024 && bits <= 8192);
}

function ownerOf(key: object): string | undefined {
  return "owner" in key ? idOf(key.owner) : "controller" in key ? idOf(key.controller) : undefined;
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).slice(0, most.keys);
}
