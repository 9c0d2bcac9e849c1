// Answers are passed on, so that all who follow see the same thread: ours to our followers, and others' to us, without trust.
import { sign } from "node:crypto";
import { expect, test } from "vitest";
import { activity, type PeerActor, startPeer } from "../support/peer.ts";
import { about, post, serve } from "../support/posts.ts";
import { openThread } from "../support/thread.ts";

test("an answer that is shown is passed on to followers as it came, and so is its deletion", async () => {
  const here = await openThread();
  const { alice, inbox, peer, text } = here;
  await here.say(alice, here.aFollow());
  const far = await startPeer();
  const bob = far.actor("bob");
  const note = post(far, bob, { inReplyTo: text });
  const signature = { type: "RsaSignature2017", creator: bob.keyId, signatureValue: "of no concern here" };
  const create = JSON.stringify({ ...about(far, bob, "Create", note), signature }, null, 1);
  expect((await far.post(bob, inbox, create)).status).toBe(202);
  const passedOn = (type: string) =>
    here.said(type).filter(({ json }) => (json as { actor: string }).actor === bob.id);
  await expect.poll(() => passedOn("Create").map(({ body }) => body)).toEqual([create]);
  expect(passedOn("Create")[0]!.headers.signature).toContain(here.group);
  const unsigned = post(far, bob, { inReplyTo: text });
  await far.post(bob, inbox, about(far, bob, "Create", unsigned));
  const unknown = { ...about(far, bob, "Create", post(far, bob)), signature };
  await far.post(bob, inbox, unknown);
  const deletion = JSON.stringify({ ...activity(far, bob, "Delete", note.id), signature });
  await far.post(bob, inbox, deletion);
  await expect.poll(() => passedOn("Delete").map(({ body }) => body)).toEqual([deletion]);
  expect(passedOn("Create")).toHaveLength(1);
  expect(far.posts()).toEqual([]);
  expect(peer.url).not.toBe(far.url);
  expect((await fetch(`${here.node.url}/ap/activities/${await idOf(here)}`)).status).toBe(404);
});

test("what another server passes on is read at its own address, and nothing else of it counts", async () => {
  const here = await openThread();
  const { alice, peer, text } = here;
  const far = await startPeer();
  const bob = far.actor("bob");
  const note = post(far, bob, { inReplyTo: text, content: "<p>True</p>" });
  const forged = { ...note, content: "<p>Forged</p>" };
  const create = {
    ...about(far, bob, "Create", forged),
    signature: { signatureValue: forge(alice.privateKey) },
  };
  expect(await here.say(alice, create)).toBe(202);
  expect(
    await here.say(alice, about(far, bob, "Create", { ...forged, id: `${far.url}/notes/nothing` })),
  ).toBe(202);
  const all = async () => (await here.kept()).map(({ actor, html }) => [actor, html]);
  expect(await all()).toEqual([[bob.id, "<p>True</p>"]]);
  const updated = new Date(Date.now() + 1000).toISOString();
  await here.say(alice, about(far, bob, "Update", { ...forged, updated }));
  await here.say(alice, activity(far, bob, "Delete", note.id));
  expect(await all()).toEqual([[bob.id, "<p>True</p>"]]);
  serve(far, { ...note, content: "<p>Truer</p>", updated });
  await here.say(alice, about(far, bob, "Update", forged));
  expect(await all()).toEqual([[bob.id, "<p>Truer</p>"]]);
  far.serves.set(new URL(note.id).pathname, { status: 410 });
  await here.say(alice, activity(far, bob, "Delete", note.id));
  expect(await all()).toEqual([]);
  for (const type of ["Like", "Follow", "Announce", "Undo"]) {
    expect((await peer.post(alice, here.inbox, activity(far, bob, type, text))).status).toBe(401);
  }
});

test("who passes something on may have a key with an address of its own, as GoToSocial's people have", async () => {
  const here = await openThread();
  const { alice, peer, text } = here;
  const far = await startPeer();
  const bob = far.actor("bob");
  // What anybody sees at the address of such a key: a stub of its owner, or the key alone.
  const stubOf = ({ id, type, preferredUsername, publicKey }: Record<string, unknown>) => ({
    id,
    type,
    preferredUsername,
    publicKey,
  });
  const shapes = {
    carol: stubOf,
    dave: ({ publicKey }: Record<string, unknown>) => publicKey as object,
  };
  const by = Object.entries(shapes).map(([name, shape]) => {
    const who = peer.actor(name);
    who.keyId = `${who.id}/main-key`;
    who.document.publicKey = { id: who.keyId, owner: who.id, publicKeyPem: who.publicPem };
    const body = JSON.stringify({ "@context": who.document["@context"], ...shape(who.document) });
    peer.serves.set(new URL(who.keyId).pathname, { body });
    return who;
  });
  for (const who of [...by, ...by]) {
    const note = post(far, bob, { inReplyTo: text, content: `<p>By ${who.name}</p>` });
    expect([who.name, await here.say(who, about(far, bob, "Create", note))]).toEqual([who.name, 202]);
  }
  expect((await here.kept()).map(({ html }) => html)).toEqual(
    ["carol", "dave", "carol", "dave"].map((name) => `<p>By ${name}</p>`),
  );
  expect(by.map(({ keyId }) => peer.asked(new URL(keyId).pathname))).toEqual([1, 1]);

  // A key says whose it is, and its owner says otherwise: alice does not list it.
  const [carol] = by as [PeerActor];
  const borrowed = `${peer.url}/keys/borrowed`;
  const key = { id: borrowed, owner: alice.id, publicKeyPem: carol.publicPem };
  peer.serves.set("/keys/borrowed", { body: JSON.stringify(key) });
  const create = about(far, bob, "Create", post(far, bob, { inReplyTo: text }));
  for (const keyId of [borrowed, `${peer.url}/keys/none`, `${here.node.url}/ap/groups/instance/main-key`]) {
    expect((await peer.post(carol, here.inbox, create, { keyId })).status).toBe(401);
  }
  expect((await here.kept()).length).toBe(4);
});

const forge = (key: Parameters<typeof sign>[2]) => sign("sha256", Buffer.from("x"), key).toString("base64");

async function idOf({ node }: Awaited<ReturnType<typeof openThread>>) {
  const row = await node.site.db
    .selectFrom("activity")
    .select("id")
    .where("public", "=", false)
    .where("type", "=", "Create")
    .executeTakeFirstOrThrow();
  return row.id;
}
