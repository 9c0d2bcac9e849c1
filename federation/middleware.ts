// The door for servers: documents first, then the inboxes. Whatever goes wrong behind it ends one request, never the process.
import express, { type Router } from "express";
import { ap } from "../src/domain/paths.ts";
import type { Site } from "../src/site.ts";
import { createDocuments } from "./documents.ts";
import { outsideOf } from "./fetcher.ts";
import { createFollowersDoor } from "./followers_door.ts";
import { createInboxDoor } from "./inbox_door.ts";
import { refuseMethod } from "./show.ts";
import { createSigners } from "./signer.ts";

/**
 * Everything that other servers ask of a node; what is not for them goes on to the pages. Bodies are read only of POSTs
 * to inboxes, and only here, so that a form of any size reaches whoever it is meant for.
 */
export function createFederationDoor(site: Site): Router {
  const router = express.Router({ caseSensitive: true });
  const inboxes = [ap.sharedInbox(), ap.inbox(":id")];
  const signers = createSigners(site, outsideOf(site).fetcher);
  router.post(inboxes, createInboxDoor(site, signers));
  router
    .route([ap.followersOn(":id", ":host"), ap.followersOnPage(":id", ":host", ":page")])
    // A signature would have to say HEAD, which nobody's does.
    .head(refuseMethod("GET"))
    .get(createFollowersDoor(site, signers))
    .all(refuseMethod("GET"));
  router.use(createDocuments(site));
  router.all(inboxes, (_, answer) => {
    answer.set("Allow", "POST").status(405).type("text/plain").send("An inbox only takes POST.\n");
  });
  return router;
}
