// Somebody answers the collective alone: it is read at the desk and nowhere else, and what the collective says to it goes to them alone.
import { expect, test } from "vitest";
import { ap, pages } from "../../src/domain/paths.ts";
import { remember } from "../../src/newsroom/moderate.ts";
import { penOf, signedIn } from "../support/desk.ts";
import { activity, startPeer } from "../support/peer.ts";
import { about, post } from "../support/posts.ts";
import { openThread } from "../support/thread.ts";
import { textOf } from "../support/visitor.ts";

const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const telltale = /kittiwake/i;

test("what somebody says to a collective alone stays between the two of them, to the end", {
  timeout: 180_000,
}, async () => {
  const here = await openThread({ policy: "open" });
  const { peer, alice, node, collective, group, inbox, text, report } = here;
  const { site, url } = node;
  const far = await startPeer();
  const carol = far.actor("carol");
  expect((await far.post(carol, inbox, here.aFollow(carol))).status).toBe(202);
  await here.worked();
  await expect.poll(here.followers).toEqual([carol.id]);

  const { published } = await site.db
    .selectFrom("report")
    .select("published")
    .where("id", "=", report)
    .executeTakeFirstOrThrow();
  const page = pages.report({ handle: "harbour", kind: "report", slug: "the-boats", published: published! });
  const documents = [
    text,
    ...["/replies", "/replies/1", "/context", "/context/1", "/likes", "/shares"].map((end) => text + end),
    ...["", "/outbox", "/outbox/1"].map((end) => group + end),
  ];
  const papers = [page, "/", "/harbour", "/harbour/reports", "/feed.atom", "/feed.rss", "/feed.json"];
  /** What strangers see at every address where it could show. */
  const seen = async () => {
    const ask = async (address: string, accept: string) => {
      const answer = await fetch(new URL(address, url), { headers: { accept } });
      return [address, answer.status, (await answer.text()).replace(/nonce-[\w+/=-]+/g, "")] as const;
    };
    return Promise.all([
      ...documents.map((address) => ask(address, "application/activity+json")),
      ...papers.map((address) => ask(address, "text/html,*/*")),
    ]);
  };
  const before = await seen();
  expect(before.filter(([, status]) => status === 200).length).toBeGreaterThan(12);

  const note = post(peer, alice, {
    ...{ inReplyTo: text, to: [group], cc: [], published: at(-60) },
    ...{ content: "<p>The kittiwake is safe.</p>", tag: [{ type: "Mention", href: group }] },
  });
  const sealed = { signature: { type: "RsaSignature2017", creator: alice.keyId, signatureValue: "eA==" } };
  await here.say(alice, { ...about(peer, alice, "Create", note), ...sealed });
  await remember(site, collective.id, "actor", alice.id, "show");
  const kept = async () => (await here.kept()).map((one) => [one.kind, one.state, one.public, one.html]);
  expect(await kept()).toEqual([["reply", "held", false, "<p>The kittiwake is safe.</p>"]]);

  const desk = await signedIn(url, await penOf(site, collective, "moderator"));
  expect(textOf((await desk.get("/desk/answers")).html)).toMatch(telltale);
  const edit = { ...note, content: "<p>The kittiwake is at sea.</p>", updated: at(-30) };
  await here.say(alice, { ...about(peer, alice, "Update", edit), ...sealed });
  expect(await kept()).toEqual([["reply", "held", false, "<p>The kittiwake is at sea.</p>"]]);
  expect(await site.db.selectFrom("sealed_response").select("response").execute()).toEqual([]);

  const { id } = (await here.kept())[0]!;
  const sent = await desk.post(`/desk/answer/${id}/reply`, { text: "Good, **kittiwake**.", action: "send" });
  expect(textOf(sent.html)).toContain("Sent. It is on its way");
  await expect.poll(() => here.said("Create"), { timeout: 20_000 }).toHaveLength(1);
  const create = here.said("Create")[0]!.json as { id: string; object: Record<string, unknown> };
  expect(create).toMatchObject({
    to: [alice.id],
    cc: [],
    object: { to: [alice.id], cc: [], inReplyTo: note.id },
  });
  expect(JSON.stringify(create)).not.toContain("#Public");
  const mine = (await here.kept()).find(({ kind }) => kind === "answer")!;
  expect(create.object.id).toBe(url + ap.note(mine.id));
  for (const address of [mine.uri, create.id, `${url}${page}/answers/${mine.id}`]) {
    const answer = await fetch(address, { headers: { accept: "application/activity+json" } });
    expect([address, answer.status]).toEqual([address, 404]);
  }

  // Shown, as far as that goes: it leaves the queue, and is seen by nobody for that.
  await desk.post(`/desk/answer/${id}/decide`, { deed: "show" });
  expect(await here.echo()).toMatchObject({ replies: 0 });
  expect(await seen()).toEqual(before);
  expect(JSON.stringify(await seen())).not.toMatch(telltale);

  await desk.post(`/desk/answer/${mine.id}/reply`, { text: "Good, kittiwake!", action: "send" });
  await expect.poll(() => here.said("Update"), { timeout: 20_000 }).toHaveLength(1);
  await here.say(alice, { ...activity(peer, alice, "Delete", note.id), ...sealed });
  expect((await here.kept()).map(({ kind }) => kind)).toEqual(["answer"]);
  await desk.post(`/desk/answer/${mine.id}/decide`, { deed: "delete" });
  await expect.poll(() => here.said("Delete"), { timeout: 20_000 }).toHaveLength(1);
  expect(await here.kept()).toEqual([]);
  expect((await fetch(mine.uri, { headers: { accept: "application/activity+json" } })).status).toBe(404);
  expect(await seen()).toEqual(before);

  // Carol follows, and has heard of nothing but that.
  const toCarol = far.posts().map(({ json }) => (json as { type: string }).type);
  expect(toCarol).toEqual(["Accept"]);
});
