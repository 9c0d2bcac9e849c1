// What others said and nobody has shown, and what a collective keeps to itself, leaves no trace at any address.
import { randomUUIDv7 } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { createFederationDoor } from "../../federation/middleware.ts";
import { ap } from "../../src/domain/paths.ts";
import { followActor } from "../../src/newsroom/ally.ts";
import { publishAnswer, withdrawAnswer } from "../../src/newsroom/answer.ts";
import { blockHost } from "../../src/newsroom/blocks.ts";
import { sendComplaint, settleComplaint } from "../../src/newsroom/complain.ts";
import { deleteAnswers, remember, setFilterWords, settle } from "../../src/newsroom/moderate.ts";
import { passOn } from "../../src/newsroom/pass_on.ts";
import { setRule } from "../../src/newsroom/rules.ts";
import { createApp } from "../../src/web/app.ts";
import { type AllyScene, openAlliance } from "../support/ally.ts";
import { activity, type PeerActor } from "../support/peer.ts";
import { about, everybody, post } from "../support/posts.ts";
import { parametersIn, pathsOf } from "../support/routes.ts";
import { addresses, askAll, filled, masked, type Subject } from "../support/strangers.ts";

/** What is said in everything that nobody may see. */
const secret = { content: "<p>Zugvogel kittiwake.</p>", name: "Kittiwake", summary: "Kittiwake" };
const telltale = /kittiwake|Zugvogel/i;

test("what was said and nobody has shown changes nothing in the world, and is the same as nothing", async () => {
  const scene = await openScene();
  const { here, routes, subject } = scene;
  const { node, collective } = here;
  const asked = addresses(routes, subject, collective, node);
  const before = await askAll(node, asked);
  const hidden = await hide(here);
  const after = await askAll(node, asked);
  for (const [address, answer] of before) expect([address, after.get(address)]).toEqual([address, answer]);

  const named = routes.filter(
    (route) =>
      !route.startsWith("/desk/") &&
      parametersIn(route).some((name) => ["id", "answer", "repost"].includes(name)),
  );
  expect(named.length).toBeGreaterThan(20);
  const answersTo = async (id: string) => {
    const of = { ...subject, id };
    const paths = named.flatMap((route) => [
      ...filled(route, of, collective, node),
      ...filled(route, of, collective, node, { id: subject.id }),
    ]);
    const answered = await askAll(node, paths);
    return [...answered].map(([address, answer]) => masked(`${address}\n${answer}`, { id, slug: id }));
  };
  const never = await answersTo(randomUUIDv7());
  expect(hidden.length).toBeGreaterThan(15);
  for (const id of hidden) expect(await answersTo(id)).toEqual(never);
}, 240_000);

test("as soon as one of them is shown it is seen, and once it is taken back nothing is left of it", async () => {
  const { here, routes, subject } = await openScene();
  const { node, collective } = here;
  const { site } = node;
  const asked = addresses(routes, subject, collective, node);
  const before = await askAll(node, asked);
  const [alice, bob] = [here.alice, here.peer.actor("bob")];
  const first = await say(here, alice, { inReplyTo: here.text });
  const second = await say(here, bob, { inReplyTo: here.text });
  await settle(site, collective.id, [first.id, second.id], "shown");
  const like = activity(here.peer, bob, "Like", here.text);
  await here.say(bob, like);
  const { id: answer } = await publishAnswer(site, collective, first.id, { source: "Kittiwake indeed." });
  const seen = await askAll(node, asked);
  const changed = [...before].filter(([address, answered]) => seen.get(address) !== answered);
  expect(changed.length).toBeGreaterThan(10);
  expect([...seen.values()].filter((answered) => telltale.test(answered)).length).toBeGreaterThan(2);

  await withdrawAnswer(site, collective, answer);
  await here.say(alice, activity(here.peer, alice, "Delete", first.uri));
  await deleteAnswers(site, collective, [second.id]);
  await here.say(bob, activity(here.peer, bob, "Undo", like));
  const after = await askAll(node, asked);
  // That something was said, and that it was taken back, is still told: when, and in the outbox its address, no words.
  const undated = (answered: string | undefined) => answered?.replace(/^last-modified,.*\n/m, "");
  for (const [address, answered] of after) {
    if (address.includes("?q=kittiwake")) continue;
    expect([address, answered]).not.toEqual([address, expect.stringMatching(telltale)]);
    if (!address.includes("/outbox"))
      expect([address, undated(answered)]).toEqual([address, undated(before.get(address))]);
  }
  const gone = await fetch(node.url + ap.note(answer), { headers: { accept: "application/activity+json" } });
  expect(gone.status).toBe(410);
  expect(await gone.text()).not.toMatch(telltale);
}, 240_000);

/** A node with a text that somebody has answered, and a text of an ally that was passed on. */
async function openScene() {
  const here = await openAlliance({ policy: "hold" });
  const { node, collective, peer, alice } = here;
  await say(here, alice, { inReplyTo: here.text, content: "<p>I saw it too.</p>" }).then(({ id }) =>
    settle(node.site, collective.id, [id], "shown"),
  );
  const article = post(peer, alice, { type: "Article", name: "A bridge", content: "<p>It stands.</p>" });
  await here.say(alice, about(peer, alice, "Create", article));
  const [item] = await here.wire();
  await passOn(node.site, collective, item!.id, { source: "Read this." });
  const published = new Date(
    (await node.site.db.selectFrom("report").select("published").executeTakeFirstOrThrow()).published!,
  );
  const subject: Subject = {
    id: here.report,
    slug: "the-boats",
    published,
    tag: "kittiwake",
    language: "en",
  };
  // A feed does not say when it changed before two seconds are over; what is asked now and later must be told alike.
  await setTimeout(2_100);
  return { here, subject, routes: pathsOf(createApp(node.site, createFederationDoor(node.site))) };
}

/** Somebody says something; the row it became, if it was kept. */
async function say(here: AllyScene, by: PeerActor, more: object) {
  const note = post(here.peer, by, { ...secret, name: null, summary: null, ...more });
  await here.say(by, about(here.peer, by, "Create", note));
  const row = (await here.kept()).find(({ uri }) => uri === note.id);
  return { id: row!.id, uri: note.id };
}

/** Everything that nobody may know of. @returns the UUIDs it has */
async function hide(here: AllyScene): Promise<string[]> {
  const { node, collective, peer, alice, text, group } = here;
  const { site } = node;
  const [bob, mallory] = [peer.actor("bob"), peer.actor("mallory")];
  const privately = { to: [group], cc: [] };

  const held = await say(here, bob, { ...secret, inReplyTo: text });
  const turnedDown = await say(here, bob, { ...secret, inReplyTo: text });
  await settle(site, collective.id, [turnedDown.id], "hidden");
  const toFollowers = await say(here, alice, { ...secret, inReplyTo: text, to: [`${alice.id}/followers`] });
  const whispered = await say(here, alice, { ...secret, ...privately, inReplyTo: text });
  await settle(site, collective.id, [toFollowers.id, whispered.id], "shown");
  const letters = [await say(here, bob, { ...secret, ...privately, ...mention(group) })];
  letters.push(await say(here, bob, { ...secret, ...privately, ...mention(group) }));
  const call = await say(here, bob, { ...secret, ...mention(group) });
  await settle(site, collective.id, [call.id], "shown");
  const quotation = await say(here, bob, { ...secret, quote: text });
  const words = { source: "Kittiwake." };
  const [toWhisper, toLetter, takenBack] = await Promise.all(
    [whispered, ...letters].map(({ id }) => publishAnswer(site, collective, id, words)),
  );
  await withdrawAnswer(site, collective, takenBack!.id);
  const deleted = await say(here, bob, { ...secret, inReplyTo: text });
  await here.say(bob, activity(peer, bob, "Delete", deleted.uri));

  await remember(site, collective.id, "actor", mallory.id, "hide");
  await here.say(mallory, activity(peer, mallory, "Like", text));
  await here.say(mallory, activity(peer, mallory, "Announce", text, { to: [everybody] }));
  await setFilterWords(site.db, collective.id, "kittiwake\nZugvogel");
  await here.say(mallory, activity(peer, mallory, "Flag", [group, text], { content: "Kittiwake." }));
  await here.say(alice, activity(peer, alice, "Flag", [group, text], { content: "Kittiwake!" }));
  const complaints = await site.db.selectFrom("complaint").select("id").execute();
  expect(complaints).toHaveLength(2);
  await settleComplaint(site, complaints[0]!.id);
  const sent = await sendComplaint(site, collective, { about: bob.id, objects: [], content: "Kittiwake." });
  await blockHost(site, "kittiwake.example", "blocked", "Zugvogel");

  await followActor(site, collective, bob.id);
  await setRule(site, collective, alice.id, { rule: "propose" });
  const article = post(peer, alice, { ...secret, type: "Article" });
  await here.say(alice, about(peer, alice, "Create", article));
  const items = await site.db.selectFrom("wire_item").select(["id", "uri", "proposal"]).execute();
  const proposed = items.find(({ uri }) => uri === article.id);
  expect(proposed?.proposal).toBe("open");

  const said = await site.db.selectFrom("activity").select("id").where("public", "=", false).execute();
  const kept = await here.kept();
  expect(
    kept
      .filter(({ html }) => telltale.test(html))
      .map(({ state }) => state)
      .sort(),
  ).toEqual(["held", "held", "held", "held", "hidden", "shown", "shown", "shown", "shown", "shown"].sort());
  const ids = [held, turnedDown, toFollowers, whispered, ...letters, call, quotation, deleted, proposed!];
  return [...ids, toWhisper!, toLetter!, takenBack!, sent, ...complaints, ...said].map(({ id }) => id);
}

function mention(group: string) {
  return { tag: [{ type: "Mention", href: group, name: "@harbour" }] };
}
