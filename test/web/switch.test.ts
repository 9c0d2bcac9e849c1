import { expect, test } from "vitest";
import { sharedEdition } from "../support/edition.ts";

const edition = sharedEdition();

test("a reader chooses a language at the foot of a page and comes back to it", async () => {
  const { get, report } = edition();
  const english = await (await get(report.path, { "accept-language": "en" })).text();
  const way = /href="(\/words\/fa[^"]*)"/.exec(english)![1]!.replaceAll("&amp;", "&");
  const answer = await get(way);
  expect([answer.status, answer.headers.get("location")]).toEqual([303, report.path]);
  const [cookie] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/^words=fa; Max-Age=31536000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
  const chosen = await get(report.path, { "accept-language": "en", cookie: "other=1; words=fa" });
  expect(await chosen.text()).toContain('<html lang="fa" dir="rtl">');
  expect(chosen.headers.get("vary")).toContain("Cookie");
});

test("whoever does not choose gets no cookie", async () => {
  const { get, report } = edition();
  for (const path of ["/", report.path, "/search?q=a", "/words/xx?back=/", "/feed.rss"]) {
    expect((await get(path)).headers.getSetCookie()).toEqual([]);
  }
});

test("the way back leads to no other site", async () => {
  const { get, node } = edition();
  const foreign = [
    ...[
      "https://evil.example/",
      "//evil.example",
      "/\\evil.example",
      "\\\\evil.example",
      "/%09/evil.example",
    ],
    ...["/\t/evil.example", "/.//evil.example", "/x/..//evil.example", "javascript:alert(1)", "", "harbour"],
    `/${"x".repeat(3000)}`,
  ];
  for (const back of foreign) {
    const answer = await get(`/words/fr?back=${encodeURIComponent(back)}`);
    const location = answer.headers.get("location")!;
    expect([answer.status, new URL(location, node.url).origin]).toEqual([303, node.url]);
    expect(location).not.toMatch(/^\/[/\\]/);
  }
  expect((await get("/words/fr?back=/words/ar")).headers.get("location")).toBe("/");
  expect((await get("/words/fr")).headers.get("location")).toBe("/");
});

test("a cookie that names no language of ours changes nothing", async () => {
  const { get } = edition();
  for (const cookie of ["words=xx", "words=", "words=fr%20", "mywords=fr", "=fr; ;"]) {
    const html = await (await get("/", { cookie, "accept-language": "ar" })).text();
    expect(html).toContain('<html lang="ar" dir="rtl">');
  }
});
