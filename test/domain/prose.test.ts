import { expect, test } from "vitest";
import { firstWords, plainText, shortened, withWholeAddresses } from "../../src/domain/prose.ts";

test("the words of a text are read without markup, captions and entities", () => {
  const html =
    '<p>A <strong>b</strong>old &amp; <a href="https://x.example/">linked</a>word.</p>\n<figure><img src="/media/x.jpg" alt="not read"><figcaption>not read</figcaption></figure><h2>Then</h2><p>&lt;b&gt;&#8230;&#x2026;&unknown;</p>';
  expect(plainText(html)).toBe("A bold & linkedword. Then <b>……&unknown;");
});

test("the points of a list stay apart in one line", () => {
  const html =
    '<p>Come.</p>\n<ul>\n<li>Who: all</li>\n<li class="x">When: noon</li>\n</ul>\n<p>Bring soup.</p>';
  expect(plainText(html)).toBe("Come. Who: all · When: noon Bring soup.");
});

test("first words end between words and say that there is more", () => {
  expect(firstWords("<p>One two three four five.</p>", 100)).toBe("One two three four five.");
  expect(firstWords("<p>One two three, four five.</p>", 18)).toBe("One two three…");
  expect(shortened("a".repeat(50), 10)).toBe("aaaaaaaaa…");
  expect(shortened("نص طويل جدا لا ينتهي", 12)).toBe("نص طويل جدا…");
  expect(shortened("🐦".repeat(10), 6)).toBe("🐦🐦…");
});

test("addresses become whole outside the site, and only those that are its own", () => {
  const html =
    '<a href="/calais">here</a><a href="https://x.example/">there</a><a href="//y.example/">yonder</a><img src="/media/a.jpg" srcset="/media/a.webp 900w, /media/b.webp 480w"><p>"/not" src="/an attribute"</p>';
  expect(withWholeAddresses(html, "https://node.example")).toBe(
    '<a href="https://node.example/calais">here</a><a href="https://x.example/">there</a><a href="//y.example/">yonder</a><img src="https://node.example/media/a.jpg" srcset="https://node.example/media/a.webp 900w, https://node.example/media/b.webp 480w"><p>"/not" src="/an attribute"</p>',
  );
});
