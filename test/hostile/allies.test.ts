// What those whom we follow, and those who claim to be, may make us do (attacks 9, 12, 15, 26 and 52).
import { beforeEach, describe, expect, test } from "vitest";
import { ap } from "../../src/domain/paths.ts";
import { followActor } from "../../src/newsroom/ally.ts";
import { passOn } from "../../src/newsroom/pass_on.ts";
import { saveDraft } from "../../src/newsroom/publish.ts";
import { setRule } from "../../src/newsroom/rules.ts";
import { type AllyScene, giveKey, openAlliance } from "../support/ally.ts";
import { activity, startPeer } from "../support/peer.ts";
import { about, everybody, type PeerPost, post, serve } from "../support/posts.ts";

let here: AllyScene;

beforeEach(async () => {
  here = await openAlliance();
});

describe("answers to a Follow", () => {
  test("attack 15: that was never sent, or by somebody else, change nothing; a string or an odd actor inside is understood", async () => {
    const { peer, alice, group, node } = here;
    const [bob, mallory] = [peer.actor("bob"), peer.actor("mallory")];
    const follow = { type: "Follow", actor: group, object: bob.id };
    await here.say(bob, activity(peer, bob, "Accept", follow));
    await here.say(mallory, activity(peer, mallory, "Reject", { ...follow, object: alice.id }));
    expect(await here.states()).toEqual({ [alice.id]: "accepted" });

    await followActor(node.site, here.collective, bob.id);
    await expect.poll(() => here.said("Follow")).toHaveLength(2);
    const { id } = here.said("Follow").at(-1)!.json as { id: string };
    await here.say(mallory, activity(peer, mallory, "Accept", id));
    await here.say(mallory, activity(peer, mallory, "Accept", { ...follow, id }));
    expect(await here.states()).toMatchObject({ [bob.id]: "requested" });
    await here.say(bob, activity(peer, bob, "Accept", id));
    expect(await here.states()).toMatchObject({ [bob.id]: "accepted" });
    const odd = {
      id: group,
      type: "Group",
      "sec:assertionMethod": {},
      "as:manuallyApprovesFollowers": false,
    };
    await here.say(bob, activity(peer, bob, "Reject", { ...follow, id, actor: odd }));
    expect(await here.states()).toMatchObject({ [bob.id]: "ended" });
  });

  test("are waited for once, however often somebody is asked; a refusal comes before or after", async () => {
    const { peer, node } = here;
    const bob = peer.actor("bob");
    for (let again = 0; again < 2; again++) await followActor(node.site, here.collective, bob.id);
    await expect.poll(() => here.said("Follow")).toHaveLength(3);
    const { id } = here.said("Follow").at(-2)!.json as { id: string };
    await here.say(bob, activity(peer, bob, "Reject", id));
    expect(await here.states()).toMatchObject({ [bob.id]: "refused" });
  });
});

test("attack 9: of an Announce only the address counts, and nobody writes for others", async () => {
  const { peer, alice } = here;
  const other = await startPeer();
  const carol = other.actor("carol");
  const theirs = post(other, carol, { content: "<p>As it is</p>" });
  const forged = { ...theirs, content: "<p>Forged</p>" };
  const [publicly] = [{ to: [everybody] }];
  await here.say(alice, activity(peer, alice, "Announce", forged, publicly));
  await here.say(alice, activity(peer, alice, "Create", forged, publicly));
  expect((await here.wire()).map(({ html, actor, announced }) => [html, actor, announced])).toEqual([
    ["<p>As it is</p>", carol.id, true],
  ]);
  const inner = activity(other, carol, "Create", { ...post(other, carol), content: "<p>Forged</p>" });
  await here.say(alice, activity(peer, alice, "Announce", inner, publicly));
  expect((await here.wire()).map(({ html }) => html).sort()).toEqual(["<p>As it is</p>", "<p>Hello</p>"]);
});

test("attack 12: only its author changes or deletes a text; older versions and answers come to nothing", async () => {
  const { peer, alice } = here;
  const mallory = peer.actor("mallory");
  const note = post(peer, alice, { updated: "2026-11-20T12:00:00Z" });
  await here.say(alice, about(peer, alice, "Create", note));
  await here.say(alice, about(peer, alice, "Create", post(peer, alice, { inReplyTo: note.id })));
  await here.say(
    alice,
    about(peer, alice, "Create", post(peer, alice, { to: [`${alice.id}/followers`], cc: [] })),
  );
  const changes = [
    { content: "<p>Mallory's</p>", by: mallory, updated: "2026-11-21T12:00:00Z" },
    { content: "<p>Older</p>", by: alice, updated: "2026-11-20T12:00:00Z" },
    { content: "<p>Without a moment</p>", by: alice, updated: undefined },
  ];
  for (const { by, ...change } of changes)
    await here.say(by, about(peer, by, "Update", { ...note, ...change }));
  await here.say(mallory, activity(peer, mallory, "Delete", note.id));
  expect((await here.wire()).map(({ html }) => html)).toEqual(["<p>Hello</p>"]);
  await here.say(alice, activity(peer, alice, "Delete", { id: note.id, type: "Tombstone" }));
  expect(await here.wire()).toEqual([]);
  // What comes too late does not bring it back.
  await here.say(alice, about(peer, alice, "Create", note));
  expect(await here.wire()).toEqual([]);
  const { rows } = await original(note.id);
  expect(rows).toEqual([{ body: "", proof: "none" }]);
});

describe("proofs", () => {
  test("of the author's own key hold, and the original is kept byte by byte", async () => {
    const { peer, alice } = here;
    const prove = giveKey(alice);
    const note = post(peer, alice);
    const body = JSON.stringify(prove(about(peer, alice, "Create", note)), null, 1);
    await peer.post(alice, here.inbox, body);
    await here.worked();
    expect((await here.wire()).map(({ proof }) => proof)).toEqual(["verified"]);
    expect((await original(note.id)).rows).toEqual([{ body, proof: "verified" }]);
  });

  test("a key is asked for once; again when it is not the one any more, but not at once, and after a day in any case", async () => {
    const { peer, alice, node } = here;
    const asked = () => peer.asked(new URL(alice.id).pathname);
    const said = () => about(peer, alice, "Create", post(peer, alice)) as Record<string, unknown>;
    const proofs = async () => (await here.wire()).map(({ proof }) => proof).reverse();
    const letAge = (hours: number) =>
      node.site.db
        .updateTable("remote_actor")
        .set({ fetched: new Date(Date.now() - hours * 3_600_000) })
        .where("id", "=", alice.id)
        .execute();
    const prove = giveKey(alice);
    const before = asked();
    for (let time = 0; time < 3; time++) await here.say(alice, prove(said()));
    expect(await proofs()).toEqual(["verified", "verified", "verified"]);
    expect(asked() - before).toBe(1);
    const anew = giveKey(alice);
    await here.say(alice, anew(said()));
    expect(asked() - before).toBe(1);
    await letAge(1);
    for (let time = 0; time < 2; time++) await here.say(alice, anew(said()));
    expect((await proofs()).slice(3)).toEqual(["failed", "verified", "verified"]);
    expect(asked() - before).toBe(2);
    // Nobody vouches for a key that was listed long ago.
    await letAge(25);
    alice.document.assertionMethod = [];
    await here.say(alice, anew(said()));
    expect((await proofs()).at(-1)).toBe("failed");
  });

  test("attack 26: by a key of somebody else, on this server or another, after a change, or of another kind do not", async () => {
    const { peer, alice } = here;
    const [prove, elsewhere] = [giveKey(alice), await startPeer()];
    const [mallory, stranger] = [peer.actor("mallory"), elsewhere.actor("stranger")];
    const [byMallory, byStranger] = [giveKey(mallory), giveKey(stranger)];
    const said = () => about(peer, alice, "Create", post(peer, alice)) as Record<string, unknown>;
    const attempts: [string, object][] = [
      ["failed", byMallory(said())],
      ["failed", byMallory(said(), `${mallory.id}#ed25519`)],
      ["failed", byStranger(said())],
      ["failed", byMallory(said(), `${alice.id}#ed25519`)],
      ["failed", { ...prove(said()), published: "2026-11-24T12:00:00Z" }],
      ["unknown", { ...said(), proof: { type: "DataIntegrityProof", cryptosuite: "bbs-2023" } }],
      ["none", said()],
    ];
    for (const [, attempt] of attempts) await here.say(alice, attempt);
    const { items } = { items: await here.wire() };
    const byUri = new Map(items.map(({ uri, proof }) => [uri, proof]));
    const found = attempts.map(([, attempt]) => byUri.get((attempt as { object: { id: string } }).object.id));
    expect(found).toEqual(attempts.map(([proof]) => proof));
    expect(elsewhere.log).toEqual([]);
    // A key that its own owner does not control is nobody's.
    const lying = giveKey(alice, mallory.id);
    await here.say(alice, lying(said()));
    expect((await here.wire())[0]!.proof).toBe("failed");
  });

  test("attack 26: of the text itself hold where its activity has none, and are nobody else's and no other text's", async () => {
    const { peer, alice } = here;
    const [prove, byMallory] = [giveKey(alice), giveKey(peer.actor("mallory"))];
    const terms = "https://www.w3.org/ns/activitystreams";
    const written = () => ({ "@context": terms, ...post(peer, alice) });
    const saying = (object: PeerPost) => about(peer, alice, "Create", object);
    const changed = { content: "<p>Changed</p>" };
    const { "@context": _, ...inherited } = prove(written());
    const { proof: another } = prove(written());
    const attempts: [string, object][] = [
      ["verified", saying(prove(written()))],
      ["verified", saying(inherited)],
      ["verified", { ...prove(saying(prove(written()))), published: "2026-11-24T12:00:00Z" }],
      // The activity's own is about all that is in it.
      ["verified", prove(saying({ ...prove(written()), ...changed }))],
      ["failed", saying({ ...prove(written()), ...changed })],
      ["failed", saying(byMallory(written()))],
      ["failed", saying(byMallory(written(), `${alice.id}#ed25519`))],
      ["failed", saying({ ...written(), proof: another })],
      ["unknown", saying({ ...written(), proof: { type: "DataIntegrityProof", cryptosuite: "bbs-2023" } })],
    ];
    for (const [, attempt] of attempts) await here.say(alice, attempt);
    const byUri = new Map((await here.wire()).map(({ uri, proof }) => [uri, proof]));
    const found = attempts.map(([, attempt]) => byUri.get((attempt as { object: PeerPost }).object.id));
    expect(found).toEqual(attempts.map(([proof]) => proof));
    // What is fetched is a text alone.
    const carol = peer.actor("carol");
    const theirs = giveKey(carol)({ "@context": terms, ...post(peer, carol) });
    serve(peer, theirs);
    await here.say(alice, activity(peer, alice, "Announce", theirs.id, { to: [everybody] }));
    expect((await here.wire()).find(({ uri }) => uri === theirs.id)?.proof).toBe("verified");
  });

  test("are kept while the origin shows the same words without one, and go with the words that they prove", async () => {
    const { peer, alice, node, collective } = here;
    const prove = giveKey(alice);
    const note = post(peer, alice, { updated: "2026-11-20T12:00:00Z", contentMap: undefined });
    const create = JSON.stringify(prove(about(peer, alice, "Create", note)));
    await peer.post(alice, here.inbox, create);
    await here.worked();
    const isKept = { body: create, proof: "verified" };
    // Whoever passes it on asks its origin, which names the language now and proves nothing.
    serve(peer, { ...note, contentMap: { en: note.content } });
    await passOn(node.site, collective, note.id);
    expect((await original(note.id)).rows).toEqual([isKept]);
    expect((await here.wire())[0]).toMatchObject({ proof: "verified", language: "en" });
    const again = { ...note, contentMap: { en: note.content }, updated: "2026-11-21T12:00:00Z" };
    await here.say(alice, about(peer, alice, "Update", again));
    expect((await original(note.id)).rows).toEqual([isKept]);

    const proven = { ...again, content: "<p>Other words</p>", updated: "2026-11-22T12:00:00Z" };
    const update = JSON.stringify(about(peer, alice, "Update", prove(inWords(proven))));
    await peer.post(alice, here.inbox, update);
    await here.worked();
    expect((await original(note.id)).rows).toEqual([{ body: update, proof: "verified" }]);
    const silent = { ...proven, content: "<p>In silence</p>" };
    serve(peer, silent);
    await passOn(node.site, collective, note.id);
    expect((await here.wire())[0]).toMatchObject({ proof: "none", html: "<p>In silence</p>" });
    const { rows } = await original(note.id);
    expect(JSON.parse(rows[0]!.body)).toMatchObject(silent);
    // What is proven later comes in the place of what was not.
    const servedProven = JSON.stringify(prove(inWords(silent)));
    peer.serves.set(new URL(note.id).pathname, { body: servedProven });
    await passOn(node.site, collective, note.id);
    expect((await original(note.id)).rows).toEqual([{ body: servedProven, proof: "verified" }]);
  });

  test("attack 26: of another text that is put into one prove nothing of it", async () => {
    const { peer, alice, node, collective } = here;
    const fresh = () => inWords(post(peer, alice));
    const prove = giveKey(alice);
    const other = prove(fresh());
    const sent = { ...fresh(), object: other, preview: other };
    await here.say(alice, about(peer, alice, "Create", sent));
    const fetched = { ...fresh(), object: other };
    const before = prove(fresh());
    const changed = { ...before, proof: undefined, content: "<p>Changed</p>", object: before };
    for (const text of [fetched, changed]) {
      serve(peer, text);
      await passOn(node.site, collective, text.id);
    }
    for (const { id } of [sent, fetched, changed])
      expect((await original(id)).rows.map(({ proof }) => proof)).toEqual(["none"]);
  });
});

test("attack 52: our own, a draft, what somebody else wrote and what a blocked actor wrote is not passed on by a rule", async () => {
  const { peer, alice, node, collective } = here;
  const { site } = node;
  await setRule(site, collective, alice.id, { rule: "automatic", cap: 2 });
  const draft = await saveDraft(site, collective, { title: "A draft", source: "Not yet." });
  const other = await startPeer();
  const carol = other.actor("carol");
  const theirs = post(other, carol);
  for (const object of [here.text, node.url + ap.report(draft.id), theirs.id]) {
    await here.say(alice, activity(peer, alice, "Announce", object, { to: [everybody] }));
  }
  expect((await here.wire()).map(({ uri }) => uri)).toEqual([theirs.id]);
  expect(await here.announced()).toEqual([]);

  const [first, second, third] = [post(peer, alice), post(peer, alice), post(peer, alice)];
  for (const note of [first, first, second, third]) await here.say(alice, about(peer, alice, "Create", note));
  // Once each, and no more than the cap.
  expect(await here.announced()).toEqual([first.id, second.id]);
  // An ally that passes on whatever we do, and its own, too, starts nothing anew.
  await setRule(site, collective, alice.id, { rule: "automatic" });
  const ours = here.said("Announce").map(({ json }) => json as { id: string });
  expect(ours.length).toBeGreaterThan(0);
  for (const object of [first.id, second.id, ...ours.map(({ id }) => id), ...ours]) {
    await here.say(alice, activity(peer, alice, "Announce", object, { to: [everybody] }));
  }
  expect(await here.announced()).toEqual([first.id, second.id]);
  await expect(passOn(site, collective, here.text)).rejects.toThrow("has written this itself");
  await site.db.updateTable("remote_actor").set({ blocked: true }).where("id", "=", carol.id).execute();
  await expect(passOn(site, collective, theirs.id)).rejects.toThrow("blocked");
});

test("what was deleted at its origin meanwhile is not passed on, and vanishes", async () => {
  const { peer, alice, node, collective } = here;
  const note = post(peer, alice);
  await here.say(alice, about(peer, alice, "Create", note));
  serve(peer, { ...note, content: "<p>Changed in silence</p>" });
  await passOn(node.site, collective, note.id);
  expect((await here.wire())[0]!.html).toBe("<p>Changed in silence</p>");
  peer.serves.set(new URL(note.id).pathname, { status: 410 });
  await expect(passOn(node.site, collective, note.id)).rejects.toThrow("not there any more");
  expect(await here.wire()).toEqual([]);
  await expect.poll(() => here.said("Undo")).toHaveLength(1);
});

test("an ally that is gone takes with it what it wrote", async () => {
  const { peer, alice } = here;
  await here.say(alice, about(peer, alice, "Create", post(peer, alice)));
  await here.say(alice, activity(peer, alice, "Delete", alice.id));
  expect(await here.wire()).toEqual([]);
  expect(await here.states()).toEqual({ [alice.id]: "ended" });
});

/** A text that says by itself what its words mean, so that it can be proven apart from any activity. */
function inWords(text: PeerPost): PeerPost {
  return { "@context": "https://www.w3.org/ns/activitystreams", ...text };
}

async function original(uri: string) {
  const rows = await here.node.site.db
    .selectFrom("wire_original")
    .select(["body", "proof"])
    .where("uri", "=", uri)
    .execute();
  return { rows };
}
