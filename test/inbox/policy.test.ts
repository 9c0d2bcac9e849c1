// Which answers appear at once and which wait: as the collective wants it, for this text, for this person, for this server.
import { expect, test } from "vitest";
import type { Verdict } from "../../src/domain/response.ts";
import { editCollective } from "../../src/newsroom/collective.ts";
import { reviseReport } from "../../src/newsroom/revise.ts";
import { activity, type PeerActor } from "../support/peer.ts";
import { about, everybody, post } from "../support/posts.ts";
import { openThread, type ThreadScene } from "../support/thread.ts";

const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

/** What becomes of an answer of somebody. */
async function stateOf(here: ThreadScene, by: PeerActor, more: object = {}) {
  const note = post(here.peer, by, { inReplyTo: here.text, ...more });
  await here.say(by, about(here.peer, by, "Create", note));
  return (await here.kept()).find(({ uri }) => uri === note.id)?.state;
}

async function decide({ node, collective }: ThreadScene, subject: string, verdict: Verdict) {
  const kind = subject.startsWith("http") ? ("actor" as const) : ("host" as const);
  const values = { collective: collective.id, subject, kind, verdict };
  await node.site.db
    .insertInto("decision")
    .values(values)
    .onConflict((conflict) => conflict.columns(["collective", "subject"]).doUpdateSet({ verdict }))
    .execute();
}

test("answers wait unless they are welcome, and are not even kept where none are", async () => {
  const here = await openThread({ policy: "hold" });
  const { peer, alice, node, collective, report } = here;
  const { db } = node.site;
  expect(await stateOf(here, alice)).toBe("held");
  await here.say(alice, activity(peer, alice, "Like", here.text));
  expect(await here.echo()).toMatchObject({ replies: 0, likes: 1 });
  await reviseReport(node.site, report, { replyPolicy: "open" });
  expect(await stateOf(here, alice)).toBe("shown");
  await reviseReport(node.site, report, { replyPolicy: "known" });
  expect(await stateOf(here, alice)).toBe("shown");
  const bob = peer.actor("bob");
  expect(await stateOf(here, bob)).toBe("held");
  await db
    .updateTable("response")
    .set({ state: "shown", settled: true })
    .where("actor", "=", bob.id)
    .execute();
  expect(await stateOf(here, bob)).toBe("shown");
  await reviseReport(node.site, report, { replyPolicy: "off" });
  expect(await stateOf(here, alice)).toBe(undefined);
  await editCollective(node.site, collective, { replyPolicy: "open" });
  expect(await stateOf(here, alice)).toBe(undefined);
});

test("what was decided about a person or a server outweighs the policy, and words outweigh who says them", async () => {
  const here = await openThread({ policy: "open" });
  const { peer, alice, node } = here;
  const { db } = node.site;
  await decide(here, "127.0.0.1", "hide");
  expect(await stateOf(here, alice)).toBe("hidden");
  await decide(here, alice.id, "show");
  expect(await stateOf(here, alice)).toBe("shown");
  await decide(here, alice.id, "hold");
  expect(await stateOf(here, alice)).toBe("held");
  await here.say(alice, activity(peer, alice, "Like", here.text));
  expect(await here.echo()).toMatchObject({ likes: 0 });
  await db.deleteFrom("decision").execute();
  expect(await stateOf(here, alice)).toBe("shown");
  await db
    .updateTable("collective")
    .set({ filter_words: ["cheap watches", "Ööl"] })
    .execute();
  for (const content of [
    "<p>CHEAP <b>Watches</b>!</p>",
    "<p>che<i></i>ap&#32;watches</p>",
    "ööl",
    "<p>Ö&#246;l",
  ]) {
    expect([content, await stateOf(here, alice, { content })]).toEqual([content, "held"]);
  }
  expect(await stateOf(here, alice, { content: "cheap" })).toBe("shown");
  await db.updateTable("collective").set({ filter_words: [] }).execute();
  await db.updateTable("remote_host").set({ block: "limited" }).execute();
  expect(await stateOf(here, alice)).toBe("held");
  const before = (await here.kept()).length;
  await db.updateTable("remote_host").set({ block: "none" }).execute();
  await db.updateTable("remote_actor").set({ blocked: true }).execute();
  await here.say(alice, activity(peer, alice, "Like", here.text));
  expect(await stateOf(here, alice)).toBe(undefined);
  expect((await here.kept()).length).toBe(before);
});

test("an answer that was approved and says something else now waits again; what was turned down stays so", async () => {
  const here = await openThread({ policy: "hold" });
  const { peer, alice, node } = here;
  const bob = peer.actor("bob");
  const notes = [alice, bob].map((by) => ({
    by,
    note: post(peer, by, { inReplyTo: here.text, published: at(-60) }),
  }));
  for (const { by, note } of notes) await here.say(by, about(peer, by, "Create", note));
  const set = (by: PeerActor, state: "shown" | "hidden") =>
    node.site.db.updateTable("response").set({ state, settled: true }).where("actor", "=", by.id).execute();
  await set(alice, "shown");
  await set(bob, "hidden");
  const states = async () => (await here.kept()).map(({ state, settled }) => [state, settled]);
  const change = async (content: string, seconds: number) => {
    for (const { by, note } of notes) {
      await here.say(by, about(peer, by, "Update", { ...note, content, updated: at(seconds) }));
    }
    return states();
  };
  expect(await change("<p>Hello</p>", -50)).toEqual([
    ["shown", true],
    ["hidden", true],
  ]);
  expect(await change("<p>Buy this</p>", -40)).toEqual([
    ["held", false],
    ["hidden", true],
  ]);
  await set(alice, "shown");
  await decide(here, alice.id, "show");
  expect(await change("<p>And this</p>", -30)).toEqual([
    ["shown", true],
    ["hidden", true],
  ]);
});

test("what is said to a collective waits for it, and what is not for everybody is shown to nobody", async () => {
  const here = await openThread({ policy: "open" });
  const { peer, alice, group } = here;
  const mention = { tag: { type: "Mention", href: group, name: "@harbour" } };
  await here.say(alice, about(peer, alice, "Create", post(peer, alice, mention)));
  const secret = post(peer, alice, { inReplyTo: here.text, to: [group], cc: [] });
  await here.say(alice, about(peer, alice, "Create", secret));
  await here.say(alice, about(peer, alice, "Create", post(peer, alice, { to: [everybody] })));
  expect((await here.kept()).map((one) => [one.kind, one.state, one.public])).toEqual([
    ["mention", "held", true],
    ["reply", "held", false],
  ]);
  expect(await here.echo()).toMatchObject({ replies: 0 });
});
