// Every document other servers may fetch, at the addresses under /ap and at the well-known ones.
import express from "express";
import { NotFound } from "../src/domain/errors.ts";
import { ap } from "../src/domain/paths.ts";
import type { Site } from "../src/site.ts";
import { actorAddresses } from "./actor_addresses.ts";
import { createNodeInfo } from "./nodeinfo.ts";
import { noteAddresses } from "./note_addresses.ts";
import { refuseMethod, show } from "./show.ts";
import { textAddresses } from "./text_addresses.ts";
import { createWellKnown } from "./wellknown.ts";

/**
 * The documents of a node. POSTs to inboxes are passed on; any other method than GET and HEAD is refused, and whatever
 * else is asked for under /ap is not found.
 */
export function createDocuments(site: Site): express.Router {
  const router = express.Router({ strict: true, caseSensitive: true });
  router.use(createWellKnown(site), createNodeInfo(site));
  router
    .route([ap.sharedInbox(), ap.inbox(":id")])
    .post((_request, _response, next) => next("router"))
    .all(refuseMethod("POST"));
  for (const [path, find] of [...actorAddresses(site), ...textAddresses(site), ...noteAddresses(site)]) {
    router.route(path).get(show(find)).all(refuseMethod("GET", "HEAD"));
  }
  router.use("/ap", (_request, response) => {
    response.vary("Accept").set("Access-Control-Allow-Origin", "*");
    throw new NotFound("There is nothing at this address.");
  });
  return router;
}
