// What people who mean harm say about a text: others' words, others' deeds, too much of everything (attacks 7 to 14, 16 to 18, 27, 40, 41 and 52).
import { expect, test } from "vitest";
import { ap } from "../../src/domain/paths.ts";
import { wordsOfSelf } from "../../src/newsroom/acquaint.ts";
import { saveDraft } from "../../src/newsroom/publish.ts";
import { SetClock } from "../support/newsroom.ts";
import { activity, startPeer } from "../support/peer.ts";
import { about, everybody, post, serve } from "../support/posts.ts";
import { openThread } from "../support/thread.ts";

const later = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

test("attack 7: words that are not the sender's are believed only where their own address shows them", async () => {
  const here = await openThread();
  const { peer, alice, text } = here;
  const victim = (await startPeer()).actor("victim");
  const far = await startPeer();
  const bob = far.actor("bob");
  const forged = { type: "Note", content: "<p>Forged</p>", inReplyTo: text, to: [everybody] };
  for (const object of [
    { ...forged, id: `${far.url}/notes/nothing`, attributedTo: bob.id },
    { ...forged, id: `${far.url}/notes/nothing`, attributedTo: alice.id },
    { ...forged, id: `${peer.url}/notes/1`, attributedTo: victim.id },
    { ...forged, id: `${peer.url}/notes/2`, attributedTo: [alice.id, victim.id] },
    { ...forged, id: `${peer.url}/notes/3` },
  ]) {
    expect(await here.say(alice, activity(peer, alice, "Create", object))).toBe(202);
  }
  expect(await here.kept()).toEqual([]);
  const true_ = post(far, bob, { inReplyTo: text, content: "<p>True</p>" });
  await here.say(alice, activity(peer, alice, "Create", { ...true_, content: "<p>Forged</p>" }));
  expect(await here.kept()).toMatchObject([{ actor: bob.id, html: "<p>True</p>" }]);
});

test("attack 8: on a host that many share nobody speaks for somebody else, and nobody takes their addresses", async () => {
  const here = await openThread();
  const { peer, alice, text } = here;
  const mallory = peer.actor("mallory");
  const note = post(peer, alice, { inReplyTo: text, content: "<p>True</p>" });
  const forged = { ...note, content: "<p>Forged</p>" };
  await here.say(mallory, activity(peer, mallory, "Create", forged));
  expect(await here.kept()).toMatchObject([{ actor: alice.id, html: "<p>True</p>" }]);
  // An address of alice's, claimed before she has said anything there.
  const next = post(peer, alice, { inReplyTo: text, content: "<p>Truer</p>" });
  await here.say(
    mallory,
    activity(peer, mallory, "Create", { ...forged, id: next.id, attributedTo: mallory.id }),
  );
  await here.say(alice, about(peer, alice, "Create", next));
  const kept = await here.kept();
  expect(kept.map(({ actor, html }) => [actor, html])).toEqual([
    [alice.id, "<p>True</p>"],
    [alice.id, "<p>Truer</p>"],
  ]);
});

test("attack 9: of what is announced only the address counts", async () => {
  const here = await openThread();
  const { peer, alice, text, node } = here;
  const far = await startPeer();
  const bob = far.actor("bob");
  const note = post(far, bob, { inReplyTo: text, content: "<p>True</p>" });
  const forged = { ...note, content: "<p>Forged</p>" };
  await here.say(alice, activity(peer, alice, "Announce", { ...forged, id: `${far.url}/notes/nothing` }));
  const create = { id: `${far.url}/create/1`, type: "Create", actor: bob.id, object: forged };
  await here.say(alice, activity(peer, alice, "Announce", create));
  const like = { id: `${far.url}/like/1`, type: "Like", actor: bob.id, object: text };
  await here.say(alice, activity(peer, alice, "Announce", like));
  const elsewhere = { ...create, object: { ...forged, id: node.url + ap.report(here.report) } };
  await here.say(alice, activity(peer, alice, "Announce", elsewhere));
  expect(await here.kept()).toMatchObject([{ kind: "reply", actor: bob.id, html: "<p>True</p>" }]);
});

test("attack 10: only its author changes an answer, only to something newer, and nobody writes from the future", async () => {
  const here = await openThread();
  const { peer, alice, text } = here;
  const mallory = peer.actor("mallory");
  const note = post(peer, alice, { inReplyTo: text, content: "<p>First</p>", updated: later(-60) });
  note.published = later(-120);
  serve(peer, note);
  await here.say(alice, about(peer, alice, "Create", note));
  const html = async () => (await here.kept()).map((one) => one.html);
  const changed = { ...note, content: "<p>Changed</p>" };
  for (const updated of [undefined, null, note.updated, later(-90), "yesterday", 0]) {
    await here.say(alice, about(peer, alice, "Update", { ...changed, updated }));
    expect(await html()).toEqual(["<p>First</p>"]);
  }
  await here.say(mallory, about(peer, mallory, "Update", { ...changed, updated: later(1) }));
  await here.say(
    mallory,
    about(peer, mallory, "Update", { ...changed, updated: later(1), attributedTo: mallory.id }),
  );
  expect(await html()).toEqual(["<p>First</p>"]);
  const far = {
    ...note,
    content: "<p>Far</p>",
    published: "2999-01-01T00:00:00Z",
    updated: "2999-01-01T00:00:00Z",
  };
  await here.say(alice, about(peer, alice, "Update", far));
  expect(await html()).toEqual(["<p>Far</p>"]);
  const [kept] = await here.kept();
  expect(kept!.updated!.getTime()).toBeLessThanOrEqual(Date.now());
  await here.say(alice, about(peer, alice, "Update", { ...note, content: "<p>Near</p>", updated: later(5) }));
  expect(await html()).toEqual(["<p>Near</p>"]);
});

test("attack 11: what an actor is called now is read at its own address", async () => {
  const here = await openThread();
  const { peer, alice, text, node } = here;
  await here.say(alice, about(peer, alice, "Create", post(peer, alice, { inReplyTo: text })));
  const known = () =>
    node.site.db.selectFrom("remote_actor").selectAll().where("id", "=", alice.id).executeTakeFirstOrThrow();
  const before = await known();
  const inbox = "https://collector.example/inbox";
  const lies = { ...alice.document, name: "Collector", inbox, endpoints: { sharedInbox: inbox } };
  await here.say(
    alice,
    activity(peer, alice, "Update", { ...lies, publicKey: { ...before, publicKeyPem: "x" } }),
  );
  const { fetched: _, ...same } = before;
  expect(await known()).toMatchObject(same);
  // Another id, another key: nothing of it is taken, and whoever has that key is not alice.
  const mallory = peer.actor("mallory");
  const publicKey = { id: alice.keyId, owner: alice.id, publicKeyPem: mallory.publicPem };
  await here.say(alice, activity(peer, alice, "Update", { ...lies, publicKey }));
  await here.say(alice, activity(peer, alice, "Update", { ...lies, id: mallory.id, publicKey }));
  expect(await known()).toMatchObject(same);
  const forged = await peer.post(alice, here.inbox, activity(peer, alice, "Like", text), {
    key: mallory.privateKey,
  });
  expect(forged.status).toBe(401);
  alice.document.name = "Alice the second";
  await here.say(alice, activity(peer, alice, "Update", lies));
  expect(await known()).toMatchObject({ name: "Alice the second", inbox: before.inbox });
  alice.document.inbox = inbox;
  alice.document.name = "Alice the third";
  await here.say(alice, activity(peer, alice, "Update", alice.id));
  expect(await known()).toMatchObject({ name: "Alice the second", inbox: before.inbox });
});

test("attack 12: what still stands at its address is deleted by nobody but its author", async () => {
  const here = await openThread();
  const { peer, alice, text } = here;
  const mallory = peer.actor("mallory");
  const note = post(peer, alice, { inReplyTo: text });
  // Of whom nothing is known is not even listened to.
  await here.say(mallory, here.aFollow(mallory));
  await here.say(alice, about(peer, alice, "Create", note));
  const tombstone = { id: note.id, type: "Tombstone", formerType: "Person" };
  for (const object of [note.id, tombstone]) {
    expect(await here.say(mallory, activity(peer, mallory, "Delete", object))).toBe(202);
  }
  await here.say(
    mallory,
    activity(peer, mallory, "Delete", { id: alice.id, type: "Tombstone", formerType: "Person" }),
  );
  const passedOn = { id: peer.newId(), type: "Delete", actor: alice.id, object: note.id };
  await here.say(mallory, activity(peer, mallory, "Announce", passedOn));
  expect(await here.kept()).toHaveLength(1);
  peer.serves.set(new URL(note.id).pathname, { status: 410 });
  await here.say(mallory, activity(peer, mallory, "Delete", tombstone));
  expect(await here.kept()).toEqual([]);
});

test("attack 13: with an account goes what it said, but not what others on its server said", async () => {
  const here = await openThread();
  const { peer, alice, text } = here;
  const bob = peer.actor("bob");
  for (const by of [alice, bob])
    await here.say(by, about(peer, by, "Create", post(peer, by, { inReplyTo: text })));
  await here.say(alice, activity(peer, alice, "Like", text));
  await here.say(alice, activity(peer, alice, "Delete", bob.id));
  expect(await here.echo()).toMatchObject({ replies: 2, likes: 1 });
  await here.say(alice, activity(peer, alice, "Delete", { id: alice.id, type: "Tombstone" }));
  expect(await here.kept()).toMatchObject([{ actor: bob.id }]);
  expect(await here.echo()).toMatchObject({ replies: 1, likes: 0 });
});

test("attack 14: nobody takes back a like or a boost of somebody else", async () => {
  const here = await openThread();
  const { peer, alice, text } = here;
  const mallory = peer.actor("mallory");
  const [like, boost] = [
    activity(peer, alice, "Like", text),
    activity(peer, alice, "Announce", text, { to: [everybody] }),
  ];
  for (const deed of [like, boost]) await here.say(alice, deed);
  for (const deed of [like, boost]) {
    for (const object of [deed, deed.id, { ...deed, actor: mallory.id }]) {
      await here.say(mallory, activity(peer, mallory, "Undo", object));
    }
    await here.say(mallory, activity(peer, mallory, "Delete", deed.id));
  }
  expect(await here.echo()).toMatchObject({ likes: 1, boosts: 1 });
});

test("attack 17: an account moves only where it is awaited, and not again and again", async () => {
  const here = await openThread();
  const { peer, alice, node, group } = here;
  const far = await startPeer();
  const movedTo = async () =>
    (
      await node.site.db
        .selectFrom("remote_actor")
        .select("moved_to")
        .where("id", "=", alice.id)
        .executeTakeFirstOrThrow()
    ).moved_to;
  const move = (target: string, object: string = alice.id) =>
    activity(peer, alice, "Move", object, { target });
  await here.say(alice, here.aFollow());
  const stranger = far.actor("stranger");
  const onward = far.actor("onward", { alsoKnownAs: [alice.id], movedTo: stranger.id });
  const other = far.actor("other", { alsoKnownAs: [stranger.id] });
  for (const target of [stranger.id, onward.id, other.id, alice.id, group, `${far.url}/users/nobody`]) {
    await here.say(alice, move(target));
  }
  const bob = far.actor("bob", { alsoKnownAs: alice.id });
  await here.say(alice, move(bob.id, bob.id));
  expect(await movedTo()).toBe(null);
  expect(await here.followers()).toEqual([alice.id]);
  const decision = { collective: here.collective.id, kind: "actor" as const, verdict: "hide" as const };
  await node.site.db
    .insertInto("decision")
    .values({ ...decision, subject: alice.id })
    .execute();
  await here.say(alice, move(bob.id));
  expect(await movedTo()).toBe(bob.id);
  const second = far.actor("second", { alsoKnownAs: [alice.id] });
  await here.say(alice, move(second.id));
  expect(await movedTo()).toBe(bob.id);
  expect(
    (await node.site.db.selectFrom("decision").select("subject").orderBy("subject").execute()).length,
  ).toBe(2);
  // It keeps its place until the new account follows; and nobody else takes it.
  expect(await here.followers()).toEqual([alice.id]);
  expect((await far.post(second, here.inbox, here.aFollow(second))).status).toBe(202);
  await expect.poll(here.followers).toEqual([alice.id, second.id].sort());
  expect((await far.post(bob, here.inbox, here.aFollow(bob))).status).toBe(202);
  await expect.poll(here.followers).toEqual([bob.id, second.id].sort());
});

test("attack 17: accounts that move in a circle, in a chain and in a storm are followed one step, once", async () => {
  // While time stands still, nobody's turn comes again.
  const here = await openThread({ clock: new SetClock(new Date().toISOString()) });
  const { peer, alice, node } = here;
  const far = await startPeer();
  const { db } = node.site;
  const movedTo = async (id: string) =>
    (await db.selectFrom("remote_actor").select("moved_to").where("id", "=", id).executeTakeFirst())
      ?.moved_to;
  await here.say(alice, here.aFollow());
  const { document } = far.actor("many");
  const stand = (name: string, more: object) => {
    const id = `${far.url}/users/${name}`;
    far.serves.set(`/users/${name}`, { body: JSON.stringify({ ...document, id, ...more }) });
    return id;
  };
  // Each of twenty has moved on to the next: nobody arrives there.
  const chain = Array.from({ length: 20 }, (_, at) => `${far.url}/users/c${at}`);
  for (const at of chain.keys()) {
    stand(`c${at}`, { alsoKnownAs: [chain[at - 1] ?? alice.id], movedTo: chain[at + 1] });
  }
  await here.say(alice, activity(peer, alice, "Move", alice.id, { target: chain[0] }));
  expect(await movedTo(alice.id)).toBe(null);
  expect(far.log.map(({ path }) => path)).toEqual(["/users/c0"]);
  // There and back again.
  const bob = far.actor("bob", { alsoKnownAs: [alice.id] });
  alice.document.alsoKnownAs = [bob.id];
  await here.say(alice, activity(peer, alice, "Move", alice.id, { target: bob.id }));
  alice.document.movedTo = bob.id;
  await far.post(bob, here.inbox, activity(far, bob, "Move", bob.id, { target: alice.id }));
  await here.worked();
  expect([await movedTo(alice.id), await movedTo(bob.id)]).toEqual([bob.id, null]);
  // A storm: one account, a hundred targets that all know it.
  const targets = Array.from({ length: 100 }, (_, at) => stand(`t${at}`, { alsoKnownAs: [alice.id] }));
  far.log.length = 0;
  await Promise.all(
    targets.map((target) =>
      peer.post(alice, here.inbox, activity(peer, alice, "Move", alice.id, { target })),
    ),
  );
  await here.worked();
  expect(await movedTo(alice.id)).toBe(bob.id);
  expect(far.log.length).toBeLessThanOrEqual(60);
  expect(await here.followers()).toEqual([alice.id]);
}, 60_000);

test("attack 18: an actor likes a thing once, by however many addresses, and by nobody else's", async () => {
  const here = await openThread();
  const { peer, alice, inbox, text } = here;
  const mallory = peer.actor("mallory");
  const likes = Array.from({ length: 30 }, (_, number) =>
    activity(
      peer,
      alice,
      "Like",
      text,
      number % 3 === 0 ? { id: `https://elsewhere.example/${number}` } : {},
    ),
  );
  await Promise.all(likes.map((like) => peer.post(alice, inbox, like)));
  await here.worked();
  expect(await here.echo()).toMatchObject({ likes: 1 });
  const [kept] = await here.kept();
  await here.say(mallory, activity(peer, mallory, "Like", text, { id: kept!.uri }));
  expect((await here.kept()).map(({ actor }) => actor).sort()).toEqual([alice.id, mallory.id]);
  for (let time = 0; time < 101; time++) {
    await peer.post(mallory, inbox, about(peer, mallory, "Create", post(peer, mallory, { inReplyTo: text })));
  }
  await here.worked();
  expect(await here.echo()).toMatchObject({ likes: 2, replies: 100 });
}, 120_000);

test("attack 27: everybody is written in three ways, and whoever was addressed in secret stays secret", async () => {
  const here = await openThread();
  const { peer, alice, text, group, node } = here;
  for (const to of [everybody, ["as:Public"], "Public", [], group]) {
    const secret = { bto: ["https://secret.example/users/x"], bcc: "https://secret.example/users/y" };
    const note = post(peer, alice, { inReplyTo: text, to, cc: [], ...secret });
    await here.say(alice, about(peer, alice, "Create", note, secret));
  }
  const kept = await here.kept();
  expect(kept.map((one) => one.public)).toEqual([true, true, true, false, false]);
  expect(JSON.stringify(kept)).not.toContain("secret.example");
  expect(await here.echo()).toMatchObject({ replies: 3 });
  const page = await (await fetch(`${here.text}/replies/1`)).json();
  expect((page as { items: string[] }).items).toEqual(kept.slice(0, 3).map(({ uri }) => uri));
  expect(node.url).toBeTruthy();
});

test("attack 28: an upload on somebody's server that looks like an actor or a post makes nobody an author", async () => {
  const here = await openThread();
  const { peer, alice, text } = here;
  const far = await startPeer();
  const victim = far.actor("victim");
  const types = [
    "text/plain",
    "image/png",
    "application/json",
    "application/octet-stream",
    "text/html",
    null,
  ];
  for (const [number, type] of types.entries()) {
    const id = `${far.url}/uploads/${number}`;
    const mallory = { ...far.actor("mallory"), id, keyId: `${id}#main-key` };
    far.actors.delete("mallory");
    const publicKey = { id: mallory.keyId, owner: id, publicKeyPem: mallory.publicPem };
    far.serves.set(`/uploads/${number}`, {
      type,
      body: JSON.stringify({ ...mallory.document, id, publicKey }),
    });
    const note = post(far, victim, { inReplyTo: text, content: "<p>Never said</p>" });
    far.serves.set(new URL(note.id).pathname, { type, body: JSON.stringify(note) });
    expect((await far.post(mallory, here.inbox, activity(far, mallory, "Like", text))).status).toBe(401);
    await here.say(alice, activity(peer, alice, "Announce", activity(far, victim, "Create", note)));
    expect(far.asked(new URL(note.id).pathname)).toBe(1);
  }
  expect(await here.kept()).toEqual([]);
});

test("attack 40: names and what people say of themselves are plain, cut, and do not turn what stands around", async () => {
  const here = await openThread();
  const { peer, text, node } = here;
  const named = peer.actor("odd", {
    name: `<b>Odd</b>\n\u202etxet${"x".repeat(100_000)}`,
    preferredUsername: "odd@victim.example",
    summary: `<p onclick="x()">I am <b>odd</b>.\u0000\u202e</p><script>alert(1)</script>${"<i>z</i> ".repeat(100_000)}`,
  });
  const note = post(peer, named, { inReplyTo: text, name: `<i>Title</i>\u202e\n${"y".repeat(100_000)}` });
  await here.say(named, about(peer, named, "Create", note));
  const actor = await node.site.db
    .selectFrom("remote_actor")
    .select(["name", "handle", "summary"])
    .where("id", "=", named.id)
    .executeTakeFirstOrThrow();
  expect(actor.handle).toBe(null);
  expect(actor.summary!.length).toBeLessThanOrEqual(10_000);
  const said = wordsOfSelf(actor.summary)!;
  expect(said).toMatch(/^I am odd\. z z/);
  expect(said.length).toBeLessThanOrEqual(500);
  expect(said).not.toMatch(/alert|[<>\u202a-\u202e\u2066-\u2069\n]/);
  const [kept] = await here.kept();
  for (const name of [actor.name!, kept!.name!]) {
    expect(name.length).toBeLessThanOrEqual(300);
    expect(name).not.toMatch(/[\u202a-\u202e\u2066-\u2069\n]/);
  }
});

test("attack 41: an address that is none of a page is dropped, of an actor, of a post, and of what hangs on it", async () => {
  const here = await openThread();
  const { peer, text, node } = here;
  const odd = peer.actor("odd", {
    url: "javascript:alert(1)",
    icon: { type: "Image", url: "javascript:alert(2)" },
  });
  const attachment = [
    "javascript:alert(3)",
    "data:text/html,x",
    "file:///etc/passwd",
    "https://a:b@c.example/",
  ];
  const files = attachment.map((url) => ({ type: "Document", url }));
  const links = attachment.map((href) => ({ type: "Link", href }));
  const note = { inReplyTo: text, url: "javascript:alert(4)", attachment: [...files, ...links] };
  await here.say(odd, about(peer, odd, "Create", post(peer, odd, note)));
  expect(await here.kept()).toMatchObject([{ url: null, attachments: [] }]);
  const { url } = await node.site.db
    .selectFrom("remote_actor")
    .select("url")
    .where("id", "=", odd.id)
    .executeTakeFirstOrThrow();
  expect(url).toBe(null);
});

test("attack 52: what nobody may see, what is somebody else's and what is blocked is boosted in vain", async () => {
  const here = await openThread();
  const { peer, alice, node, collective, group } = here;
  const far = await startPeer();
  const draft = await saveDraft(node.site, collective, {
    title: "Draft",
    language: "en",
    source: "Not yet.",
  });
  const foreign = post(far, far.actor("bob"));
  for (const object of [
    node.url + ap.report(draft.id),
    node.url + ap.report("0192d3c4-0000-7000-8000-000000000000"),
    foreign.id,
    group,
  ]) {
    await here.say(alice, activity(peer, alice, "Announce", object, { to: [everybody] }));
    await here.say(alice, about(peer, alice, "Create", post(peer, alice, { inReplyTo: object })));
  }
  expect(await here.kept()).toEqual([]);
  await node.site.db.insertInto("remote_host").values({ host: far.host, block: "blocked" }).execute();
  const blocked = post(far, far.actors.get("bob")!, { inReplyTo: here.text });
  const create = { id: far.newId(), type: "Create", actor: blocked.attributedTo, object: blocked };
  await here.say(alice, activity(peer, alice, "Announce", create));
  expect(await here.kept()).toEqual([]);
  expect(far.asked(new URL(blocked.id).pathname)).toBe(0);
});
