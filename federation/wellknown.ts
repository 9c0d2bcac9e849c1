// WebFinger and host-meta: from a handle or an address to an actor. Our own, because Fedify's WebFinger neither says of what
// type a page is nor filters by `rel`, and answers an outage by throwing.
import { domainToASCII } from "node:url";
import express, { type Request } from "express";
import { type Collective, collectiveByHandle, collectiveById } from "../src/db/collective.ts";
import { NotFound } from "../src/domain/errors.ts";
import { ap, pages } from "../src/domain/paths.ts";
import { portrait } from "../src/newsroom/read_picture.ts";
import type { Site } from "../src/site.ts";
import { instanceName } from "./actor.ts";
import { imageDocument } from "./picture.ts";
import { activityType, refuseMethod, sendCached, sendProblem } from "./show.ts";

interface Link {
  rel: string;
  type?: string;
  href?: string;
  template?: string;
}

interface Jrd {
  subject: string;
  aliases?: string[];
  links: Link[];
}

const jrdType = "application/jrd+json";
const maxResource = 2048;

/** `/.well-known/webfinger` and `/.well-known/host-meta`, the latter also as JSON. https://www.rfc-editor.org/rfc/rfc7033 */
export function createWellKnown(site: Site): express.Router {
  const router = express.Router({ strict: true, caseSensitive: true });
  const template = `${site.config.origin}/.well-known/webfinger?resource={uri}`;

  router
    .route("/.well-known/webfinger")
    .get(async (request, response) => {
      response.set("Access-Control-Allow-Origin", "*");
      const resource = readResource(request);
      if (resource === undefined) {
        return sendProblem(
          response,
          400,
          "Bad Request",
          "The resource must be an address: acct:name@host or https://…",
        );
      }
      const found = await find(site, resource);
      if (found === undefined) throw new NotFound("Nobody by that name is here.");
      const rels = [request.query.rel ?? []].flat();
      const links = rels.length === 0 ? found.links : found.links.filter(({ rel }) => rels.includes(rel));
      sendCached(response, jrdType, JSON.stringify({ ...found, links }));
    })
    .all(refuseMethod("GET", "HEAD"));
  router
    .route("/.well-known/host-meta")
    .get((_request, response) => sendCached(response, "application/xrd+xml; charset=utf-8", xrd(template)))
    .all(refuseMethod("GET", "HEAD"));
  router
    .route("/.well-known/host-meta.json")
    .get((_request, response) =>
      sendCached(response, jrdType, JSON.stringify({ links: [{ rel: "lrdd", type: jrdType, template }] })),
    )
    .all(refuseMethod("GET", "HEAD"));
  return router;
}

/** What is asked for, or undefined when it is no address at all. */
function readResource({ query: { resource } }: Request): URL | undefined {
  if (typeof resource !== "string" || resource.length > maxResource) return undefined;
  return URL.parse(resource) ?? undefined;
}

async function find(site: Site, resource: URL): Promise<Jrd | undefined> {
  const { origin, host } = site.config;
  if (resource.protocol === "acct:") {
    const [, name = "", at = ""] = /^@?([^@\p{Cc}]+)@([^@]+)$/u.exec(decode(resource.pathname)) ?? [];
    if (toHost(at) !== host) return undefined;
    const handle = name.toLowerCase();
    return handle === instanceName
      ? instance(origin, host)
      : describe(site, await collectiveByHandle(site.db, handle));
  }
  // An address is spelled in one way; a user's name before the host is no part of it.
  if (
    resource.origin !== origin ||
    resource.username + resource.password + resource.search + resource.hash !== ""
  ) {
    return undefined;
  }
  const path = resource.pathname;
  if (path === pages.front()) return service(origin);
  if (path === ap.instance()) return instance(origin, host);
  const id = path.slice(ap.collective("").length);
  if (path === ap.collective(id)) return describe(site, await collectiveById(site.db, id));
  const handle = path.slice(pages.collective("").length);
  return describe(site, await collectiveByHandle(site.db, handle));
}

async function describe(site: Site, collective: Collective | undefined): Promise<Jrd | undefined> {
  if (collective === undefined) return undefined;
  const { origin, host } = site.config;
  const id = origin + ap.collective(collective.id);
  const page = origin + pages.collective(collective.handle);
  const { icon } = await portrait(site.db, collective);
  const avatar = icon && imageDocument(origin, icon, "icon");
  return {
    subject: `acct:${collective.handle}@${host}`,
    aliases: [id, page],
    links: [
      { rel: "self", type: activityType, href: id },
      { rel: "http://webfinger.net/rel/profile-page", type: "text/html", href: page },
      ...(avatar
        ? [{ rel: "http://webfinger.net/rel/avatar", type: avatar.mediaType, href: avatar.url }]
        : []),
      {
        rel: "http://ostatus.org/schema/1.0/subscribe",
        template: `${origin}/authorize_interaction?uri={uri}`,
      },
      // What a collective can do elsewhere from here. https://w3id.org/fep/3b86
      ...["Follow", "Announce"].map((activity) => ({
        rel: `https://w3id.org/fep/3b86/${activity}`,
        template: `${origin}/authorize_interaction?uri={object}`,
      })),
    ],
  };
}

function instance(origin: string, host: string): Jrd {
  const id = origin + ap.instance();
  return {
    subject: `acct:${instanceName}@${host}`,
    aliases: [id],
    links: [
      { rel: "self", type: activityType, href: id },
      { rel: "http://webfinger.net/rel/profile-page", type: "text/html", href: origin + pages.front() },
    ],
  };
}

/** Who answers for the node as a whole. https://w3id.org/fep/d556 */
function service(origin: string): Jrd {
  return {
    subject: origin + pages.front(),
    links: [
      {
        rel: "https://www.w3.org/ns/activitystreams#Service",
        type: activityType,
        href: origin + ap.instance(),
      },
    ],
  };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A host as it stands in addresses: lower case, ASCII, with its port if it has one. */
function toHost(typed: string): string {
  const [, name = "", port = ""] = /^(.*?)(:\d{1,5})?$/.exec(typed) ?? [];
  return domainToASCII(name) + port;
}

function xrd(template: string): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">',
    `  <Link rel="lrdd" type="${jrdType}" template="${template}"/>`,
    "</XRD>",
    "",
  ].join("\n");
}
