// Finding people: who a handle leads to must say so too, and nobody can be found under a name of ours (attacks 43 and 44).
import { expect, test } from "vitest";
import { NotFound, Refused, Unavailable } from "../../src/domain/errors.ts";
import { startPeer } from "../support/peer.ts";
import { setScene } from "../support/scene.ts";

const jrd = (subject: string, href: string) => ({
  type: "application/jrd+json",
  body: JSON.stringify({ subject, links: [{ rel: "self", type: "application/activity+json", href }] }),
});
const finger = "/.well-known/webfinger";

test("alice is found by handle in every way it is written, and by address; what is known is not asked again", async () => {
  const { node, peer, alice } = await setScene({ worker: false });
  const { lookup } = node.site.fediverse;
  const found = await lookup(`@${alice.handle}`);
  expect(found).toMatchObject({
    id: alice.id,
    handle: alice.handle,
    name: "Alice",
    inbox: alice.inbox,
    shared_inbox: `${peer.url}/inbox`,
  });
  expect(await node.site.db.selectFrom("remote_key").selectAll().execute()).toEqual([
    { actor: alice.id, id: alice.keyId, public_key: alice.publicPem },
  ]);
  const asked = peer.log.length;
  for (const text of [alice.handle, `acct:${alice.handle}`, ` @${alice.handle} `, alice.id]) {
    expect((await lookup(text)).id).toBe(alice.id);
  }
  expect(peer.log.length).toBe(asked);
});

test("a whole server is found by its address", async () => {
  const { node, peer } = await setScene({ worker: false });
  const actor = peer.actor("instance", { type: "Application" });
  peer.serves.set(`${finger}?resource=${encodeURIComponent(`${peer.url}/`)}`, jrd(`${peer.url}/`, actor.id));
  expect((await node.site.fediverse.lookup(`${peer.url}/`)).id).toBe(actor.id);
});

test("a handle may live on another host than its actor, if both say so", async () => {
  const { node, peer, alice } = await setScene({ worker: false });
  const domain = await startPeer();
  const handle = `alice@${domain.host}`;
  const answer = jrd(`acct:${handle}`, alice.id);
  domain.serves.set(finger, answer);
  peer.serves.set(finger, answer);
  expect(await node.site.fediverse.lookup(handle)).toMatchObject({ id: alice.id, handle });
});

test("attack 43: a handle leads to somebody who does not go by it", async () => {
  const { node, peer, alice } = await setScene({ worker: false });
  const { lookup } = node.site.fediverse;
  const far = await startPeer();
  far.serves.set(finger, jrd(`acct:mallory@${far.host}`, alice.id));
  await expect(lookup(`mallory@${far.host}`)).rejects.toThrow(Refused);
  // Mallory's actor says its handle lives with alice's host, which knows nothing of it.
  const mallory = far.actor("mallory");
  far.serves.set(finger, jrd(`acct:alice@${peer.host}`, mallory.id));
  await expect(lookup(`mallory@${far.host}`)).rejects.toThrow(Refused);
  expect(await node.site.db.selectFrom("remote_actor").select("id").execute()).toEqual([]);
});

test("attack 43: answers to a handle that are none", async () => {
  const { node, peer, alice } = await setScene({ worker: false });
  const { lookup } = node.site.fediverse;
  const subject = `acct:${alice.handle}`;
  const good = { rel: "self", type: "application/activity+json", href: alice.id };
  for (const document of [
    null,
    [],
    { subject },
    { subject, links: {} },
    { subject, links: [null, 1, { ...good, type: "text/html" }] },
    { subject, links: [{ ...good, rel: "me" }] },
    { subject, links: [{ ...good, href: "javascript:alert(1)" }] },
    { subject, links: [{ ...good, href: "/users/alice" }] },
    { subject: 7, links: [good] },
    { subject, links: [...Array(60).fill({ rel: "me" }), good] },
  ]) {
    peer.serves.set(finger, { type: "application/jrd+json", body: JSON.stringify(document) });
    await expect(lookup(alice.handle)).rejects.toThrow(Refused);
  }
  peer.serves.set(finger, { type: "application/jrd+json", body: `{"x":"${"a".repeat(2_000_000)}"}` });
  await expect(lookup(alice.handle)).rejects.toThrow(Refused);
  peer.serves.set(finger, { ...jrd(subject, alice.id), type: "text/html" });
  await expect(lookup(alice.handle)).rejects.toThrow(Refused);
  peer.serves.set(finger, { status: 302, headers: { location: finger } });
  await expect(lookup(alice.handle)).rejects.toThrow(Refused);
  peer.serves.set(finger, { status: 404 });
  await expect(lookup(alice.handle)).rejects.toThrow(NotFound);
  peer.serves.set(finger, { status: 502 });
  await expect(lookup(alice.handle)).rejects.toThrow(Unavailable);
});

test("attack 43: chains of redirections and answers of other servers lead to nobody", async () => {
  const { node, peer, alice } = await setScene({ worker: false });
  const { lookup } = node.site.fediverse;
  const far = await startPeer();
  for (let hop = 0; hop < 10; hop++) {
    const location = `${hop % 2 === 0 ? far.url : peer.url}/hop/${hop}`;
    const path = hop === 0 ? finger : `/hop/${hop - 1}`;
    (hop % 2 === 0 ? peer : far).serves.set(path, { status: 302, headers: { location } });
  }
  await expect(lookup(alice.handle)).rejects.toThrow("leads on and on");
  expect(peer.log.length + far.log.length).toBe(4);
  // Another server, to which alice's own leads, says that it is mallory who goes by alice's name.
  const mallory = far.actor("mallory");
  peer.serves.set(finger, { status: 302, headers: { location: `${far.url}/jrd` } });
  far.serves.set("/jrd", jrd(`acct:${alice.handle}`, mallory.id));
  await expect(lookup(alice.handle)).rejects.toThrow(Refused);
  expect(await node.site.db.selectFrom("remote_actor").select("id").execute()).toEqual([]);
  // Under mallory's own name that is what an address does that leads to another.
  far.serves.set("/jrd", jrd(`acct:${mallory.handle}`, mallory.id));
  expect((await lookup(alice.handle)).handle).toBe(mallory.handle);
});

test("attack 43: this node's own WebFinger knows nobody elsewhere, and its own people under one name only", async () => {
  const { node, peer, group } = await setScene({ worker: false });
  const { host } = new URL(node.url);
  const ask = async (query: string) => {
    const answer = await fetch(node.url + finger + query);
    return { status: answer.status, subject: ((await answer.json()) as { subject?: string }).subject };
  };
  const ours = { status: 200, subject: `acct:harbour@${host}` };
  const port = host.split(":")[1];
  for (const resource of [
    ...[`acct:harbour@${host}`, `acct:HARBOUR@${host}`, `ACCT:Harbour@${host}`, `acct:%68arbour@${host}`],
    ...[`acct:@harbour@${host}`, `acct:harbour@2130706433:${port}`, group, `${node.url}/harbour`],
  ]) {
    expect({ resource, ...(await ask(`?resource=${encodeURIComponent(resource)}`)) }).toEqual({
      resource,
      ...ours,
    });
  }
  for (const resource of [
    ...[
      "acct:harbour@elsewhere.example",
      `acct:harbour@${peer.host}`,
      "acct:harbour@127.0.0.1",
      "acct:harbour@",
    ],
    ...[
      `acct:harbour@${host}.elsewhere.example`,
      `acct:harbour@elsewhere.example@${host}`,
      `acct:harbour@${host}@x`,
    ],
    ...[`acct:harbour%40elsewhere.example@${host}`, `acct:harbour%2540x@${host}`, `acct:%00harbour@${host}`],
    ...[`acct:harbour@${host}%2f`, `acct:harbour@localhost:${port}`],
    ...[
      `acct:nobody@${host}`,
      `acct://harbour@${host}`,
      `mailto:harbour@${host}`,
      "https://elsewhere.example/harbour",
    ],
    ...[
      `${peer.url}/harbour`,
      `https://${host}/harbour`,
      `http://harbour@${host}/harbour`,
      `${node.url}/%68arbour`,
    ],
    ...[`${node.url}/harbour?x=1`, `${node.url}/harbour/..%2f`, `${group}/inbox`, "javascript:alert(1)"],
  ]) {
    const { status, subject } = await ask(`?resource=${encodeURIComponent(resource)}`);
    expect({ resource, status, subject }).toEqual({ resource, status: 404, subject: undefined });
  }
  for (const query of [
    ...[
      "",
      "?resource=",
      "?resource=harbour",
      `?resource=@harbour@${host}`,
      "?resource[]=acct:harbour",
      "?resource=%ff",
    ],
    ...[
      `?resource=acct:harbour@${host}&resource=acct:harbour@elsewhere.example`,
      `?resource=acct:${"a".repeat(4000)}`,
    ],
  ]) {
    expect({ query, ...(await ask(query)) }).toEqual({ query, status: 400, subject: undefined });
  }
});

test("attack 44: somebody elsewhere who claims a handle of this node is refused", async () => {
  const { node, group } = await setScene({ worker: false });
  const { lookup } = node.site.fediverse;
  const { host } = new URL(node.url);
  const far = await startPeer();
  const mallory = far.actor("mallory");
  far.serves.set(finger, jrd(`acct:harbour@${host}`, mallory.id));
  await expect(lookup(`mallory@${far.host}`)).rejects.toThrow("claims to be somebody of this node");
  for (const own of [`harbour@${host}`, group, node.url]) await expect(lookup(own)).rejects.toThrow(Refused);
  // A document elsewhere that says it is our collective is not even asked about.
  far.serves.set("/us", { body: JSON.stringify({ ...mallory.document, id: group }) });
  await expect(lookup(`${far.url}/us`)).rejects.toThrow(Refused);
});

test("documents that are no actor, or whose inbox is somebody else's, are refused", async () => {
  const { node, peer, alice } = await setScene({ worker: false });
  const { lookup } = node.site.fediverse;
  for (const lie of [
    { type: "Note" },
    { type: ["Person"] },
    { type: undefined },
    { inbox: undefined },
    { inbox: "https://victim.example/inbox" },
    { inbox: "file:///etc/passwd" },
    { inbox: `${node.url}/ap/inbox` },
    { id: "https://victim.example/users/alice" },
  ]) {
    peer.actor("alice", lie);
    await expect(lookup(alice.id)).rejects.toThrow(Refused);
  }
  const shy = {
    endpoints: { sharedInbox: "https://victim.example/inbox" },
    name: "A\u0000\nb\u202ec",
    preferredUsername: "a b",
  };
  peer.actor("alice", shy);
  expect(await lookup(alice.id)).toMatchObject({ shared_inbox: null, name: "A b c", handle: null });
});

test("what is neither a handle nor an address is refused with a sentence", async () => {
  const { node } = await setScene({ worker: false });
  for (const text of [
    "",
    "alice",
    "@alice",
    "alice@",
    "@alice@example.org@evil.example",
    "a@b/c",
    "x".repeat(10_000),
    "@".repeat(100_000),
  ]) {
    await expect(node.site.fediverse.lookup(text)).rejects.toThrow("is neither a handle");
  }
});

test("whoever is known stays known while their server does not answer", async () => {
  let now = new Date();
  const { node, peer, alice } = await setScene({ worker: false, clock: { now: () => now } });
  const { lookup } = node.site.fediverse;
  await lookup(alice.id);
  now = new Date(now.getTime() + 48 * 3_600_000);
  await peer.stop();
  expect((await lookup(alice.id)).id).toBe(alice.id);
});
