import { expect, test } from "vitest";
import { barriers, hasBrowser, keepScreenshot, overhang, sharedBrowser } from "../support/browser.ts";
import { sharedEdition } from "../support/edition.ts";

const edition = sharedEdition();
const visit = sharedBrowser();

const fixed = {
  front: "/",
  collective: "/harbour",
  tag: "/tags/freedom-of-movement",
  tags: "/tags",
  languages: "/languages",
  archive: "/archive",
  year: "/harbour/2015",
  search: "/search?q=square",
  follow: "/harbour/follow",
  interact: "/authorize_interaction?uri=https%3A%2F%2Felsewhere.example%2Fa",
} as const;
const lists = ["tag", "tags", "languages", "archive", "year", "search", "follow", "interact"] as const;
const all = ["front", "collective", "report", "translation", "callOut", "warned", "page", ...lists] as const;

const readers = [
  { who: "on a small phone", locale: "en", width: 320, colorScheme: "light", reads: all },
  {
    who: "at a desk at night",
    locale: "en",
    width: 1280,
    colorScheme: "dark",
    reads: ["front", "collective", "report", "callOut"],
  },
  {
    who: "on a small phone at night, in Arabic",
    locale: "ar",
    width: 320,
    colorScheme: "dark",
    reads: ["front", "collective", "translation", "callOut", ...lists],
  },
  {
    who: "at a desk, in Persian",
    locale: "fa",
    width: 1280,
    colorScheme: "light",
    reads: ["collective", "translation", "report"],
  },
] as const;

for (const { who, locale, width, colorScheme, reads } of readers) {
  test.runIf(hasBrowser)(
    `a reader ${who} meets no barrier, no error and nobody else`,
    async () => {
      const { node, ...texts } = edition();
      const viewport = { width, height: 800 };
      const { page, complaints } = await visit(node.url, { locale, colorScheme, viewport });
      for (const name of reads) {
        const path = name in fixed ? fixed[name as keyof typeof fixed] : texts[name as "report"].path;
        await page.goto(node.url + path);
        expect(await barriers(page), `${name}: barriers`).toEqual([]);
        expect(await overhang(page), `${name}: wider than the window`).toBe(0);
        await keepScreenshot(page, `site-${name}-${locale}-${width}-${colorScheme}`);
      }
      expect(complaints).toEqual([]);
    },
    120_000,
  );
}

test.runIf(hasBrowser)(
  "who reads with the keyboard comes past the masthead at once, and sees where they are",
  async () => {
    const { node, report } = edition();
    const { page } = await visit(node.url);
    await page.goto(node.url + report.path);
    await page.keyboard.press("Tab");
    const skip = page.locator(":focus");
    expect(await skip.textContent()).toBe("Skip to the text");
    expect((await skip.boundingBox())!.height).toBeGreaterThan(20);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const link = page.locator(":focus");
    expect(await link.textContent()).toBe("Harbour <Watch> & Friends");
    expect(await link.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe("solid");
  },
);

test.runIf(hasBrowser)("an error page is as free of barriers as the others", async () => {
  const { node, withdrawn } = edition();
  const { page } = await visit(node.url, { locale: "fr" });
  for (const [name, path] of Object.entries({ "not-found": "/nowhere", gone: withdrawn.path })) {
    await page.goto(node.url + path);
    expect(await barriers(page)).toEqual([]);
    await keepScreenshot(page, `site-${name}`);
  }
});

test.runIf(hasBrowser)("a printed report has the text and its address, and nothing to press", async () => {
  const { node, report } = edition();
  const { page } = await visit(node.url, { viewport: { width: 700, height: 900 } });
  await page.goto(node.url + report.path);
  await page.emulateMedia({ media: "print" });
  const shown = async (selector: string) => await page.locator(selector).first().isVisible();
  expect(await shown(".e-content")).toBe(true);
  expect(await page.locator(".printed").textContent()).toBe(`Printed from ${node.url}${report.path}`);
  expect(await shown(".printed")).toBe(true);
  for (const hidden of [".follow", ".neighbours", ".crossing", ".foot"])
    expect(await shown(hidden)).toBe(false);
  await keepScreenshot(page, "site-report-print");
});
