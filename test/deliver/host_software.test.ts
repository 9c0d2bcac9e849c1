// Servers are asked what software they run, and may say nothing, nonsense or too much.
import { expect, test } from "vitest";
import { outsideOf } from "../../federation/fetcher.ts";
import { askHosts, learnSoftware } from "../../federation/host_software.ts";
import { follow, startLedger } from "../support/ledger.ts";
import { startPeer } from "../support/peer.ts";

async function startAsking() {
  const ledger = await startLedger();
  const { site } = ledger;
  const peer = await startPeer();
  await follow(ledger, [peer.host]);
  const serve = (path: string, value: unknown, type = "application/json; charset=utf-8") =>
    peer.serves.set(path, { type, body: JSON.stringify(value) });
  const software = async () => {
    const { fetcher } = outsideOf(site);
    await learnSoftware(site, fetcher, peer.host);
    return site.db
      .selectFrom("remote_host")
      .select(["software", "software_version"])
      .where("host", "=", peer.host)
      .executeTakeFirstOrThrow();
  };
  return { ledger, peer, serve, software };
}

const rel = (version: string) => `http://nodeinfo.diaspora.software/ns/schema/${version}`;

test("a server says what it runs, and the newest document counts", async () => {
  const { peer, serve, software } = await startAsking();
  serve("/.well-known/nodeinfo", {
    links: [
      { rel: rel("2.0"), href: `${peer.url}/nodeinfo/2.0` },
      { rel: rel("2.1"), href: `${peer.url}/nodeinfo/2.1` },
      { rel: "https://www.w3.org/ns/activitystreams#Application", href: `${peer.url}/actor` },
    ],
  });
  serve("/nodeinfo/2.1", { version: "2.1", software: { name: "Sharkey", version: "2025.4.3" } });
  expect(await software()).toEqual({ software: "sharkey", software_version: "2025.4.3" });
});

test.each([
  ["no document", undefined],
  ["a list", []],
  ["null", null],
  ["links that are none", { links: [null, 3, { rel: 1, href: 2 }, { rel: rel("2.1") }] }],
  ["a link into nowhere", { links: [{ rel: rel("2.1"), href: "mailto:someone" }] }],
])("a server that answers with %s stays unknown, and nothing breaks", async (_, list) => {
  const { serve, software } = await startAsking();
  if (list !== undefined) serve("/.well-known/nodeinfo", list);
  expect(await software()).toEqual({ software: null, software_version: null });
});

test.each([[{ software: "text" }], [{ software: null }], [{ software: { name: 5 } }], [7]])(
  "a document that says %j tells nothing",
  async (document) => {
    const { peer, serve, software } = await startAsking();
    serve("/.well-known/nodeinfo", { links: [{ rel: rel("2.0"), href: `${peer.url}/nodeinfo` }] });
    serve("/nodeinfo", document);
    expect(await software()).toEqual({ software: null, software_version: null });
  },
);

test("a name without end is cut", async () => {
  const { peer, serve, software } = await startAsking();
  serve("/.well-known/nodeinfo", { links: [{ rel: rel("2.0"), href: `${peer.url}/nodeinfo` }] });
  serve("/nodeinfo", { software: { name: "x".repeat(10_000), version: "1".repeat(10_000) } });
  const known = await software();
  expect(known.software).toHaveLength(60);
  expect(known.software_version).toHaveLength(60);
});

test("hosts of followers are asked once a week, others not at all", async () => {
  const ledger = await startLedger();
  const { site, clock } = ledger;
  await site.jobs.start();
  await follow(ledger, ["a.example", "b.example"]);
  await site.db.insertInto("remote_host").values({ host: "passing.example" }).execute();
  expect(await askHosts(site)).toBe(2);
  expect(await askHosts(site)).toBe(0);
  clock.turn(8 * 24 * 3_600_000);
  expect(await askHosts(site)).toBe(2);
  await site.jobs.stop();
});

test("a server that gives the list of its documents the type of WebFinger, as we do, is understood", async () => {
  const { peer, serve, software } = await startAsking();
  const links = [{ rel: rel("2.1"), href: `${peer.url}/nodeinfo/2.1` }];
  serve("/.well-known/nodeinfo", { links }, "application/jrd+json");
  serve("/nodeinfo/2.1", { software: { name: "tern", version: "1.0.0" } });
  expect(await software()).toEqual({ software: "tern", software_version: "1.0.0" });
});
