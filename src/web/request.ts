// Looks at every request before anything else reads it.
import type { RequestHandler } from "express";
import { NotFound } from "../domain/errors.ts";

/** Middleware that refuses what no address of ours can hold, and lets conditional requests be what they are. */
export const lookAtRequest: RequestHandler = (request, _response, next) => {
  // PostgreSQL takes no NUL in a text.
  if (/%00/.test(request.url)) throw new NotFound("There is no such page.");
  // Whoever asks by `fetch` whether something has changed also says `no-cache`, which is meant for caches on the way;
  // Express would send everything again. https://www.rfc-editor.org/rfc/rfc9111#section-5.2.1.4
  if (request.headers["if-none-match"] ?? request.headers["if-modified-since"]) {
    delete request.headers["cache-control"];
  }
  next();
};
