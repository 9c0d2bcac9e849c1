// Signs requests to other servers: draft-cavage-12, which everybody reads, and RFC 9421 for those that refuse it.
import { createHash, type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";

export type Dialect = "cavage" | "rfc9421";

export interface SigningKey {
  /** Address of the public half. */
  id: string;
  /** RSA. */
  privateKey: KeyObject;
}

/** A request to be signed. */
export interface Unsigned {
  method: "GET" | "POST";
  url: URL;
  /** Of a POST. */
  contentType?: string;
  /** SHA-256 of the body in base64, of a POST. */
  digest?: string;
  /** The header of that name, where it has one; it is signed with the rest. https://w3id.org/fep/8fcf */
  synchronization?: string | undefined;
}

/** The SHA-256 of a body in base64, as both dialects want it. */
export function digestOf(body: Uint8Array): string {
  return createHash("sha256").update(body).digest("base64");
}

/**
 * Signs a request; good for a few minutes, so it is done anew for every try. The work is done off the main thread.
 * @returns the headers to send
 */
export function signRequest(
  request: Unsigned,
  key: SigningKey,
  dialect: Dialect,
  now: Date,
): Promise<Record<string, string>> {
  return dialect === "cavage" ? signCavage(request, key, now) : signRfc9421(request, key, now);
}

const rsaSha256 = promisify(
  (data: string, key: KeyObject, done: (error: Error | null, signature: Buffer) => void) =>
    sign("sha256", Buffer.from(data), key, done),
);

/** The request target has its query, as the draft says. https://datatracker.ietf.org/doc/html/draft-cavage-http-signatures-12#section-2.3 */
async function signCavage(
  { method, url, contentType, digest, synchronization }: Unsigned,
  key: SigningKey,
  now: Date,
) {
  const headers: Record<string, string> = { host: url.host, date: now.toUTCString() };
  if (digest !== undefined) headers.digest = `SHA-256=${digest}`;
  if (contentType !== undefined) headers["content-type"] = contentType;
  if (synchronization !== undefined) headers["collection-synchronization"] = synchronization;
  const lines = [`(request-target): ${method.toLowerCase()} ${url.pathname}${url.search}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  const signature = (await rsaSha256(lines.join("\n"), key.privateKey)).toString("base64");
  const names = ["(request-target)", ...Object.keys(headers)].join(" ");
  headers.signature = `keyId="${key.id}",algorithm="rsa-sha256",headers="${names}",signature="${signature}"`;
  return headers;
}

/** https://www.rfc-editor.org/rfc/rfc9421#section-2.5 */
async function signRfc9421(
  { method, url, contentType, digest, synchronization }: Unsigned,
  key: SigningKey,
  now: Date,
) {
  const covered: Record<string, string> = {
    "@method": method,
    "@target-uri": `${url.origin}${url.pathname}${url.search}`,
    "@authority": url.host,
  };
  const headers: Record<string, string> = { host: url.host, date: now.toUTCString() };
  if (contentType !== undefined) covered["content-type"] = headers["content-type"] = contentType;
  if (synchronization !== undefined)
    covered["collection-synchronization"] = headers["collection-synchronization"] = synchronization;
  if (digest !== undefined) covered["content-digest"] = headers["content-digest"] = `sha-256=:${digest}:`;
  const names = Object.keys(covered).map((name) => `"${name}"`);
  const created = Math.floor(now.getTime() / 1000);
  const parameters = `(${names.join(" ")});created=${created};keyid="${key.id}";alg="rsa-v1_5-sha256"`;
  const lines = Object.entries(covered).map(([name, value]) => `"${name}": ${value}`);
  lines.push(`"@signature-params": ${parameters}`);
  headers["signature-input"] = `sig1=${parameters}`;
  headers.signature = `sig1=:${(await rsaSha256(lines.join("\n"), key.privateKey)).toString("base64")}:`;
  return headers;
}
