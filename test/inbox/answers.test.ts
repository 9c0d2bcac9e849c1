// What people elsewhere say about a text arrives: answers and answers to them, likes and boosts, and all of it taken back.
import { expect, test } from "vitest";
import { ap } from "../../src/domain/paths.ts";
import { editCollective } from "../../src/newsroom/collective.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { activity } from "../support/peer.ts";
import { about, post, responses } from "../support/posts.ts";
import { setScene } from "../support/scene.ts";

async function openScene() {
  const here = await setScene();
  await editCollective(here.node.site, here.collective, { replyPolicy: "open" });
  const { id } = await publishReport(here.node.site, here.collective, {
    title: "The boats",
    language: "en",
    source: "Nobody came.",
  });
  return { ...here, report: id, text: here.node.url + ap.report(id) };
}

test("a stranger's answer arrives, changes and goes", async () => {
  const here = await openScene();
  const { peer, alice, inbox, text, node } = here;
  const note = post(peer, alice, { inReplyTo: text });
  expect((await peer.post(alice, inbox, about(peer, alice, "Create", note))).status).toBe(202);
  const all = () => responses(node.site);
  await expect.poll(all).toHaveLength(1);
  const edited = {
    ...note,
    content: "<p>Hello again</p>",
    updated: new Date(Date.now() + 1000).toISOString(),
  };
  await peer.post(alice, inbox, about(peer, alice, "Update", edited));
  await expect.poll(async () => (await all())[0]!.html).toBe("<p>Hello again</p>");
  await peer.post(alice, inbox, activity(peer, alice, "Delete", { id: note.id, type: "Tombstone" }));
  await expect.poll(all).toEqual([]);
});

test("likes and boosts count, once each, and can be taken back", async () => {
  const here = await openScene();
  const { peer, alice, inbox, text, node, report } = here;
  const like = activity(peer, alice, "Like", text);
  const boost = activity(peer, alice, "Announce", text, { to: ["as:Public"] });
  for (const deed of [like, boost, like, activity(peer, alice, "EmojiReact", text)]) {
    await peer.post(alice, inbox, deed);
  }
  const echo = () =>
    node.site.db.selectFrom("report_echo").selectAll().where("report", "=", report).executeTakeFirst();
  await expect.poll(echo).toMatchObject({ likes: 1, boosts: 1, replies: 0 });
  await here.worked();
  expect(await echo()).toMatchObject({ likes: 1, boosts: 1 });
  await peer.post(alice, inbox, activity(peer, alice, "Undo", boost));
  await expect.poll(echo).toMatchObject({ boosts: 0 });
});
