// Pages of the desk that only appear when two people write, or in two languages: nothing in the way of anybody at 320 px.
import { HtmlValidate } from "html-validate";
import { expect, test } from "vitest";
import { createCollective } from "../../src/newsroom/collective.ts";
import { deskWords } from "../../src/web/words/desk/catalogue.ts";
import { barriers, hasBrowser, keepScreenshot, overhang, sharedBrowser } from "../support/browser.ts";
import { penOf, signedIn, startDesk } from "../support/desk.ts";
import { fieldsOn } from "../support/desk_form.ts";

const visit = sharedBrowser();
const validator = new HtmlValidate({ extends: ["html-validate:recommended"] });

const written = {
  en: {
    name: "Harbour Watch",
    title: "Tents cleared at dawn",
    lead: "Forty people lost their shelter.",
    text: "They came at **six**.\n\nNobody was told where to go.",
    theirs: "They came at **seven**.\n\nNobody was told where to go.",
  },
  ar: {
    name: "مرصد الميناء",
    title: "إزالة الخيام فجرًا",
    lead: "أربعون إنسانًا فقدوا مأواهم.",
    text: "جاؤوا في **السادسة**.\n\nلم يُخبَر أحد إلى أين يذهب.",
    theirs: "جاؤوا في **السابعة**.\n\nلم يُخبَر أحد إلى أين يذهب.",
  },
} as const;

test.skipIf(!hasBrowser).each(["en", "ar"] as const)(
  "two people who write at once, translate and agree meet no barrier (%s, 320 px)",
  { timeout: 120_000 },
  async (language) => {
    const { site, url } = await startDesk();
    const mine = written[language];
    const words = deskWords[language];
    const collective = await createCollective(site, {
      handle: "harbour",
      name: mine.name,
      languages: [language, "fr"],
    });
    const keeper = await penOf(site, collective);
    const nour = await signedIn(url, await penOf(site, collective, "writer", "office"));
    const { page, complaints, source } = await visit(url, {
      viewport: { width: 320, height: 640 },
      locale: language,
    });
    const faults: string[] = [];
    const see = async (name: string) => {
      const label = `desk-${name}-${language}-320`;
      if ((await overhang(page)) > 0) faults.push(`${label}: the page is wider than the window`);
      const { results } = await validator.validateString(await source());
      faults.push(...results.flatMap(({ messages }) => messages.map((one) => `${label}: ${one.message}`)));
      faults.push(...(await barriers(page)).map((one) => `${label}: ${one}`));
      await keepScreenshot(page, label);
    };
    const press = async (button: string) => {
      await Promise.all([page.waitForEvent("load"), page.click(button)]);
    };
    const { title, lead, text, theirs } = mine;
    const draft = { kind: "report", language, title, lead, text, action: "save" };

    await page.goto(`${url}/desk/sign-in`);
    await page.fill('[name="door-words"]', keeper.words.join(" "));
    await Promise.all([page.waitForEvent("load"), page.press('[name="door-words"]', "Enter")]);

    // Both open the text, the other one saves it first.
    const { pathname } = (await nour.post("/desk/new", draft)).url;
    await page.goto(url + pathname);
    await nour.post(pathname, {
      ...fieldsOn((await nour.get(pathname)).html),
      text: theirs,
      action: "save",
    });
    await page.fill('[name="lead"]', `${lead} …`);
    await press('button[value="save"]');
    expect(await page.locator("mark.theirs").count()).toBeGreaterThan(0);
    expect(await page.locator("mark.yours").count()).toBeGreaterThan(0);
    await see("conflict");

    await press('button[value="publish"]');
    await page.goto(`${url}/desk/new/translation/${pathname.split("/").at(-1)}`);
    expect(await page.locator(".original").textContent()).toContain(title);
    await see("translation");

    await site.db.updateTable("collective").set({ second_pen: true }).execute();
    await page.goto(`${url}/desk/new`);
    await page.fill('[name="title"]', title);
    await page.fill('[name="lead"]', lead);
    await page.fill('[name="text"]', text);
    await see("propose");
    await press('button[value="propose"]');
    expect(await page.locator("main").textContent()).toContain(words.editor.done.proposed);
    await see("proposed-own");

    const proposed = await nour.post("/desk/new", { ...draft, title: `${title} (2)`, action: "propose" });
    await page.goto(proposed.url.href);
    expect(await page.locator('form[action$="/agree"]').count()).toBe(1);
    await see("agree");

    expect(faults).toEqual([]);
    // A browser notes on its console when a form is answered with what is wrong with it.
    expect(complaints.filter((one) => !one.includes("status of 422"))).toEqual([]);
  },
);
