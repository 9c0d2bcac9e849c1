import { expect, test } from "vitest";
import { publishReport } from "../../src/newsroom/publish.ts";
import { printEdition, sharedEdition } from "../support/edition.ts";

const edition = sharedEdition();

test("a reader looks for a word and sees the texts that have it, with the word marked", async () => {
  const { get, report, warned } = edition();
  const response = await get("/search?q=squares");
  const html = await response.text();
  expect(html).toContain(`href="${report.path}"`);
  expect(html).toMatch(/<mark>square<\/mark>/i);
  expect(html).not.toContain(`href="${warned.path}"`);
  expect(html).toContain('<input id="question" name="q" type="search" value="squares"');
  expect(html).not.toMatch(/!\[|\]\(|&lt;p>/);
});

test("what a text warns of stands in the place of its words", async () => {
  const { get } = edition();
  const html = await (await get("/search?q=night")).text();
  expect(html).toContain("Violence by guards");
  expect(html).not.toContain("It was a long");
});

test("an Arabic word is found, and its text stands from right to left", async () => {
  const { get, translation } = edition();
  const html = await (await get(`/search?q=${encodeURIComponent("ساحة")}`)).text();
  expect(html).toContain(`<h3 lang="ar" dir="rtl"><a href="${translation.path}"`);
});

test("no search engine keeps a search, and no question can be markup or a mistake of ours", async () => {
  const { get } = edition();
  for (const question of [
    "",
    "<script>alert(1)</script>",
    '"',
    "'; --",
    "a & ! | b",
    "-",
    "\\",
    "x".repeat(5000),
  ]) {
    const response = await get(`/search?q=${encodeURIComponent(question)}`);
    expect(response.status).toBe(200);
    const html = await response.text();
    expect(html).toContain('<meta name="robots" content="noindex">');
    expect(html).not.toContain("<script");
  }
  for (const query of ["q=a&q=b", "q[]=a", "page=2", "q=square&page=999999999", "q=square&page=-1"]) {
    expect((await get(`/search?${query}`)).status).toBe(200);
  }
  expect((await get("/search?q=a%00b")).status).toBe(404);
});

test("what nobody has written is not found, and the page says what may help", async () => {
  const { get } = edition();
  for (const question of ["unsaid", "zebra", "withdrawn"]) {
    expect(await (await get(`/search?q=${question}`)).text()).toContain("No text has these words.");
  }
});

test("a long answer goes on, and no text is missed or shown twice", async () => {
  const { get, node, bridge } = await printEdition();
  const published = new Date("2016-01-01T00:00:00Z");
  for (let number = 1; number <= 45; number += 1) {
    const title = `Lantern ${number}`;
    await publishReport(node.site, bridge, { title, source: "Dark.", published, language: "en" });
  }
  const titles: string[] = [];
  let pages = 0;
  for (let path: string | undefined = "/search?q=lantern"; path !== undefined; pages += 1) {
    const html: string = await (await get(path)).text();
    titles.push(...[...html.matchAll(/hreflang="en">(Lantern \d+)</g)].map(([, title]) => title!));
    path = /href="([^"]*)" rel="next"/.exec(html)?.[1]?.replaceAll("&amp;", "&");
  }
  expect([pages, titles.length, new Set(titles).size]).toEqual([3, 45, 45]);
});
