// Answers in Chromium: the thread under a report, and every step of deciding about it, at a desk and on a small telephone.
import { expect, test } from "vitest";
import { createCollective } from "../../src/newsroom/collective.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { deskWords } from "../../src/web/words/desk/catalogue.ts";
import { hasBrowser, keepScreenshot, sharedBrowser, startInspection } from "../support/browser.ts";
import { penOf, startDesk } from "../support/desk.ts";
import { answerTo, stranger } from "../support/responses.ts";

const visit = sharedBrowser();

const written = {
  en: {
    name: "Harbour Watch",
    title: "Tents cleared at dawn",
    text: "They came at six.",
    said: "I was there too.",
  },
  ar: { name: "مرصد الميناء", title: "إزالة الخيام فجرًا", text: "جاؤوا في السادسة.", said: "كنت هناك أيضًا." },
} as const;

test.skipIf(!hasBrowser).each([
  ["en", 320],
  ["ar", 1280],
] as const)(
  "answers are read, decided about and answered without a barrier (%s, %i px)",
  {
    timeout: 120_000,
  },
  async (language, width) => {
    const { site, url } = await startDesk();
    const mine = written[language];
    const words = deskWords[language].answers;
    const collective = await createCollective(site, {
      handle: "harbour",
      name: mine.name,
      languages: [language],
    });
    const { id, path } = await publishReport(site, collective, {
      title: mine.title,
      language,
      source: mine.text,
    });
    const keeper = await penOf(site, collective, "moderator");
    const about = { collective: collective.id, report: id, origin: url };
    const amina = await stranger(site.db, "amina@sea.example", "Amina");
    const bo = await stranger(
      site.db,
      "bo_with_a_very_long_name_of_an_account@a-rather-long-name.land.example",
    );
    const long = "Donaudampfschifffahrtsgesellschaft".repeat(6);
    const html = `<p>${mine.said} <b>${long}</b></p><ul><li>a</li><li>b</li></ul><blockquote><p>c</p></blockquote>`;
    let above = await answerTo(site.db, about, amina, { html, language });
    for (let level = 0; level < 6; level += 1) {
      above = await answerTo(site.db, about, level % 2 ? amina : bo, {
        parent: above,
        content_warning: "Rain",
      });
    }
    await answerTo(site.db, about, bo, { kind: "quote" });
    await answerTo(site.db, about, bo, { kind: "like" });
    const attachments = [{ url: "https://sea.example/p.jpg", media_type: "image/jpeg", name: "The quay" }];
    const held = await answerTo(site.db, about, bo, { state: "held", html, attachments });
    await answerTo(site.db, about, amina, { state: "held", html });
    await answerTo(site.db, { ...about, report: null }, amina, {
      kind: "mention",
      state: "held",
      public: false,
    });
    const viewport = { width, height: 700 };
    const look = await visit(url, { viewport, locale: language });
    const { page, complaints } = look;
    const { see, faults } = startInspection(look, (name) => `answers-${name}-${language}-${width}`);
    const press = async (button: string) => {
      await Promise.all([page.waitForEvent("load"), page.click(button)]);
    };

    await page.goto(url + path);
    await see("thread");
    await page.emulateMedia({ media: "print" });
    await keepScreenshot(page, `answers-print-${language}-${width}`);
    await page.emulateMedia({ media: "screen" });
    await page.goto(`${url}/desk/sign-in`);
    await page.fill('[name="door-words"]', keeper.words.join(" "));
    await Promise.all([page.waitForEvent("load"), page.press('[name="door-words"]', "Enter")]);

    await page.goto(`${url}/desk/answers`);
    await see("queue");
    await press('button[value="show"]');
    expect(await page.locator(".problems").textContent()).toBe(words.wrong.none);
    for (const box of await page.locator('input[name="id[]"]').all()) await box.check();
    await press('button[value="show"]');
    expect(await page.locator(".done").textContent()).toBe(words.done.decided);
    await see("empty");
    await page.goto(`${url}/desk/answers/shown?kind=reply`);
    await see("shown");

    await page.goto(`${url}/desk/answer/${held.id}`);
    await see("one");
    await page.fill('[name="text"]', `**${mine.said}**`);
    await press('button[value="preview"]');
    expect(await page.locator(".preview strong").textContent()).toBe(mine.said);
    await see("preview");
    await press('button[value="send"]');
    expect(await page.locator(".done").textContent()).toBe(words.done.sent);
    await see("own");
    await page.goto(`${url}/desk/answer/${held.id}`);
    await page.selectOption('[name="verdict"]', "hide");
    await press(`form[action$="/remember"] button`);
    await press('button[value="limit"]');
    expect(await page.locator(".done").textContent()).toBe(words.done.blocked);

    await page.goto(`${url}/desk/blocks`);
    await page.fill('[name="list"]', "bad.example,suspend\nloud.example,silence\nno host\n");
    await press('form[action$="/compare"] button');
    await see("blocks");
    await press('form[action$="/apply"] button');
    expect(await page.locator("main").textContent()).toContain("bad.example");
    await see("blocked");
    await page.goto(`${url}/desk/blocks/allowed`);
    await see("allowed-none");
    await page.fill('[name="host"]', "friend.example");
    await press('form[action$="/allow"] button');
    await see("allowed");
    await site.db
      .insertInto("complaint")
      .values({
        ...{
          id,
          direction: "received",
          uri: "https://sea.example/f",
          actor: amina.id,
          collective: collective.id,
        },
        ...{ objects: [`${url}/ap/articles/${id}`], content: long },
      })
      .execute();
    await site.db.insertInto("follower").values({ collective: collective.id, actor: bo.id }).execute();
    for (const place of ["complaints", "followers"]) {
      await page.goto(`${url}/desk/${place}`);
      await see(place);
      await press("main form button");
      expect(await page.locator(".done").textContent()).toBe(words.done.decided);
    }
    await page.goto(url + path);
    expect(await page.locator(".is-own").count()).toBe(1);
    await see("answered");
    expect(faults).toEqual([]);
    expect(complaints.filter((one) => !one.includes("status of 422"))).toEqual([]);
  },
);
