// Servers say things in any order and more than once; what is to be seen in the end is what was last meant.
import { expect, test } from "vitest";
import { activity } from "../support/peer.ts";
import { about, everybody, post } from "../support/posts.ts";
import { openThread } from "../support/thread.ts";

const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

test("what is taken back before it comes does not appear, and what is done again afterwards does", async () => {
  const here = await openThread();
  const { peer, alice, text } = here;
  await here.say(alice, here.aFollow());
  const like = activity(peer, alice, "Like", text, { published: at(-60) });
  const boost = activity(peer, alice, "Announce", text, { to: [everybody] });
  for (const deed of [like, boost]) await here.say(alice, activity(peer, alice, "Undo", deed));
  for (const deed of [like, boost]) await here.say(alice, deed);
  expect(await here.kept()).toEqual([]);
  // snac likes a thing by the same address every time.
  const again = { ...like, published: at(1) };
  await here.say(alice, again);
  await here.say(alice, activity(peer, alice, "Undo", again));
  await here.say(alice, { ...like, published: at(3) });
  expect(await here.echo()).toMatchObject({ likes: 1, boosts: 0 });
  // Misskey changes a reaction by taking the old one back, which may come last.
  const other = activity(peer, alice, "Like", text, { content: "🔥" });
  await here.say(alice, other);
  await here.say(alice, activity(peer, alice, "Undo", like));
  expect(await here.echo()).toMatchObject({ likes: 1 });
  await here.say(alice, activity(peer, alice, "Undo", other.id));
  expect(await here.echo()).toMatchObject({ likes: 0 });
});

test("a deletion that overtakes what it deletes, and a correction that overtakes what it corrects, hold", async () => {
  const here = await openThread();
  const { peer, alice, text } = here;
  await here.say(alice, here.aFollow());
  const gone = post(peer, alice, { inReplyTo: text });
  await here.say(alice, activity(peer, alice, "Delete", { id: gone.id, type: "Tombstone" }));
  await here.say(alice, about(peer, alice, "Create", gone));
  await here.say(alice, about(peer, alice, "Update", { ...gone, updated: at(1) }));
  expect(await here.kept()).toEqual([]);
  const note = post(peer, alice, { inReplyTo: text, published: at(-60), content: "<p>1</p>" });
  const [second, third] = [2, 3].map((number) => ({
    ...note,
    content: `<p>${number}</p>`,
    updated: at(number - 60),
  }));
  await here.say(alice, about(peer, alice, "Update", third!));
  for (const older of [note, second!]) {
    await here.say(alice, about(peer, alice, older === note ? "Create" : "Update", older));
  }
  expect((await here.kept()).map(({ html }) => html)).toEqual(["<p>3</p>"]);
});

test("answers that come before what they answer get their place when that comes", async () => {
  const here = await openThread();
  const { peer, alice, text } = here;
  const context = `${text}/context`;
  const top = post(peer, alice, { inReplyTo: text, published: at(-50) });
  const second = post(peer, alice, { inReplyTo: text, published: at(-45) });
  const middle = post(peer, alice, { inReplyTo: top.id, context, published: at(-40) });
  const low = post(peer, alice, { inReplyTo: middle.id, context, published: at(-30) });
  const lower = post(peer, alice, { inReplyTo: low.id, context, published: at(-20) });
  for (const one of [top, middle, low]) peer.serves.set(new URL(one.id).pathname, { status: 403 });
  for (const one of [second, lower, low, middle, top]) {
    await here.say(alice, about(peer, alice, "Create", one));
  }
  const kept = (await here.kept()).sort((a, b) => (a.path! < b.path! ? -1 : 1));
  expect(kept.map(({ uri, depth }) => [uri, depth])).toEqual([
    [top.id, 0],
    [middle.id, 1],
    [low.id, 2],
    [lower.id, 3],
    [second.id, 0],
  ]);
  expect(await here.echo()).toMatchObject({ replies: 5 });
});
