// Somebody on another server follows a collective, leaves, comes back, blocks it, or is deleted.
import { expect, test } from "vitest";
import { followersOf, removeFollower } from "../../src/newsroom/follow.ts";
import { activity, type PeerActor } from "../support/peer.ts";
import { type Scene, setScene } from "../support/scene.ts";

async function follow(
  here: Scene,
  by: PeerActor = here.alice,
  to = here.inbox,
): Promise<Record<string, unknown>> {
  const asked = activity(here.peer, by, "Follow", here.group);
  expect((await here.peer.post(by, to, asked)).status).toBe(202);
  await expect.poll(() => here.followers()).toContain(by.id);
  return asked;
}

test("alice follows the collective and is accepted at her own inbox", async () => {
  const here = await setScene();
  const asked = await follow(here);
  await expect.poll(() => here.said("Accept").length).toBe(1);
  const [accepted] = here.said("Accept");
  expect(accepted!.path).toBe("/users/alice/inbox");
  expect(accepted!.headers.signature).toContain(`keyId="${here.group}#main-key"`);
  expect(accepted!.json).toMatchObject({
    actor: here.group,
    object: { type: "Follow", id: asked.id, actor: here.alice.id, object: here.group },
  });
  const [shown] = (await followersOf(here.node.site.db, here.collective.id)).followers;
  expect(shown).toMatchObject({ handle: here.alice.handle, name: "Alice", inbox: here.alice.inbox });
  expect(shown!.since).toMatch(/^\d{4}-\d\d-\d\d$/);
});

test("whoever asks again is accepted again, and follows once", async () => {
  const here = await setScene();
  const asked = await follow(here);
  await expect.poll(() => here.said("Accept").length).toBe(1);
  await here.peer.post(here.alice, here.sharedInbox, asked);
  await expect.poll(() => here.said("Accept").length).toBe(2);
  await here.peer.post(here.alice, here.inbox, activity(here.peer, here.alice, "Follow", here.group));
  await expect.poll(() => here.said("Accept").length).toBe(3);
  expect(await here.followers()).toEqual([here.alice.id]);
});

test("a Follow signed as RFC 9421 says is taken too", async () => {
  const here = await setScene();
  const asked = activity(here.peer, here.alice, "Follow", here.group);
  const answer = await here.peer.post(here.alice, here.sharedInbox, asked, { spec: "rfc9421" });
  expect(answer.status).toBe(202);
  await expect.poll(() => here.followers()).toEqual([here.alice.id]);
});

test("alice leaves with an Undo that embeds her Follow", async () => {
  const here = await setScene();
  const { "@context": _, ...asked } = await follow(here);
  await here.peer.post(here.alice, here.sharedInbox, activity(here.peer, here.alice, "Undo", asked));
  await expect.poll(() => here.followers()).toEqual([]);
});

test("alice leaves with an Undo of a Follow that has another id, as Misskey sends it, twice in her life", async () => {
  const here = await setScene();
  for (let time = 0; time < 2; time++) {
    await follow(here);
    const undone = {
      type: "Follow",
      id: `${here.peer.url}/follows/a/b`,
      actor: here.alice.id,
      object: here.group,
    };
    const undo = activity(here.peer, here.alice, "Undo", undone, { id: `${here.peer.url}/follows/a/b/undo` });
    await here.peer.post(here.alice, here.inbox, undo);
    await expect.poll(() => here.followers()).toEqual([]);
  }
});

test("alice leaves with an Undo that names only her Follow", async () => {
  const here = await setScene();
  const asked = await follow(here);
  await here.peer.post(here.alice, here.sharedInbox, activity(here.peer, here.alice, "Undo", asked.id));
  await expect.poll(() => here.followers()).toEqual([]);
});

test("alice on snac leaves: the Undo has an id on our host and its object is the collective itself", async () => {
  const here = await setScene();
  for (let time = 0; time < 2; time++) {
    await follow(here);
    const undo = activity(here.peer, here.alice, "Undo", here.group, {
      id: `${here.group}/Undo_1795379084.06`,
    });
    expect((await here.peer.post(here.alice, here.sharedInbox, undo)).status).toBe(202);
    await expect.poll(() => here.followers()).toEqual([]);
  }
});

test("alice blocks the collective: it stops sending to her", async () => {
  const here = await setScene();
  await follow(here);
  await here.peer.post(here.alice, here.inbox, activity(here.peer, here.alice, "Block", here.group));
  await expect.poll(() => here.followers()).toEqual([]);
});

test("alice deletes her account: she follows nobody, and her key is forgotten", async () => {
  const here = await setScene();
  await follow(here);
  await here.peer.post(
    here.alice,
    here.sharedInbox,
    activity(here.peer, here.alice, "Delete", here.alice.id),
  );
  await expect.poll(() => here.followers()).toEqual([]);
  const row = await here.node.site.db
    .selectFrom("remote_actor")
    .select("gone")
    .where("id", "=", here.alice.id)
    .executeTakeFirstOrThrow();
  expect(row.gone).toBeInstanceOf(Date);
  expect(await here.node.site.db.selectFrom("remote_key").select("id").execute()).toEqual([]);
});

test("a collective sends alice away: Reject, Block and its Undo go to her in that order", async () => {
  const here = await setScene();
  await follow(here);
  await expect.poll(() => here.said("Accept").length).toBe(1);
  await removeFollower(here.node.site, here.collective, here.alice.id);
  expect(await here.followers()).toEqual([]);
  await expect.poll(() => here.said("Undo").length).toBe(1);
  const order = here.peer.posts().map(({ json }) => (json as { type: string }).type);
  expect(order).toEqual(["Accept", "Reject", "Block", "Undo"]);
});
