// How two servers agree on who of one follows an actor of the other: a header with a digest of their addresses. https://w3id.org/fep/8fcf
import { createHash } from "node:crypto";

/** What a Collection-Synchronization header says. */
export interface Synchronization {
  /** The sender's followers collection. */
  collectionId: string;
  /** Where the part of it is that is on the receiver's server. */
  url: string;
  /** Of that part, in hexadecimal. */
  digest: string;
}

/** Longest header that is read. */
const longest = 8192;

/** The digest of a number of followers: XOR of the SHA-256 of each address. */
export function digestOfFollowers(addresses: Iterable<string>): string {
  const sum = Buffer.alloc(32);
  for (const address of new Set(addresses)) {
    const one = createHash("sha256").update(address).digest();
    for (let at = 0; at < sum.length; at++) sum[at]! ^= one[at]!;
  }
  return sum.toString("hex");
}

/** The header as it is sent. */
export function synchronizationHeader({ collectionId, url, digest }: Synchronization): string {
  return `collectionId="${collectionId}", url="${url}", digest="${digest}"`;
}

/** Reads such a header; undefined where it is none. */
export function readSynchronization(header: string): Synchronization | undefined {
  if (header.length > longest) return undefined;
  const said = new Map<string, string>();
  const one = /\s*([a-zA-Z]+)="([^"]*)"\s*(?:,|$)/y;
  while (one.lastIndex < header.length) {
    const [, name, value] = one.exec(header) ?? [];
    if (name === undefined || said.has(name)) return undefined;
    said.set(name, value!);
  }
  const [collectionId, url, digest] = ["collectionId", "url", "digest"].map((name) => said.get(name));
  if (collectionId === undefined || url === undefined || !/^[0-9a-f]{64}$/i.test(digest ?? ""))
    return undefined;
  return { collectionId, url, digest: digest!.toLowerCase() };
}
