import { expect, test } from "vitest";
import { hasBrowser, sharedBrowser } from "../support/browser.ts";
import { sharedEdition } from "../support/edition.ts";
import { startPeer } from "../support/peer.ts";

const edition = sharedEdition();
const visit = sharedBrowser();

for (const javaScriptEnabled of [true, false]) {
  test.runIf(hasBrowser)(
    `a reader is taken from a collective's page to their own server, ${javaScriptEnabled ? "with" : "without"} script`,
    async () => {
      const { node } = edition();
      const peer = await startPeer();
      const subject = `acct:alice@${peer.host}`;
      const rel = "http://ostatus.org/schema/1.0/subscribe";
      peer.serves.set(`/.well-known/webfinger?resource=${encodeURIComponent(subject)}`, {
        type: "application/jrd+json",
        body: JSON.stringify({ subject, links: [{ rel, template: `${peer.url}/subscribe?to={uri}` }] }),
      });
      peer.serves.set("/subscribe", { type: "text/html", body: "<h1>Follow them?</h1>" });
      const { page } = await visit(node.url, { javaScriptEnabled, locale: "en" });
      await page.goto(`${node.url}/harbour`);
      await page.getByLabel("Your handle, or the name of your server").fill("nobody at all");
      await page.getByRole("button", { name: "Go there" }).press("Enter");
      expect(await page.locator("#trouble").textContent()).toContain("neither a handle");
      await page.getByLabel("Your handle, or the name of your server").fill(`@alice@${peer.host}`);
      await page.keyboard.press("Enter");
      await page.waitForURL(`${peer.url}/subscribe?to=*`);
      expect(await page.locator("h1").textContent()).toBe("Follow them?");
    },
    60_000,
  );
}

test.runIf(hasBrowser)("a reader without script changes the language and stays where they were", async () => {
  const { node, report } = edition();
  const { page } = await visit(node.url, { javaScriptEnabled: false, locale: "en" });
  await page.goto(node.url + report.path);
  await page.getByRole("link", { name: "فارسی" }).click();
  expect(page.url()).toBe(node.url + report.path);
  expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
  await page.goto(`${node.url}/`);
  expect(await page.locator("html").getAttribute("lang")).toBe("fa");
});
