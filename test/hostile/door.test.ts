// The door holds: forms of any size, errors behind it and floods before it end one request at most, never the node.
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createBuckets } from "../../federation/bucket.ts";
import { activity } from "../support/peer.ts";
import { setScene } from "../support/scene.ts";

test("a form of 70 kB is answered wherever it is posted", async () => {
  const { node, group, inbox, sharedInbox } = await setScene({ worker: false });
  const addresses = ["/", "/harbour", "/nowhere", "/.well-known/webfinger", "/nodeinfo/2.1"].map(
    (path) => node.url + path,
  );
  const form = new URLSearchParams({ text: "a".repeat(70_000) });
  const upload = new FormData();
  upload.set("picture", new Blob([Buffer.alloc(70_000, 1)]), "picture.jpg");
  for (const address of [...addresses, group, inbox, sharedInbox]) {
    for (const body of [form, upload, "a".repeat(70_000)]) {
      const { status } = await fetch(address, { method: "POST", body, signal: AbortSignal.timeout(15_000) });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
  }
});

test("when the database answers nonsense, an inbox says 503 and come back, documents fail alone, and the node lives", async () => {
  const { node, peer, alice, group, inbox, sharedInbox, aFollow } = await setScene({ worker: false });
  const { db } = node.site;
  await db.schema.alterTable("collective").renameTo("lost").execute();
  await db.schema.alterTable("remote_actor").renameTo("strangers").execute();
  for (const address of [inbox, sharedInbox]) {
    const answer = await peer.post(alice, address, aFollow());
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await answer.text()).not.toMatch(/relation|collective/);
  }
  for (const address of [
    group,
    `${node.url}/.well-known/webfinger?resource=acct:harbour@${new URL(node.url).host}`,
  ]) {
    const { status } = await fetch(address, { headers: { accept: "application/activity+json" } });
    expect([500, 503]).toContain(status);
  }
  await db.schema.alterTable("lost").renameTo("collective").execute();
  await db.schema.alterTable("strangers").renameTo("remote_actor").execute();
  expect((await fetch(group, { headers: { accept: "application/activity+json" } })).status).toBe(200);
  expect((await peer.post(alice, inbox, aFollow())).status).toBe(202);
});

test("when too much waits to be worked on, others are asked to come back, and they may", async () => {
  let now = new Date();
  const { node, peer, alice, inbox, aFollow, takenIn } = await setScene({
    worker: false,
    clock: { now: () => now },
  });
  expect((await peer.post(alice, inbox, aFollow())).status).toBe(202);
  await sql`
    insert into job.job (name, data, policy)
    select name, data, policy from job.job, generate_series(1, 50000) where name = 'inbox'`.execute(
    node.site.db,
  );
  now = new Date(now.getTime() + 10_000);
  const answer = await peer.post(alice, inbox, aFollow());
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("300");
  await sql`delete from job.job where name = 'inbox'`.execute(node.site.db);
  now = new Date(now.getTime() + 10_000);
  expect((await peer.post(alice, inbox, aFollow())).status).toBe(202);
  expect(await takenIn()).toBe(1);
});

test("a key that cannot be fetched now is 503, not 401, and its server is not asked at every try", async () => {
  let now = new Date();
  const { peer, alice, inbox, aFollow } = await setScene({ worker: false, clock: { now: () => now } });
  peer.serves.set("/users/alice", { status: 502 });
  for (let time = 0; time < 5; time++) {
    const { status, headers } = await peer.post(alice, inbox, aFollow());
    expect([status, headers.get("retry-after")]).toEqual([503, "120"]);
  }
  expect(peer.asked("/users/alice")).toBe(1);
  peer.serves.clear();
  now = new Date(now.getTime() + 2 * 60_000);
  expect((await peer.post(alice, inbox, aFollow())).status).toBe(202);
});

test("many first messages of the same stranger at once cost one fetch", async () => {
  const { peer, alice, sharedInbox, takenIn } = await setScene({ worker: false });
  const posts = Array.from({ length: 10 }, (_, number) =>
    peer.post(alice, sharedInbox, activity(peer, alice, "Like", `https://elsewhere.example/${number}`)),
  );
  expect((await Promise.all(posts)).map(({ status }) => status)).toEqual(Array(10).fill(202));
  expect(peer.asked("/users/alice")).toBe(1);
  expect(await takenIn()).toBe(10);
});

test("a bucket empties, fills up again with time, and nobody's emptiness is another's", () => {
  const buckets = createBuckets({ size: 3, perSecond: 1 });
  const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000);
  expect([1, 2, 3, 4].map(() => buckets.take("a", at(0)))).toEqual([true, true, true, false]);
  expect(buckets.take("b", at(0))).toBe(true);
  expect([1, 2, 3].map(() => buckets.take("a", at(2)))).toEqual([true, true, false]);
  expect(buckets.take("a", at(-100))).toBe(false);
});
