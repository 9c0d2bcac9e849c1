// Well-signed nonsense: following what cannot be followed, taking back what others did, floods (attacks 13 to 16, 45, 47 and 50).
import { sql } from "kysely";
import { expect, test } from "vitest";
import { ap } from "../../src/domain/paths.ts";
import { activity, startPeer } from "../support/peer.ts";
import { setScene } from "../support/scene.ts";
import { openThread } from "../support/thread.ts";

test("attack 16: a Follow of a text, of somebody else's, of everybody, or of many is answered 202 and nothing", async () => {
  const here = await openThread();
  const { peer, alice, node, group, sharedInbox, text } = here;
  const objects = [
    text,
    [text],
    node.url + ap.report("0192d3c4-0000-7000-8000-000000000000"),
    `${node.url}${ap.collective("0192d3c4-0000-7000-8000-000000000000")}`,
    `${node.url}${ap.collective("../groups")}`,
    node.url + ap.instance(),
    `${group}/followers`,
    `${group}?x=1`,
    "https://elsewhere.example/users/bob",
    "https://www.w3.org/ns/activitystreams#Public",
    "as:Public",
    [group, "https://elsewhere.example/users/bob"],
    [group, group],
    [],
    null,
    { type: "Group" },
    "not an address",
  ];
  for (const object of objects) {
    const { status } = await peer.post(alice, sharedInbox, activity(peer, alice, "Follow", object));
    expect(`${JSON.stringify(object)} ${status}`).toBe(`${JSON.stringify(object)} 202`);
  }
  await here.worked();
  expect(await here.followers()).toEqual([]);
  expect(here.said("Accept")).toEqual([]);
});

test("attack 14: nobody undoes what somebody else did", async () => {
  const here = await setScene();
  const { peer, alice, inbox, group } = here;
  const asked = here.aFollow();
  await peer.post(alice, inbox, asked);
  await expect.poll(here.followers).toEqual([alice.id]);
  const far = await startPeer();
  const mallory = far.actor("mallory");
  const { "@context": _, ...follow } = asked;
  for (const object of [follow, asked.id, { ...follow, actor: mallory.id }, group]) {
    expect((await far.post(mallory, inbox, activity(far, mallory, "Undo", object))).status).toBe(202);
  }
  expect((await far.post(mallory, inbox, activity(far, mallory, "Block", group))).status).toBe(202);
  expect((await far.post(mallory, inbox, activity(far, mallory, "Delete", alice.id))).status).toBe(202);
  await here.worked();
  expect(await here.followers()).toEqual([alice.id]);
});

test("attack 13: an account that is said to be deleted is let go only if its own server says so", async () => {
  let now = new Date();
  const here = await setScene({ clock: { now: () => now } });
  const { peer, alice, inbox, sharedInbox } = here;
  const bob = peer.actor("bob");
  for (const actor of [alice, bob]) await peer.post(actor, inbox, here.aFollow(actor));
  await expect.poll(here.followers).toEqual([alice.id, bob.id]);
  // What is signed with a key that is not known must be asked about.
  now = new Date(now.getTime() + 6 * 60_000);
  const other = peer.actor("other");
  peer.actors.set("bob", bob);
  const deletion = (actor: typeof alice) => activity(peer, actor, "Delete", actor.id);
  const sign = { keyId: `${alice.id}#later-key`, key: other.privateKey };
  peer.serves.set("/users/alice", { status: 404 });
  expect((await peer.post(alice, sharedInbox, deletion(alice), sign)).status).toBe(401);
  peer.serves.delete("/users/alice");
  peer.serves.set("/users/bob", { status: 410 });
  const signBob = { keyId: `${bob.id}#later-key`, key: other.privateKey };
  expect((await peer.post(bob, sharedInbox, deletion(bob), signBob)).status).toBe(202);
  const other1 = activity(peer, bob, "Like", here.group);
  expect((await peer.post(bob, sharedInbox, other1, signBob)).status).toBe(401);
  await expect.poll(here.followers).toEqual([alice.id]);
});

test("attack 50: deletions of accounts that were never heard of cost no fetch, signed by whomever", async () => {
  const { alice, node, sharedInbox, takenIn } = await setScene({ worker: false });
  const far = await startPeer();
  for (let number = 0; number < 100; number++) {
    const id = `${far.url}/users/${number}`;
    const stranger = { ...alice, id, keyId: `${id}#main-key` };
    expect((await far.post(stranger, sharedInbox, activity(far, stranger, "Delete", id))).status).toBe(202);
  }
  expect(far.log).toEqual([]);
  expect(await takenIn()).toBe(0);
  expect(await node.site.db.selectFrom("remote_actor").select("id").execute()).toEqual([]);
});

test("attack 15: an Accept or a Reject of what was never asked does nothing", async () => {
  const here = await setScene();
  const { peer, alice, inbox, group, node } = here;
  await peer.post(alice, inbox, here.aFollow());
  await expect.poll(here.followers).toEqual([alice.id]);
  for (const type of ["Accept", "Reject"]) {
    for (const object of [
      `${node.url}${ap.activity("0192d3c4-0000-7000-8000-000000000000")}`,
      { type: "Follow", actor: group, object: alice.id },
    ]) {
      expect((await peer.post(alice, inbox, activity(peer, alice, type, object))).status).toBe(202);
    }
  }
  await here.worked();
  expect(await here.followers()).toEqual([alice.id]);
  expect(here.said("Undo")).toEqual([]);
});

test("attack 47: a blocked host is refused, by any port and under any name of it, before anybody is asked", async () => {
  let now = new Date();
  const here = await setScene({ worker: false, clock: { now: () => now } });
  const { peer, alice, inbox, node } = here;
  const other = peer.actor("other");
  await node.site.db.insertInto("remote_host").values({ host: "127.0.0.1", block: "blocked" }).execute();
  expect((await peer.post(alice, inbox, here.aFollow())).status).toBe(403);
  const far = {
    ...other,
    id: "https://deep.under.blocked.example/a",
    keyId: "https://deep.under.blocked.example/a#k",
  };
  await node.site.db
    .insertInto("remote_host")
    .values({ host: "blocked.example", block: "blocked" })
    .execute();
  now = new Date(now.getTime() + 10_000);
  expect((await peer.post(far, inbox, activity(peer, far, "Like", here.group))).status).toBe(403);
  expect(peer.log).toEqual([]);
  await expect(node.site.fediverse.lookup(alice.handle)).rejects.toThrow("is blocked");
});

test("who is blocked alone gets no answer and does not follow", async () => {
  const here = await setScene();
  const { peer, alice, inbox, node } = here;
  await node.site.fediverse.lookup(alice.id);
  await node.site.db.updateTable("remote_actor").set({ blocked: true }).where("id", "=", alice.id).execute();
  expect((await peer.post(alice, inbox, here.aFollow())).status).toBe(403);
  expect(await here.followers()).toEqual([]);
});

test("an inbox that is not there is 404, whatever is sent to it and however; the node's own takes what comes", async () => {
  const { peer, alice, node, aFollow } = await setScene({ worker: false });
  for (const id of ["0192d3c4-0000-7000-8000-000000000000", "x", "harbour", "%00", "%ff", "..%2f.."]) {
    const { status } = await peer.post(alice, `${node.url}/ap/groups/${id}/inbox`, aFollow());
    expect(`${id} ${[400, 404].includes(status)}`).toBe(`${id} true`);
  }
  expect((await peer.post(alice, node.url + ap.inbox("instance"), aFollow())).status).toBe(202);
});

test("attack 45: nothing that is served differs by who signs, and nothing an inbox answers may be kept", async () => {
  const { peer, alice, group, inbox, aFollow } = await setScene({ worker: false });
  const accept = { accept: "application/activity+json" };
  const plain = await fetch(group, { headers: accept });
  const signed = await peer.get(alice, group);
  const forged = await peer.get(alice, group, {
    headers: { signature: 'keyId="x",headers="date",signature="AAAA"' },
  });
  expect([plain.status, signed.status, forged.status]).toEqual([200, 200, 200]);
  expect(await signed.text()).toBe(await plain.text());
  const posted = await peer.post(alice, inbox, aFollow());
  expect(posted.headers.get("etag")).toBeNull();
  expect(posted.headers.get("cache-control")).toBe("no-store");
});

test("no address of whoever speaks to the node is kept anywhere in the database", async () => {
  const here = await setScene();
  const { peer, alice, inbox, node } = here;
  await fetch(node.url, { headers: { "x-forwarded-for": "198.51.100.77" } });
  await peer.post(alice, inbox, here.aFollow(), { headers: { "x-forwarded-for": "198.51.100.77" } });
  await peer.post(alice, inbox, activity(peer, alice, "Like", here.group), {
    headers: { forwarded: "for=198.51.100.77" },
  });
  await expect.poll(() => here.said("Accept").length).toBe(1);
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`.execute(node.site.db);
  for (const { name } of tables) {
    const { rows } = await sql<{ found: boolean }>`
      select exists (select from ${sql.raw(name)} t where t::text like '%198.51.100.77%') as found`.execute(
      node.site.db,
    );
    expect(`${name} ${rows[0]!.found}`).toBe(`${name} false`);
  }
});
