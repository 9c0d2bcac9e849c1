// Reads the head of a signed request strictly: who says to have signed, when, and whether what is signed says enough.
import { toAddress } from "./address.ts";
import { Turned } from "./turned.ts";

/** Headers by lower-case name; each as often as it came. */
export type DistinctHeaders = Readonly<Record<string, readonly string[] | undefined>>;

/** What the head of a request claims, and what must be true for it. */
export interface SignatureHead {
  keyId: string;
  /** What was signed: derived parts (`(request-target)`, `@method` …) and names of headers, in order. */
  covered: readonly string[];
  signature: Buffer;
  /** The kind of key that it says to be made with; undefined where the key decides. */
  kind: "rsa" | "ed25519" | undefined;
  /** Digests of the body by name of the hash, at least one of a POST. */
  digests: readonly { hash: "sha256" | "sha512"; value: Buffer }[];
  /** draft-cavage: the parameters `(created)` and `(expires)` stand for. */
  cavage?: { created: string | undefined; expires: string | undefined };
  /** RFC 9421: the signature's parameters as they were sent, which are signed too. */
  rfc9421?: { parameters: string };
}

/** How far a signature may lie in the past or in the future, in milliseconds. */
const window = 60 * 60 * 1000;
/** How long a signature may say it holds. */
const longestLife = 12 * 60 * 60 * 1000 + window;
/** What an algorithm's name says of the key. `hs2019` leaves it to the key, and everybody means SHA-256 by it. */
const cavageKinds = { "rsa-sha256": "rsa", ed25519: "ed25519", hs2019: undefined } as const;
const rfc9421Kinds = { "rsa-v1_5-sha256": "rsa", ed25519: "ed25519", "": undefined } as const;
const onlyOnce = ["signature", "signature-input", "date", "digest", "content-digest", "host", "content-type"];

/**
 * Reads the signature of a request. That of a POST must cover a digest of its body.
 * @throws {Turned} 401 where there is none, where it leaves out what matters, or where its time has passed
 */
export function readSignatureHead(
  headers: DistinctHeaders,
  now: Date,
  method: "GET" | "POST" = "POST",
): SignatureHead {
  for (const name of onlyOnce) {
    if ((headers[name]?.length ?? 0) > 1) throw new Turned(401, `The header ${name} came more than once.`);
  }
  const signature = headers.signature?.[0];
  if (signature === undefined) throw new Turned(401, "This is only for signed requests.");
  const input = headers["signature-input"]?.[0];
  return input === undefined
    ? readCavage(signature, headers, now, method)
    : readRfc9421(input, signature, headers, now, method);
}

/** https://datatracker.ietf.org/doc/html/draft-cavage-http-signatures-12#section-2.1 */
function readCavage(
  text: string,
  headers: DistinctHeaders,
  now: Date,
  method: "GET" | "POST",
): SignatureHead {
  const one = /\s*([a-zA-Z]+)=(?:"([^"]*)"|(\d+))\s*(?:,|$)/y;
  const parameters = readParameters(text, one);
  const covered = (parameters.get("headers") ?? "").toLowerCase().split(" ");
  const created = parameters.get("created");
  const expires = parameters.get("expires");
  const time = covered.includes("(created)") ? "(created)" : "date";
  for (const needed of ["(request-target)", "host", time, ...(method === "POST" ? ["digest"] : [])]) {
    if (!covered.includes(needed)) throw new Turned(401, `The signature does not cover ${needed}.`);
  }
  checkNoneTwice(covered);
  if (covered.includes("date")) checkTime(Date.parse(headers.date?.[0] ?? ""), now);
  if (created !== undefined || time === "(created)") checkTime(Number(created ?? Number.NaN) * 1000, now);
  checkExpiry(expires, now);
  return {
    keyId: readKeyId(parameters.get("keyId")),
    covered,
    signature: fromBase64(parameters.get("signature")),
    kind: readKind(parameters.get("algorithm")?.toLowerCase() ?? "hs2019", cavageKinds),
    digests: readDigests(method, headers.digest?.[0], /^sha-(256|512)=([A-Za-z0-9+/]+=*)$/i),
    cavage: { created, expires },
  };
}

/** https://www.rfc-editor.org/rfc/rfc9421#section-4 */
function readRfc9421(
  input: string,
  text: string,
  headers: DistinctHeaders,
  now: Date,
  method: "GET" | "POST",
): SignatureHead {
  const only =
    /^\s*([a-z*][a-z0-9_.*-]*)=(\(("[^"]+"(?: "[^"]+")*)\)((?:;[a-z]+=(?:"[^"]*"|\d+))*))\s*$/.exec(input);
  const value = /^\s*([a-z*][a-z0-9_.*-]*)=:([^:]+):\s*$/.exec(text);
  if (only === null || value === null || value[1] !== only[1]) {
    throw new Turned(
      401,
      "The request must have exactly one signature, of what is named without parameters.",
    );
  }
  const covered = only[3]!.slice(1, -1).split('" "');
  const hasTarget =
    covered.includes("@target-uri") || (covered.includes("@path") && covered.includes("@authority"));
  const hasDigest = method === "GET" || covered.includes("content-digest");
  if (!covered.includes("@method") || !hasTarget || !hasDigest) {
    throw new Turned(401, "The signature must cover @method, @target-uri and the content-digest of a body.");
  }
  checkNoneTwice(covered);
  const parameters = readParameters(only[4]!, /;([a-z]+)=(?:"([^"]*)"|(\d+))/y);
  checkTime(Number(parameters.get("created") ?? Number.NaN) * 1000, now);
  checkExpiry(parameters.get("expires"), now);
  return {
    keyId: readKeyId(parameters.get("keyid")),
    covered,
    signature: fromBase64(value[2]),
    kind: readKind(parameters.get("alg") ?? "", rfc9421Kinds),
    digests: readDigests(method, headers["content-digest"]?.[0], /^sha-(256|512)=:([A-Za-z0-9+/]+=*):$/),
    rfc9421: { parameters: only[2]! },
  };
}

/** Reads parameters one after another with a sticky expression; nothing may be between them, and none twice. */
function readParameters(text: string, one: RegExp): Map<string, string> {
  const parameters = new Map<string, string>();
  while (one.lastIndex < text.length) {
    const [, name, quoted, bare] = one.exec(text) ?? [];
    if (name === undefined) throw new Turned(401, "The signature cannot be read.");
    if (parameters.has(name)) throw new Turned(401, `The signature says ${name} twice.`);
    parameters.set(name, quoted ?? bare!);
  }
  return parameters;
}

function readKind(
  algorithm: string,
  kinds: Readonly<Record<string, SignatureHead["kind"]>>,
): SignatureHead["kind"] {
  if (Object.hasOwn(kinds, algorithm)) return kinds[algorithm];
  const known = Object.keys(kinds).filter(Boolean).join(" or ");
  throw new Turned(401, `The signature is of a kind that Tern does not take: it must be ${known}.`);
}

function checkNoneTwice(covered: string[]): void {
  if (new Set(covered).size !== covered.length)
    throw new Turned(401, "The signature covers something twice.");
}

function readDigests(
  method: "GET" | "POST",
  header: string | undefined,
  one: RegExp,
): SignatureHead["digests"] {
  if (method === "GET") return [];
  const digests: { hash: "sha256" | "sha512"; value: Buffer }[] = [];
  for (const part of (header ?? "").split(",")) {
    const [, bits, value] = one.exec(part.trim()) ?? [];
    if (bits !== undefined)
      digests.push({ hash: bits === "256" ? "sha256" : "sha512", value: fromBase64(value) });
  }
  if (digests.length === 0) throw new Turned(401, "The request has no digest (SHA-256) of its body.");
  return digests;
}

function fromBase64(text: string | undefined): Buffer {
  if (text === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(text))
    throw new Turned(401, "The signature cannot be read.");
  return Buffer.from(text, "base64");
}

function readKeyId(keyId: string | undefined): string {
  if (toAddress(keyId) === undefined) throw new Turned(401, "The signature names no key.");
  return keyId!;
}

function checkTime(time: number, now: Date): void {
  if (!(Math.abs(time - now.getTime()) <= window)) {
    throw new Turned(401, "The signature is not of this hour; is one of the clocks wrong?");
  }
}

function checkExpiry(expires: string | undefined, now: Date): void {
  if (expires === undefined) return;
  const left = Number(expires) * 1000 - now.getTime();
  if (!(left >= 0 && left <= longestLife))
    throw new Turned(401, "The signature has expired, or never would.");
}
