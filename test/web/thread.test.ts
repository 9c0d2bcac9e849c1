// What readers see of answers: the thread, and nothing of what is held, hidden or private.
import { HtmlValidate } from "html-validate";
import { expect, test } from "vitest";
import { createCollective } from "../../src/newsroom/collective.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { readThread } from "../../src/newsroom/thread.ts";
import { startTestNode } from "../support/node.ts";
import { answerTo, fillThread, stranger } from "../support/responses.ts";
import { textOf } from "../support/visitor.ts";

async function scene() {
  const node = await startTestNode({ worker: false });
  const { site, url: origin } = node;
  const harbour = await createCollective(site, { handle: "harbour", name: "Harbour", languages: ["en"] });
  const { id, path } = await publishReport(site, harbour, { title: "The boats", source: "Nobody came." });
  const about = { collective: harbour.id, report: id, origin };
  const get = async (at: string, accept = "text/html") => {
    const response = await fetch(new URL(at, origin), { headers: { accept }, redirect: "manual" });
    return { status: response.status, html: await response.text(), headers: response.headers };
  };
  return { node, db: site.db, harbour, id, path, about, get };
}

test("a stranger's answer stands under the report with its author, and loads nothing from elsewhere", async () => {
  const { db, about, path, get } = await scene();
  const amina = await stranger(db, "amina@sea.example", "Amina \u202eanimA");
  const first = await answerTo(db, about, amina, {
    html: '<p>We <b>saw</b> it. <img src="https://sea.example/t.gif" alt="A boat"><script>alert(1)</script></p>',
    language: "ar",
    attachments: [{ url: "https://sea.example/p.jpg", media_type: "image/jpeg", name: "The quay at night" }],
  });
  const bo = await stranger(db, "bo@land.example");
  await answerTo(db, about, bo, { parent: first, content_warning: "Weather", html: "<p>Rain.</p>" });
  await answerTo(db, about, bo, { kind: "like" });
  await answerTo(db, about, bo, { kind: "quote", html: "<p>Read this.</p>" });
  const { html } = await get(path);
  const words = textOf(html);
  expect(words).toContain("@amina@sea.example");
  expect(words).toContain("in answer to Amina");
  expect(html).toContain("<summary><bdi>Weather</bdi></summary>");
  expect(html).toMatch(/href="https:\/\/sea\.example\/p\.jpg"[^>]*><bdi>The quay at night/);
  expect(html).toMatch(
    /<a href="https:\/\/sea\.example\/t\.gif" rel="nofollow noopener noreferrer ugc">A boat<\/a>/,
  );
  expect(html).toContain('lang="ar" dir="rtl"');
  expect(html).not.toMatch(/<img[^>]*sea\.example|alert\(1\)/);
  expect(words).toMatch(/Answers 2 Likes 1 Quotations 1/);
  expect(words).toContain("Who quotes this text");
  const validator = new HtmlValidate({ extends: ["html-validate:recommended"] });
  const { results } = await validator.validateString(html);
  expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
});

test("what is held, hidden or private changes nothing for a reader, wherever they look", async () => {
  const { db, about, id, path, get } = await scene();
  const amina = await stranger(db, "amina@sea.example", "Amina");
  const look = async () => {
    const addresses = [
      path,
      "/",
      "/harbour",
      "/harbour/feed.atom",
      `/ap/articles/${id}`,
      `/ap/articles/${id}/replies`,
    ];
    addresses.push(`/ap/articles/${id}/likes`, `/ap/articles/${id}/context`, "/nodeinfo/2.1", "/sitemap.xml");
    const answers = await Promise.all(
      addresses.flatMap((one) =>
        ["text/html", "application/activity+json"].map((accept) => get(one, accept)),
      ),
    );
    return answers.map(({ status, html }) => `${status} ${html}`);
  };
  const before = await look();
  const ways = [{ state: "held" }, { state: "hidden" }, { public: false }] as const;
  const unseen = await Promise.all(ways.map((way) => answerTo(db, about, amina, way)));
  await Promise.all(ways.map((way) => answerTo(db, about, amina, { ...way, kind: "quote" })));
  expect(await look()).toEqual(before);
  const random = "01990000-0000-7000-8000-000000000000";
  const nothing = await get(`${path}/answers/${random}`);
  for (const one of unseen) {
    const asked = await get(`${path}/answers/${one.id}`);
    expect([asked.status, asked.html.replaceAll(one.id, random)]).toEqual([404, nothing.html]);
  }
});

test("an answer to a held answer does not tell that there is one", async () => {
  const { db, about, path, get } = await scene();
  const amina = await stranger(db, "amina@sea.example", "Amina");
  const held = await answerTo(db, about, amina, { state: "held" });
  const below = await answerTo(db, about, amina, { parent: held });
  const { html } = await get(path);
  expect(html).toContain(`<li class="level-0"><article class="u-comment h-cite" id="response-${below.id}"`);
  expect(html).not.toContain(held.id);
  expect(html).not.toContain("in answer to");
});

test("ten thousand answers are read page by page, each once and in the order of the thread", async () => {
  const { db, harbour, id, path, get } = await scene();
  await fillThread(db, harbour.id, id, 10_000);
  const numbers: number[] = [];
  let at: string | undefined = path;
  for (let page = 0; at !== undefined && page < 5; page += 1) {
    const { html, status } = await get(at);
    expect(status).toBe(200);
    numbers.push(...[...html.matchAll(/>Answer (\d+)</g)].map(([, number]) => Number(number)));
    at = /href="([^"]*\/answers\/[^"]*)" rel="next/.exec(html)?.[1];
  }
  expect(numbers.length).toBeGreaterThan(60);
  expect(numbers).toEqual(numbers.map((_, position) => position + 1));
  const all: { html: string; level: number }[] = [];
  let after: string | undefined;
  do {
    const page = (await readThread(db, id, { after, limit: 1000, room: Number.POSITIVE_INFINITY }))!;
    all.push(...page.answers);
    after = page.next;
  } while (after !== undefined);
  expect(all.map(({ html, level }) => [html, level])).toEqual(
    Array.from({ length: 10_000 }, (_, n) => [`<p>Answer ${n + 1}</p>`, n % 3 === 0 ? 0 : 1]),
  );
  expect((await get(path)).html).toContain("10,000");
});

test("a page with long answers in Arabic and quotations stays small, and goes on", async () => {
  const { db, about, path, get } = await scene();
  const amina = await stranger(db, "amina@sea.example", "أمينة");
  const html = `<p>${"كنّا هناك ورأينا كلّ شيء. ".repeat(400)}</p>`;
  for (let count = 0; count < 12; count += 1) await answerTo(db, about, amina, { html });
  for (let count = 0; count < 6; count += 1) await answerTo(db, about, amina, { kind: "quote", html });
  const { html: page } = await get(path);
  const css = (await get(/href="(\/assets\/site\.[^"]*\.css)"/.exec(page)![1]!)).html;
  expect(Buffer.byteLength(page) + Buffer.byteLength(css)).toBeLessThan(50_000);
  expect(page).toContain('rel="next nofollow"');
  expect(textOf(page)).toContain("Read on where it was written");
});
