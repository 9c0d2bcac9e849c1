// What a collective has passed on, in Chromium: on a small telephone and at a desk, by day and at night, in both directions.
import { expect, test } from "vitest";
import { editCollective } from "../../src/newsroom/collective.ts";
import { passOn } from "../../src/newsroom/pass_on.ts";
import { barriers, hasBrowser, keepScreenshot, overhang, sharedBrowser } from "../support/browser.ts";
import { post } from "../support/posts.ts";
import { setScene } from "../support/scene.ts";

const visit = sharedBrowser();

const written = {
  en: {
    name: "Tents cleared at dawn, and nobody was told where to go",
    summary: "Forty people lost their shelter in the rain.",
    word: "Our friends were there, and *wrote down* what they saw. Please read it with them.",
    warning: "Police violence",
  },
  ar: {
    name: "إزالة الخيام فجرًا، ولم يُخبَر أحد إلى أين يذهب",
    summary: "أربعون إنسانًا فقدوا مأواهم تحت المطر.",
    word: "كان أصدقاؤنا هناك و*كتبوا* ما رأوه. اقرؤوه عندهم.",
    warning: "عنف الشرطة",
  },
} as const;

test.skipIf(!hasBrowser).each([
  ["en", 320, "light"],
  ["ar", 320, "dark"],
  ["en", 1280, "dark"],
  ["ar", 1280, "light"],
] as const)(
  "what was passed on is read without a barrier (%s, %i px, %s)",
  { timeout: 120_000 },
  async (language, width, colorScheme) => {
    const { node, peer, alice, collective } = await setScene();
    const { name, summary, word, warning } = written[language];
    await editCollective(node.site, collective, { languages: [language] });
    alice.document.name = language === "ar" ? "لجنة الميناء" : "Committee of the quay";
    const said = {
      type: "Article",
      contentMap: { [language]: `<p>${summary}</p>` },
      content: `<p>${summary}</p>`,
    };
    const long = "Donaudampfschifffahrtsgesellschaft".repeat(4);
    for (const more of [{ name: long }, { name, summary: warning, sensitive: true }, {}]) {
      await passOn(node.site, collective, post(peer, alice, { ...said, ...more }).id);
    }
    const { path } = await passOn(
      node.site,
      collective,
      post(peer, alice, { ...said, name, summary, nameMap: { [language]: name } }).id,
      { source: word, language },
    );
    const viewport = { width, height: 720 };
    const { page, complaints } = await visit(node.url, { locale: language, colorScheme, viewport });
    for (const [place, called] of [
      ["/", "front"],
      ["/harbour", "collective"],
      ["/harbour/reposts", "list"],
      [path, "one"],
    ] as const) {
      await page.goto(node.url + place);
      expect([place, await barriers(page)]).toEqual([place, []]);
      expect([place, await overhang(page)]).toEqual([place, 0]);
      await keepScreenshot(page, `reposts-${called}-${language}-${width}-${colorScheme}`);
    }
    expect(complaints).toEqual([]);
  },
);
