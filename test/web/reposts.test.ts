// What a collective has passed on, as readers find it: somebody else's, with the way to where they published it.
import { HtmlValidate } from "html-validate";
import { mf2 } from "microformats-parser";
import { expect, test } from "vitest";
import { ap, pages } from "../../src/domain/paths.ts";
import { block, setOnlyAllowed, unblock } from "../../src/newsroom/blocks.ts";
import { createCollective } from "../../src/newsroom/collective.ts";
import { type Introducing, passOn, withdrawRepost } from "../../src/newsroom/pass_on.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { repostsShown } from "../../src/newsroom/reposts.ts";
import { activity } from "../support/peer.ts";
import { post } from "../support/posts.ts";
import { setScene } from "../support/scene.ts";

const html = { accept: "text/html" };

async function openReposts() {
  const here = await setScene();
  const { node, peer, alice, collective } = here;
  return {
    ...here,
    get: (path: string, headers: Record<string, string> = html) =>
      fetch(node.url + path, { headers, redirect: "manual" }),
    page: async (path: string, headers: Record<string, string> = {}) =>
      (await fetch(node.url + path, { headers: { ...html, ...headers } })).text(),
    /** Alice publishes something, and the collective passes it on. */
    async pass(more: object = {}, preface?: Introducing) {
      const written = post(peer, alice, { type: "Article", name: "Boats on the strait", ...more });
      const done = await passOn(node.site, collective, written.id, preface);
      return { ...done, written };
    },
  };
}

async function titlesOf(page: string): Promise<string[]> {
  return [...page.matchAll(/<h3 class="p-name"[^>]*><a[^>]*>([^<]*)/g)].map(([, title]) => title!);
}

async function isValid(page: string): Promise<void> {
  const { results } = await new HtmlValidate({ extends: ["html-validate:recommended"] }).validateString(page);
  expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
}

test("a reader finds it on the collective's page and in a list, as theirs and with the word before it", async () => {
  const { node, peer, collective, pass, page } = await openReposts();
  const url = `${peer.url}/@alice/boats`;
  const { path } = await pass(
    {
      url,
      content: "<p>Nine <b>boats</b> came. <img src='https://track.example/1.png'></p>",
      summary: "A lead",
    },
    { source: "Read what *Alice* saw.", language: "fr" },
  );
  await pass({ name: undefined, content: "<p>Soup &amp; bread at seven.</p>" });

  const own = await page(pages.collective(collective.handle));
  expect(own).toContain('<h2 id="passed-on"><a href="/harbour/reposts">Passed on</a></h2>');
  const list = await page("/harbour/reposts");
  expect(list).toContain("<h1>Harbour Watch: Passed on</h1>");
  for (const shown of [own, list]) {
    await isValid(shown);
    expect(await titlesOf(shown)).toEqual(["Soup &amp; bread at seven.", "Boats on the strait"]);
    expect(shown).toContain(`<a class="u-url" href="${url}" rel="noopener">Boats on the strait</a>`);
    expect(shown).toContain(`<a class="u-url" href="${path}">`);
    expect(shown).toContain('<p class="p-content" lang="fr" dir="ltr">Read what Alice saw.</p>');
    expect(shown).toContain(`<bdi class="p-author">Alice</bdi> · <bdi>${peer.host}</bdi>`);
    expect(shown).not.toContain("track.example");
  }
  const { items } = mf2(list, { baseUrl: node.url });
  const entries = items.flatMap((item) => [item, ...(item.children ?? [])]);
  const entry = entries.find(({ properties }) => properties.content?.includes("Read what Alice saw."))!;
  expect(entry.properties["repost-of"]?.[0]).toMatchObject({
    type: ["h-cite"],
    properties: { name: ["Boats on the strait"], url: [url], author: ["Alice"], summary: ["A lead"] },
  });
  const alone = await page(path);
  await isValid(alone);
  // In the language of the word before it, unless the reader asks for another.
  expect(alone).toMatch(/<a href="\/harbour\/reposts">Harbour Watch\s: Relayé<\/a>/);
});

test("the list is in the reader's words, from right to left where they read so", async () => {
  const { pass, page } = await openReposts();
  await pass({ contentMap: { ar: "<p>جاءت تسعة قوارب.</p>" }, name: "قوارب", nameMap: { ar: "قوارب" } });
  const arabic = await page("/harbour/reposts", { "accept-language": "ar" });
  expect(arabic).toContain('<html lang="ar" dir="rtl">');
  expect(arabic).toContain("Harbour Watch — أُعيد نشره");
  expect(arabic).toContain('<h3 class="p-name" lang="ar" dir="rtl">');
  const french = await page("/harbour/reposts", { "accept-language": "fr" });
  expect(french).toMatch(/<h1>Harbour Watch\s: Relayé/);
});

test("a warning stands for what it warns of, and markup of others is words", async () => {
  const { pass, page } = await openReposts();
  const { path } = await pass({
    name: "<script>alert(1)</script> & more",
    summary: "Police violence",
    sensitive: true,
    content: "<p>They <script>alert(2)</script>were beaten.</p>",
  });
  for (const shown of [await page("/harbour/reposts"), await page(path)]) {
    expect(shown).toContain('Content warning:</strong> <span dir="auto">Police violence</span>');
    expect(shown).not.toContain("were beaten");
    expect(shown).not.toContain("<script>");
    expect(shown).toContain("&lt;script>alert(1)&lt;/script> &amp; more");
  }
});

test("the list is in pages by path, newest first, each thing once", async () => {
  const { pass, page, get } = await openReposts();
  for (let number = 1; number <= 21; number += 1) await pass({ name: `Number ${number}` });
  const first = await page("/harbour/reposts");
  const next = /<a class="on" href="([^"]+)" rel="next">/.exec(first)![1]!;
  expect(next).toMatch(/^\/harbour\/reposts\/before\/[\w-]+$/);
  const second = await page(next);
  const all = [...(await titlesOf(first)), ...(await titlesOf(second))];
  expect(all).toEqual(Array.from({ length: 21 }, (_, place) => `Number ${21 - place}`));
  expect(second).toContain('<a class="back" href="/harbour/reposts">');
  expect(second).not.toContain('rel="next"');
  expect(await titlesOf(await page("/harbour"))).toHaveLength(3);
  for (const path of [
    `${next}x`,
    "/harbour/reposts/before/x",
    "/harbour/reposts/before/20000101T000000000Z-0199a000-0000-7000-8000-000000000001",
    "/nobody/reposts",
  ]) {
    expect([path, (await get(path)).status]).toEqual([path, 404]);
  }
});

test("where nothing was passed on, the list says so and the collective's page says nothing", async () => {
  const { page } = await openReposts();
  const list = await page("/harbour/reposts");
  expect(list).toContain("Nothing has been passed on yet.");
  await isValid(list);
  expect(await page("/harbour")).not.toContain("/harbour/reposts");
});

test("the front page of the node shows what others wrote elsewhere, each text once, with the way to all of it", async () => {
  const { node, peer, alice, collective, page, get, pass } = await openReposts();
  const { site } = node;
  expect(await page("/")).not.toContain("/reposts");
  const boats = await pass();
  await isValid(await page("/"));
  // With one collective it need not be said whose it is.
  expect(await page("/")).not.toContain("Passed on by");
  expect(await page("/")).toContain('<a href="/harbour/reposts">Passed on</a>');

  const bridge = await createCollective(site, { handle: "bridge", name: "Bridge", languages: ["en"] });
  const report = await publishReport(site, bridge, { title: "A night on the bridge", source: "It rained." });
  await passOn(site, collective, node.url + ap.report(report.id));
  const again = await passOn(site, bridge, boats.written.id);
  for (let number = 1; number <= 4; number += 1) await pass({ name: `Number ${number}` });
  const newest = ["Number 4", "Number 3", "Number 2", "Number 1", "Boats on the strait"];
  const front = await page("/");
  await isValid(front);
  expect(await titlesOf(front.slice(front.indexOf('id="passed-on"')))).toEqual(newest);
  expect(front).toContain('<h2 id="passed-on"><a href="/reposts">Passed on</a></h2>');
  expect(front).toContain(`<a class="u-url" href="${again.path}">`);
  expect(front).not.toContain(boats.path);
  expect(front).toContain('<a class="p-author h-card" href="/bridge" dir="auto">Bridge</a>');

  const list = await page("/reposts");
  await isValid(list);
  expect(list).toContain(`<h1>${site.config.host}: Passed on</h1>`);
  expect(await titlesOf(list)).toEqual(newest);
  // Taken back by the one, it is there as passed on by the other.
  await withdrawRepost(site, bridge, again.id);
  expect(await page("/reposts")).toContain(boats.path);
  for (let number = 5; number <= 21; number += 1) {
    await passOn(site, bridge, post(peer, alice, { type: "Article", name: `Number ${number}` }).id);
  }
  const next = /<a class="on" href="(\/reposts\/before\/[^"]+)" rel="next">/.exec(
    await page("/reposts"),
  )![1]!;
  expect(await titlesOf(await page(next))).toEqual(["Number 1", "Boats on the strait"]);
  for (const path of [`${next}x`, "/reposts/before/x", "/reposts/anything"])
    expect([path, (await get(path)).status]).toEqual([path, 404]);
});

test("what was taken back, or deleted by its author, is gone; what never was is not there", async () => {
  const { node, peer, alice, collective, pass, get, page, inbox, worked } = await openReposts();
  const { site } = node;
  const taken = await pass({ name: "Taken back" }, { source: "A word before it." });
  const deleted = await pass({ name: "Deleted there" });
  const { reposts } = await repostsShown(site.db, { collective: collective.id }, undefined, 10);
  const { introduction } = reposts.find(({ id }) => id === taken.id)!;
  const bridge = await createCollective(site, { handle: "bridge", name: "Bridge", languages: ["en"] });
  const elsewhere = pages.repost(bridge.handle, taken.id);
  expect((await get(elsewhere)).status).toBe(404);

  await withdrawRepost(site, collective, taken.id);
  await peer.post(alice, inbox, activity(peer, alice, "Delete", deleted.written.id));
  await worked();
  for (const { path } of [taken, deleted]) {
    const answer = await get(path);
    expect([path, answer.status]).toEqual([path, 410]);
    const words = await answer.text();
    expect(words).toContain("Taken back");
    expect(words).not.toContain("Deleted there");
  }
  expect(await titlesOf(await page("/harbour/reposts"))).toEqual([]);
  // A server is led to where the word before it was, which is gone as well.
  const asked = await get(taken.path, { accept: "application/activity+json" });
  expect(asked.headers.get("location")).toBe(node.url + ap.introduction(introduction!.id));
  expect((await fetch(asked.headers.get("location")!)).status).toBe(410);
  for (const path of [elsewhere, pages.repost("harbour", bridge.id), "/harbour/reposts/anything"]) {
    expect([path, (await get(path)).status]).toEqual([path, 404]);
  }
  // It may be passed on again, and is back at its address.
  await passOn(site, collective, taken.written.id);
  expect((await get(taken.path)).status).toBe(200);
});

test("of somebody who is blocked nothing is shown, nor that it was", async () => {
  const { node, alice, peer, pass, get, page } = await openReposts();
  const { path } = await pass();
  for (const subject of [alice.id, peer.host]) {
    await block(node.site, subject);
    expect((await get(path)).status).toBe(404);
    expect(await page("/harbour/reposts")).toContain("Nothing has been passed on yet.");
    await unblock(node.site, subject);
    expect((await get(path)).status).toBe(200);
  }
});

test("what a neighbour on the same node wrote is shown, though it is spoken with allowed servers only", async () => {
  const { node, collective, get, page } = await openReposts();
  const { site } = node;
  const bridge = await createCollective(site, { handle: "bridge", name: "Bridge", languages: ["en"] });
  const report = await publishReport(site, bridge, { title: "A night on the bridge", source: "It rained." });
  const { path } = await passOn(site, collective, node.url + ap.report(report.id));
  await setOnlyAllowed(site.db, true);
  expect(await titlesOf(await page("/harbour/reposts"))).toEqual(["A night on the bridge"]);
  expect((await get(path)).status).toBe(200);
});
