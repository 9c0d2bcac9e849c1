import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import Parser from "rss-parser";
import { expect, test } from "vitest";
import { ap } from "../../src/domain/paths.ts";
import { editCollective } from "../../src/newsroom/collective.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { withdrawReport } from "../../src/newsroom/withdraw.ts";
import { printEdition, sharedEdition } from "../support/edition.ts";

const edition = sharedEdition();

test("a feed reader gets the texts of a collective whole, newest first", async () => {
  const { get, node, report, translation, callOut, warned } = edition();
  const response = await get("/harbour/feed.atom");
  expect(response.headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
  const text = await response.text();
  const feed = parseAtomFeed(text);
  expect(feed).toMatchObject({
    id: `${node.url}/harbour/feed.atom`,
    title: { value: "Harbour <Watch> & Friends" },
  });
  expect(feed.entries?.map(({ id }) => id)).toEqual(
    [callOut, translation, report, warned].map(({ id }) => node.url + ap.report(id)),
  );
  const entry = feed.entries?.find(({ id }) => id?.endsWith(report.id));
  expect(entry).toMatchObject({
    title: { value: "Forty people crossed the square & nobody stopped them" },
    summary: { value: "At noon the square was <full>, and it stayed full." },
    published: "2015-09-12T18:30:00.000Z",
    authors: [{ name: "Harbour <Watch> & Friends", uri: `${node.url}/harbour` }],
    categories: [{ term: "freedom-of-movement", label: "Freedom of movement" }, { term: "squares" }],
  });
  expect(text).toContain('<entry xml:lang="ar">');
  const read = await new Parser().parseString(text);
  const content = read.items.find(({ id }) => id?.endsWith(report.id))?.content;
  expect(content).toContain("Then they went home.");
  const addresses = [...content!.matchAll(/(?:src|href)="([^"]*)"|\s([^\s"]+) \d+w/g)].map(
    ([, one, other]) => one ?? other,
  );
  expect(addresses.length).toBeGreaterThan(4);
  for (const address of addresses) expect(address).toMatch(/^https?:\/\//);
});

test("the feeds of the node and of a tag have the texts of all collectives, each with its author", async () => {
  const { get } = edition();
  const authors = async (path: string) => {
    const { entries } = parseAtomFeed(await (await get(path)).text());
    return entries?.map(({ authors }) => authors?.[0]?.name);
  };
  const [ours, theirs] = ["Harbour <Watch> & Friends", "پل شبانه"];
  expect(await authors("/feed.atom")).toEqual([ours, ours, ours, theirs, ours]);
  expect(await authors("/tags/freedom-of-movement/feed.atom")).toEqual([ours, ours, theirs]);
});

test("RSS has the same texts, and keeps to its rules", async () => {
  const { get, node, report, callOut, translation, warned } = edition();
  const response = await get("/harbour/feed.rss");
  expect(response.headers.get("content-type")).toBe("application/rss+xml; charset=utf-8");
  const text = await response.text();
  const feed = parseRssFeed(text);
  expect(feed).toMatchObject({
    title: "Harbour <Watch> & Friends",
    link: `${node.url}/harbour`,
    language: "en",
    atom: { links: [{ rel: "self", type: "application/rss+xml", href: `${node.url}/harbour/feed.rss` }] },
  });
  expect(feed.description).toContain("We look at the harbour every day.");
  expect(feed.items?.map(({ guid }) => guid?.value)).toEqual(
    [callOut, translation, report, warned].map(({ id }) => node.url + ap.report(id)),
  );
  const item = feed.items?.find(({ guid }) => guid?.value?.endsWith(report.id));
  expect(item).toMatchObject({
    title: "Forty people crossed the square & nobody stopped them",
    link: node.url + report.path,
    pubDate: "Sat, 12 Sep 2015 18:30:00 GMT",
    description: "At noon the square was <full>, and it stayed full.",
    guid: { isPermaLink: false },
    categories: [{ name: "Freedom of movement" }, { name: "Squares" }],
    dc: { creators: ["Harbour <Watch> & Friends"], languages: ["en"] },
  });
  expect(item?.content?.encoded).toContain("Then they went home.");
  // At most one enclosure, with all of its three attributes; every item has a title or a description.
  expect(item?.enclosures).toEqual([
    { url: expect.stringMatching(/^http/), length: expect.any(Number), type: "image/jpeg" },
  ]);
  // Dates as RFC 822 has them, with four digits of the year.
  const dates = [...text.matchAll(/<(?:pubDate|lastBuildDate)>([^<]*)</g)].map(([, date]) => date!);
  for (const date of dates) {
    expect(date).toMatch(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/);
  }
  const read = await new Parser().parseString(text);
  expect(read.items.map(({ title }) => title)).toEqual(feed.items?.map(({ title }) => title));
  expect(read.items[0]?.creator).toBe("Harbour <Watch> & Friends");
});

test("JSON Feed has the same texts, and keeps to its rules", async () => {
  const { get, node, report, callOut, translation, warned } = edition();
  const response = await get("/harbour/feed.json");
  expect(response.headers.get("content-type")).toBe("application/feed+json; charset=utf-8");
  const text = await response.text();
  const feed = parseJsonFeed(text);
  expect(JSON.parse(text).version).toBe("https://jsonfeed.org/version/1.1");
  expect(feed).toMatchObject({
    title: "Harbour <Watch> & Friends",
    home_page_url: `${node.url}/harbour`,
    feed_url: `${node.url}/harbour/feed.json`,
    language: "en",
  });
  expect(feed.items?.map(({ id }) => id)).toEqual(
    [callOut, translation, report, warned].map(({ id }) => node.url + ap.report(id)),
  );
  const item = feed.items?.find(({ id }) => id?.endsWith(report.id));
  expect(item).toMatchObject({
    url: node.url + report.path,
    title: "Forty people crossed the square & nobody stopped them",
    summary: "At noon the square was <full>, and it stayed full.",
    authors: [{ name: "Harbour <Watch> & Friends", url: `${node.url}/harbour` }],
    tags: ["Freedom of movement", "Squares"],
    language: "en",
    date_published: "2015-09-12T18:30:00.000Z",
  });
  expect(item?.content_html).toContain("Then they went home.");
  for (const one of JSON.parse(text).items) {
    expect(typeof one.id).toBe("string");
    expect(one.content_html ?? one.content_text).toEqual(expect.any(String));
  }
  const hidden = JSON.parse(text).items.find(({ id }: { id: string }) => id.endsWith(warned.id));
  expect([hidden.summary, hidden.image]).toEqual(["Violence by guards", undefined]);
});

test("every list has its feed in every format, and an unknown one has none", async () => {
  const { get, node } = edition();
  const lists = {
    "": 5,
    "/harbour": 4,
    "/tags/freedom-of-movement": 3,
    "/languages/fa": 1,
    "/languages/en": 3,
  };
  for (const [list, count] of Object.entries(lists)) {
    const read = async (format: string) => (await get(`${list}/feed.${format}`)).text();
    expect(parseAtomFeed(await read("atom")).entries).toHaveLength(count);
    expect(parseRssFeed(await read("rss")).items).toHaveLength(count);
    const json = parseJsonFeed(await read("json"));
    expect(json.items).toHaveLength(count);
    expect(json.home_page_url).toBe(node.url + (list || "/"));
  }
  for (const list of ["/tags/secret-matter", "/tags/none", "/languages/ti", "/languages/FA", "/nobody"]) {
    for (const format of ["atom", "rss", "json"]) {
      expect((await get(`${list}/feed.${format}`)).status).toBe(404);
    }
  }
});

test("feeds are announced by the pages they belong to", async () => {
  const { get } = edition();
  const { report } = edition();
  for (const [page, list] of [
    ["/", ""],
    ["/harbour", "/harbour"],
    [report.path, "/harbour"],
    ["/tags/squares", "/tags/squares"],
    ["/languages/fa", "/languages/fa"],
    ["/harbour/reports", "/harbour"],
  ] as const) {
    const html = await (await get(page)).text();
    const found = [...html.matchAll(/<link rel="alternate" type="([^"]*)" title="[^"]+" href="([^"]*)">/g)];
    expect(found.map(([, type, href]) => [type, href])).toEqual([
      ["application/atom+xml", `${list}/feed.atom`],
      ["application/rss+xml", `${list}/feed.rss`],
      ["application/feed+json", `${list}/feed.json`],
    ]);
  }
});

test("what a text warns of is all that a feed says before it", async () => {
  const { get, warned } = edition();
  const { entries } = parseAtomFeed(await (await get("/harbour/feed.atom")).text());
  const entry = entries?.find(({ id }) => id?.endsWith(warned.id));
  expect(entry?.summary?.value).toBe("Violence by guards");
  expect(entry?.links?.map(({ rel }) => rel)).toEqual(["alternate"]);
});

test("no feed knows of drafts, of scheduled texts, or of what was taken back", async () => {
  const { get } = edition();
  const feeds = await Promise.all(
    ["/feed.atom", "/harbour/feed.rss", "/languages/en/feed.json"].map(async (path) =>
      (await get(path)).text(),
    ),
  );
  for (const feed of feeds) {
    expect(feed).not.toMatch(/A draft|A scheduled text|Withdrawn|Deleted|Unsaid/);
  }
});

test("a feed without texts is a feed", async () => {
  const { node, get } = await printEdition();
  await node.site.db.deleteFrom("report").execute();
  const feed = parseAtomFeed(await (await get("/bridge/feed.atom")).text());
  expect(feed.entries ?? []).toEqual([]);
  expect(feed.updated).toMatch(/^20\d\d-/);
});

test("a feed reader that asks again is told whether anything changed, even where something old is added or taken back", async () => {
  let now = new Date("2030-01-01T00:00:00Z");
  const { get, node, harbour, report } = await printEdition({ clock: { now: () => now } });
  now = new Date("2030-01-01T00:01:00Z");
  for (const format of ["rss", "json"]) {
    const whole = await get(`/harbour/feed.${format}`);
    const etag = whole.headers.get("etag") ?? "";
    expect([whole.status, whole.headers.get("last-modified")]).toEqual([
      200,
      "Tue, 01 Jan 2030 00:00:00 GMT",
    ]);
    expect((await get(`/harbour/feed.${format}`, { "if-none-match": etag })).status).toBe(304);
  }
  const ask = async (headers: Record<string, string> = {}) => {
    const response = await get("/harbour/feed.atom", headers);
    await response.text();
    return {
      status: response.status,
      seen: response.headers.get("last-modified") ?? "",
      etag: response.headers.get("etag") ?? "",
    };
  };
  const first = await ask();
  expect(first).toMatchObject({ status: 200, seen: "Tue, 01 Jan 2030 00:00:00 GMT" });
  expect((await ask({ "if-modified-since": first.seen })).status).toBe(304);
  expect((await ask({ "if-none-match": first.etag })).status).toBe(304);

  const old = { title: "From the drawer", source: "Old.", published: new Date("2001-01-01T00:00:00Z") };
  await publishReport(node.site, harbour, old);
  now = new Date("2030-01-01T00:02:00Z");
  const second = await ask({ "if-modified-since": first.seen });
  expect(second).toMatchObject({ status: 200, seen: "Tue, 01 Jan 2030 00:01:00 GMT" });

  await withdrawReport(node.site, report.id);
  now = new Date("2030-01-01T00:03:00Z");
  const third = await ask({ "if-modified-since": second.seen });
  expect(third.status).toBe(200);

  await editCollective(node.site, harbour, { name: "Another name" });
  expect(await ask()).toMatchObject({ status: 200, seen: "" });
  now = new Date("2030-01-01T00:04:00Z");
  expect((await ask({ "if-modified-since": third.seen })).status).toBe(200);
});
