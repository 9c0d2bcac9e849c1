// The wire in Chromium: an ally on another server publishes; at a desk and on a small telephone it is read, proposed, passed on, taken back.
import { HtmlValidate } from "html-validate";
import { expect, test } from "vitest";
import { editCollective } from "../../src/newsroom/collective.ts";
import { setRule } from "../../src/newsroom/rules.ts";
import { deskWords } from "../../src/web/words/desk/catalogue.ts";
import { giveKey, openAlliance } from "../support/ally.ts";
import { barriers, hasBrowser, keepScreenshot, overhang, sharedBrowser, tabTo } from "../support/browser.ts";
import { penOf } from "../support/desk.ts";
import { painted } from "../support/edition.ts";
import { about, post } from "../support/posts.ts";

const visit = sharedBrowser();
const validator = new HtmlValidate({ extends: ["html-validate:recommended"] });

const written = {
  en: {
    title: "Tents cleared at dawn",
    lead: "Forty people lost their shelter.",
    text: "They came at six. Nobody was told where to go, and the rain had just begun.",
    alt: "Tents by the quay, before sunrise",
    warning: "Police violence",
    word: "Our friends were there.",
    tag: "FreedomOfMovement",
  },
  ar: {
    title: "إزالة الخيام فجرًا",
    lead: "أربعون إنسانًا فقدوا مأواهم.",
    text: "جاؤوا في السادسة. لم يُخبَر أحد إلى أين يذهب، وكان المطر قد بدأ لتوه.",
    alt: "خيام عند الرصيف قبل الشروق",
    warning: "عنف الشرطة",
    word: "كان أصدقاؤنا هناك.",
    tag: "حرية_التنقل",
  },
} as const;

test.skipIf(!hasBrowser).each([
  ["en", 320, true],
  ["ar", 1280, true],
  ["ar", 320, false],
] as const)(
  "the wire is read and passed on without a barrier (%s, %i px, script %s)",
  { timeout: 300_000 },
  async (language, width, javaScriptEnabled) => {
    const here = await openAlliance();
    const { node, peer, alice, collective } = here;
    const { site, url } = node;
    const mine = written[language];
    const words = deskWords[language].allies.wire;
    await editCollective(site, collective, { languages: [language, "fr"] });
    const prove = giveKey(alice);
    const publish = async (more: object) => {
      const note = post(peer, alice, { type: "Article", ...more });
      await here.say(alice, prove(about(peer, alice, "Create", note)));
    };
    const long = "Donaudampfschifffahrtsgesellschaft".repeat(6);
    peer.serves.set("/quay.png", { body: await painted("#204060"), type: "image/png" });
    peer.serves.set("/rain.png", { body: await painted("#607080", 300, 600), type: "image/png" });
    const paragraph = `<p>${mine.text}</p>`;
    await publish({
      type: "Note",
      content: `<p>${long}</p><ul><li>a</li></ul><blockquote><p>b</p></blockquote>`,
      summary: mine.warning,
      sensitive: true,
      attachment: [{ type: "Document", mediaType: "image/png", url: `${peer.url}/rain.png` }],
    });
    await publish({
      name: mine.title,
      summary: mine.lead,
      content: `${paragraph}<p><b>${mine.lead}</b> <a href="${peer.url}/more">${mine.tag}</a></p>${paragraph.repeat(language === "ar" ? 30 : 40)}`,
      contentMap: { [language]: paragraph },
      genre: "report",
      tag: [{ type: "Hashtag", name: `#${mine.tag}` }],
      attachment: [
        { type: "Image", mediaType: "image/png", url: `${peer.url}/quay.png`, name: mine.alt },
        { type: "Image", mediaType: "image/png", url: `${peer.url}/rain.png` },
        { type: "Image", mediaType: "image/png", url: `${peer.url}/none.png`, name: mine.alt.slice(4) },
        { type: "Document", mediaType: "audio/ogg", url: `${peer.url}/rain.ogg`, name: "rain.ogg" },
      ],
    });
    await setRule(site, collective, alice.id, { rule: "propose" });
    await publish({ name: `${mine.title} (2)`, content: paragraph, contentMap: { fr: paragraph } });
    await publish({ name: `${mine.title} (3) ${long}`, content: paragraph });
    const moderator = await penOf(site, collective, "moderator");

    const options = { viewport: { width, height: 700 }, locale: language, javaScriptEnabled };
    const { page, complaints, source } = await visit(url, options);
    const faults: string[] = [];
    const see = async (name: string) => {
      const label = `wire-${name}-${language}-${width}${javaScriptEnabled ? "" : "-no-script"}`;
      const { results } = await validator.validateString(await source());
      faults.push(...results.flatMap(({ messages }) => messages.map((one) => `${label}: ${one.message}`)));
      if ((await overhang(page)) > 0) faults.push(`${label}: the page is wider than the window`);
      // What looks for barriers is a script itself.
      if (javaScriptEnabled) faults.push(...(await barriers(page)).map((one) => `${label}: ${one}`));
      await keepScreenshot(page, label);
    };
    /** Goes to something with the keyboard alone, and presses a key there. */
    const press = async (selector: string, key = "Enter") => {
      await tabTo(page, selector);
      await Promise.all([page.waitForEvent("load"), page.keyboard.press(key)]);
    };
    const done = () => page.locator(".done").textContent();

    await page.goto(`${url}/desk/sign-in`);
    await page.fill('[name="door-words"]', moderator.words.join(" "));
    await press('[name="door-words"]');
    await page.goto(`${url}/desk`);
    await press('nav a[href="/desk/wire"]');
    expect(await page.locator(".proposals li").count()).toBe(2);
    await see("list");
    for (const key of ["Enter", "Space"]) {
      await tabTo(page, "main > .on-wire summary");
      await page.keyboard.press(key);
    }
    const picture = page.getByAltText(mine.alt);
    await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(640);
    await see("unfolded");

    await press('.proposals button[formaction$="/repost"]');
    expect(await done()).toBe(words.done.reposted);
    await press('.proposals button[formaction$="/decline"]');
    expect(await done()).toBe(words.done.declined);
    await expect.poll(() => here.announced()).toHaveLength(1);

    await tabTo(page, ".narrow summary");
    await page.keyboard.press("Enter");
    await page.fill('[name="tag"]', mine.tag);
    await page.selectOption('[name="language"]', language);
    await press(".narrow button");
    expect(await page.locator(".on-wire > li").count()).toBe(1);
    await see("narrowed");
    await press(".on-wire .what a");
    await see("one");

    await page.fill('[name="introduction"]', "![x](https://sea.example/x.png)");
    await press('form[action$="/repost"] button');
    expect(await page.locator(".problems").textContent()).toContain(words.introductionPictures);
    await see("wrong");
    await page.fill('[name="introduction"]', `**${mine.word}**`);
    await press('form[action$="/repost"] button[value="preview"]');
    expect(await page.locator("#preview .post strong").allTextContents()).toEqual([mine.word, mine.title]);
    await see("preview");
    await press('form[action$="/repost"] button:not([value="preview"])');
    expect(await done()).toBe(words.done.reposted);
    await see("passed-on");
    await press('main a[href*="/reposts/"]');
    expect(await page.locator("main strong").textContent()).toBe(mine.word);
    await page.goBack();
    await press('form[action$="/undo"] button', "Space");
    expect(await done()).toBe(words.done.undone);

    await press('form[action$="/translate"] button');
    expect(await page.locator(".original .title").textContent()).toBe(mine.title);
    await see("translate");
    await page.fill('[name="title"]', "Les tentes");
    await page.fill('[name="text"]', "À l’aube.");
    await page.selectOption('[name="language"]', "fr");
    await press('form.editor button[value="save"]');
    expect(await page.locator(".original .title").textContent()).toBe(mine.title);
    await see("translating");
    await page.goBack();
    await page.goBack();
    await page.reload();
    expect(await page.locator(".translations .in-languages li").count()).toBe(1);
    await see("translated");
    await page.goto(`${url}/desk/wire?part=unread`);
    await press('form[action="/desk/wire/read"] button');
    expect(await done()).toBe(words.done.read);

    expect(faults).toEqual([]);
    expect(complaints.filter((one) => !one.includes("status of 422"))).toEqual([]);
  },
);
