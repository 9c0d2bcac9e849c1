// What search engines are told: which pages there are, and where they need not look. https://www.sitemaps.org/protocol.html
import express, { type Response } from "express";
import { allCollectives } from "../db/collective.ts";
import { NotFound } from "../domain/errors.ts";
import { desk, pages as paths } from "../domain/paths.ts";
import { countTexts, textPlaces } from "../newsroom/lists.ts";
import type { Site } from "../site.ts";
import { document, element } from "./xml.ts";

const namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";
/** Texts in one file: a tenth of what the protocol allows. */
const textsAtOnce = 5000;

/** @param options `atOnce`: texts in one file */
export function createSitemap(
  site: Site,
  { atOnce = textsAtOnce }: { atOnce?: number } = {},
): express.Router {
  const { origin } = site.config;
  const router = express.Router();

  router.get("/robots.txt", (_request, response) => {
    const closed = [desk.texts(), desk.join(""), paths.search(), paths.words("", "").split("?")[0]!];
    const lines = [
      "User-agent: *",
      ...[...closed, paths.interact()].map((path) => `Disallow: ${path}`),
      "",
      `Sitemap: ${origin}${paths.sitemap()}`,
      "",
    ];
    response.type("text/plain").set("cache-control", "public, max-age=86400").send(lines.join("\n"));
  });

  router.get(paths.sitemap(), async (_request, response) => {
    const count = Math.ceil((await countTexts(site.db)) / atOnce);
    if (count <= 1) return send(response, await urls(1));
    const maps = Array.from({ length: count }, (_, at) =>
      element("sitemap", {}, element("loc", {}, origin + paths.sitemap(at + 1))),
    );
    send(response, document(element("sitemapindex", { xmlns: namespace }, ...maps)));
  });

  router.get("/sitemap/:page", async (request, response) => {
    const page = /^[1-9]\d{0,5}$/.test(request.params.page) ? Number(request.params.page) : 0;
    if (page === 0) throw new NotFound("There is no such sitemap.");
    send(response, await urls(page));
  });

  async function urls(page: number): Promise<string> {
    const places = await textPlaces(site.db, (page - 1) * atOnce, atOnce);
    if (places.length === 0 && page > 1) throw new NotFound("There is no such sitemap.");
    const collectives = page > 1 ? [] : await allCollectives(site.db);
    const fixed = page > 1 ? [] : [paths.front(), paths.archive(), paths.tags(), paths.languages()];
    const own = [...fixed, ...collectives.map(({ handle }) => paths.collective(handle))];
    return document(
      element(
        "urlset",
        { xmlns: namespace },
        ...own.map((path) => element("url", {}, element("loc", {}, origin + path))),
        ...places.map(({ path, changed }) =>
          element(
            "url",
            {},
            element("loc", {}, origin + path),
            element("lastmod", {}, changed.toISOString()),
          ),
        ),
      ),
    );
  }

  function send(response: Response, xml: string): void {
    response.set({ "content-type": "application/xml; charset=utf-8", "cache-control": "no-cache" }).send(xml);
  }

  return router;
}
