import { expect, test } from "vitest";
import { publishReport } from "../../src/newsroom/publish.ts";
import { printEdition, sharedEdition } from "../support/edition.ts";

const edition = sharedEdition();

test("the archive counts the reports and call-outs of each year and month", async () => {
  const { get } = edition();
  const node = await (await get("/archive")).text();
  expect(node).toContain('<a href="/archive/2015">2015</a><span class="count"> 5</span>');
  expect(node).toContain(
    '<a href="/archive/2015/09" dir="auto">September 2015</a><span class="count"> 5</span>',
  );
  const harbour = await (await get("/harbour/archive")).text();
  expect(harbour).toContain('<a href="/harbour/2015">2015</a><span class="count"> 4</span>');
  // The page of July stands outside of time.
  expect(node).not.toContain("/2015/07");
});

test("a month has its texts, newest first, and the year leads to its months", async () => {
  const { get, callOut, translation, report, foreign, warned } = edition();
  for (const [path, expected] of [
    ["/archive/2015/09", [callOut, translation, report, foreign, warned]],
    ["/archive/2015", [callOut, translation, report, foreign, warned]],
    ["/harbour/2015/09", [callOut, translation, report, warned]],
    ["/harbour/2015", [callOut, translation, report, warned]],
  ] as const) {
    const html = await (await get(path)).text();
    const shown = [...html.matchAll(/class="u-url" href="([^"]+)"/g)].map(([, one]) => one);
    expect(shown).toEqual(expected.map((one) => one.path));
  }
  expect(await (await get("/archive/2015")).text()).toContain('href="/archive/2015/09"');
});

test("months are named in the reader's language, by the calendar of the addresses", async () => {
  const { get } = edition();
  const inLanguage = async (language: string) =>
    (await get("/archive/2015", { "accept-language": language })).text();
  expect(await inLanguage("fr")).toContain("septembre 2015");
  expect(await inLanguage("fa")).toContain("سپتامبر ۲۰۱۵");
  expect(await inLanguage("ar")).toContain("سبتمبر 2015");
});

test("there is no month without texts, and nothing that only looks like one", async () => {
  const { get } = edition();
  for (const path of [
    ...["/archive/2015/10", "/archive/2014", "/archive/2015/13", "/archive/2015/9", "/archive/15"],
    ...["/harbour/2014", "/harbour/2015/00", "/harbour/9999/01", "/nobody/2015", "/nobody/archive"],
    ...[
      "/archive/2015/09/before/x",
      "/harbour/2015/09/before/x",
      "/nobody/reports",
      "/archive/2015/09/the-square",
    ],
  ]) {
    expect([path, (await get(path)).status]).toEqual([path, 404]);
  }
});

test("the texts of a collective are listed by kind, and its page leads there", async () => {
  const { get, report, callOut, page } = edition();
  const front = await (await get("/harbour")).text();
  for (const [list, one] of Object.entries({ reports: report, "call-outs": callOut, pages: page })) {
    expect(front).toContain(`href="/harbour/${list}"`);
    const html = await (await get(`/harbour/${list}`)).text();
    expect(html).toContain(`href="${one.path}"`);
    for (const other of [report, callOut, page].filter(({ id }) => id !== one.id)) {
      expect(html).not.toContain(`href="${other.path}"`);
    }
  }
  expect((await get("/bridge/pages")).status).toBe(200);
});

test("all tags and all languages lead to the texts that have them", async () => {
  const { get } = edition();
  const tags = await (await get("/tags")).text();
  const paths = [...tags.matchAll(/href="(\/tags\/[^"]+)"/g)].map(([, path]) => path!);
  expect(paths).toContain("/tags/squares");
  expect(paths.join(" ")).not.toContain("secret");
  const languages = await (await get("/languages")).text();
  const all = [...languages.matchAll(/href="(\/languages\/[^/"]+)"/g)].map(([, path]) => path!);
  expect(all).toEqual(["/languages/ar", "/languages/en", "/languages/fa"]);
  for (const path of [...paths, ...all]) expect([path, (await get(path)).status]).toEqual([path, 200]);
  const persian = await (await get("/languages/fa", { "accept-language": "fr" })).text();
  expect(persian).toContain("Textes en persan");
  const typed = await get("/languages/FA");
  expect([typed.status, typed.headers.get("location")]).toEqual([301, "/languages/fa"]);
  expect((await get("/languages/ti")).status).toBe(404);
});

test("more tags than fit on a page go on", async () => {
  const { get, node, bridge } = await printEdition();
  for (let number = 1; number <= 11; number += 1) {
    const tags = Array.from({ length: 20 }, (_, at) => `tag ${number} ${at}`);
    await publishReport(node.site, bridge, { title: `Night ${number}`, source: "Dark.", tags });
  }
  const found: string[] = [];
  for (let path: string | undefined = "/tags"; path !== undefined; ) {
    const html: string = await (await get(path)).text();
    found.push(...[...html.matchAll(/href="\/tags\/(tag-[^"]+)"/g)].map(([, tag]) => tag!));
    path = /href="([^"]*)" rel="next"/.exec(html)?.[1];
  }
  expect([found.length, new Set(found).size]).toEqual([220, 220]);
});
