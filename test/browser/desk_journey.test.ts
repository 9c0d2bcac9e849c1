// The desk in a real browser, by keyboard alone and in one breath: from the link of the first run to taking a text back.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { ap } from "../../src/domain/paths.ts";
import { collectiveNamed } from "../../src/newsroom/collective.ts";
import { firstLinks } from "../../src/newsroom/first_run.ts";
import { publishDue } from "../../src/newsroom/publish.ts";
import { deskWords } from "../../src/web/words/desk/catalogue.ts";
import { barriers, hasBrowser, keepScreenshot, overhang, sharedBrowser, tabTo } from "../support/browser.ts";
import { wordsOn } from "../support/desk.ts";
import { SetClock } from "../support/newsroom.ts";
import { startTestNode } from "../support/node.ts";
import { activity, startPeer } from "../support/peer.ts";
import { twoColours } from "../support/pictures.ts";

const visit = sharedBrowser();
const validator = new HtmlValidate({ extends: ["html-validate:recommended"] });

const written = {
  en: {
    name: "Harbour Watch",
    title: "Bring blankets to the quay on Saturday",
    lead: "Two hundred people sleep outside. We meet at noon.",
    text: "It has rained for three days.\n\n## What is needed\n\n- blankets\n- dry socks\n\nCome with friends.",
    tags: "Solidarity, Calais",
    link: "Meeting place",
    alt: "People carry blankets along the quay",
    correction: "Two hundred people sleep outside. We meet at one o’clock.",
  },
  ar: {
    name: "مرصد الميناء",
    title: "أحضروا بطانيات إلى الرصيف يوم السبت",
    lead: "مئتا إنسان ينامون في العراء. نلتقي ظهرًا.",
    text: "تمطر منذ ثلاثة أيام.\n\n## ما يلزم\n\n- بطانيات\n- جوارب جافة\n\nتعالوا مع أصدقائكم.",
    tags: "تضامن، كاليه",
    link: "مكان اللقاء",
    alt: "أناس يحملون بطانيات على الرصيف",
    correction: "مئتا إنسان ينامون في العراء. نلتقي في الواحدة.",
  },
} as const;

/** Presses what has the focus, and waits for the page after it. */
async function press(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
}

async function pressButton(page: Page, action: string): Promise<void> {
  await tabTo(page, `button[value="${action}"]`);
  await press(page);
}

/** Types into a field, in place of what stands in it. */
async function type(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, `[name="${name}"]`);
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
}

async function threePictures(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "tern-pictures-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(folder, { recursive: true });
  return Promise.all(
    [900, 700, 500].map(async (width) => {
      const path = join(folder, `${width}.jpg`);
      await writeFile(path, await twoColours(width, 500).jpeg().toBuffer());
      return path;
    }),
  );
}

const windows = [
  { width: 320, height: 640, language: "en", javaScriptEnabled: true },
  { width: 1280, height: 800, language: "en", javaScriptEnabled: false },
  { width: 320, height: 640, language: "ar", javaScriptEnabled: false },
  { width: 1280, height: 800, language: "ar", javaScriptEnabled: true },
] as const;

test.skipIf(!hasBrowser).each(windows)(
  "somebody comes by the first link, writes a call-out, has it appear on time, corrects it and takes it back ($language, $width px, script: $javaScriptEnabled)",
  { timeout: 240_000 },
  async ({ width, height, language, javaScriptEnabled }) => {
    const clock = new SetClock(new Date().toISOString());
    const [{ site, url }, peer, pictures] = await Promise.all([
      startTestNode({ clock }),
      startPeer(),
      threePictures(),
    ]);
    const mine = written[language];
    const { link } = (await firstLinks(site))[0]!;

    const { page, complaints, source } = await visit(url, {
      viewport: { width, height },
      locale: language,
      javaScriptEnabled,
    });
    const words = deskWords[language];
    const faults: string[] = [];
    const see = async (name: string) => {
      const label = `desk-${name}-${language}-${width}`;
      if ((await overhang(page)) > 0) faults.push(`${label}: the page is wider than the window`);
      const { results } = await validator.validateString(await source());
      faults.push(...results.flatMap(({ messages }) => messages.map((one) => `${label}: ${one.message}`)));
      if (javaScriptEnabled) faults.push(...(await barriers(page)).map((one) => `${label}: ${one}`));
      await keepScreenshot(page, label);
    };
    const main = () => page.locator("main").textContent();

    const title = async () => (await page.locator("h1").first().textContent())?.trim();

    await page.goto(link);
    expect(await title()).toBe(words.found.title);
    await see("found");

    await tabTo(page, "#field-name");
    await page.keyboard.type(mine.name);
    await tabTo(page, "main button");
    await press(page);
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("problems");
    await see("found-again");

    await tabTo(page, "#field-handle");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("harbour");
    await tabTo(page, "main button");
    await press(page);
    expect(await title()).toBe(words.words.title);
    await see("words");

    const handed = wordsOn(await page.content());
    expect(handed).toHaveLength(6);
    for (const input of await page.locator(".pair input").all()) {
      const name = (await input.getAttribute("name"))!;
      await tabTo(page, `[name="${name}"]`);
      await page.keyboard.type(handed[Number(name.slice(-1))]!);
    }
    await tabTo(page, "main button");
    await press(page);
    expect(new URL(page.url()).pathname).toBe("/desk");
    await see("texts");

    await tabTo(page, 'nav a[href="/desk/pens"]');
    await press(page);
    await see("pens");
    await tabTo(page, "#field-label");
    await page.keyboard.type(language === "ar" ? "هاتف المطبخ" : "Kitchen telephone");
    await tabTo(page, '[action$="invitations"] button');
    await press(page);
    expect(await title()).toBe(words.invitation.title);
    expect(await page.locator("svg.qr").isVisible()).toBe(true);
    await see("invitation");
    const invitation = (await page.locator(".copy").textContent())!.trim();

    await page.goto(`${url}/desk/pens`);
    await tabTo(page, '.rows a[href$="/withdraw"]');
    await press(page);
    await see("withdraw");
    await tabTo(page, ".desk-places button");
    await press(page);
    expect(new URL(page.url()).pathname).toBe("/desk/sign-in");
    await see("sign-in");

    await tabTo(page, "#field-door-words");
    await page.keyboard.type(handed.map((word) => word.slice(0, 4)).join(" "));
    await press(page);
    expect(new URL(page.url()).pathname).toBe("/desk");

    await page.goto(invitation);
    await see("invited");

    const alice = peer.actor("alice");
    const { id } = await collectiveNamed(site, "harbour");
    await peer.post(alice, url + ap.inbox(id), activity(peer, alice, "Follow", url + ap.collective(id)));
    const said = (kind: string) =>
      peer.posts().filter(({ json }) => (json as { type?: string } | undefined)?.type === kind);
    await expect.poll(() => said("Accept"), { timeout: 30_000 }).toHaveLength(1);

    await page.goto(`${url}/desk`);
    await tabTo(page, 'nav a[href="/desk/new"]');
    await press(page);
    await see("editor-new");

    await tabTo(page, '[name="kind"]');
    await page.keyboard.press("ArrowDown");
    await type(page, "title", mine.title);
    await type(page, "lead", mine.lead);
    await type(page, "text", mine.text);
    await type(page, "tags", mine.tags);
    const five = [1, 2, 3, 4, 5].map((n) => `https://example.org/${n} ${mine.link} ${n}`);
    await type(page, "links", five.join("\n"));
    await tabTo(page, '[name="files"]');
    await page.setInputFiles('[name="files"]', pictures);
    await pressButton(page, "pictures");
    expect(await page.locator(".pictures-of li").count()).toBe(3);
    for (const position of [0, 1, 2]) await type(page, `alt-${position}`, `${mine.alt} (${position + 1})`);
    await pressButton(page, "up:2");
    expect(await page.locator('[name="alt-1"]').inputValue()).toBe(`${mine.alt} (3)`);
    await see("editor-pictures");

    await pressButton(page, "preview");
    expect(await page.locator("h1").textContent()).toContain(mine.title);
    await see("preview");
    await pressButton(page, "elsewhere");
    await see("elsewhere");
    await pressButton(page, "write");

    await pressButton(page, "schedule");
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("problems");
    await see("editor-problem");
    const inTwoMinutes = new Date(clock.now().getTime() + 120_000);
    inTwoMinutes.setUTCSeconds(0, 0);
    await tabTo(page, '[name="date"]');
    await page.fill('[name="date"]', inTwoMinutes.toISOString().slice(0, 10));
    await tabTo(page, '[name="time"]');
    await page.fill('[name="time"]', inTwoMinutes.toISOString().slice(11, 16));
    await pressButton(page, "schedule");
    expect(await main()).toContain(words.editor.done.scheduled);
    await see("scheduled");
    const address = new URL(page.url()).pathname;

    clock.set(new Date(inTwoMinutes.getTime() - 1000).toISOString());
    await publishDue(site);
    expect(await (await fetch(`${url}/harbour`)).text()).not.toContain(mine.title);
    expect(said("Create")).toHaveLength(0);
    clock.set(inTwoMinutes.toISOString());
    await publishDue(site);
    expect(await (await fetch(`${url}/harbour`)).text()).toContain(mine.title);
    await expect.poll(() => said("Create"), { timeout: 30_000 }).toHaveLength(1);
    const { object } = said("Create")[0]!.json as { object: { attachment: unknown[]; published: string } };
    expect(object.attachment).toHaveLength(3);
    expect(new Date(object.published)).toEqual(inTwoMinutes);

    await page.goto(url + address);
    await see("editor-published");
    await type(page, "lead", mine.correction);
    await pressButton(page, "revise");
    await expect.poll(() => said("Update"), { timeout: 30_000 }).toHaveLength(1);
    await expect
      .poll(async () => {
        await page.reload();
        return main();
      })
      .toContain(words.deliveries.delivered(one(language), one(language)));
    await see("deliveries-of");
    await tabTo(page, 'nav a[href="/desk/deliveries"]');
    await press(page);
    await see("deliveries");

    await page.goto(url + address);
    await tabTo(page, `a[href="${address}/withdraw"]`);
    await press(page);
    await see("withdraw-text");
    await tabTo(page, "main button.danger");
    await press(page);
    await expect.poll(() => said("Delete"), { timeout: 30_000 }).toHaveLength(1);
    await page.goto(url + address);
    await see("withdrawn");
    await tabTo(page, 'nav a[href="/desk"]');
    await press(page);
    await see("list");
    await tabTo(page, 'nav a[href="/desk/profile"]');
    await press(page);
    await see("profile");

    expect(faults).toEqual([]);
    // A browser notes on its console when a form is answered with what is wrong with it.
    expect(complaints.filter((one) => !one.includes("status of 422"))).toEqual([]);
  },
);

function one(language: string): string {
  return new Intl.NumberFormat(language).format(1);
}
