// What Lighthouse says of the front page and of a report. It runs here, on this machine, and asks nobody else.
import lighthouse from "lighthouse";
import { chromium } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { executablePath, hasBrowser, quietly } from "../support/browser.ts";
import { sharedEdition } from "../support/edition.ts";
import { freePort } from "../support/node.ts";

const edition = sharedEdition();
const onlyCategories = ["accessibility", "best-practices", "seo"];

for (const name of ["front page", "report"]) {
  test.runIf(hasBrowser)(
    `Lighthouse finds nothing to better on the ${name}: accessibility, best practices, SEO`,
    async () => {
      const { node, report } = edition();
      const port = await freePort();
      const browser = await chromium.launch({
        executablePath: executablePath!,
        headless: true,
        args: [...quietly, `--remote-debugging-port=${port}`],
      });
      onTestFinished(() => browser.close());
      const url = node.url + (name === "report" ? report.path : "/");
      const run = await lighthouse(url, { port, onlyCategories, logLevel: "error", output: "json" });
      const { categories, audits } = run!.lhr;
      const scores = onlyCategories.map((id) => [id, categories[id]?.score]);
      const faults = Object.values(audits)
        .filter(
          ({ score, scoreDisplayMode }) => score !== null && score < 1 && scoreDisplayMode !== "informative",
        )
        .map(({ id, details }) => `${id} ${JSON.stringify(details ?? "").slice(0, 600)}`);
      expect([faults, scores]).toEqual([[], onlyCategories.map((id) => [id, 1])]);
    },
    240_000,
  );
}
