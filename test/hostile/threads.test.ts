// Threads that lead nowhere, collections that lie, consents that nobody gave, and complaints without end (attacks 19, 36, 37 and 54).
import { expect, test } from "vitest";
import { gather } from "../../federation/thread_worker.ts";
import { ap } from "../../src/domain/paths.ts";
import { deleteAnswers, settle } from "../../src/newsroom/moderate.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { activity, type Peer, type PeerActor, startPeer } from "../support/peer.ts";
import { about, everybody, post } from "../support/posts.ts";
import { openThread, type ThreadScene } from "../support/thread.ts";

/** Waits until nothing is looked for any more, but for what is planned for later. */
const quiet = ({ node }: ThreadScene) =>
  expect
    .poll(async () => {
      const { count } = await node.site.db
        .withTables<{ "job.job": { name: string; state: string; start_after: Date } }>()
        .selectFrom("job.job")
        .select((is) => is.fn.countAll<string>().as("count"))
        .where("name", "=", "thread")
        .where("state", "in", ["created", "retry", "active"])
        .where("start_after", "<", new Date(Date.now() + 5_000))
        .executeTakeFirstOrThrow();
      return Number(count);
    })
    .toBe(0);

const collection = (peer: Peer, path: string, items: unknown[]) =>
  peer.serves.set(path, { body: JSON.stringify({ id: peer.url + path, type: "Collection", items }) });

test("attack 19: a consent is for one quotation, by whoever asks, of what they ask about", async () => {
  const here = await openThread();
  const { peer, alice, text, node } = here;
  const mallory = peer.actor("mallory");
  const far = await startPeer();
  const quote = (by: PeerActor, more: object = {}) =>
    post(by === alice || by === mallory ? peer : far, by, { quote: text, ...more });
  const ask = (by: PeerActor, instrument: unknown, object = text) =>
    here.say(by, activity(peer, by, "QuoteRequest", object, { instrument }));
  const other = `${node.url}${ap.report("0192d3c4-0000-7000-8000-000000000000")}`;
  const ofAlice = quote(alice);
  await ask(mallory, ofAlice);
  await ask(mallory, ofAlice.id);
  await ask(mallory, quote(far.actor("bob")));
  await ask(alice, quote(alice, { quote: other }));
  await ask(alice, quote(alice, { quote: other }), other);
  const draft = { title: "Another", language: "en", source: "Text." };
  const { id } = await publishReport(node.site, here.collective, draft);
  await ask(alice, quote(alice, { quote: node.url + ap.report(id) }));
  await ask(alice, post(peer, alice));
  expect(here.said("Accept")).toEqual([]);
  const stamps = (await here.kept()).map(({ stamp }) => stamp);
  expect(stamps.filter(Boolean)).toEqual([]);
  const [first, second] = [quote(alice), quote(alice, { quoteAuthorization: `${far.url}/stamps/1` })];
  await ask(alice, first);
  await ask(alice, second);
  await expect.poll(() => here.said("Accept").length).toBe(2);
  const results = here.said("Accept").map(({ json }) => (json as { result: string }).result);
  expect(new Set(results).size).toBe(2);
  const consent = await (
    await fetch(results[0]!, { headers: { accept: "application/activity+json" } })
  ).json();
  expect(consent).toMatchObject({
    id: results[0],
    type: "QuoteAuthorization",
    attributedTo: here.group,
    interactingObject: first.id,
    interactionTarget: text,
  });

  const quoted = (await here.kept()).filter(({ uri }) => uri === first.id || uri === second.id);
  await settle(node.site, here.collective.id, [quoted[0]!.id], "hidden");
  await deleteAnswers(node.site, here.collective, [quoted[1]!.id]);
  await expect.poll(() => here.said("Delete").length).toBe(2);
  const takenBack = here.said("Delete").map(({ json }) => idOf((json as { object: unknown }).object));
  expect(new Set(takenBack)).toEqual(new Set(results));
  const asJson = { headers: { accept: "application/activity+json" } };
  for (const address of results) expect((await fetch(address, asJson)).status).toBe(404);
}, 60_000);

/** The address of what an activity is about. */
function idOf(object: unknown): string {
  return typeof object === "string" ? object : (object as { id: string }).id;
}

test("attack 36: an endless or closed chain of answers is followed for a few steps and left", async () => {
  const here = await openThread();
  const { peer, alice, text, group } = here;
  const to = [everybody, group];
  const address = (number: number) => `${peer.url}/notes/chain-${number}`;
  for (let number = 1; number <= 1000; number++) {
    const inReplyTo = number === 1 ? text : address(number - 1);
    post(peer, alice, { id: address(number), inReplyTo, to });
  }
  const last = post(peer, alice, { id: address(1001), inReplyTo: address(1000), to });
  await here.say(alice, about(peer, alice, "Create", last));
  await quiet(here);
  expect(peer.log.filter(({ path }) => path.startsWith("/notes/chain-")).length).toBeLessThanOrEqual(20);
  expect(await here.kept()).toMatchObject([{ kind: "mention", report: null }]);
  // A circle, one of which says to belong to the text.
  const circle = [1, 2, 3].map((number) => `${peer.url}/notes/circle-${number}`);
  const context = `${text}/context`;
  for (const [at, id] of circle.entries()) {
    const turned = post(peer, alice, { id, inReplyTo: circle[(at + 1) % 3], context, to });
    await here.say(alice, about(peer, alice, "Create", turned));
  }
  await quiet(here);
  const kept = (await here.kept()).filter(({ kind }) => kind === "reply");
  expect(kept).toHaveLength(3);
  expect(kept.filter(({ parent }) => parent === null)).toHaveLength(1);
  // A short way up is found, whatever came first.
  const [top, middle] = [post(peer, alice, { inReplyTo: text }), post(peer, alice, {})];
  middle.inReplyTo = top.id;
  post(peer, alice, middle);
  const low = post(peer, alice, { inReplyTo: middle.id, to });
  await here.say(alice, about(peer, alice, "Create", low));
  const placed = async () =>
    (await here.kept()).filter(({ uri }) => [top.id, middle.id, low.id].includes(uri));
  await expect.poll(async () => (await placed()).map(({ depth }) => depth).sort()).toEqual([0, 1, 2]);
  const inOrder = (await placed()).sort((a, b) => (a.path! < b.path! ? -1 : 1)).map(({ uri }) => uri);
  expect(inOrder).toEqual([top.id, middle.id, low.id]);
});

test("attack 37: a collection of answers is a list of addresses, and what it says of them counts for nothing", async () => {
  const here = await openThread();
  const { peer, alice, text, node } = here;
  const far = await startPeer();
  const bob = far.actor("bob");
  const note = post(peer, alice, { inReplyTo: text, replies: `${peer.url}/replies` });
  await here.say(alice, about(peer, alice, "Create", note));
  const real = post(far, bob, { inReplyTo: note.id, content: "<p>True</p>" });
  const elsewhere = post(far, bob, { content: "<p>About something else</p>" });
  const secret = post(far, bob, { inReplyTo: note.id, to: [alice.id], cc: [] });
  collection(peer, "/replies", [
    { ...real, content: "<p>Forged</p>" },
    { ...elsewhere, inReplyTo: note.id },
    elsewhere.id,
    secret.id,
    { ...real, id: `${far.url}/notes/nothing` },
    { ...real, id: `${peer.url}/notes/nothing`, attributedTo: bob.id },
    note.id,
    text,
    ...Array.from({ length: 300 }, (_, number) => `${far.url}/notes/none-${number}`),
  ]);
  await gather(node.site, note.id, 0);
  const kept = await here.kept();
  expect(kept.map(({ uri, html, depth }) => [uri, html, depth])).toEqual([
    [note.id, "<p>Hello</p>", 0],
    [real.id, "<p>True</p>", 1],
  ]);
  expect(far.log.length).toBeLessThan(100);
  // What is gone at its address is gone here.
  far.serves.set(new URL(real.id).pathname, { status: 404 });
  await gather(node.site, real.id, 0);
  expect(await here.kept()).toHaveLength(1);
});

test("attack 54: a complaint is cut to what a person can read, is plain text, and there are not too many of them", async () => {
  const here = await openThread();
  const { peer, alice, text, group, node, inbox } = here;
  const complaints = () => node.site.db.selectFrom("complaint").selectAll().orderBy("id").execute();
  const flag = (object: unknown, more: object = {}) =>
    activity(peer, alice, "Flag", object, { content: "<p>spam</p>\u202e", ...more });
  const objects = Array.from({ length: 10_000 }, (_, number) => `${peer.url}/notes/${number}`);
  // Nobody has heard of alice before.
  for (const many of [
    Array(100_000).fill("x"),
    Array.from({ length: 100_000 }, (_, at) => `${group}/${at}`),
  ]) {
    expect([400, 413]).toContain((await peer.post(alice, inbox, flag([group, ...many]))).status);
  }
  await here.say(alice, flag([group, text, ...objects], { content: "y".repeat(100_000) }));
  await here.say(alice, flag(objects.slice(0, 10)));
  await here.say(alice, flag("https://elsewhere.example/users/bob"));
  const [first, ...others] = await complaints();
  expect(others).toEqual([]);
  expect(first!.objects).toHaveLength(50);
  expect(first!.content).toHaveLength(5_000);
  const twice = flag(text);
  for (let time = 0; time < 2; time++) await here.say(alice, twice);
  expect((await complaints()).map(({ content }) => content.slice(0, 20)).at(-1)).toBe("<p>spam</p>");
  expect(await complaints()).toHaveLength(2);
  await Promise.all(Array.from({ length: 40 }, () => peer.post(alice, inbox, flag(group))));
  await here.worked();
  expect(await complaints()).toHaveLength(20);
});
