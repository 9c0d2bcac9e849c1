// What Tern signs is read by libraries that share nothing with it.
import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createVerifier, httpbis } from "http-message-signatures";
import httpSignature from "http-signature";
import { expect, test } from "vitest";
import { digestOf, signRequest, type Unsigned } from "../../federation/signature.ts";

const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
const key = { id: "https://reports.example/ap/groups/1#main-key", privateKey: pair.privateKey };
const now = new Date("2026-11-23T08:30:00Z");
const digest = digestOf(Buffer.from(`{"type":"Create"}`));
const inboxes = [
  "https://peer.example/inbox",
  "https://peer.example:8443/users/a/inbox",
  "https://peer.example/inbox?of=a&page=1",
];
const post = (url: string): Unsigned => ({
  method: "POST",
  url: new URL(url),
  contentType: "application/activity+json",
  digest,
});

function verifiesCavage(request: Unsigned, headers: Record<string, string>): boolean {
  const { method, url } = request;
  const target = { method, url: url.pathname + url.search, headers };
  const parsed = httpSignature.parseRequest(target, {
    clockSkew: 1e9,
    headers: ["(request-target)", "host", "date"],
  });
  return httpSignature.verifySignature(parsed, pem);
}

async function verifiesRfc9421(
  request: Unsigned,
  headers: Record<string, string>,
  by: KeyObject = pair.publicKey,
) {
  const keyLookup = async () => ({ verify: createVerifier(by, "rsa-v1_5-sha256") });
  return httpbis
    .verifyMessage(
      {
        keyLookup,
        tolerance: 1e9,
        requiredFields: ["@method", "@target-uri"],
        requiredParams: ["created", "keyid"],
      },
      { method: request.method, url: request.url.href, headers },
    )
    .catch(() => false);
}

test.each(inboxes)(
  "a draft-cavage signature of a post to %s is read by another implementation",
  async (inbox) => {
    const request = post(inbox);
    const headers = await signRequest(request, key, "cavage", now);
    expect(verifiesCavage(request, headers)).toBe(true);
    expect(headers).toMatchObject({
      host: new URL(inbox).host,
      date: "Mon, 23 Nov 2026 08:30:00 GMT",
      digest: `SHA-256=${digest}`,
    });
    expect(headers.signature).toContain(`headers="(request-target) host date digest content-type"`);
  },
);

test("a draft-cavage signature covers the query, the digest and the host", async () => {
  const request = post("https://peer.example/inbox?of=a");
  const headers = await signRequest(request, key, "cavage", now);
  expect(verifiesCavage(post("https://peer.example/inbox"), headers)).toBe(false);
  expect(verifiesCavage(post("https://peer.example/inbox?of=b"), headers)).toBe(false);
  expect(verifiesCavage(request, { ...headers, digest: "SHA-256=other" })).toBe(false);
  expect(verifiesCavage(request, { ...headers, host: "other.example" })).toBe(false);
});

test.each(inboxes)(
  "an RFC 9421 signature of a post to %s is read by another implementation",
  async (inbox) => {
    const request = post(inbox);
    const headers = await signRequest(request, key, "rfc9421", now);
    expect(await verifiesRfc9421(request, headers)).toBe(true);
    expect(headers["content-digest"]).toBe(`sha-256=:${digest}:`);
    expect(headers["signature-input"]).toContain(`created=${now.getTime() / 1000}`);
  },
);

test("an RFC 9421 signature covers the address and the digest, and is of one key", async () => {
  const request = post("https://peer.example/inbox");
  const headers = await signRequest(request, key, "rfc9421", now);
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey;
  expect(await verifiesRfc9421(post("https://peer.example/outbox"), headers)).toBe(false);
  expect(await verifiesRfc9421(request, { ...headers, "content-digest": "sha-256=:x:" })).toBe(false);
  expect(await verifiesRfc9421(request, headers, other)).toBe(false);
});

test.each(["cavage", "rfc9421"] as const)("a GET is signed in %s too", async (dialect) => {
  const request: Unsigned = { method: "GET", url: new URL("https://peer.example/users/a?page=1") };
  const headers = await signRequest(request, key, dialect, now);
  expect(Object.keys(headers)).not.toContain("content-type");
  expect(
    dialect === "cavage" ? verifiesCavage(request, headers) : await verifiesRfc9421(request, headers),
  ).toBe(true);
  expect(createPublicKey(pem).asymmetricKeyDetails?.modulusLength).toBe(2048);
});
