// The words of followers, heard in whatever order, and what is forgotten of strangers.
import { expect, test } from "vitest";
import { acceptFollower, followersOf, forgetStrangers, loseFollower } from "../../src/newsroom/follow.ts";
import { setScene } from "../support/scene.ts";

test("of a Follow and an unfollowing the one that was said later counts, whichever is heard first", async () => {
  const { node, alice, collective, followers } = await setScene({ worker: false });
  const { site } = node;
  const follow = { id: undefined, actor: alice.id };
  const at = (second: number) => new Date(1_800_000_000_000 + second * 1000);
  await loseFollower(site, collective, alice.id, at(2));
  await acceptFollower(site, collective, follow, at(1));
  expect(await followers()).toEqual([]);
  await acceptFollower(site, collective, follow, at(3));
  expect(await followers()).toEqual([alice.id]);
  await loseFollower(site, collective, alice.id, at(2));
  expect(await followers()).toEqual([alice.id]);
  await loseFollower(site, collective, alice.id, at(4));
  expect(await followers()).toEqual([]);
});

test("followers come page by page, each once", async () => {
  const { node, peer, collective } = await setScene({ worker: false });
  const ids: string[] = [];
  for (const name of ["a", "b", "c", "d", "e"]) {
    const { id } = peer.actor(name);
    ids.push(id);
    await acceptFollower(node.site, collective, { id: undefined, actor: id }, new Date());
  }
  const seen: string[] = [];
  let after: string | undefined = "";
  while (after !== undefined) {
    const page = await followersOf(node.site.db, collective.id, { after, limit: 2 });
    seen.push(...page.followers.map(({ actor }) => actor));
    after = page.next;
  }
  expect(seen).toEqual(ids);
});

test("strangers are forgotten after a while; who follows, and who is blocked, is not", async () => {
  const { node, peer, alice, collective } = await setScene({ worker: false });
  const { site } = node;
  const [bob, carol] = [peer.actor("bob"), peer.actor("carol")];
  await acceptFollower(site, collective, { id: undefined, actor: alice.id }, new Date());
  for (const { id } of [bob, carol]) await site.fediverse.lookup(id);
  await site.db.updateTable("remote_actor").set({ blocked: true }).where("id", "=", carol.id).execute();
  await forgetStrangers(site, new Date(Date.now() - 1000));
  expect(await site.db.selectFrom("remote_actor").select("id").execute()).toHaveLength(3);
  await forgetStrangers(site, new Date(Date.now() + 1000));
  const left = await site.db.selectFrom("remote_actor").select("id").orderBy("id").execute();
  expect(left.map(({ id }) => id)).toEqual([alice.id, carol.id]);
});
