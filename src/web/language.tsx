// The pages of languages: which ones there are, and the texts in one of them.
import express, { type Request, type Response } from "express";
import { NotFound } from "../domain/errors.ts";
import { languageName, readLanguage } from "../domain/language.ts";
import { pages as paths } from "../domain/paths.ts";
import { publicLanguages } from "../newsroom/lists.ts";
import { newsKinds, sendList } from "./list.tsx";
import { sendOverview } from "./overview.tsx";
import type { Pages } from "./page.ts";

export function createLanguage(pages: Pages): express.Router {
  const { site } = pages;
  const router = express.Router();

  async function show(request: Request, response: Response, typed: string, at: string | undefined) {
    const language = readLanguage(typed);
    if (language === undefined) throw new NotFound("There is no text in this language here.");
    const path = paths.language(language);
    if (language !== typed) return response.redirect(301, path);
    await sendList(
      pages,
      request,
      response,
      {
        filter: { language, kinds: newsKinds },
        path,
        title: ({ locale }) => locale.words.inLanguage(languageName(language, locale.language)),
        feeds: { title: languageName(language), list: path },
      },
      at,
    );
  }

  router.get(paths.languages(), async (request, response) => {
    const languages = await publicLanguages(site.db);
    const ways = languages.map((language) => ({
      name: languageName(language),
      path: paths.language(language),
      language,
    }));
    sendOverview(pages, request, response, {
      path: paths.languages(),
      title: ({ words }) => words.languages,
      description: ({ words }) => words.languagesHere,
      groups: () => [{ title: undefined, ways }],
    });
  });
  router.get("/languages/:language", async (request, response) => {
    await show(request, response, request.params.language, undefined);
  });
  router.get("/languages/:language/before/:place", async (request, response) => {
    await show(request, response, request.params.language, request.params.place);
  });
  return router;
}
