// A collective that reads before it shows: what it has approved reaches its followers as the author signed it, and not before.
import { expect, test } from "vitest";
import { remember } from "../../src/newsroom/moderate.ts";
import { penOf, signedIn } from "../support/desk.ts";
import { activity, type Peer, type PeerActor, startPeer } from "../support/peer.ts";
import { about, post } from "../support/posts.ts";
import { openThread } from "../support/thread.ts";

const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

/** An activity as its author's server signs it, spelled in a way that nobody else would spell it. */
const seal = (by: PeerActor, said: object) =>
  JSON.stringify(
    { ...said, signature: { type: "RsaSignature2017", creator: by.keyId, signatureValue: "bm90aGluZw==" } },
    null,
    3,
  );

/** A collective that holds everything; alice follows it from one server, and bob of another one answers. */
async function openHouse() {
  const here = await openThread({ policy: "hold" });
  const { alice, node, collective, inbox } = here;
  await here.say(alice, here.aFollow());
  const far = await startPeer();
  const bob = far.actor("bob");
  const desk = await signedIn(node.url, await penOf(node.site, collective, "moderator"));
  const heldBy = async (uri: string) => (await here.kept()).find((one) => one.uri === uri)!;
  return {
    ...here,
    far,
    bob,
    /** Says something to the collective from the other server, and waits until it was heard. */
    async tell(body: string | object, by = bob, from: Peer = far) {
      expect((await from.post(by, inbox, body)).status).toBe(202);
      await here.worked();
    },
    /** Decides about answers at the desk. */
    async decide(deed: "show" | "hide" | "delete", ...uris: string[]) {
      const ids = await Promise.all(uris.map(async (uri) => (await heldBy(uri)).id));
      await desk.post("/desk/answers/held", [
        ...ids.map((id) => ["id[]", id] as [string, string]),
        ["deed", deed],
      ]);
    },
    /** What has reached alice's server of what others than the collective have said, oldest first. */
    passedOn: () =>
      here.peer
        .posts()
        .flatMap(({ json, body }) => ((json as { actor: string }).actor === bob.id ? body : [])),
    /** Waits until nothing is under way. */
    sent: () =>
      expect
        .poll(
          () =>
            node.site.db.selectFrom("delivery").select("activity").where("state", "=", "pending").execute(),
          { timeout: 20_000 },
        )
        .toEqual([]),
    kept: async () =>
      (await node.site.db.selectFrom("sealed_response").select("body").orderBy("response").execute()).map(
        ({ body }) => body,
      ),
  };
}

test("what somebody approves at the desk reaches followers byte for byte, with its corrections and its deletion", async () => {
  const { far, bob, text, tell, decide, passedOn, sent, kept } = await openHouse();
  const note = post(far, bob, { inReplyTo: text, published: at(-60) });
  const create = seal(bob, about(far, bob, "Create", note));
  const bare = post(far, bob, { inReplyTo: text });
  await tell(create);
  await tell(about(far, bob, "Create", bare));
  await sent();
  expect(passedOn()).toEqual([]);
  expect(await kept()).toEqual([create]);
  await decide("show", note.id, bare.id);
  await expect.poll(passedOn).toEqual([create]);
  expect(await kept()).toEqual([]);

  const edit = seal(
    bob,
    about(far, bob, "Update", { ...note, content: "<p>Hello all</p>", updated: at(-30) }),
  );
  await tell(edit);
  await sent();
  expect(passedOn()).toEqual([create]);
  await decide("show", note.id);
  await expect.poll(passedOn).toEqual([create, edit]);

  // It waits once more, and is deleted: those who have the words that were approved are told.
  await tell(seal(bob, about(far, bob, "Update", { ...note, content: "<p>Hm</p>", updated: at(-20) })));
  const deletion = seal(bob, activity(far, bob, "Delete", note.id));
  await tell(deletion);
  await tell(seal(bob, activity(far, bob, "Delete", note.id)));
  await expect.poll(passedOn).toEqual([create, edit, deletion]);
  await sent();
  expect(passedOn()).toHaveLength(3);
  expect(await kept()).toEqual([]);
});

test("the deletion of what was passed on is passed on though the collective has let go of it, and at nobody else's word", async () => {
  const { far, bob, text, tell, decide, passedOn, sent, say, alice, peer } = await openHouse();
  const [first, second, third] = [1, 2, 3].map(() => post(far, bob, { inReplyTo: text })) as [
    ReturnType<typeof post>,
    ReturnType<typeof post>,
    ReturnType<typeof post>,
  ];
  for (const note of [first, second, third]) await tell(seal(bob, about(far, bob, "Create", note)));
  await decide("show", first.id, second.id);
  await expect.poll(passedOn).toHaveLength(2);
  await decide("hide", first.id);
  await decide("delete", second.id, third.id);
  const mallory = far.actor("mallory");
  await tell(seal(mallory, activity(far, mallory, "Delete", second.id)), mallory);
  await say(alice, activity(peer, alice, "Delete", second.id));
  const deletions = [first, second, third].map(({ id }) => seal(bob, activity(far, bob, "Delete", id)));
  for (const deletion of deletions) await tell(deletion);
  await expect.poll(() => passedOn().slice(2)).toEqual(deletions.slice(0, 2));
  await sent();
  expect(passedOn()).toHaveLength(4);
});

test("what is shown by a decision that is remembered is passed on too; what was hidden, says something else by now or is not for everybody is not", async () => {
  const here = await openHouse();
  const { far, bob, text, tell, decide, passedOn, sent, kept, node, collective, group } = here;
  const wish = [{}, {}, {}, { to: [group], cc: [] }];
  const notes = wish.map((more) => post(far, bob, { inReplyTo: text, published: at(-60), ...more }));
  const [good, hidden, changed, secret] = notes as [
    (typeof notes)[0],
    (typeof notes)[0],
    (typeof notes)[0],
    (typeof notes)[0],
  ];
  const creates = notes.map((note) => seal(bob, about(far, bob, "Create", note)));
  for (const create of creates) await tell(create);
  expect(await kept()).toEqual(creates.slice(0, 3));
  await decide("hide", hidden.id);
  await tell(about(far, bob, "Update", { ...changed, content: "<p>Unsigned</p>", updated: at(-30) }));
  await tell(creates[2]!);
  await remember(node.site, collective.id, "actor", bob.id, "show");
  await decide("show", hidden.id, secret.id);
  await expect.poll(passedOn).toEqual([creates[0]]);
  await sent();
  expect(passedOn()).toHaveLength(1);
  expect((await here.kept()).length).toBe(0);
  expect(good.id).toContain(far.url);
});
