// The switch of the interface's language: a cookie that says which, and nothing about who.
import express from "express";
import { NotFound } from "../domain/errors.ts";
import { pages as paths } from "../domain/paths.ts";
import type { Site } from "../site.ts";
import { choiceCookie, interfaceLanguages } from "./locale.ts";

/** How long the choice is kept, in milliseconds: a year. */
const kept = 365 * 86_400_000;

export function createWords(site: Site): express.Router {
  const { origin } = site.config;
  const router = express.Router();
  router.get("/words/:language", (request, response) => {
    const language = interfaceLanguages.find((one) => one === request.params.language);
    if (language === undefined) throw new NotFound("The interface does not speak this language.");
    response
      .cookie(choiceCookie, language, {
        httpOnly: true,
        sameSite: "lax",
        secure: origin.startsWith("https:"),
        path: "/",
        maxAge: kept,
      })
      .set("cache-control", "no-store")
      .redirect(303, ownPage(origin, request.query.back));
  });
  return router;
}

/** The page to come back to, if it is one of ours, else the front page: nobody is sent elsewhere. */
function ownPage(origin: string, back: unknown): string {
  if (typeof back !== "string" || back.length > 2000 || !/^\/(?![/\\])/.test(back)) return paths.front();
  if (!URL.canParse(back, origin)) return paths.front();
  const { origin: there, pathname, search } = new URL(back, origin);
  if (there !== origin || pathname.startsWith("//") || pathname.startsWith("/words/")) return paths.front();
  return pathname + search;
}
