// Refuses forms that another site sent: every POST to a page must come from a page of ours.
import type { RequestHandler } from "express";
import { Forbidden } from "../domain/errors.ts";

/**
 * Middleware for pages with forms. Browsers say where a form came from in `Sec-Fetch-Site` and `Origin`; Tor Browser
 * sends `Origin: null` where the referrer policy hides it, so then the fetch metadata must say same-origin.
 * https://www.w3.org/TR/fetch-metadata/ · https://www.rfc-editor.org/rfc/rfc6454
 * @param origin the node's own
 */
export function requireSameOrigin(origin: string): RequestHandler {
  return (request, _response, next) => {
    if (request.method === "GET" || request.method === "HEAD") return next();
    const from = request.get("origin");
    const site = request.get("sec-fetch-site");
    const isOurs = from === origin || ((from === undefined || from === "null") && site === "same-origin");
    if (!isOurs)
      throw new Forbidden(
        "This form did not come from a page of this site, so nothing was done. Open the page again and send it from there.",
      );
    next();
  };
}
