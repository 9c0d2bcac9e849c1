// NodeInfo: which software runs here, and hardly more. Our own, because Fedify's does not name the instance actor (FEP-2677).
import express from "express";
import { allCollectives } from "../src/db/collective.ts";
import { ap } from "../src/domain/paths.ts";
import { countPublicTexts } from "../src/newsroom/read.ts";
import type { Site } from "../src/site.ts";
import { version } from "../src/version.ts";
import { refuseMethod, sendCached } from "./show.ts";

const schema = (number: string) => `http://nodeinfo.diaspora.software/ns/schema/${number}`;
const typeOf = (number: string) => `application/json; profile="${schema(number)}#"`;
/** 2.0 is the same as far as we use it, and some servers still ask for it alone. */
const versions = ["2.1", "2.0"];

/** `/.well-known/nodeinfo` and `/nodeinfo/2.1`. https://nodeinfo.diaspora.software/protocol */
export function createNodeInfo(site: Site): express.Router {
  const { origin } = site.config;
  const router = express.Router({ strict: true, caseSensitive: true });

  router
    .route("/.well-known/nodeinfo")
    .get((_request, response) => {
      const links = [
        ...versions.map((number) => ({
          rel: schema(number),
          type: typeOf(number),
          href: `${origin}/nodeinfo/${number}`,
        })),
        {
          rel: "https://www.w3.org/ns/activitystreams#Application",
          type: "application/activity+json",
          href: origin + ap.instance(),
        },
      ];
      sendCached(response, "application/jrd+json", JSON.stringify({ links }));
    })
    .all(refuseMethod("GET", "HEAD"));

  for (const number of versions) {
    router
      .route(`/nodeinfo/${number}`)
      .get(async (_request, response) => {
        const [collectives, texts] = await Promise.all([allCollectives(site.db), countPublicTexts(site.db)]);
        const document = {
          version: number,
          software: { name: "tern", version },
          protocols: ["activitypub"],
          services: { inbound: [], outbound: ["atom1.0"] },
          openRegistrations: false,
          // Rounded: how busy people are is nobody's business.
          usage: { users: { total: collectives.length }, localPosts: Math.floor(texts / 10) * 10 },
          metadata: {},
        };
        sendCached(response, typeOf(number), JSON.stringify(document));
      })
      .all(refuseMethod("GET", "HEAD"));
  }
  return router;
}
