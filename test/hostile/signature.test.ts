// Nobody can speak for somebody else: forged, borrowed, stale and half-made signatures (attacks 1 to 6 and 20 to 23).
import { createHash, createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { activity, signed, startPeer } from "../support/peer.ts";
import { setScene } from "../support/scene.ts";

const hour = 3_600_000;
const sha256 = (text: string) => createHash("sha256").update(text).digest("base64");

test("attack 1: no signature, no digest, a digest of something else: 401, and nobody is asked for a key", async () => {
  const { peer, alice, inbox, aFollow, takenIn } = await setScene({ worker: false });
  const asked = aFollow();
  const answers = [
    await peer.post(alice, inbox, asked, { headers: { signature: null } }),
    await peer.post(alice, inbox, asked, { headers: { digest: null } }),
    await peer.post(alice, inbox, asked, { covered: ["(request-target)", "host", "date"] }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  expect(peer.log).toEqual([]);
  const other = `SHA-256=${sha256("another body")}`;
  expect((await peer.post(alice, inbox, asked, { headers: { digest: other } })).status).toBe(401);
  expect((await peer.post(alice, inbox, asked, { digest: other })).status).toBe(401);
  const swapped = await fetch(inbox, {
    method: "POST",
    headers: signed("POST", inbox, JSON.stringify(asked), alice),
    body: JSON.stringify({ ...asked, type: "Block" }),
  });
  expect(swapped.status).toBe(401);
  expect(await takenIn()).toBe(0);
});

test("attack 2: mallory signs well, but for alice, on the same server", async () => {
  const { peer, alice, inbox, aFollow, takenIn } = await setScene({ worker: false });
  const mallory = peer.actor("mallory");
  expect((await peer.post(mallory, inbox, aFollow(alice))).status).toBe(401);
  const borrowed = await peer.post(mallory, inbox, aFollow(alice), { keyId: alice.keyId });
  expect(borrowed.status).toBe(401);
  expect(await takenIn()).toBe(0);
});

test("attack 3: a key elsewhere says that alice owns it, and alice does not know it", async () => {
  const { peer, alice, inbox, aFollow, takenIn } = await setScene({ worker: false });
  const far = await startPeer();
  const mallory = far.actor("mallory");
  const claim = { id: `${far.url}/key`, type: "Key", owner: alice.id, publicKeyPem: mallory.publicPem };
  far.serves.set("/key", { body: JSON.stringify({ "@context": "https://w3id.org/security/v1", ...claim }) });
  expect((await peer.post(mallory, inbox, aFollow(alice), { keyId: claim.id })).status).toBe(401);
  // On alice's own server, too, only her own document says which keys are hers.
  const near = { ...claim, id: `${peer.url}/uploads/key` };
  peer.serves.set("/uploads/key", { body: JSON.stringify(near) });
  expect((await peer.post(mallory, inbox, aFollow(alice), { keyId: near.id })).status).toBe(401);
  expect(far.log).toEqual([]);
  expect(await takenIn()).toBe(0);
});

test("attack 4: alice's address leads to mallory's server, or shows a page with a link to her", async () => {
  const { peer, alice, inbox, aFollow, takenIn } = await setScene({ worker: false });
  const far = await startPeer();
  const mallory = far.actor("mallory");
  const path = new URL(alice.id).pathname;
  const forged = {
    ...alice.document,
    publicKey: { id: alice.keyId, owner: alice.id, publicKeyPem: mallory.publicPem },
  };
  far.serves.set(path, { body: JSON.stringify(forged) });
  peer.serves.set(path, { status: 302, headers: { location: far.url + path } });
  expect((await peer.post(mallory, inbox, aFollow(alice), { keyId: alice.keyId })).status).toBe(401);
  const bob = peer.actor("bob");
  peer.serves.set(new URL(bob.id).pathname, {
    type: "text/html",
    body: `<link rel="alternate" type="application/activity+json" href="${far.url}${path}">`,
  });
  expect((await peer.post(mallory, inbox, aFollow(bob), { keyId: bob.keyId })).status).toBe(401);
  // A key that has an address of its own, from which it leads away or on which a page stands.
  const carol = peer.actor("carol");
  const keyId = `${peer.url}/keys/carol`;
  carol.document.publicKey = keyId;
  const key = JSON.stringify({ id: keyId, owner: carol.id, publicKeyPem: mallory.publicPem });
  far.serves.set("/keys/carol", { body: key });
  const link = `<link rel="alternate" type="application/activity+json" href="${far.url}/keys/carol">`;
  for (const served of [
    { status: 302, headers: { location: `${far.url}/keys/carol` } },
    { type: "text/html", body: link },
    { type: "text/html", body: key },
  ]) {
    peer.serves.set("/keys/carol", served);
    expect((await peer.post(mallory, inbox, aFollow(carol), { keyId })).status).toBe(401);
  }
  expect(await takenIn()).toBe(0);
});

test("attack 5: other spellings of the address of alice's key are not her key", async () => {
  const { peer, alice, inbox, aFollow, takenIn } = await setScene({ worker: false });
  const { port } = new URL(peer.url);
  const spellings = [
    `${alice.id}?x=1#main-key`,
    alice.keyId.replace("http://", "http://alice:secret@"),
    alice.keyId.replace("http://", "HTTP://"),
    alice.keyId.replace("127.0.0.1", "127.0.0.1."),
    alice.keyId.replace("127.0.0.1", "localhost"),
    alice.keyId.replace("127.0.0.1", "2130706433"),
    alice.keyId.replace(`:${port}`, `:${Number(port) + 1}`),
    alice.keyId.replace("127.0.0.1", "xn--alice-6qa.example"),
    alice.keyId.replace("/users/alice", "/users/./alice"),
    alice.keyId.replace("/users/alice", "/Users/Alice"),
    alice.keyId.replace("/users/alice", "/users/%61lice"),
    alice.keyId.replace("127.0.0.1", "LOCALHOST"),
    alice.keyId.replace("#main-key", "/#main-key"),
    "",
    "alice",
  ];
  for (const keyId of spellings) {
    const { status } = await peer.post(alice, inbox, aFollow(), { keyId });
    expect(`${keyId} ${status}`).toBe(`${keyId} 401`);
  }
  expect(await takenIn()).toBe(0);
});

test("attack 6: an id that belongs to somebody else does not use up that id", async () => {
  const { peer, alice, inbox, group, followers, aFollow } = await setScene();
  const far = await startPeer();
  const mallory = far.actor("mallory");
  const future = aFollow();
  const stolen = activity(far, mallory, "Follow", group, { id: future.id });
  expect((await far.post(mallory, inbox, stolen)).status).toBe(202);
  const like = activity(far, mallory, "Like", group, { id: future.id });
  expect((await far.post(mallory, inbox, like)).status).toBe(202);
  await expect.poll(followers).toEqual([mallory.id]);
  expect((await peer.post(alice, inbox, future)).status).toBe(202);
  await expect.poll(followers).toContain(alice.id);
});

test("attack 20: a recorded request is worthless after an hour, and in another inbox", async () => {
  let now = new Date();
  const { peer, alice, inbox, sharedInbox, aFollow } = await setScene({
    worker: false,
    clock: { now: () => now },
  });
  const asked = aFollow();
  const body = JSON.stringify(asked);
  const recorded = (address: string, spec: "cavage" | "rfc9421") => ({
    method: "POST",
    body,
    headers: signed("POST", address, body, alice, { spec, date: now }),
  });
  for (const spec of ["cavage", "rfc9421"] as const) {
    now = new Date();
    const request = recorded(inbox, spec);
    expect((await fetch(inbox, request)).status).toBe(202);
    expect((await fetch(sharedInbox, request)).status).toBe(401);
    now = new Date(Date.now() + hour + 60_000);
    expect((await fetch(inbox, request)).status).toBe(401);
  }
  expect(peer.asked("/users/alice")).toBe(1);
});

test("attack 21: signatures of tomorrow, of yesterday, or for ever", async () => {
  const { peer, alice, inbox, aFollow, takenIn } = await setScene({ worker: false });
  const at = (difference: number) => ({ date: new Date(Date.now() + difference) });
  const seconds = Math.floor(Date.now() / 1000);
  const covered = ["(request-target)", "(created)", "(expires)", "host", "date", "digest"];
  const options = [
    at(2 * hour),
    at(-13 * hour),
    { ...at(2 * hour), spec: "rfc9421" as const },
    { ...at(-13 * hour), spec: "rfc9421" as const },
    { covered, algorithm: "hs2019", parameters: { created: seconds + 7200, expires: seconds + 7500 } },
    { covered, algorithm: "hs2019", parameters: { created: seconds, expires: seconds + 31_536_000 } },
    { covered, algorithm: "hs2019", parameters: { created: seconds - 600, expires: seconds - 300 } },
    { spec: "rfc9421" as const, parameters: { created: seconds, expires: seconds + 31_536_000 } },
    { headers: { date: "the day before yesterday" } },
  ];
  for (const option of options) expect((await peer.post(alice, inbox, aFollow(), option)).status).toBe(401);
  expect(await takenIn()).toBe(0);
  const fair = { covered, algorithm: "hs2019", parameters: { created: seconds, expires: seconds + 300 } };
  expect((await peer.post(alice, inbox, aFollow(), fair)).status).toBe(202);
});

test("attack 22: cavage signatures that leave out what matters, say things twice, or are no signatures", async () => {
  const { peer, alice, inbox, aFollow, takenIn } = await setScene({ worker: false });
  const all = ["(request-target)", "host", "date", "digest"];
  for (const left of all) {
    const covered = all.filter((name) => name !== left);
    expect((await peer.post(alice, inbox, aFollow(), { covered })).status).toBe(401);
  }
  for (const algorithm of ["none", "hmac-sha256", "rsa-sha1", "ed25519"]) {
    expect((await peer.post(alice, inbox, aFollow(), { algorithm })).status).toBe(401);
  }
  const body = JSON.stringify(aFollow());
  const headers = signed("POST", inbox, body, alice);
  const post = (changed: string) =>
    fetch(inbox, { method: "POST", body, headers: { ...headers, signature: changed } });
  const base = all.map((name) =>
    name === "(request-target)" ? `${name}: post ${new URL(inbox).pathname}` : `${name}: ${headers[name]}`,
  );
  const hmac = createHmac("sha256", alice.publicPem).update(base.join("\n")).digest("base64");
  const mac = (algorithm: string) =>
    `keyId="${alice.keyId}",algorithm="${algorithm}",headers="${all.join(" ")}",signature="${hmac}"`;
  const twisted = [
    ...["hmac-sha256", "hs2019", "rsa-sha256", "none"].map(mac),
    headers.signature!.replace(/signature="[^"]*"/, `signature="${hmac}"`),
    headers.signature!.replace(/signature="[^"]*"/, 'signature=""'),
    headers.signature!.replace(/signature="[^"]*"/, 'signature="***"'),
    `${headers.signature},keyId="${peer.url}/users/mallory#main-key"`,
    headers.signature!.replace('headers="', 'headers="date '),
    "Bearer let-me-in",
  ];
  for (const signature of twisted) expect((await post(signature)).status).toBe(401);
  expect(await takenIn()).toBe(0);
});

test("attack 23: RFC 9421 signatures that cover too little, are two, or bring a weak digest", async () => {
  const { peer, alice, inbox, aFollow, takenIn } = await setScene({ worker: false });
  const rfc9421 = { spec: "rfc9421" as const };
  for (const covered of [
    ["@authority"],
    ["@method", "@target-uri"],
    ["@method", "content-digest"],
    ["@path"],
  ]) {
    expect((await peer.post(alice, inbox, aFollow(), { ...rfc9421, covered })).status).toBe(401);
  }
  const mallory = peer.actor("mallory");
  const body = JSON.stringify(aFollow());
  const good = signed("POST", inbox, body, mallory, rfc9421);
  const second = signed("POST", inbox, body, alice, { ...rfc9421, key: mallory.privateKey });
  const both = {
    ...good,
    "signature-input": `${second["signature-input"]}, ${good["signature-input"]!.replace("sig1", "sig2")}`,
    signature: `${second.signature}, ${good.signature!.replace("sig1", "sig2")}`,
  };
  expect((await fetch(inbox, { method: "POST", body, headers: both })).status).toBe(401);
  const own = signed("POST", inbox, body, alice, rfc9421);
  const beside = {
    ...own,
    "signature-input": `${own["signature-input"]}, ${good["signature-input"]!.replace("sig1", "sig2")}`,
    signature: `${own.signature}, ${good.signature!.replace("sig1", "sig2")}`,
  };
  expect((await fetch(inbox, { method: "POST", body, headers: beside })).status).toBe(401);
  const md5 = createHash("md5").update(body).digest("base64");
  for (const digest of [`md5=:${md5}:`, `sha-256=:${sha256("another body")}:`]) {
    expect((await peer.post(alice, inbox, body, { ...rfc9421, digest })).status).toBe(401);
    const headers = { "content-digest": digest };
    expect((await peer.post(alice, inbox, body, { ...rfc9421, headers })).status).toBe(401);
  }
  expect(await takenIn()).toBe(0);
});

test("attack 51: a changed key is fetched once, and wrong signatures do not make the node fetch again", async () => {
  let now = new Date();
  const clock = { now: () => now };
  const { peer, alice, inbox, aFollow } = await setScene({ worker: false, clock });
  const post = () => peer.post(alice, inbox, aFollow(), { date: now });
  expect((await post()).status).toBe(202);
  const fresh = peer.actor("alice");
  now = new Date(now.getTime() + 6 * 60_000);
  alice.privateKey = fresh.privateKey;
  expect((await post()).status).toBe(202);
  expect(peer.asked("/users/alice")).toBe(2);
  alice.privateKey = peer.actor("mallory").privateKey;
  for (let time = 0; time < 5; time++) expect((await post()).status).toBe(401);
  expect(peer.asked("/users/alice")).toBe(2);
});
