// How a document is shown to whoever asks at its address: JSON to servers, the way to the page to people.
import type { Request, RequestHandler, Response } from "express";
import { Gone, NotFound } from "../src/domain/errors.ts";

/** What is at an address. */
export interface Found {
  document: object;
  /** Address of the page for people, if there is one. */
  page?: string | undefined;
  /** It was taken back, and the document is all that is left. */
  isGone?: boolean;
}

/** Looks up what is at an address of a route, by the route's parameters. */
export type Find = (parameters: Record<string, string>) => Promise<Found | undefined>;

export const activityType = "application/activity+json";
const profiled = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"';

/** Whether a page is wanted rather than a document. These addresses are for servers: who takes anything gets JSON. */
export function wantsPage(request: Request): boolean {
  return (
    request.accepts(activityType, profiled, "application/ld+json", "application/json", "text/html") ===
    "text/html"
  );
}

/**
 * Answers a GET. Who asks does not matter: a signature is not looked at, so a false one does no harm.
 * @throws {NotFound} in the same words for what never was and for what is not public
 */
export function show(find: Find): RequestHandler<Record<string, string>> {
  return async (request, response) => {
    response.vary("Accept").set("Access-Control-Allow-Origin", "*");
    const found = await find(request.params);
    if (found === undefined) throw new NotFound("There is nothing at this address.");
    const { document, page, isGone = false } = found;
    if (wantsPage(request)) {
      if (isGone) throw new Gone("This was taken back by those who wrote it.");
      if (page !== undefined) return response.redirect(303, page);
    }
    if (page !== undefined) response.append("Link", `<${page}>; rel="alternate"; type="text/html"`);
    // Kept by caches but asked after each time: an edit or a deletion must be seen at once.
    response.set("Cache-Control", "public, no-cache").status(isGone ? 410 : 200);
    send(response, activityType, JSON.stringify(document));
  };
}

/** Sends exactly this media type: Express would add a charset, which a few servers do not expect. */
function send(response: Response, type: string, body: string): void {
  response.setHeader("Content-Type", type);
  response.send(Buffer.from(body));
}

/** Answers whatever is not among the methods of an address. */
export function refuseMethod(...methods: string[]): RequestHandler {
  return (request, response) => {
    response.set({ Allow: methods.join(", "), "Access-Control-Allow-Origin": "*" });
    if (request.method === "OPTIONS") {
      response.status(204).end();
      return;
    }
    sendProblem(response, 405, "Method Not Allowed", `This address takes only ${methods.join(" and ")}.`);
  };
}

/** https://www.rfc-editor.org/rfc/rfc9457, as FEP-c180 has it */
export function sendProblem(
  response: Response,
  status: number,
  title: string,
  detail: string,
  cache = "no-cache",
): void {
  response.status(status).set("Cache-Control", cache);
  send(response, "application/problem+json", JSON.stringify({ title, status, detail }));
}

/** Sends what is the same for everybody and seldom changes. */
export function sendCached(response: Response, type: string, body: string): void {
  response.set({ "Cache-Control": "public, max-age=600", "Access-Control-Allow-Origin": "*" });
  send(response, type, body);
}
