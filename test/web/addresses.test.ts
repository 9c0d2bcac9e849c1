import { expect, test } from "vitest";
import { ap } from "../../src/domain/paths.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { reviseReport } from "../../src/newsroom/revise.ts";
import { printEdition, sharedEdition } from "../support/edition.ts";

const edition = sharedEdition();

test("a stranger cannot tell a draft and a scheduled text from one that never was", async () => {
  const { get, draft, scheduled } = edition();
  const answers = await Promise.all(
    ["/harbour/2015/09/never-was", "/harbour/never-was", "/nobody", "/nobody/2015/09/x", "/tags/never-was"]
      .concat([draft.path, scheduled.path, "/harbour/a-draft", "/harbour/a-scheduled-text"])
      .concat(["/tags/secret-matter", "/tags/secret-matter/feed.atom", "/nobody/feed.atom", "/a/b/c/d/e"])
      .map((path) => seen(get(path))),
  );
  expect(answers[0]?.status).toBe(404);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
});

test("a server cannot tell them apart either", async () => {
  const { get, node, draft, scheduled } = edition();
  const accept = "application/activity+json";
  const answers = await Promise.all(
    ["/harbour/2015/09/never-was", draft.path, scheduled.path, "/nobody", "/tags/secret-matter"].map((path) =>
      seen(get(path, { accept })),
    ),
  );
  expect(answers[0]).toMatchObject({ status: 404, type: "application/problem+json; charset=utf-8" });
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  const ids = await Promise.all(
    ["019d0000-0000-7000-8000-000000000000", draft.id, scheduled.id].map((id) =>
      seen(fetch(node.url + ap.report(id), { headers: { accept } })),
    ),
  );
  expect(ids[0]?.status).toBe(404);
  for (const answer of ids) expect(answer).toEqual(ids[0]);
});

test("what was taken back says that it is gone, whether it was withdrawn or deleted", async () => {
  const { get, withdrawn, deleted } = edition();
  const [one, other] = await Promise.all([seen(get(withdrawn.path)), seen(get(deleted.path))]);
  expect(one.status).toBe(410);
  expect(one.body).toContain("Taken back");
  expect(one.body).not.toContain("Unsaid");
  const { link: _one, ...headers } = one.headers;
  expect(other).toMatchObject({ status: 410, body: one.body, headers });
  const asServer = await get(withdrawn.path, { accept: "application/activity+json" });
  expect([asServer.status, asServer.headers.get("location")]).toEqual([
    302,
    edition().node.url + ap.report(withdrawn.id),
  ]);
});

test("a text is found under a wrong month, as a page under a month, and after a change of kind", async () => {
  const { get, report, page } = edition();
  const leads = async (path: string) => {
    const response = await get(path);
    return [response.status, response.headers.get("location")];
  };
  expect(await leads("/harbour/2014/1/the-square")).toEqual([301, report.path]);
  expect(await leads("/harbour/the-square")).toEqual([301, report.path]);
  expect(await leads("/harbour/2015/07/who-we-are")).toEqual([301, page.path]);
  expect((await get("/harbour/09/2015/the-square")).status).toBe(404);
});

test("an Arabic address works however it is written", async () => {
  const { get, translation } = edition();
  expect((await get(translation.path)).status).toBe(200);
  expect((await get(translation.path.toLowerCase())).status).toBe(200);
  expect(decodeURIComponent(translation.path)).toBe("/harbour/2015/09/الساحة");
});

test("servers are led from a page to its id, browsers and crawlers are not", async () => {
  const { get, node, harbour, report, translation } = edition();
  const id = node.url + ap.report(report.id);
  const accepts = [
    "application/activity+json",
    'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
    "application/ld+json",
    'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams", text/html;q=0.1',
  ];
  for (const accept of accepts) {
    const response = await get(report.path, { accept });
    expect([response.status, response.headers.get("location")]).toEqual([302, id]);
    expect(response.headers.get("vary")).toContain("Accept");
  }
  const actor = await get("/harbour", { accept: accepts[0]! });
  expect(actor.headers.get("location")).toBe(node.url + ap.collective(harbour.id));
  const front = await get("/", { accept: accepts[0]! });
  expect(front.headers.get("location")).toBe(node.url + ap.instance());
  for (const accept of [
    "*/*",
    "text/html,application/xhtml+xml,*/*;q=0.8",
    "text/html, application/activity+json;q=0.5",
  ]) {
    const response = await get(report.path, { accept });
    expect(response.status).toBe(200);
    expect(response.headers.get("link")?.split(", ")).toEqual([
      `<${id}>; rel="alternate"; type="application/activity+json"`,
      `<${node.url}${report.path}>; rel="alternate"; hreflang="en"`,
      `<${node.url}${translation.path}>; rel="alternate"; hreflang="ar"`,
    ]);
    expect(await response.text()).toContain(
      `<link rel="alternate" type="application/activity+json" href="${id}">`,
    );
  }
});

test("a page that has not changed is not sent again, and one that was revised is", async () => {
  const { get, node, report } = await printEdition();
  const first = await get(report.path);
  const etag = first.headers.get("etag")!;
  expect(first.headers.get("cache-control")).toBe("no-cache");
  expect((await get(report.path, { "if-none-match": etag })).status).toBe(304);
  await reviseReport(node.site, report.id, { summary: "It was emptied in the evening." });
  const second = await get(report.path, { "if-none-match": etag });
  expect(second.status).toBe(200);
  expect(await second.text()).toContain("It was emptied in the evening.");
});

test("a long list goes on by addresses without a question mark, and no text is missed or shown twice", async () => {
  const { get, node, bridge } = await printEdition();
  const published = new Date("2016-01-01T00:00:00Z");
  for (let number = 1; number <= 45; number += 1) {
    const tags = ["bridges"];
    await publishReport(node.site, bridge, { title: `Night ${number}`, source: "Dark.", published, tags });
  }
  for (const start of ["/", "/bridge", "/tags/bridges"]) {
    const titles: string[] = [];
    let pages = 0;
    for (let path: string | undefined = start; path !== undefined; pages += 1) {
      expect(path).not.toContain("?");
      const html: string = await (await get(path)).text();
      titles.push(...[...html.matchAll(/hreflang="fa">(Night \d+)</g)].map(([, title]) => title!));
      path = /href="([^"]*)" rel="next"/.exec(html)?.[1];
    }
    expect(pages).toBe(3);
    expect(new Set(titles).size).toBe(45);
    expect(titles).toHaveLength(45);
  }
  expect((await get("/before/20160101T000000000Z-not-a-uuid")).status).toBe(404);
  expect((await get("/bridge/before/19000101T000000000Z-019d0000-0000-7000-8000-000000000000")).status).toBe(
    404,
  );
});

async function seen(answer: Promise<Response>) {
  const response = await answer;
  const headers = Object.fromEntries(response.headers);
  const { date: _date, ...rest } = headers;
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    headers: rest,
    body: await response.text(),
  };
}
