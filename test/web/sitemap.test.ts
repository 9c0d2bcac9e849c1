import express from "express";
import { expect, onTestFinished, test } from "vitest";
import { createSitemap } from "../../src/web/sitemap.ts";
import { type Edition, sharedEdition } from "../support/edition.ts";

const edition = sharedEdition();

test("search engines find every text, page and collective, and nothing that is not public", async () => {
  const { get, node, ...rest } = edition();
  const response = await get("/sitemap.xml");
  expect(response.headers.get("content-type")).toBe("application/xml; charset=utf-8");
  const found = locations(await response.text());
  const texts = publicTexts(rest as Edition).map((path) => node.url + path);
  expect(found).toEqual(expect.arrayContaining([...texts, `${node.url}/`, `${node.url}/harbour`]));
  expect(found.join(" ")).not.toMatch(/draft|scheduled|withdrawn|deleted|search|desk/);
  for (const url of found) expect([url, (await fetch(url)).status]).toEqual([url, 200]);
});

test("a large site is told in several files, each text in one of them", async () => {
  const { node, ...rest } = edition();
  const app = express().use(createSitemap(node.site, { atOnce: 2 }));
  const server = app.listen(0, "127.0.0.1");
  onTestFinished(() => new Promise((closed) => void server.close(() => closed())));
  await new Promise((listening) => server.once("listening", listening));
  const address = server.address();
  const at = typeof address === "object" ? `http://127.0.0.1:${address?.port}` : "";
  const read = async (path: string) => locations(await (await fetch(at + path)).text());
  const maps = await read("/sitemap.xml");
  expect(maps).toEqual([1, 2, 3].map((page) => `${node.url}/sitemap/${page}`));
  const found = (await Promise.all(maps.map((url) => read(new URL(url).pathname)))).flat();
  for (const path of publicTexts(rest as Edition)) {
    expect(found.filter((url) => url === node.url + path)).toHaveLength(1);
  }
});

test("robots are told where the sitemap is and what they need not look at", async () => {
  const { get, node } = edition();
  const text = await (await get("/robots.txt")).text();
  expect(text).toContain(`\nSitemap: ${node.url}/sitemap.xml\n`);
  for (const path of ["/desk", "/search", "/join/"]) expect(text).toContain(`\nDisallow: ${path}\n`);
  for (const path of ["/sitemap/0", "/sitemap/7", "/sitemap/x", "/sitemap/1e3"]) {
    expect((await get(path)).status).toBe(404);
  }
});

function locations(xml: string): string[] {
  return [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, url]) => url!);
}

function publicTexts({ report, translation, callOut, warned, page, foreign }: Edition): string[] {
  return [report, translation, callOut, warned, page, foreign].map(({ path }) => path);
}
