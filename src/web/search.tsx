// The page of the search: its question is in the query string, so that a search can be passed on; nobody writes it down.
import express from "express";
import { allCollectives } from "../db/collective.ts";
import { pages as paths } from "../domain/paths.ts";
import { maxQuestion, searchTexts } from "../newsroom/search.ts";
import type { Pages } from "./page.ts";
import { Search } from "./views/search.tsx";

/** Texts on one page. */
const hitsAtOnce = 20;
/** Pages of one search: whoever has not found it by then asks otherwise. */
const mostPages = 25;

export function createSearch(pages: Pages): express.Router {
  const { site } = pages;
  const router = express.Router();
  router.get(paths.search(), async (request, response) => {
    const { q, page: typed } = request.query;
    const question = (typeof q === "string" ? q : "").replaceAll("\0", " ").slice(0, maxQuestion).trim();
    const page =
      typeof typed === "string" && /^\d{1,3}$/.test(typed)
        ? Math.min(Math.max(Number(typed), 1), mostPages)
        : 1;
    const [collectives, { found, more }] = await Promise.all([
      allCollectives(site.db),
      searchTexts(site.db, question, (page - 1) * hitsAtOnce, hitsAtOnce),
    ]);
    const names = new Map(collectives.map(({ id, name }) => [id, name]));
    const at = (number: number) =>
      `${paths.search()}?${new URLSearchParams({ q: question, ...(number > 1 && { page: String(number) }) })}`;
    pages.send(
      response,
      <Search
        frame={pages.frame(request)}
        question={question}
        hits={found.map(({ text, excerpt }) => ({
          title: text.title,
          path: text.path,
          language: text.language,
          published: text.published,
          collective: {
            name: names.get(text.collective) ?? text.handle,
            path: paths.collective(text.handle),
          },
          contentWarning: text.content_warning ?? undefined,
          excerpt,
        }))}
        before={page > 1 ? at(1) : undefined}
        next={more && page < mostPages ? at(page + 1) : undefined}
      />,
    );
  });
  return router;
}
