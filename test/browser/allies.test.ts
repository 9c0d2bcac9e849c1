// Allies in Chromium: asking to follow, the answer, the rule and the end of it, by keyboard, with script and without it.
import { HtmlValidate } from "html-validate";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { ap } from "../../src/domain/paths.ts";
import { createCollective } from "../../src/newsroom/collective.ts";
import { deskWords } from "../../src/web/words/desk/catalogue.ts";
import { barriers, hasBrowser, keepScreenshot, overhang, sharedBrowser } from "../support/browser.ts";
import { penOf } from "../support/desk.ts";
import { startTestNode } from "../support/node.ts";
import { activity, startPeer } from "../support/peer.ts";

const visit = sharedBrowser();
const validator = new HtmlValidate({ extends: ["html-validate:recommended"] });
const names = {
  en: { own: "Harbour Watch", ally: "Sea Bridge", about: "We watch the sea, day and night." },
  ar: { own: "مرصد الميناء", ally: "جسر البحر", about: "نراقب البحر ليل نهار." },
} as const;

test.skipIf(!hasBrowser).each([
  ["en", 320, { javaScriptEnabled: true }],
  ["ar", 1280, { javaScriptEnabled: false, colorScheme: "dark" }],
] as const)(
  "an ally is asked, accepts, gets a rule and is left again, by keyboard (%s, %i px, %o)",
  { timeout: 120_000 },
  async (language, width, options) => {
    const [{ site, url }, peer] = await Promise.all([startTestNode(), startPeer()]);
    const words = deskWords[language].allies;
    const name = names[language];
    const collective = await createCollective(site, {
      handle: "harbour",
      name: name.own,
      languages: [language],
    });
    const pen = await penOf(site, collective, "moderator");
    const bridge = peer.actor("bridge", {
      ...{ type: "Group", name: name.ally, summary: `<p>${name.about}</p>` },
      icon: { type: "Image", url: "https://elsewhere.example/icon.png" },
    });
    const far = peer.actor("a_very_long_name_of_an_account_that_goes_on_and_on_for_a_whole_line", {
      name: null,
    });
    const viewport = { width, height: 700 };
    const { page, complaints, source } = await visit(url, { viewport, locale: language, ...options });
    let eyes = page;
    const faults: string[] = [];
    const see = async (what: string) => {
      const label = `allies-${what}-${language}-${width}`;
      const { results } = await validator.validateString(await source());
      faults.push(...results.flatMap(({ messages }) => messages.map((one) => `${label}: ${one.message}`)));
      await keepScreenshot(page, label);
      if ((await overhang(page)) > 0) faults.push(`${label}: the page is wider than the window`);
      if (!options.javaScriptEnabled) await eyes.goto(page.url());
      faults.push(...(await barriers(eyes)).map((one) => `${label}: ${one}`));
    };
    const follow = async (whom: string) => {
      await tabTo(page, '[name="whom"]');
      await page.keyboard.press("Control+A");
      await page.keyboard.insertText(whom);
      await press(page);
    };
    const agree = async () => {
      await tabTo(page, "main form button");
      await press(page);
    };
    const said = (type: string) =>
      peer.posts().filter(({ json }) => (json as { type: string }).type === type);
    const accept = async () => {
      await expect.poll(() => said("Follow").length).toBeGreaterThan(0);
      const [follow] = said("Follow");
      await peer.post(bridge, url + ap.inbox(collective.id), activity(peer, bridge, "Accept", follow!.json));
    };
    const line = () => page.locator(".rows.allies > li").first().textContent();

    await page.goto(`${url}/desk/sign-in`);
    await page.fill('[name="door-words"]', pen.words.join(" "));
    await press(page, '[name="door-words"]');

    // Axe is a script itself: where there is none, it looks at the same addresses in a browser beside.
    if (!options.javaScriptEnabled) {
      const storageState = await page.context().storageState();
      eyes = (
        await visit(url, { viewport, locale: language, ...options, javaScriptEnabled: true, storageState })
      ).page;
    }

    await page.goto(`${url}/desk/allies`);
    await see("none");
    await follow("nobody");
    expect(await page.locator("#field-whom-error").textContent()).toContain(words.wrong.shape);
    expect(await page.inputValue('[name="whom"]')).toBe("nobody");
    await see("wrong");
    await follow(`@${bridge.handle}`);
    expect(await page.locator("main").textContent()).toContain(name.about);
    expect(said("Follow")).toEqual([]);
    await see("who");
    await agree();
    expect(await page.locator(".done").textContent()).toBe(words.done.asked);
    await see("asked");
    await page.goto(`${url}/desk/allies`);
    expect(await line()).toContain(words.states.requested);
    await follow(far.id);
    expect(await page.locator("main").textContent()).toContain(words.who.silent);
    await see("who-says-nothing");
    await agree();

    await accept();
    await expect
      .poll(async () => {
        await page.goto(`${url}/desk/allies`);
        return line();
      })
      .toContain(words.states.accepted);
    await see("list");
    await tabTo(page, ".allies > li:first-child .deeds a:nth-of-type(2)");
    await press(page);

    await tabTo(page, '[name="rule"]:checked');
    await page.keyboard.press("ArrowDown");
    expect(await page.locator('[name="rule"]:checked').getAttribute("value")).toBe("propose");
    await tabTo(page, '[name="tags"]');
    await page.keyboard.insertText("Boats، !!!");
    await tabTo(page, '[value="report"]');
    await page.keyboard.press("Space");
    await tabTo(page, "main section form > button");
    await press(page);
    expect(await page.locator("#field-tags-error").textContent()).toContain(words.wrong.tags("!!!"));
    await see("rule-wrong");
    await tabTo(page, '[name="tags"]');
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText("Boats، Freedom of movement");
    await tabTo(page, "main section form > button");
    await press(page);
    expect(await page.locator(".done").textContent()).toBe(words.done.rule);
    expect(await page.locator('[value="report"]').isChecked()).toBe(true);
    await see("rule");

    await tabTo(page, 'a[href*="/unfollow"]');
    await press(page);
    await see("leave");
    await tabTo(page, "button.danger");
    await press(page);
    expect(await page.locator(".done").textContent()).toBe(words.done.ended);
    await expect.poll(() => said("Undo").length).toBe(1);
    await see("ended");
    await page.goto(`${url}/desk/allies`);
    await see("left");
    expect(faults).toEqual([]);
    // A browser notes on its console when a form is answered with what is wrong with it.
    expect(complaints.filter((one) => !one.includes("status of 422"))).toEqual([]);
  },
);

/** Goes on with the tabulator until the focus is where it is wanted. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let step = 0; step < 80; step += 1) {
    await page.keyboard.press("Tab");
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
  }
  throw new Error(`The tabulator does not lead to ${selector}.`);
}

/** Presses what has the focus, and waits for the page after it. */
async function press(page: Page, selector = ":focus"): Promise<void> {
  await Promise.all([page.waitForEvent("load"), page.press(selector, "Enter")]);
}
