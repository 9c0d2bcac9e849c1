// HTML of others: whatever it holds, a reader sees words and links, and nothing runs, loads or reaches out of its place.
import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanHtml } from "../../src/newsroom/clean.ts";
import { hasBrowser, sharedBrowser } from "../support/browser.ts";
import { atOnce } from "../support/busy.ts";
import { soup } from "../support/soup.ts";

const visit = sharedBrowser();
const link = (href: string, text: string) =>
  `<a href="${href}" rel="nofollow noopener noreferrer ugc">${text}</a>`;

test.each<[what: string, html: string, clean: string]>([
  ["a script", "<script>alert(1)</script>x", "x"],
  ["a drawing that runs", "<svg onload=alert(1)><p>y</p></svg>x", "x"],
  ["links that run", '<a href="javascript:alert(1)">a</a><a href="JaVaScRiPt&#58;b">b</a>', "ab"],
  ["links that are data", '<a href="data:text/html,x">a</a><a href="vbscript:x">b</a>', "ab"],
  ["an address with somebody before the @", '<a href="https://bank.example@evil.example/">a</a>', "a"],
  ["an address that is only a path", '<a href="/desk/sign-out">a</a><a href="//evil.example">b</a>', "ab"],
  ["styles", '<style>*{display:none}</style><p style="position:fixed" class="x" id="text">a</p>', "<p>a</p>"],
  ["frames and forms", "<iframe src=x>a</iframe><form action=x><input><button>b</button></form>", "b"],
  [
    "pictures in many sizes",
    '<img srcset="x 1x" src="https://e.example/a.png" onerror=x alt="A boat">',
    link("https://e.example/a.png", "A boat"),
  ],
  [
    "a link with a target",
    '<a href="https://e.example/" target=_top rel=opener>a</a>',
    link("https://e.example/", "a"),
  ],
  ["another base", '<base href="https://evil.example/"><p>a</p>', "<p>a</p>"],
  ["a comment without an end", "a<!-- <p>b</p>", "a"],
  ["a way out of its place", "</div></article></li></ol></main>a<li>b", "a<p>b</p>"],
  [
    "what other parsers read otherwise",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "",
  ],
  ["what turns letters around", "<p>a\u202eb&#x202e;c&#8238;d</p><bdo dir=rtl>e</bdo>", "<p>abcd</p>e"],
  [
    "languages and directions",
    '<p dir="RTL" lang="ar_EG">a</p><p dir=up lang="§">b</p>',
    '<p dir="rtl" lang="ar-EG">a</p><p>b</p>',
  ],
])("attack 38: %s is not shown as it came", (_, html, clean) => {
  expect(cleanHtml(html)).toEqual({ html: clean, isCut: false });
});

test("attack 38: a hundred thousand tags in each other are a few, and their words stay", () => {
  const { html } = cleanHtml(`<p>Words ${"<b>".repeat(100_000)}`);
  expect(html).toMatch(/^<p>Words <b>/);
  expect(html.length).toBeLessThan(300);
});

test("attack 38: of a million letters as many are shown as there is room for", () => {
  const { html, isCut } = cleanHtml(`<p>${"ab ".repeat(400_000)}</p>`, 4000);
  expect(isCut).toBe(true);
  expect(html.length).toBeLessThan(4100);
});

/** Only tags, attributes and addresses that are meant to be there. */
const harmless =
  /^(?:[^<>]|<\/?(?:a|b|bdi|blockquote|br|cite|code|del|em|i|ins|kbd|li|mark|ol|p|pre|q|s|small|span|strong|sub|sup|u|ul)(?: href="(?:https?:\/\/|mailto:)[^"<>]*" rel="nofollow noopener noreferrer ugc")?(?: (?:lang="[A-Za-z0-9-]+"|dir="(?:ltr|rtl|auto)"))*>)*$/;

test("attack 38: whatever is thrown together, only what is harmless comes out, and again unchanged", () => {
  let shown = 0;
  fc.assert(
    fc.property(soup, (raw) => {
      const { html } = atOnce(() => cleanHtml(raw));
      if (!harmless.test(html)) throw new Error(html);
      if (cleanHtml(html).html !== html) throw new Error(`It is not the same again: ${html}`);
      if (html.includes("<")) shown += 1;
    }),
    { numRuns: 100_000 },
  );
  expect(shown).toBeGreaterThan(10_000);
}, 240_000);

test.runIf(hasBrowser)(
  "attack 38: a browser that is given all of it runs nothing, asks for nothing and reads it as we do",
  async () => {
    const { page, complaints } = await visit("http://nowhere.invalid");
    // Whatever runs says so to whoever looks at the page, by any of the ways that the soups know.
    await page.addInitScript(() => {
      for (const name of ["alert", "fetch", "open", "eval"]) {
        Object.defineProperty(window, name, { value: () => console.error(`${name} was called`) });
      }
    });
    for (let round = 0; round < 25; round += 1) {
      const cleaned = fc.sample(soup, 2_000).map((raw) => cleanHtml(raw).html);
      // As a page that is loaded, all of them below each other: scripts and handlers would run in it.
      const places = cleaned.map((html) => `<ol><li><div class="place">${html}</div></li></ol>`);
      await page.setContent(
        `<!doctype html><html lang="en"><title>Answers</title><main>${places.join("")}</main>`,
      );
      const found = await page.evaluate((all) => {
        const wrong: string[] = [];
        const places = document.querySelectorAll("body > main > ol > li > div.place");
        if (places.length !== all.length || document.body.children.length !== 1)
          wrong.push("one reaches out");
        for (const [at, html] of all.entries()) {
          const alone = document.createElement("div");
          alone.innerHTML = html;
          const place = places[at];
          if (place?.innerHTML !== alone.innerHTML || place.textContent !== alone.textContent)
            wrong.push(`reads otherwise: ${html}`);
        }
        for (const element of document.querySelectorAll("div.place *")) {
          for (const { name } of element.attributes) {
            if (!/^(?:href|rel|lang|dir)$/.test(name)) wrong.push(`${name}: ${element.outerHTML}`);
          }
          if (element.namespaceURI !== "http://www.w3.org/1999/xhtml")
            wrong.push(`not HTML: ${element.outerHTML}`);
          // A handler that is there runs only once somebody touches what it is on.
          for (const event of ["click", "mouseover", "focus", "toggle", "error", "load"]) {
            if (event !== "click" || element.tagName !== "A") element.dispatchEvent(new Event(event));
          }
        }
        return wrong;
      }, cleaned);
      expect(found).toEqual([]);
    }
    expect(complaints).toEqual([]);
  },
  240_000,
);

const floods: Record<string, string> = {
  "tags that never end": "<a ".repeat(350_000),
  "a million of @": "@".repeat(1_000_000),
  "tags that are never closed": "<b>".repeat(330_000),
  "tags closed in the wrong order": "<b>".repeat(150_000) + "</i>".repeat(150_000),
  "lists in lists": "<ul>".repeat(250_000),
  comments: "<!--".repeat(250_000),
  attributes: `<a ${"href=https://a.example ".repeat(50_000)}>`,
  "an address without an end": `<a href="https://a.example/${"&amp;".repeat(200_000)}`,
  "white space": `<p>${" ".repeat(1_000_000)}</p>`,
};

test.each(Object.entries(floods))(
  "attack 39: %s keep a reader of them busy for no longer than others do",
  (_, html) => {
    const start = process.cpuUsage();
    cleanHtml(html, 60_000);
    const { user, system } = process.cpuUsage(start);
    // Processor time of this process, not the clock. A parser that reads them to their end is busy for seconds.
    expect(user + system).toBeLessThan(500_000);
  },
);
