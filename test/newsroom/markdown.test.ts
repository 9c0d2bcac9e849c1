import fc from "fast-check";
import { expect, test } from "vitest";
import { picturesIn, renamePictures, renderMarkdown } from "../../src/newsroom/markdown.ts";
import type { Picture } from "../../src/newsroom/read_picture.ts";

const name = (letter: string, ending: string) => `${letter.repeat(32)}.${ending}`;
const march: Picture = {
  id: "01890000-0000-7000-8000-000000000000",
  alt: "People with drums",
  width: 1200,
  height: 800,
  blur_hash: "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
  files: [
    {
      name: name("a", "webp"),
      purpose: "screen",
      media_type: "image/webp",
      width: 1200,
      height: 800,
      bytes: 1,
    },
    {
      name: name("b", "jpg"),
      purpose: "screen",
      media_type: "image/jpeg",
      width: 1200,
      height: 800,
      bytes: 1,
    },
    {
      name: name("c", "webp"),
      purpose: "screen",
      media_type: "image/webp",
      width: 480,
      height: 320,
      bytes: 1,
    },
    { name: name("d", "jpg"), purpose: "card", media_type: "image/jpeg", width: 1200, height: 630, bytes: 1 },
  ],
};
const render = (source: string, language = "en") =>
  renderMarkdown(source, language, new Map([["photos/the march.jpg", march]]));

test("the headings of a text begin below the title of the page, without gaps", () => {
  expect(render("# One\n\n### Two\n\n# Three")).toBe("<h2>One</h2>\n<h3>Two</h3>\n<h2>Three</h2>");
  expect(render("#### Only")).toBe("<h2>Only</h2>");
});

test("quotation marks are those of the language, and the third point of a list is no copyright", () => {
  expect(render('(c) "So it is," she said.')).toBe("<p>(c) “So it is,” she said.</p>");
  expect(render('"Bon"', "fr-BE")).toBe("<p>«\u00a0Bon\u00a0»</p>");
  expect(render('"خوب"', "fa")).toBe("<p>«خوب»</p>");
});

test("links lead to the web and to mail addresses, and to nothing else", () => {
  expect(render("[a](https://a.example/?x=1&y=2) https://b.example me@c.example d.example")).toBe(
    '<p><a href="https://a.example/?x=1&amp;y=2" rel="noopener">a</a> <a href="https://b.example" rel="noopener">https://b.example</a> <a href="mailto:me@c.example" rel="noopener">me@c.example</a> d.example</p>',
  );
  const others = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "//a.example",
    "file:///x",
    "../x",
  ];
  for (const href of others) expect(render(`[word](${href})`)).toBe("<p>word</p>");
});

test("HTML in a text is shown as it was typed", () => {
  expect(render('<script>alert(1)</script>\n\n<img src=x onerror="alert(1)"> <b>no</b>')).toBe(
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p>&lt;img src=x onerror=“alert(1)”&gt; &lt;b&gt;no&lt;/b&gt;</p>",
  );
});

test("a picture that stands alone is a figure in several widths, with a JPEG for those who know no other", () => {
  expect(render('![Drums & flags](<photos/the march.jpg> "Saturday, <noon>")')).toBe(
    `<figure><img src="/media/${name("b", "jpg")}" srcset="/media/${name("a", "webp")} 1200w, /media/${name("c", "webp")} 480w" sizes="(min-width: 44rem) 42rem, 100vw" width="1200" height="800" alt="Drums &amp; flags" loading="lazy" decoding="async"><figcaption>Saturday, &lt;noon&gt;</figcaption></figure>`,
  );
});

test("a picture without a description has the one it was stored with", () => {
  expect(render("![](photos/the%20march.jpg)")).toContain('alt="People with drums"');
});

test("a picture among words stays among them", () => {
  expect(render("See ![it](photos/the%20march.jpg) here")).toMatch(/^<p>See <img [^>]+> here<\/p>$/);
});

test("a picture that is not there, or on another server, is refused with a sentence", () => {
  expect(() => render("![x](other.jpg)")).toThrow('The picture "other.jpg" is not there.');
  expect(() => render("![x](https://spy.example/pixel.gif)")).toThrow(
    /on another server, which would learn who reads/,
  );
  expect(() => render("![x](//spy.example/pixel.gif)")).toThrow(/on another server/);
  expect(() => render("![x](data:image/gif;base64,R0lGOD)")).toThrow(/is not there/);
});

test("a quotation may run the other way", () => {
  expect(render("> مرحبا")).toBe('<blockquote dir="auto">\n<p>مرحبا</p>\n</blockquote>');
});

test("the pictures of a text are found wherever they stand, each once", () => {
  const source =
    "![](a.jpg)\n\n> - ![first *b*][b] ![again](a.jpg)\n\n`![not](c.jpg)`\n\n[b]: <photos/b 1.jpg>";
  expect(picturesIn(source)).toEqual([
    { name: "a.jpg", alt: "again" },
    { name: "photos/b 1.jpg", alt: "first b" },
  ]);
});

test("nothing of how an author's folders are called is kept", () => {
  const source =
    "![x](/home/ana/my%20march.jpg 'On Sunday') [large](</home/ana/my march.jpg>)\n\n> ![y][m]\n\n> [m]: </home/ana/my march.jpg>";
  const kept = renamePictures(source, new Map([["/home/ana/my march.jpg", "/media/abc.jpg"]]));
  expect(kept).toBe(
    "![x](/media/abc.jpg 'On Sunday') [large](/media/abc.jpg)\n\n> ![y][m]\n\n> [m]: /media/abc.jpg",
  );
});

const markup = fc.constantFrom(
  ...[
    "# ",
    "> ",
    "- ",
    "* ",
    "_",
    "`",
    "![",
    "](",
    ")",
    "[",
    "]",
    "<",
    ">",
    "&",
    '"',
    "'",
    "\n",
    "\n\n",
    " ",
    "a",
    "javascript:",
    "https://x.example",
  ],
  ...[
    "photos/the%20march.jpg",
    "onerror=",
    "|",
    "--",
    "</p>",
    "<svg/onload=x>",
    "\\",
    "&#x3c;",
    "\u202e",
    "سلام",
  ],
);

test("whatever is written, there is no tag, attribute or address that Markdown cannot make", () => {
  fc.assert(
    fc.property(fc.array(markup, { maxLength: 40 }), (parts) => {
      let html: string;
      try {
        html = render(parts.join(""));
      } catch (error) {
        expect((error as Error).message).toMatch(/^The picture /);
        return;
      }
      const tags =
        /<\/?(h[2-6]|p|br|hr|blockquote|pre|code|em|strong|s|ul|ol|li|a|figure|figcaption|img|table|thead|tbody|tr|th|td)( (href|rel|dir|src|srcset|sizes|width|height|alt|loading|decoding|start)="[^"<>]*")*>/g;
      expect(html.replace(tags, "")).not.toMatch(/[<>]/);
      for (const [, href] of html.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^(https?:\/\/|mailto:)/);
      for (const [, src] of html.matchAll(/src="([^"]*)"/g)) expect(src).toMatch(/^\/media\/b{32}\.jpg$/);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["brackets", "[".repeat(60_000)],
  ["quotations", "> ".repeat(60_000)],
  ["lists", "- ".repeat(60_000)],
  ["emphasis", "*a **b ".repeat(20_000)],
  ["quotation marks", '"'.repeat(100_000)],
  ["beginnings of pictures", "![](".repeat(40_000)],
  ["tables", "|a".repeat(20_000)],
])("a text of nothing but %s does not stop the node", (_, source) => {
  expect(picturesIn(source)).toEqual([]);
  expect(renamePictures(source, new Map())).toBe(source);
  expect(render(source).length).toBeGreaterThan(0);
});
