// Whose keys they are: actors with several, of both kinds, embedded or named, changed, given up, borrowed and gone (attacks 3, 13, 26 and 51).
import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { activity, asMultibase, type PeerActor, startPeer } from "../support/peer.ts";
import { setScene } from "../support/scene.ts";

const minute = 60_000;

/** A scene without a worker, and the time. */
async function setStill() {
  let now = new Date();
  const scene = await setScene({ worker: false, clock: { now: () => now } });
  const { peer, inbox } = scene;
  const pass = (milliseconds: number) => {
    now = new Date(now.getTime() + milliseconds);
  };
  /** Posts a Like. @returns the status */
  const post = async (by: PeerActor, options: object = {}) => {
    const like = activity(peer, by, "Like", "https://elsewhere.example/1");
    return (await peer.post(by, inbox, like, { date: now, ...options })).status;
  };
  return { ...scene, pass, post };
}

/** An Ed25519 key in every form that an actor may list it in. */
function anEd25519(id: string, owner: string) {
  const { privateKey: key, publicKey } = generateKeyPairSync("ed25519");
  return {
    sign: { key, keyId: id },
    multikey: { id, type: "Multikey", controller: owner, publicKeyMultibase: asMultibase(publicKey) },
    pem: { id, owner, publicKeyPem: publicKey.export({ type: "spki", format: "pem" }).toString() },
  };
}

test("an actor signs with an RSA key or with an Ed25519 key, in both dialects, and is asked once", async () => {
  const { peer, alice, post } = await setStill();
  const ed = anEd25519(`${alice.id}#ed25519-key`, alice.id);
  const second = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const rsa = {
    id: `${alice.id}/second-key`,
    owner: alice.id,
    publicKeyPem: second.publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
  alice.document.publicKey = [alice.document.publicKey, rsa];
  alice.document.assertionMethod = [ed.multikey];
  const ways = [
    {},
    { algorithm: "hs2019" },
    { algorithm: null },
    { key: second.privateKey, keyId: rsa.id },
    { ...ed.sign, algorithm: "ed25519" },
    { ...ed.sign, algorithm: "hs2019" },
    { ...ed.sign, algorithm: null },
    { spec: "rfc9421" },
    { spec: "rfc9421", algorithm: null },
    { spec: "rfc9421", ...ed.sign, algorithm: "ed25519" },
    { spec: "rfc9421", ...ed.sign, algorithm: null },
  ];
  for (const way of ways) expect(`${JSON.stringify(way)} ${await post(alice, way)}`).toMatch(/ 202$/);
  for (const wrong of [
    { ...ed.sign, algorithm: "rsa-sha256" },
    { algorithm: "ed25519" },
    { spec: "rfc9421", ...ed.sign },
    { spec: "rfc9421", algorithm: "ed25519" },
    { ...ed.sign, keyId: alice.keyId },
    { keyId: ed.sign.keyId },
    { spec: "rfc9421", algorithm: "hmac-sha256" },
  ]) {
    expect(await post(alice, wrong)).toBe(401);
  }
  expect(peer.asked("/users/alice")).toBe(1);
});

test("an Ed25519 key may come as PEM, and keys may be in documents of their own that name their owner", async () => {
  const { peer, post } = await setStill();
  const bob = peer.actor("bob");
  const asPem = anEd25519(`${bob.id}#ed`, bob.id);
  bob.document.publicKey = asPem.pem;
  expect(await post(bob, { ...asPem.sign, algorithm: "ed25519" })).toBe(202);
  const carol = peer.actor("carol");
  const apart = anEd25519(`${carol.id}/keys/ed`, carol.id);
  const rsa = { ...(carol.document.publicKey as object), id: `${carol.id}/keys/rsa` };
  const serve = (key: { id: string }) =>
    peer.serves.set(new URL(key.id).pathname, { body: JSON.stringify(key) });
  serve(rsa);
  serve(apart.multikey);
  carol.document.publicKey = rsa.id;
  carol.document.assertionMethod = [apart.multikey.id, `${carol.id}/keys/none`];
  expect(await post(carol, { keyId: rsa.id })).toBe(202);
  expect(await post(carol, { ...apart.sign, algorithm: null })).toBe(202);
});

test("attack 26: a key that says to be another's, or nobody's, signs for nobody", async () => {
  const { peer, post } = await setStill();
  const far = await startPeer();
  const victim = peer.actor("victim");
  const lies = [
    (id: string) => ({ ...anEd25519(id, victim.id).multikey }),
    (id: string) => ({ ...anEd25519(id, victim.id).multikey, controller: undefined }),
    (id: string) => ({ ...anEd25519(id, victim.id).multikey, publicKeyMultibase: "z6Mk" }),
  ];
  for (const [number, lie] of lies.entries()) {
    const mallory = peer.actor(`mallory${number}`);
    const own = anEd25519(`${mallory.id}#ed`, mallory.id);
    const said = { ...lie(own.sign.keyId) };
    mallory.document.assertionMethod = [
      number < 2 ? { ...said, publicKeyMultibase: own.multikey.publicKeyMultibase } : said,
    ];
    expect(await post(mallory, { ...own.sign, algorithm: null })).toBe(401);
  }
  const eve = peer.actor("eve");
  const elsewhere = anEd25519(`${far.url}/keys/eve`, eve.id);
  eve.document.assertionMethod = [elsewhere.multikey, elsewhere.multikey.id];
  expect(await post(eve, { ...elsewhere.sign, algorithm: null })).toBe(401);
  expect(far.log).toEqual([]);
});

test("attack 51: a key that was given up is of no use once the actor was asked again, and at the latest after a day", async () => {
  const { peer, alice, pass, post } = await setStill();
  expect(await post(alice)).toBe(202);
  const old = { key: alice.privateKey, keyId: alice.keyId };
  const fresh = anEd25519(`${alice.id}#fresh`, alice.id);
  alice.document.publicKey = fresh.pem;
  pass(6 * minute);
  expect(await post(alice, { ...fresh.sign, algorithm: null })).toBe(202);
  expect(await post(alice, old)).toBe(401);
  // Nor is it left in the database, which is asked again after a while.
  pass(minute);
  expect(await post(alice, old)).toBe(401);
  const bob = peer.actor("bob");
  expect(await post(bob)).toBe(202);
  bob.document.publicKey = anEd25519(`${bob.id}#other`, bob.id).pem;
  pass(25 * 60 * minute);
  expect(await post(bob)).toBe(401);
  expect(peer.asked("/users/bob")).toBe(2);
});

test("while an actor's server is away, the keys that were known go on", async () => {
  const { peer, alice, pass, post } = await setStill();
  expect(await post(alice)).toBe(202);
  peer.serves.set("/users/alice", { status: 502 });
  pass(25 * 60 * minute);
  expect(await post(alice)).toBe(202);
  expect(await post(alice)).toBe(202);
  expect(peer.asked("/users/alice")).toBe(2);
});

test("attack 13: of an actor whose document is a Tombstone nothing is taken but that it is gone", async () => {
  const { peer, alice, sharedInbox, pass, post } = await setStill();
  expect(await post(alice)).toBe(202);
  alice.document.type = "Tombstone";
  pass(6 * minute);
  const stolen = { key: peer.actor("other").privateKey, keyId: `${alice.id}#later` };
  expect(await post(alice, stolen)).toBe(401);
  const deletion = activity(peer, alice, "Delete", alice.id);
  const date = new Date(Date.now() + 6 * minute);
  expect((await peer.post(alice, sharedInbox, deletion, { ...stolen, date })).status).toBe(202);
  const theirs = activity(peer, alice, "Delete", `${alice.id}/notes/1`);
  expect((await peer.post(alice, sharedInbox, theirs, { ...stolen, date })).status).toBe(401);
});
