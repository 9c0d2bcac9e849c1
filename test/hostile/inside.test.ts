// A door inside the house at which nobody from outside gets the node to knock, wherever they put its address (attacks 30 and 31).
import { createServer as createDoor, type LookupFunction } from "node:net";
import { request } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { readCollection } from "../../federation/collection.ts";
import { createEgress } from "../../federation/egress.ts";
import { fetchStranger } from "../../federation/stranger.ts";
import { rememberActor } from "../../src/db/remote_actor.ts";
import { Refused } from "../../src/domain/errors.ts";
import { ap } from "../../src/domain/paths.ts";
import { createCollective } from "../../src/newsroom/collective.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { startTestNode } from "../support/node.ts";
import { activity, startPeer } from "../support/peer.ts";
import { unfinished } from "../support/scene.ts";
import { visit } from "../support/visit.ts";

/** Listens on every address of this machine, and counts who comes. */
async function openDoor() {
  let knocks = 0;
  const door = createDoor((socket) => {
    knocks += 1;
    socket.destroy();
  });
  const port = await new Promise<number>((opened) =>
    door.listen(0, () => opened((door.address() as { port: number }).port)),
  );
  onTestFinished(() => void door.close());
  return { port, knocks: () => knocks };
}

/** Says of every name that it is this machine. */
const here: LookupFunction = (_name, options, callback) =>
  options.all ? callback(null, [{ address: "127.0.0.1", family: 4 }]) : callback(null, "127.0.0.1", 4);

/** This machine, and others that are in no public net, in all the ways in which they can be written. */
const hosts = [
  ...["127.0.0.1", "127.9.9.9", "127.1", "0x7f.1", "0177.0.0.1", "2130706433", "0x7f000001", "017700000001"],
  ...[
    "127.0.0.1.",
    "１２７。０。０。１",
    "①②⑦.⓪.⓪.①",
    "%31%32%37.0.0.1",
    "0.0.0.0",
    "0",
    "localhost",
    "LOCALHOST.",
  ],
  ...["[::1]", "[::]", "[::ffff:127.0.0.1]", "[0:0:0:0:0:ffff:7f00:1]", "[::127.0.0.1]", "[fe80::1%25lo]"],
  ...["10.0.0.1", "[::ffff:10.0.0.1]", "169.254.169.254", "100.64.1.1", "[fc00::1]", "[64:ff9b::a00:1]"],
  ...["printer.local", "db.internal", "metadata.google.internal", "intranet", "router.home.arpa", "x.onion"],
];

test("attack 30: no redirection leads to this machine, however its address is written", async () => {
  const door = await openDoor();
  const strict = createEgress({ allowPrivateAddress: false });
  const loose = createEgress({ allowPrivateAddress: true, lookup: here });
  onTestFinished(async () => void (await Promise.all([strict.close(), loose.close()])));
  // The connection itself would be made: only the look at each step is in the way.
  const { peer, fetcher, serve } = await visit((_, at) => ({
    ...loose,
    check: (url) => (url.origin === at.url ? loose.check(url) : strict.check(url)),
  }));
  const addresses = hosts.flatMap((host) => [
    `https://${host}:${door.port}/`,
    `http://${host}:${door.port}/`,
  ]);
  addresses.push(
    `https://a:b@public.example:${door.port}/`,
    `gopher://127.0.0.1:${door.port}/`,
    "file:///etc/passwd",
    "https://public.example:22/",
    "https://public.example:25/",
  );
  for (const location of addresses) {
    serve("/a", {}, { status: 302, headers: { location: encodeURI(location).replaceAll("%25", "%") } });
    await expect(fetcher.getJson(`${peer.url}/a`), location).rejects.toThrow(Refused);
    await expect(fetcher.getPicture(`${peer.url}/a`), location).rejects.toThrow(Refused);
    await expect(fetcher.getJson(location), location).rejects.toThrow(Refused);
    // Whatever an actor, a post or a collection names.
    const id = `${peer.url}/a`;
    const collection = { id, type: "Collection", first: location, items: [] };
    serve("/a", collection);
    await expect(readCollection(fetcher, location, { pages: 1, items: 1 })).rejects.toThrow(Refused);
    expect((await readCollection(fetcher, id, { pages: 1, items: 1 })).items).toEqual([]);
    const named = { icon: { type: "Image", url: location }, url: location, replies: location };
    const actor = { id, type: "Person", inbox: `${id}/inbox`, publicKey: location, ...named };
    serve("/a", { ...actor, endpoints: { sharedInbox: location } });
    expect((await fetchStranger(fetcher, id)).facts).toMatchObject({ shared_inbox: null });
    serve("/a", { ...actor, inbox: location });
    await expect(fetchStranger(fetcher, id), location).rejects.toThrow(Refused);
  }
  expect(door.knocks()).toBe(0);
});

test("attack 31: no redirection leads from https to http", async () => {
  const door = await openDoor();
  const strict = createEgress({ allowPrivateAddress: false });
  const loose = createEgress({ allowPrivateAddress: true, lookup: here });
  onTestFinished(async () => void (await Promise.all([strict.close(), loose.close()])));
  const { peer, fetcher, serve } = await visit((_, at) => ({
    ...loose,
    check: (url) => (url.origin === at.url ? loose.check(url) : strict.check(url)),
  }));
  serve("/a", {}, { status: 302, headers: { location: `http://public.example:${door.port}/` } });
  await expect(fetcher.getJson(`${peer.url}/a`)).rejects.toThrow("it is not https");
  expect(door.knocks()).toBe(0);
});

test("attack 30: what is said to an inbox, typed into a form or stored as an inbox makes no node knock inside", async () => {
  const door = await openDoor();
  const node = await startTestNode({ env: { ALLOW_PRIVATE_ADDRESS: "false" } });
  const { db, fediverse, clock } = node.site;
  const harbour = await createCollective(node.site, {
    handle: "harbour",
    name: "Harbour",
    languages: ["en"],
  });
  // Mallory is somebody on a public server, who is known already.
  const peer = await startPeer();
  const id = "https://peer.example/users/mallory";
  const mallory = { ...peer.actor("mallory"), id, keyId: `${id}#main-key` };
  const facts = {
    id,
    host: "peer.example",
    type: "Person",
    handle: null,
    name: null,
    summary: null,
    url: null,
    shared_inbox: null,
  };
  const inbox = `https://127.0.0.1:${door.port}/inbox`;
  const keys = [{ id: mallory.keyId, public_key: mallory.publicPem }];
  await rememberActor(db, { ...facts, inbox }, keys, clock.now());
  await db.insertInto("follower").values({ collective: harbour.id, actor: id }).execute();
  await publishReport(node.site, harbour, { title: "The boats", source: "Nobody came." });
  const post = async (said: object) => (await peer.post(mallory, node.url + ap.sharedInbox(), said)).status;
  for (const host of hosts) {
    for (const address of [`https://${host}:${door.port}/1`, `http://${host}:${door.port}/1`]) {
      const note = { id: address, type: "Note", attributedTo: address, inReplyTo: node.url, content: "x" };
      expect(await post(activity(peer, mallory, "Announce", address))).toBe(202);
      expect(await post(activity(peer, mallory, "Create", note))).toBe(202);
    }
    // In a header there are only ASCII characters.
    const origin = `https://${/^[\x21-\x7e]+$/.test(host) ? host : "127.0.0.1"}:${door.port}`;
    const stranger = { ...mallory, id: `${origin}/a`, keyId: `${origin}/a#k` };
    const like = activity(peer, stranger, "Like", node.url);
    const { status } = await peer.post(stranger, node.url + ap.sharedInbox(), like);
    expect(`${origin} ${[400, 401].includes(status)}`).toBe(`${origin} true`);
    for (const typed of [`@a@${host}:${door.port}`, `https://${host}:${door.port}/a`]) {
      await expect(fediverse.lookup(typed), typed).rejects.toThrow(Refused);
    }
  }
  for (const server of [`127.0.0.1:${door.port}`, `a@localhost:${door.port}`, `[::1]:${door.port}`]) {
    const body = new URLSearchParams({ server });
    const options = { method: "POST", body, headers: { origin: node.url }, redirect: "manual" } as const;
    expect((await fetch(`${node.url}/harbour/follow`, options)).status).toBe(422);
  }
  await expect.poll(() => unfinished(node), { timeout: 20_000 }).toBe(0);
  const errors = () => db.selectFrom("delivery").select("last_error").where("inbox", "=", inbox).execute();
  await expect.poll(errors).toEqual([{ last_error: "unusable" }]);
  expect(door.knocks()).toBe(0);
});

test("attack 31: a name that is public at first sight and private at the second is looked up once", async () => {
  const door = await openDoor();
  const { promise: looked, resolve: isLookedUp } = Promise.withResolvers<void>();
  let asked = 0;
  const lookup: LookupFunction = (name, options, callback) => {
    asked += 1;
    if (asked > 1) return here(name, options, callback);
    setImmediate(isLookedUp);
    // Where nobody is; what would come from there is not waited for.
    callback(null, [{ address: "3ffe::1", family: 6 }]);
  };
  const egress = createEgress({ allowPrivateAddress: false, lookup });
  onTestFinished(() => egress.close());
  request(`https://rebind.example:${door.port}/`, { dispatcher: egress.dispatcher }).catch(() => {});
  await looked;
  expect([asked, door.knocks()]).toEqual([1, 0]);
});

test("attack 31: a name with a private address, alone or among public ones, is not contacted", async () => {
  const door = await openDoor();
  for (const addresses of [["127.0.0.1"], ["9.9.9.9", "127.0.0.1"], ["127.0.0.1", "9.9.9.9"], ["::1"], []]) {
    const lookup: LookupFunction = (_name, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
    const egress = createEgress({ allowPrivateAddress: false, lookup });
    onTestFinished(() => egress.close());
    const asked = request(`https://both.example:${door.port}/`, { dispatcher: egress.dispatcher });
    await expect(asked).rejects.toThrow(Refused);
  }
  expect(door.knocks()).toBe(0);
});
