// What strangers write comes in over the wire and goes out on a page that everybody reads (attacks 38 to 41, 46 and 48).
import { randomUUIDv7 } from "node:crypto";
import { expect, test } from "vitest";
import { settle } from "../../src/newsroom/moderate.ts";
import { publishReport, saveDraft } from "../../src/newsroom/publish.ts";
import { hasBrowser, sharedBrowser } from "../support/browser.ts";
import { TurnedClock } from "../support/ledger.ts";
import { startPeer } from "../support/peer.ts";
import { about, post } from "../support/posts.ts";
import { openThread, type ThreadScene } from "../support/thread.ts";

const visit = sharedBrowser();

/** What each is, and the words of it that may be read. */
const hostile: Record<string, [html: string, words: string]> = {
  "a script": ["<script>ran = 1; alert(1)</script>after a script", "after a script"],
  "a drawing that runs": ["<svg onload=alert(1)><p>in a drawing</p></svg>after a drawing", "after a drawing"],
  "links that run": [
    `<a href="javascript:alert(1)">one</a> <a href="data:text/html,<script>alert(1)</script>">two</a> <a href="vbscript:x">three</a>`,
    "one two three",
  ],
  "what parsers read otherwise": [
    `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;"></table></mtext></math>after mathematics`,
    "after mathematics",
  ],
  "a style": [
    "<style>body{display:none}</style><p style='position:fixed'>after a style</p>",
    "after a style",
  ],
  "a frame": [`<iframe srcdoc="<script>alert(1)</script>"></iframe>after a frame`, "after a frame"],
  "a form": [`<form action="https://evil.example/"><input name=a><button>send</button></form>`, "send"],
  "pictures in many sizes": [
    `<img srcset="https://evil.example/1.png 1x" src="https://evil.example/2.png" onerror=alert(1) alt="A boat">`,
    "A boat",
  ],
  "a link with a target": [`<a href="https://e.example/" target=_top rel=opener>a target</a>`, "a target"],
  "another base": [`<base href="https://evil.example/"><p>after a base</p>`, "after a base"],
  "a comment without an end": ["before a comment <!-- <p>within</p>", "before a comment"],
  "a way out of its place": ["</div></article></li></ol></main></body>a way out<li>", "a way out"],
  "a refresh": [
    `<meta http-equiv=refresh content="0;url=https://evil.example/">after a refresh`,
    "after a refresh",
  ],
  "a hundred thousand tags in each other": [`nested ${"<b>".repeat(100_000)}words`, "nested"],
  "letters that turn around": ["tur\u202en&#x202e;ed", "turned"],
};

const articles = (page: string) =>
  [...page.matchAll(/<article class="u-comment[\s\S]*?<\/article>/g)].map(([whole]) => whole);

/** The page of the text, as it is served. */
const shown = async ({ node, path }: ThreadScene) => (await fetch(node.url + path)).text();

test("attack 38: HTML that comes in over the wire goes out as words and links", async () => {
  const here = await openThread();
  const { peer, alice, inbox, text } = here;
  for (const [content] of Object.values(hostile)) {
    const create = about(peer, alice, "Create", post(peer, alice, { inReplyTo: text, content }));
    expect((await peer.post(alice, inbox, create)).status).toBe(202);
  }
  await here.worked();
  const page = await shown(here);
  const answers = articles(page);
  expect(answers).toHaveLength(Object.keys(hostile).length);
  for (const [name, [, words]] of Object.entries(hostile)) {
    expect(answers.filter((one) => one.replace(/<[^>]*>/g, "").includes(words)).length, name).toBe(1);
  }
  for (const one of answers) {
    expect(one).not.toMatch(/<(?:script|svg|math|style|iframe|form|input|button|img|base|meta|table)\b/i);
    expect(one).not.toMatch(/<[^>]*\s(?:on\w+|style|srcset|srcdoc|target)=/i);
    expect(one).not.toMatch(/(?:href|src)="(?!https?:|#|\/harbour)/i);
    expect(one).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    for (const [, rel] of one.matchAll(/<a [^>]*href="https?:[^>]*rel="([^"]*)"/g))
      expect(rel).toContain("noopener");
  }
});

test.runIf(hasBrowser)(
  "attack 38: a browser that shows the page runs nothing of it and asks nobody",
  async () => {
    const here = await openThread();
    const { peer, node, path, text } = here;
    const odd = peer.actor("odd", { name: "<img src=x onerror=alert(1)>", url: "javascript:alert(1)" });
    for (const [content] of Object.values(hostile)) {
      await peer.post(
        odd,
        here.inbox,
        about(
          peer,
          odd,
          "Create",
          post(peer, odd, { inReplyTo: text, content, name: content, summary: content.slice(0, 99) }),
        ),
      );
    }
    await here.worked();
    const { page, complaints } = await visit(node.url);
    await page.addInitScript(() => {
      const trapped = window as unknown as { alert(): void; ran?: number };
      trapped.alert = () => {
        trapped.ran = 1;
      };
    });
    const names = new Set<string>();
    let answers = 0;
    for (let next: string | null = path; next !== null; ) {
      await page.goto(new URL(next, node.url).href);
      for (const details of await page.locator("details summary").all()) await details.click();
      const found = await page.evaluate(() => ({
        ran: (window as unknown as { ran?: number }).ran,
        base: document.baseURI,
        answers: document.querySelectorAll("ol.answers > li > article").length,
        names: [...document.querySelectorAll("article.u-comment *")].map(({ localName }) => localName),
        next: document.querySelector("section.thread a[rel~=next]")?.getAttribute("href") ?? null,
      }));
      expect([found.ran, found.base]).toEqual([undefined, page.url()]);
      answers += found.answers;
      for (const name of found.names) names.add(name);
      next = found.next;
    }
    expect(answers).toBe(Object.keys(hostile).length);
    const usual = /^(?:a|b|bdi|details|div|li|p|span|summary|time|ul)$/;
    expect([...names].filter((name) => !usual.test(name))).toEqual([]);
    expect(complaints).toEqual([]);
  },
);

test("attack 39: floods that come in over the wire keep nobody waiting who reads or asks", async () => {
  const here = await openThread();
  const { peer, alice, node, text } = here;
  const mention = { type: "Mention", href: alice.id, name: "@".repeat(10_000) };
  const many = Array.from({ length: 4 }, () => mention);
  const floods = [
    "<a ".repeat(290_000),
    "@".repeat(500_000),
    "<b>".repeat(300_000),
    `<a href="https://a.example/${"&amp;".repeat(150_000)}`,
  ];
  const busy = async (work: () => Promise<unknown>) => {
    const start = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  for (const content of floods) {
    const note = post(peer, alice, { inReplyTo: text, content, name: content.slice(0, 50_000), tag: many });
    expect(await busy(() => here.say(alice, about(peer, alice, "Create", note)))).toBeLessThan(2_000);
    // Processor time of the node, the peer and this test together. Read to its end, any of them keeps one busy for longer.
    expect(await busy(() => shown(here))).toBeLessThan(2_000);
  }
  expect(await here.kept()).toHaveLength(floods.length);
  const flooded = peer.actor("flooded", {
    name: "@".repeat(400_000),
    preferredUsername: "@".repeat(400_000),
  });
  const finger = `${node.url}/.well-known/webfinger?resource=acct:`;
  peer.serves.set("/.well-known/webfinger", {
    type: "application/jrd+json",
    body: JSON.stringify({
      subject: `acct:${"@".repeat(900_000)}`,
      links: [{ rel: "self", type: "application/activity+json", href: alice.id }],
    }),
  });
  const { lookup } = node.site.fediverse;
  for (const ask of [
    () => here.say(flooded, here.aFollow(flooded)),
    async () => expect((await fetch(finger + "@".repeat(2_000))).status).toBe(404),
    async () => expect((await fetch(`${finger}a@${"a.".repeat(1_000)}`)).status).toBe(404),
    async () => expect((await fetch(finger + "@".repeat(8_000))).status).toBe(400),
    () => expect(lookup("@".repeat(1_000_000))).rejects.toThrow("is neither a handle"),
    () => expect(lookup(`@nobody@${peer.host}`)).rejects.toThrow(),
  ]) {
    expect(await busy(ask)).toBeLessThan(2_000);
  }
});

test("attack 40: a name with tags, lines and turns in it is read as it is written, on one line", async () => {
  const here = await openThread();
  const { peer, text } = here;
  const name = `<b onclick=alert(1)>Odd</b>\n"'&\u202etxet${"x".repeat(100_000)}`;
  const field = { type: "PropertyValue", name, value: `<a href="javascript:alert(1)">${name}</a>` };
  const odd = peer.actor("odd", { name, summary: name, attachment: [field], url: "javascript:alert(1)" });
  await here.say(odd, about(peer, odd, "Create", post(peer, odd, { inReplyTo: text, name, summary: name })));
  const [answer = ""] = articles(await shown(here));
  expect(answer).toContain("&lt;b onclick=alert(1)>Odd&lt;/b>");
  expect(answer).not.toMatch(/<b onclick|[\u202a-\u202e]|x{2001}|javascript:/);
});

test("attack 41: whatever a stranger calls their page, their picture and their fields, the page leads to web addresses only", async () => {
  const here = await openThread();
  const { peer, text } = here;
  const evil = "javascript:alert(1)";
  const field = { type: "PropertyValue", name: "Site", value: `<a href="${evil}">mine</a>` };
  const image = { type: "Image", url: evil };
  const odd = peer.actor("odd", { url: evil, icon: image, image, attachment: [field] });
  const attachment = [evil, "data:text/html,x", "vbscript:x", "file:///etc/passwd"].flatMap((url) => [
    { type: "Document", mediaType: "image/png", url },
    { type: "Link", href: url, name: url },
    { type: "Image", url: { type: "Link", href: url } },
  ]);
  const note = post(peer, odd, { inReplyTo: text, url: [evil, { type: "Link", href: evil }], attachment });
  await here.say(odd, about(peer, odd, "Create", note));
  const [answer = ""] = articles(await shown(here));
  const leads = [...answer.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, href]) => href);
  expect(leads.length).toBeGreaterThan(0);
  for (const href of leads) expect([odd.id, note.id]).toContain(href);
});

const accepts = ["text/html", "application/activity+json"];

test("attack 46: nobody finds out by asking what was sent here and waits, was hidden or is not for everybody", async () => {
  const clock = new TurnedClock();
  const here = await openThread({ policy: "hold", clock });
  const { peer, alice, node, text, path, group, collective } = here;
  const { site } = node;
  const ask = async (at: string, accept: string) => {
    const answer = await fetch(new URL(at, node.url), { headers: { accept }, redirect: "manual" });
    const headers = [...answer.headers].filter(([name]) => !["date", "etag", "keep-alive"].includes(name));
    return JSON.stringify([answer.status, headers, await answer.text()]);
  };
  const places = [
    path,
    "/",
    "/harbour",
    `${group}/outbox`,
    `${group}/outbox/1`,
    `${text}/replies`,
    `${text}/replies/1`,
    `${text}/context`,
    `${text}/likes`,
    text,
    "/sitemap.xml",
    "/sitemap/1",
    "/feed.atom",
    "/harbour/feed.json",
  ];
  const everything = async () => {
    const all: string[] = [];
    for (const place of places)
      for (const accept of accepts) all.push(`${place} ${await ask(place, accept)}`);
    return all;
  };
  const say = async (more: object) => {
    const note = post(peer, alice, { inReplyTo: text, content: "<p>Telltale</p>", ...more });
    await here.say(alice, about(peer, alice, "Create", note));
    return (await here.kept()).at(-1)!.id;
  };
  // Beside the others stands one that everybody sees.
  await settle(site, collective.id, [await say({ content: "<p>For everybody</p>" })], "shown");
  // Feeds do not say when they were changed while that is now.
  clock.turn(60_000);
  const before = await everything();
  const [held, hidden, secret] = [await say({}), await say({}), await say({ to: [group], cc: [] })];
  await settle(site, collective.id, [hidden], "hidden");
  expect((await here.kept()).map(({ state, public: isPublic }) => [state, isPublic])).toEqual([
    ["shown", true],
    ["held", true],
    ["hidden", true],
    ["held", false],
  ]);
  const draft = await saveDraft(site, collective, { title: "Telltale draft", source: "Not yet." });
  const later = { title: "Telltale later", source: "Later.", published: new Date("2199-01-01T00:00:00Z") };
  const waits = await publishReport(site, collective, later);
  expect(await everything()).toEqual(before);
  const never = randomUUIDv7();
  const ofAnswers = [(id: string) => `${path}/answers/${id}`, (id: string) => `/ap/notes/${id}`];
  const ofTexts = [
    (id: string) => `/ap/articles/${id}`,
    (id: string) => `/ap/articles/${id}/context`,
    (id: string) => `/ap/articles/${id}/replies`,
  ];
  const questions = [
    ...[held, hidden, secret].flatMap((id) => ofAnswers.map((at) => [at, id] as const)),
    ...[draft.id, waits.id].flatMap((id) => ofTexts.map((at) => [at, id] as const)),
  ];
  for (const [at, id] of questions) {
    for (const accept of accepts) {
      const nothing = (await ask(at(never), accept)).replaceAll(never, "ID");
      expect(nothing).toMatch(/^\[404,/);
      expect((await ask(at(id), accept)).replaceAll(id, "ID")).toBe(nothing);
    }
  }
});

test("attack 48: an answer that comes in the collective's name and with its marks is shown as a stranger's", async () => {
  const here = await openThread();
  const { node, path, group, text } = here;
  const far = await startPeer();
  const ours = `@harbour@${node.site.config.host}`;
  const page = `${node.url}/harbour`;
  const liar = far.actor("harbour", {
    type: "Group",
    name: `Harbour Watch ${ours}`,
    url: page,
    attributionDomains: [node.site.config.host],
    alsoKnownAs: [group],
  });
  const content = `<p>By us <meta name="fediverse:creator" content="${ours}"><link rel="author" href="${page}"><a rel="author me" class="h-card" href="${page}">we</a></p>`;
  const note = post(far, liar, { inReplyTo: text, content, url: node.url + path, name: ours });
  expect((await far.post(liar, here.inbox, about(far, liar, "Create", note))).status).toBe(202);
  await here.worked();
  const html = await shown(here);
  expect([...html.matchAll(/<meta name="fediverse:creator" content="([^"]*)"/g)].map(([, of]) => of)).toEqual(
    [ours],
  );
  const [answer = ""] = articles(html);
  expect(answer).toContain(`@harbour@${far.host}`);
  expect(answer).not.toMatch(/is-own|class="badge"|rel="(?:author|me)|<(?:meta|link)\b/);
  const rels = [...answer.matchAll(/<a [^>]*rel="([^"]*)"/g)].map(([, rel]) => rel);
  expect(new Set(rels)).toEqual(new Set(["nofollow noopener noreferrer ugc"]));
});
