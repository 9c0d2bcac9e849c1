// Who follows is between two servers: nobody else is shown the list, and nobody makes us ask a third one for theirs (attack 49).
import { createHash } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { ap } from "../../src/domain/paths.ts";
import { blockHost } from "../../src/newsroom/blocks.ts";
import { openAlliance } from "../support/ally.ts";
import { activity, type PeerActor, type SignOptions, startPeer } from "../support/peer.ts";
import { setScene } from "../support/scene.ts";

const follow = ["(request-target)", "host", "date", "digest", "collection-synchronization"];

test("attack 49: the followers of a server are shown to it alone, whichever of its actors asks and how", async () => {
  let now = Date.now();
  const clock = { now: () => new Date(now) };
  const { node, peer, alice, collective, group, inbox, followers } = await setScene({ clock });
  const other = await startPeer();
  const [carol, bob] = [peer.actor("carol"), other.actor("bob")];
  await peer.post(alice, inbox, activity(peer, alice, "Follow", group));
  await other.post(bob, inbox, activity(other, bob, "Follow", group));
  await expect.poll(async () => (await followers()).length).toBe(2);
  const address = (host: string) => node.url + ap.followersOn(collective.id, host);
  const theirs = address(peer.host);
  const ask = async (by: PeerActor, url = theirs, options: SignOptions = {}) => {
    const answer = await peer.get(by, url, options);
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    expect(answer.headers.get("vary")).toMatch(/\bSignature\b/);
    const json = (await answer.json()) as { orderedItems?: string[] };
    return [answer.status, json.orderedItems];
  };

  const unsigned = await fetch(theirs, { headers: { accept: "application/activity+json" } });
  expect([unsigned.status, unsigned.headers.get("cache-control")]).toEqual([401, "private, no-store"]);
  expect(unsigned.headers.get("www-authenticate")).toContain("Signature");
  expect(await unsigned.text()).not.toContain(alice.id);
  for (const wrong of [
    { key: bob.privateKey },
    { date: new Date(Date.now() - 2 * 3_600_000) },
    { covered: ["host", "date"] },
    { headers: { date: new Date(Date.now() - 60_000).toUTCString() } },
  ]) {
    expect(await ask(alice, theirs, wrong)).toEqual([401, undefined]);
  }
  expect(await ask(bob)).toEqual([403, undefined]);
  expect(await ask(bob, theirs, { keyId: alice.keyId })).toEqual([401, undefined]);
  expect(other.asked("/users/alice")).toBe(0);

  expect(await ask(alice)).toEqual([200, [alice.id]]);
  expect(await ask(carol)).toEqual([200, [alice.id]]);
  expect(await ask(alice, theirs, { spec: "rfc9421" })).toEqual([200, [alice.id]]);
  expect(await ask(bob, address(other.host))).toEqual([200, [bob.id]]);
  expect((await ask(alice, `${theirs}/2`))[0]).toBe(404);
  expect((await fetch(theirs, { method: "POST" })).status).toBe(405);
  const open = await fetch(`${group}/followers`, { headers: { accept: "application/activity+json" } });
  expect(await open.json()).toMatchObject({ totalItems: 2 });

  await sql`insert into remote_actor (id, host, type, inbox)
    select ${`${peer.url}/crowd/`} || n, ${peer.host}, 'Person', 'https://crowd.example/inbox' from generate_series(1, 1500) n`.execute(
    node.site.db,
  );
  await sql`insert into follower (collective, actor)
    select ${collective.id}::uuid, id from remote_actor where id like ${`${peer.url}/crowd/%`}`.execute(
    node.site.db,
  );
  const list = (await (await peer.get(alice, theirs)).json()) as Record<string, unknown>;
  expect(list).toMatchObject({ totalItems: 1501, first: `${theirs}/1` });
  expect(list).not.toHaveProperty("orderedItems");
  const read = async (url: string) =>
    (await (await peer.get(alice, url)).json()) as { orderedItems: string[]; next?: string };
  const [first, second] = [await read(`${theirs}/1`), await read(`${theirs}/2`)];
  expect([first.next, second.next]).toEqual([`${theirs}/2`, undefined]);
  expect(new Set([...first.orderedItems, ...second.orderedItems]).size).toBe(1501);

  await blockHost(node.site, peer.host, "blocked", null);
  now += 10_000;
  expect((await ask(alice))[0]).toBe(403);
});

test("attack 45: what somebody is told because they have signed is kept by no cache, and told to nobody after them", async () => {
  const { node, peer, alice, collective, group, inbox, followers } = await setScene();
  const bob = (await startPeer()).actor("bob");
  await peer.post(alice, inbox, activity(peer, alice, "Follow", group));
  await expect.poll(followers).toHaveLength(1);
  const list = node.url + ap.followersOn(collective.id, peer.host);
  const told = await peer.get(alice, list);
  expect(await told.text()).toContain(alice.id);
  const asks = [
    () => fetch(list),
    () => fetch(list, { headers: { "if-none-match": told.headers.get("etag") ?? "*" } }),
    () => peer.get(bob, list),
    () => peer.get(alice, list, { key: bob.privateKey }),
    () => peer.get(alice, list, { headers: { "if-none-match": told.headers.get("etag") ?? "*" } }),
  ];
  const answers = await Promise.all(asks.map((ask) => ask()));
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 403, 401, 304]);
  for (const { headers } of [told, ...answers]) {
    expect(headers.get("cache-control")).toBe("private, no-store");
    const varies = headers.get("vary")!.split(/,\s*/);
    expect(varies).toEqual(expect.arrayContaining(["Accept", "Signature", "Signature-Input"]));
  }
  for (const answer of answers.slice(0, 4)) expect(await answer.text()).not.toContain(alice.id);
});

test("attack 49: what a server says of our following is looked into on that server, and there alone", async () => {
  const { peer, alice, group, node, collective, inbox, said, states, worked } = await openAlliance();
  const other = await startPeer();
  const path = "/users/alice/followers/here";
  const collectionId = `${alice.id}/followers`;
  const nobody = "0".repeat(64);
  const list = (items: string[]) =>
    peer.serves.set(path, {
      body: JSON.stringify({
        "@context": "https://www.w3.org/ns/activitystreams",
        id: peer.url + path,
        type: "OrderedCollection",
        orderedItems: items,
      }),
    });
  list([]);
  const tell = async (header: string, options: SignOptions = {}) => {
    const like = activity(peer, alice, "Like", `${node.url}/ap/articles/none`);
    const more = { "collection-synchronization": header };
    expect((await peer.post(alice, inbox, like, { more, covered: follow, ...options })).status).toBe(202);
    await worked();
  };
  const header = (parts: Record<string, string> = {}) =>
    Object.entries({ collectionId, url: peer.url + path, digest: nobody, ...parts })
      .map(([name, value]) => `${name}="${value}"`)
      .join(", ");
  const asked = () => peer.asked(path) + other.log.length;
  const looked = () =>
    expect
      .poll(async () => {
        const { rows } =
          await sql`select from job.job where name = 'followers' and state <= 'active'`.execute(node.site.db);
        return rows.length;
      })
      .toBe(0);

  await tell(header({ url: `${other.url}${path}` }));
  await tell(header({ collectionId: `${other.url}/users/alice/followers` }));
  await tell(header(), { covered: follow.slice(0, -1) });
  await tell(header({ digest: "none" }));
  await tell(`${header()}, ${header()}`);
  await tell(header({ digest: createHash("sha256").update(group).digest("hex") }));
  expect(await node.site.jobs.waiting("followers", 10)).toBe(0);
  expect(asked()).toBe(0);

  const forget = () => node.site.db.deleteFrom("kv").where("key", "like", "%followers of%").execute();
  // Another collection than the actor's own, and a list that is not the one announced.
  await tell(header({ collectionId: `${peer.url}/users/mallory/followers` }));
  await looked();
  expect(asked()).toBe(0);
  await forget();
  await tell(header({ digest: "1".repeat(64) }));
  await looked();
  expect(asked()).toBe(1);
  expect(await states()).toEqual({ [alice.id]: "accepted" });
  await tell(header());
  await forget();

  await tell(header());
  await expect.poll(states).toEqual({ [alice.id]: "requested" });
  expect(peer.log.filter((came) => came.path === path).map(({ headers }) => headers.signature)).toEqual([
    expect.stringContaining(node.url + ap.instance()),
    expect.stringContaining(node.url + ap.instance()),
  ]);
  await expect.poll(() => said("Follow")).toHaveLength(2);
  for (let again = 0; again < 3; again++) await tell(header({ digest: "1".repeat(64) }));
  expect(asked()).toBe(2);
  expect(said("Follow").at(-1)!.json).toMatchObject({ actor: group, object: alice.id });
  expect(node.url + ap.collective(collective.id)).toBe(group);
});
