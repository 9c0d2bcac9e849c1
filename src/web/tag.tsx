// The pages of tags: all of them, and what all collectives of the node published under one.
import express, { type Request, type Response } from "express";
import { NotFound } from "../domain/errors.ts";
import { pages as paths } from "../domain/paths.ts";
import { hyphenated } from "../domain/slug.ts";
import { publicTags, tagName } from "../newsroom/lists.ts";
import { sendList } from "./list.tsx";
import { sendOverview } from "./overview.tsx";
import type { Pages } from "./page.ts";

/** Tags on one page. */
const tagsAtOnce = 200;

export function createTag(pages: Pages): express.Router {
  const { site } = pages;
  const router = express.Router();

  async function show(request: Request, response: Response, typed: string, at: string | undefined) {
    const tag = hyphenated(typed);
    const path = paths.tag(tag);
    if (tag !== typed && tag !== "") return response.redirect(301, path);
    const name = await tagName(site.db, tag);
    if (name === undefined) throw new NotFound("There is no text with this tag here.");
    const title = ({ locale }: { locale: { words: { tagged(name: string): string } } }) =>
      locale.words.tagged(name);
    await sendList(
      pages,
      request,
      response,
      { filter: { tag }, path, title, feeds: { title: name, list: path } },
      at,
    );
  }

  async function showAll(request: Request, response: Response, after: string | undefined) {
    const { tags, next } = await publicTags(site.db, after, tagsAtOnce);
    if (tags.length === 0 && after !== undefined) throw new NotFound("The list does not go on from there.");
    const path = paths.tags();
    sendOverview(pages, request, response, {
      path: after === undefined ? path : `${path}/after/${encodeURIComponent(after)}`,
      title: ({ words }) => words.allTags,
      description: ({ words }) => words.tagsHere,
      groups: () => [
        { title: undefined, ways: tags.map(({ tag, name }) => ({ name, path: paths.tag(tag) })) },
      ],
      next: next && `${path}/after/${encodeURIComponent(next)}`,
    });
  }

  router.get(paths.tags(), (request, response) => showAll(request, response, undefined));
  router.get("/tags/after/:tag", (request, response) => showAll(request, response, request.params.tag));
  router.get("/tags/:tag", async (request, response) => {
    await show(request, response, request.params.tag, undefined);
  });
  router.get("/tags/:tag/before/:place", async (request, response) => {
    await show(request, response, request.params.tag, request.params.place);
  });
  return router;
}
