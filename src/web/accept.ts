// What a request asks for: a page for people or a document for servers.
import type { Request } from "express";

const profile = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"';

/**
 * Whether ActivityPub is asked for rather than a page. Browsers and crawlers that take anything get the page.
 * https://www.w3.org/TR/activitypub/#retrieving-objects
 */
export function wantsActivity(request: Request): boolean {
  const best = request.accepts("text/html", "application/activity+json", profile, "application/ld+json");
  return best !== false && best !== "text/html";
}

/**
 * Whether an error should be told to a program: it takes JSON rather than pages, or speaks to a server's address without
 * asking for a page.
 */
export function wantsProblem(request: Request): boolean {
  const documents = ["application/json", "application/activity+json", profile, "application/ld+json"];
  if (/^\/(ap|\.well-known|nodeinfo)(\/|$)/.test(request.path)) {
    return request.accepts(...documents, "text/html") !== "text/html";
  }
  const best = request.accepts("text/html", ...documents);
  return best !== false && best !== "text/html";
}
