// Two collectives on one node, and people on other servers who follow one of them: what the one publishes is passed on by the other.
import { beforeEach, expect, test } from "vitest";
import { runCommand } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/index.ts";
import type { Collective } from "../../src/db/collective.ts";
import { ap } from "../../src/domain/paths.ts";
import { alliesOf, countMutual, followActor, unfollowActor } from "../../src/newsroom/ally.ts";
import { setOnlyAllowed } from "../../src/newsroom/blocks.ts";
import { createCollective, editCollective } from "../../src/newsroom/collective.ts";
import { countFollowers, followersOf, removeFollower } from "../../src/newsroom/follow.ts";
import { declineProposal, passOn, withdrawRepost } from "../../src/newsroom/pass_on.ts";
import { publishReport, saveDraft } from "../../src/newsroom/publish.ts";
import { repostsShown } from "../../src/newsroom/reposts.ts";
import { reviseReport } from "../../src/newsroom/revise.ts";
import { setRule } from "../../src/newsroom/rules.ts";
import { type WireFilter, wireItems } from "../../src/newsroom/wire.ts";
import { deleteReport, withdrawReport } from "../../src/newsroom/withdraw.ts";
import { startTestNode, type TestNode } from "../support/node.ts";
import { activity, type Peer, type PeerActor, startPeer } from "../support/peer.ts";
import { unfinished } from "../support/scene.ts";

let node: TestNode;
let peer: Peer;
let alice: PeerActor;
let calais: Collective;
let london: Collective;

beforeEach(async () => {
  [node, peer] = await Promise.all([startTestNode(), startPeer()]);
  alice = peer.actor("alice");
  calais = await createCollective(node.site, { handle: "calais", name: "Calais Watch", languages: ["en"] });
  london = await createCollective(node.site, { handle: "london", name: "London Harbour", languages: ["en"] });
});

test("a collective follows its neighbour at once, by handle, by page and by address, and nothing of it leaves the node", async () => {
  const { host } = node.site.config;
  const before = await publish(calais, "What was there before");
  for (const named of [`@Calais@${host}`, `${node.url}/calais`, `${node.url}/@calais/`, idOf(calais)]) {
    expect(await followActor(node.site, london, named)).toMatchObject({
      id: idOf(calais),
      handle: `calais@${host}`,
      name: "Calais Watch",
      url: `${node.url}/calais`,
    });
  }
  expect(await alliesOf(node.site.db, london.id)).toMatchObject([
    { actor: idOf(calais), state: "accepted", isFollower: false },
  ]);
  expect((await followersOf(node.site.db, calais.id)).followers).toMatchObject([
    { actor: idOf(london), handle: `london@${host}` },
  ]);
  expect(await titles(london)).toEqual([before.title]);
  expect(await totals()).toEqual({ followers: 1, following: 1 });
  expect(await said()).toEqual(["Create", "Follow", "Accept"]);
  await followActor(node.site, calais, idOf(london));
  expect(await countMutual(node.site.db, london.id)).toBe(1);

  await unfollowActor(node.site, london, `calais@${host}`);
  expect(await totals()).toEqual({ followers: 0, following: 0 });
  await publish(calais, "Nobody next door reads this");
  expect(await titles(london)).toEqual([before.title]);
  // Who is sent away follows no longer, and may come again.
  await removeFollower(node.site, london, idOf(calais));
  expect(await alliesOf(node.site.db, calais.id)).toMatchObject([{ state: "ended" }]);
  await followActor(node.site, calais, idOf(london));
  expect(await alliesOf(node.site.db, calais.id)).toMatchObject([{ state: "accepted" }]);
  expect(await deliveries()).toEqual([]);
  expect(peer.log).toEqual([]);
});

test("nobody follows themselves, or what is on this node and is no collective", async () => {
  const { host } = node.site.config;
  await expect(followActor(node.site, london, `@london@${host}`)).rejects.toThrow("cannot follow itself");
  for (const named of [`@nobody@${host}`, `${node.url}/nobody`, `${node.url}/`, node.url + ap.instance()])
    await expect(followActor(node.site, london, named)).rejects.toThrow("is no collective");
  expect(await alliesOf(node.site.db, london.id)).toEqual([]);
});

test("a neighbour's report is passed on to followers abroad, counted where it was written, corrected and taken back", async () => {
  await followedByAlice(london);
  await followActor(node.site, london, idOf(calais));
  const report = await publish(calais, "A night on the quay");
  const [item] = await wire(london);
  expect(item).toMatchObject({
    uri: report.uri,
    url: report.page,
    name: report.title,
    kind: "report",
    actor: idOf(calais),
    author: "Calais Watch",
    proof: "verified",
    announced: false,
    unread: true,
  });

  const repost = await passOn(node.site, london, item!.id, { source: "Read what *Calais* saw." });
  expect(repost).toMatchObject({ object: report.uri, deliveries: 1 });
  await expect.poll(() => heard("Announce")).toHaveLength(1);
  expect(heard("Announce")[0]).toMatchObject({
    actor: idOf(london),
    object: report.uri,
    to: ["https://www.w3.org/ns/activitystreams#Public"],
    cc: [node.url + ap.followers(london.id), idOf(calais)],
  });
  expect(await shares(report.uri)).toBe(1);
  const page = await (await fetch(node.url + repost.path)).text();
  expect(page).toContain(`<a class="u-url" href="${report.page}"`);
  expect(page).toContain("Calais Watch");
  // Twice is once.
  expect(await passOn(node.site, london, report.page)).toMatchObject({ deliveries: 0 });

  await reviseReport(node.site, report.id, { title: "A night on the quay, corrected" });
  expect(await titles(london)).toEqual(["A night on the quay, corrected"]);
  await editCollective(node.site, calais, { name: "Calais Border Watch" });
  expect(await wire(london)).toMatchObject([{ author: "Calais Border Watch" }]);

  await withdrawRepost(node.site, london, repost.id);
  await expect.poll(() => heard("Undo")).toHaveLength(1);
  expect(await shares(report.uri)).toBe(0);
  await passOn(node.site, london, report.uri);
  expect(await shares(report.uri)).toBe(1);
  await withdrawReport(node.site, report.id);
  await expect.poll(() => heard("Undo")).toHaveLength(2);
  expect(await titles(london)).toEqual([]);
  expect((await repostsShown(node.site.db, { collective: london.id }, undefined, 10)).reposts).toEqual([]);
  expect((await fetch(node.url + repost.path)).status).toBe(410);
  await expect(passOn(node.site, london, report.uri)).rejects.toThrow("have taken this text back");
  expect(await deliveries()).not.toContain(node.site.config.host);
});

test("a neighbour's report is passed on without following, and nobody passes on their own", async () => {
  const report = await publish(calais, "By hand");
  await passOn(node.site, london, report.page);
  expect(await shares(report.uri)).toBe(1);
  await expect(passOn(node.site, calais, report.uri)).rejects.toThrow("has written this itself");
  const draft = await saveDraft(node.site, calais, { title: "Draft", language: "en", source: "Not yet." });
  for (const hidden of [draft.path, ap.report(draft.id), "/calais/2026/01/never-was"]) {
    const nothing = "There is no such text on this node.";
    await expect(passOn(node.site, london, node.url + hidden)).rejects.toThrow(nothing);
  }
  await deleteReport(node.site, report.id);
  expect((await repostsShown(node.site.db, { collective: london.id }, undefined, 10)).reposts).toEqual([]);
});

test("rules hold for neighbours: by hand, proposed, at once, narrowed and bounded", async () => {
  await followedByAlice(london);
  await followActor(node.site, london, idOf(calais));
  const rule = (changes: Parameters<typeof setRule>[3]) => setRule(node.site, london, idOf(calais), changes);
  await publish(calais, "By hand");
  await rule({ rule: "propose", tags: ["Harbour"] });
  await publish(calais, "Soup on Saturday", { tags: ["kitchen"] });
  await publish(calais, "Quay", { tags: ["harbour"] });
  const proposed = await wire(london, { proposed: true });
  expect(proposed.map(({ name }) => name)).toEqual(["Quay"]);
  await declineProposal(node.site, london, proposed[0]!.id);
  await rule({ rule: "automatic", tags: [], languages: ["fr"], kinds: ["report"], cap: 2 });
  await publish(calais, "In English");
  await publish(calais, "Une page", { language: "fr", kind: "page" });
  const first = await publish(calais, "Une nuit", { language: "fr" });
  await publish(calais, "Deux nuits", { language: "fr" });
  expect((await passedOnBy(london)).sort()).toEqual(["Une nuit"]);
  await rule({ cap: 100 });
  await publish(calais, "Trois nuits", { language: "fr" });
  expect((await passedOnBy(london)).sort()).toEqual(["Trois nuits", "Une nuit"]);
  await expect.poll(() => heard("Announce")).toHaveLength(2);
  expect(await shares(first.uri)).toBe(1);
});

test("three neighbours that pass on whatever the others publish do not go on for ever", async () => {
  const rome = await createCollective(node.site, { handle: "rome", name: "Rome", languages: ["en"] });
  const house = [calais, london, rome];
  for (const one of house)
    for (const other of house.filter(({ id }) => id !== one.id)) {
      await followActor(node.site, one, idOf(other));
      await setRule(node.site, one, idOf(other), { rule: "automatic" });
    }
  const reports = await Promise.all(house.map((one) => publish(one, `From ${one.handle}`)));
  for (const { uri } of reports) expect(await shares(uri)).toBe(2);
  expect((await said()).filter((type) => type === "Announce")).toHaveLength(6);
  for (const one of house) expect(await titles(one)).toHaveLength(2);
});

test("what a neighbour passes on from elsewhere is on the wire as theirs, until it is taken back", async () => {
  await followActor(node.site, london, idOf(calais));
  const uri = `${peer.url}/notes/1`;
  const note = { id: uri, type: "Note", attributedTo: alice.id, content: "<p>Rain</p>" };
  const to = ["https://www.w3.org/ns/activitystreams#Public"];
  peer.serves.set("/notes/1", {
    body: JSON.stringify({ "@context": "https://www.w3.org/ns/activitystreams", ...note, to }),
  });
  await passOn(node.site, calais, uri, { source: "Look at this." });
  expect(await wire(london, { kind: "Note" })).toMatchObject([
    { uri, announced: true, ally: idOf(calais), handle: alice.handle },
    { actor: idOf(calais), announced: false },
  ]);
  await withdrawRepost(node.site, calais, uri);
  expect(await wire(london)).toEqual([]);
});

test("what an ally abroad passes on of a neighbour's is on the wire too, and nobody abroad speaks for a neighbour", async () => {
  for (const one of [london, calais]) {
    await followActor(node.site, one, alice.id);
    const asked = () => heard("Follow").find(({ actor }) => actor === idOf(one));
    await expect.poll(asked).toBeDefined();
    await tell(activity(peer, alice, "Accept", asked()));
  }
  await expect
    .poll(async () => (await alliesOf(node.site.db, calais.id)).map(({ state }) => state))
    .toEqual(["accepted"]);
  const report = await publish(calais, "A night on the quay");
  const draft = await saveDraft(node.site, calais, { title: "Draft", language: "en", source: "Not yet." });
  const to = ["https://www.w3.org/ns/activitystreams#Public"];
  await tell(activity(peer, alice, "Announce", node.url + ap.report(draft.id), { to }));
  await tell(activity(peer, alice, "Announce", report.uri, { to }));
  await expect.poll(() => shares(report.uri)).toBe(1);
  await expect
    .poll(() => wire(london))
    .toMatchObject([{ uri: report.uri, actor: idOf(calais), announced: true, ally: alice.id }]);
  expect(await wire(calais)).toEqual([]);

  const forged = {
    id: report.uri,
    type: "Article",
    attributedTo: idOf(calais),
    content: "<p>Forged</p>",
    to,
  };
  await tell(activity(peer, alice, "Update", { ...forged, updated: new Date().toISOString() }, { to }));
  await tell(activity(peer, alice, "Delete", report.uri, { to }));
  await tell(activity(peer, alice, "Undo", activity(peer, alice, "Follow", idOf(calais)), { to }));
  await tell(activity(peer, alice, "Announce", forged, { to }));
  await expect.poll(() => unfinished(node), { timeout: 20_000 }).toBe(0);
  expect((await wire(london)).map(({ name, html }) => [name, html.includes("Forged")])).toEqual([
    ["A night on the quay", false],
  ]);
});

test("a node that speaks only with allowed servers does not have to allow itself", async () => {
  await setOnlyAllowed(node.site.db, true);
  await followActor(node.site, london, idOf(calais));
  const report = await publish(calais, "Among ourselves");
  const { path } = await passOn(node.site, london, report.uri);
  expect(await shares(report.uri)).toBe(1);
  expect((await fetch(node.url + path)).status).toBe(200);
});

test("somebody at a terminal lets one collective of the node follow the other, and passes its report on", async () => {
  const handle = `@calais@${node.site.config.host}`;
  expect(await tern("follow", "london", handle)).toEqual({
    actor: idOf(calais),
    handle: handle.slice(1),
    state: "accepted",
  });
  expect(await tern("followers", "calais")).toMatchObject([{ actor: idOf(london) }]);
  expect(await tern("rules", "london", handle, "--rule", "propose")).toMatchObject([{ rule: "propose" }]);
  const report = await publish(calais, "At a terminal");
  expect(await tern("wire", "london")).toMatchObject([{ id: report.uri, proposed: true, url: report.page }]);
  expect(await tern("repost", "london", report.page)).toMatchObject({ object: report.uri });
  expect(await shares(report.uri)).toBe(1);
  expect(await tern("unrepost", "london", report.uri)).toMatchObject({ object: report.uri });
  expect(await tern("unfollow", "london", handle)).toMatchObject({ state: "ended" });
  expect(await countFollowers(node.site.db, calais.id)).toBe(0);
});

function idOf({ id }: Collective): string {
  return node.url + ap.collective(id);
}

async function publish(by: Collective, title: string, more: object = {}) {
  const draft = { title, language: "en", source: "It rained, and people sang.", ...more };
  const { id, path } = await publishReport(node.site, by, draft);
  return { id, title, uri: node.url + ap.report(id), page: node.url + path };
}

async function wire({ id }: Collective, filter: WireFilter = {}) {
  return (await wireItems(node.site.db, id, filter, undefined, 100)).items;
}

async function titles(of: Collective): Promise<(string | null)[]> {
  return (await wire(of)).map(({ name }) => name);
}

async function passedOnBy(of: Collective): Promise<(string | null)[]> {
  return (await wire(of)).filter(({ repost }) => repost && !repost.withdrawn).map(({ name }) => name);
}

async function fetchJson(address: string) {
  const response = await fetch(address, { headers: { accept: "application/activity+json" } });
  return await response.json();
}

async function shares(uri: string): Promise<number> {
  return (await fetchJson(`${uri}/shares`)).totalItems;
}

/** How many follow Calais, and how many London follows, as servers are told. */
async function totals() {
  const [followers, following] = await Promise.all([
    fetchJson(node.url + ap.followers(calais.id)),
    fetchJson(node.url + ap.following(london.id)),
  ]);
  return { followers: followers.totalItems, following: following.totalItems };
}

/** What was said on the node, in order. */
async function said(): Promise<string[]> {
  const rows = await node.site.db.selectFrom("activity").select("type").orderBy("sequence").execute();
  return rows.map(({ type }) => type);
}

/** The servers to which anything was to be delivered. */
async function deliveries(): Promise<string[]> {
  const rows = await node.site.db.selectFrom("delivery").select("host").distinct().execute();
  return rows.map(({ host }) => host);
}

async function followedByAlice(whom: Collective): Promise<void> {
  await peer.post(alice, `${idOf(whom)}/inbox`, activity(peer, alice, "Follow", idOf(whom)));
  await expect.poll(() => heard("Accept")).toHaveLength(1);
}

/** Alice's server says something to everybody here. */
async function tell(said: object): Promise<void> {
  expect((await peer.post(alice, node.url + ap.sharedInbox(), said)).status).toBe(202);
}

/** What came to alice's server. */
function heard(type: string) {
  return peer
    .posts()
    .map(({ json }) => json as Record<string, unknown>)
    .filter((one) => one.type === type);
}

async function tern(...words: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommand(commands, [...words, "--json"], {
    openSite: async () => ({ site: node.site, close: async () => {} }),
    startNode: () => Promise.reject(new Error("No node is started here.")),
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    report: (error) => err.push(String(error)),
  });
  expect([code, err.join("")]).toEqual([0, ""]);
  return JSON.parse(out.join(""));
}
