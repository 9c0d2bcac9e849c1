// Debian's Chromium, started once for a file of tests; it is told to keep to the node and to itself.
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { HtmlValidate } from "html-validate";
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Response,
} from "playwright-core";
import { afterAll, beforeAll, onTestFinished } from "vitest";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
/** The browser that is used, where there is one. */
export const executablePath = places.find((path) => existsSync(path));

/** Whether there is a browser here; where there is none, its tests say so and are left out. */
export const hasBrowser = executablePath !== undefined;
if (!hasBrowser) {
  console.warn(
    "Chromium is not installed here, so the tests in a browser are left out: `apt install chromium` brings it.",
  );
}

/** Arguments that keep a browser to what it is told to visit. */
export const quietly = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Where screenshots are kept for people to look at. */
const artefacts = join(import.meta.dirname, "..", "..", "artefacts");

/** What a browser complained of while somebody looked at pages. */
export interface Visit {
  page: Page;
  /** Console errors, breaches of the content security policy, requests to other origins. */
  complaints: string[];
  /** The HTML of the page that is shown, as the node has sent it. */
  source(): Promise<string>;
}

/** A browser that all tests of a file share; each visit has a context of its own. */
export function sharedBrowser(): (origin: string, options?: BrowserContextOptions) => Promise<Visit> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (!hasBrowser) return;
    browser = await chromium.launch({ executablePath: executablePath!, headless: true, args: quietly });
  });
  afterAll(async () => {
    await browser?.close();
  });
  return async (origin, options) => {
    const context = await browser!.newContext(options);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.origin !== origin && url.protocol !== "data:") complaints.push(`request: ${url.href}`);
    });
    let shown: Response | undefined;
    page.on("response", (response) => {
      if (response.request().resourceType() === "document" && !response.headers().location) shown = response;
    });
    // Read only when it is asked for: a browser forgets the text of a page as soon as it leaves it.
    return { page, complaints, source: () => shown!.text() };
  };
}

/** What axe finds on a page: rule and place, one a line. */
export async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** How many pixels a page is wider than the window. */
export function overhang(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Keeps a picture of the whole page, with everything in it loaded. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await page.evaluate(async () => {
    for (const image of document.images) image.loading = "eager";
    await Promise.all([...document.images].map((image) => image.decode()));
  });
  await mkdir(artefacts, { recursive: true });
  await page.screenshot({ path: join(artefacts, `${name}.png`), fullPage: true });
}

const validator = new HtmlValidate({ extends: ["html-validate:recommended"] });

export interface Inspection {
  /** What was found wrong so far. */
  faults: string[];
  /** Looks at the page that is shown: its HTML, its width, what is in the way of people; and keeps a picture. */
  see(name: string): Promise<void>;
  /** Axe is a script itself: where there is none, it looks at the same addresses in a browser beside. */
  lookWith(eyes: Page): void;
}

/** Collects what is wrong with the pages of a visit. @param label the name of a picture, for the name of a page */
export function startInspection({ page, source }: Visit, label: (name: string) => string): Inspection {
  const faults: string[] = [];
  let eyes = page;
  return {
    faults,
    lookWith(other) {
      eyes = other;
    },
    async see(name) {
      const at = label(name);
      const { results } = await validator.validateString(await source());
      faults.push(...results.flatMap(({ messages }) => messages.map((one) => `${at}: ${one.message}`)));
      if ((await overhang(page)) > 0) faults.push(`${at}: the page is wider than the window`);
      await keepScreenshot(page, at);
      if (eyes !== page) await eyes.goto(page.url());
      faults.push(...(await barriers(eyes)).map((one) => `${at}: ${one}`));
    },
  };
}

/** Goes on with the tabulator until the focus is where it is wanted. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let step = 0; step < 120; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`The tabulator does not lead to ${selector}.`);
}
