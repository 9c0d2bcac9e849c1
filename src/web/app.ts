// The node as the web meets it: headers first, then what watches over it, servers, files, pages, and the answer to errors.
import express from "express";
import { NotFound } from "../domain/errors.ts";
import type { Site } from "../site.ts";
import { createArchive } from "./archive.tsx";
import { createAssets } from "./assets.ts";
import { createCollective } from "./collective.tsx";
import { createDesk } from "./desk/desk.tsx";
import { answerFailure } from "./failure.tsx";
import { createFeeds } from "./feeds.ts";
import { createFront } from "./front.tsx";
import { securityHeaders } from "./headers.ts";
import { createHealth } from "./health.ts";
import { createInteract } from "./interact.tsx";
import { createLanguage } from "./language.tsx";
import { createMedia } from "./media.ts";
import { createPages } from "./page.ts";
import { createRepost } from "./repost.tsx";
import { lookAtRequest } from "./request.ts";
import { createSearch } from "./search.tsx";
import { createSitemap } from "./sitemap.ts";
import { createTag } from "./tag.tsx";
import { createText } from "./text.tsx";
import { createWords } from "./words.ts";

/**
 * The whole HTTP side of a node.
 * @param federationDoor everything that is meant for servers; it passes on what is not its own
 */
export function createApp(site: Site, federationDoor: express.RequestHandler): express.Express {
  const assets = createAssets();
  const pages = createPages(site, assets);
  const app = express();
  app.set("trust proxy", site.config.trustProxy);
  app.set("x-powered-by", false);
  app.set("query parser", "simple");

  app.use(securityHeaders(site.config.origin));
  app.use(lookAtRequest);
  app.use(createHealth(site));
  app.use(federationDoor);
  app.use(assets.router);
  app.use(createMedia(site));

  app.use(createFront(pages));
  app.use(createDesk(pages));
  app.use(createWords(site));
  app.use(createSearch(pages));
  app.use(createSitemap(site));
  app.use(createFeeds(site));
  app.use(createTag(pages));
  app.use(createLanguage(pages));
  app.use(createInteract(pages));
  app.use(createRepost(pages));
  app.use(createArchive(pages));
  app.use(createCollective(pages));
  app.use(createText(pages));

  app.use(() => {
    throw new NotFound("There is no such page.");
  });
  app.use(answerFailure(pages));
  return app;
}
