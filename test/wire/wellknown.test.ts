// How others find a collective, the node itself and the software behind it.
import { describe, expect, test } from "vitest";
import { ap } from "../../src/domain/paths.ts";
import { version } from "../../src/version.ts";
import { addCollective, addPicture, addText, calais, origin, startSite } from "./fixture.ts";
import { serve } from "./served.ts";

const group = origin + ap.collective(calais);
const instance = origin + ap.instance();
const webfinger = (resource: string) => `/.well-known/webfinger?resource=${encodeURIComponent(resource)}`;

async function startServed(address = origin) {
  const site = await startSite(address);
  await addCollective(site.db);
  return { site, ...(await serve(site)) };
}

describe("WebFinger", () => {
  test("says who a handle is, where the page is and how to follow", async () => {
    const { site, get } = await startServed();
    const icon = await addPicture(site.db, "0199a000-0000-7000-8000-0000000000a1", "");
    await site.db.updateTable("collective").set({ icon }).execute();
    const answer = await get(webfinger("acct:calais@reports.example"), { accept: undefined });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/jrd+json");
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(await answer.json()).toEqual({
      subject: "acct:calais@reports.example",
      aliases: [group, `${origin}/calais`],
      links: [
        { rel: "self", type: "application/activity+json", href: group },
        { rel: "http://webfinger.net/rel/profile-page", type: "text/html", href: `${origin}/calais` },
        { rel: "http://webfinger.net/rel/avatar", type: "image/jpeg", href: `${origin}/media/pa1-1200.jpg` },
        {
          rel: "http://ostatus.org/schema/1.0/subscribe",
          template: `${origin}/authorize_interaction?uri={uri}`,
        },
        { rel: "https://w3id.org/fep/3b86/Follow", template: `${origin}/authorize_interaction?uri={object}` },
        {
          rel: "https://w3id.org/fep/3b86/Announce",
          template: `${origin}/authorize_interaction?uri={object}`,
        },
      ],
    });
  });

  test.each([
    "acct:calais@reports.example",
    "acct:@calais@reports.example",
    "acct:Calais@REPORTS.example",
    "ACCT:calais@reports.example",
    "acct:calais%40reports.example",
    group,
    `${origin}/calais`,
  ])("knows %s", async (resource) => {
    const { json } = await startServed();
    expect(await json(webfinger(resource))).toMatchObject({
      subject: "acct:calais@reports.example",
      links: expect.arrayContaining([expect.objectContaining({ rel: "self", href: group })]),
    });
  });

  test.each([
    ["acct:nobody@reports.example", 404],
    ["acct:calais@elsewhere.example", 404],
    ["acct:calais@reports.example:8443", 404],
    ["acct:calais@reports.example@elsewhere.example", 404],
    ["acct:calais", 404],
    ["acct:%E0%A4%A@reports.example", 404],
    ["https://elsewhere.example/calais", 404],
    [`${origin}/calais?x=1`, 404],
    [`${group}#main-key`, 404],
    [`${group}/outbox`, 404],
    [`${origin}/calais/2026/11/text`, 404],
    ["http://reports.example/calais", 404],
    ["mailto:calais@reports.example", 404],
    ["javascript:alert(1)", 404],
    ["calais@reports.example", 400],
    ["calais", 400],
    ["", 400],
    [`acct:${"a".repeat(3000)}@reports.example`, 400],
  ])("does not know %s", async (resource, status) => {
    const { get } = await startServed();
    const answer = await get(webfinger(resource));
    expect(answer.status).toBe(status);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  });

  test("asks back when nothing, or more than one thing, is asked for", async () => {
    const { get } = await startServed();
    expect((await get("/.well-known/webfinger")).status).toBe(400);
    expect((await get(`${webfinger(group)}&resource=acct:x@y`)).status).toBe(400);
  });

  test("gives only the kinds of links that are asked for", async () => {
    const { json } = await startServed();
    const rels = (links: unknown) => (links as { rel: string }[]).map(({ rel }) => rel);
    const one = await json(`${webfinger(group)}&rel=self`);
    expect(rels(one.links)).toEqual(["self"]);
    const two = await json(`${webfinger(group)}&rel=self&rel=http://ostatus.org/schema/1.0/subscribe`);
    expect(rels(two.links)).toEqual(["self", "http://ostatus.org/schema/1.0/subscribe"]);
  });

  test("knows the instance actor by name, by address and by the node's own address", async () => {
    const { json } = await startServed();
    const named = {
      subject: "acct:instance@reports.example",
      aliases: [instance],
      links: [
        { rel: "self", type: "application/activity+json", href: instance },
        { rel: "http://webfinger.net/rel/profile-page", type: "text/html", href: `${origin}/` },
      ],
    };
    expect(await json(webfinger("acct:instance@reports.example"))).toEqual(named);
    expect(await json(webfinger(instance))).toEqual(named);
    for (const resource of [origin, `${origin}/`]) {
      expect(await json(webfinger(resource))).toEqual({
        subject: `${origin}/`,
        links: [
          {
            rel: "https://www.w3.org/ns/activitystreams#Service",
            type: "application/activity+json",
            href: instance,
          },
        ],
      });
    }
  });

  test("knows a node by its port where it has one", async () => {
    const { json, get } = await startServed("http://localhost:3000");
    expect(await json(webfinger("acct:calais@localhost:3000"))).toMatchObject({
      subject: "acct:calais@localhost:3000",
    });
    expect((await get(webfinger("acct:calais@localhost"))).status).toBe(404);
  });

  test("knows a name in another script by either spelling", async () => {
    const { json } = await startServed("https://möwe.example");
    for (const host of ["möwe.example", "xn--mwe-sna.example"]) {
      expect(await json(webfinger(`acct:calais@${host}`))).toMatchObject({
        subject: "acct:calais@xn--mwe-sna.example",
      });
    }
  });
});

test("host-meta leads to WebFinger, as XRD and as JSON", async () => {
  const { get } = await startServed();
  const xrd = await get("/.well-known/host-meta", { accept: "application/xrd+xml" });
  expect(xrd.headers.get("content-type")).toBe("application/xrd+xml; charset=utf-8");
  expect(await xrd.text()).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n  <Link rel="lrdd" type="application/jrd+json" template="${origin}/.well-known/webfinger?resource={uri}"/>\n</XRD>\n`,
  );
  const json = await get("/.well-known/host-meta.json");
  expect(json.headers.get("access-control-allow-origin")).toBe("*");
  expect(await json.json()).toEqual({
    links: [
      {
        rel: "lrdd",
        type: "application/jrd+json",
        template: `${origin}/.well-known/webfinger?resource={uri}`,
      },
    ],
  });
});

test("NodeInfo names the software and the instance actor, and hardly counts anybody", async () => {
  const { site, get, json } = await startServed();
  for (let i = 10; i < 23; i++) await addText(site.db, { id: `0199a000-0000-7000-8000-0000000000${i}` });
  const { links } = (await json("/.well-known/nodeinfo")) as { links: { rel: string; href: string }[] };
  expect(links.map(({ rel }) => rel)).toEqual([
    "http://nodeinfo.diaspora.software/ns/schema/2.1",
    "http://nodeinfo.diaspora.software/ns/schema/2.0",
    "https://www.w3.org/ns/activitystreams#Application",
  ]);
  expect(links[2]!.href).toBe(instance);
  for (const [at, number] of ["2.1", "2.0"].entries()) {
    const answer = await get(links[at]!.href);
    expect(answer.headers.get("content-type")).toBe(
      `application/json; profile="http://nodeinfo.diaspora.software/ns/schema/${number}#"`,
    );
    expect(await answer.json()).toEqual({
      version: number,
      software: { name: "tern", version },
      protocols: ["activitypub"],
      services: { inbound: [], outbound: ["atom1.0"] },
      openRegistrations: false,
      usage: { users: { total: 1 }, localPosts: 10 },
      metadata: {},
    });
  }
  expect(version).toMatch(/^\d+\.\d+\.\d+/);
});
