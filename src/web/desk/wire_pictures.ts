// The pictures of allies as the desk shows them: kept since the text came, and only for whoever is at the desk.
import express from "express";
import { NotFound, Refused } from "../../domain/errors.ts";
import { desk as paths } from "../../domain/paths.ts";
import { glimpseAt } from "../../newsroom/glimpses.ts";
import { findWireItem } from "../../newsroom/wire.ts";
import { picturesOnWire } from "../../newsroom/wire_pictures.ts";
import { type Ground, sessionIn } from "./ground.tsx";
import { uuidIn } from "./on_wire.ts";

/** `GET /desk/wire/:id/pictures/:position`. Nobody chooses an address: it is found in the text, by its place there. */
export function createWirePictures(ground: Ground): express.Router {
  const { site } = ground;
  const router = express.Router();
  router.get(paths.wirePicture(":id", ":position"), ground.signedIn(), async (request, response) => {
    const { collective } = sessionIn(response);
    const id = uuidIn(request.params.id);
    const item = id === undefined ? undefined : await findWireItem(site.db, collective.id, id);
    const position = String(request.params.position);
    const picture = item && /^\d{1,2}$/.test(position) ? picturesOnWire(item)[Number(position)] : undefined;
    if (picture === undefined) throw missing();
    try {
      const bytes = await glimpseAt(site, picture.address);
      response.set({
        "content-type": "image/webp",
        // Not for long: after an edit another picture may stand in that place.
        "cache-control": "private, max-age=600",
        "content-security-policy": "default-src 'none'; sandbox",
        "cross-origin-resource-policy": "same-origin",
        vary: "Cookie",
      });
      response.send(bytes);
    } catch (error) {
      const isNone = error instanceof NotFound || error instanceof Refused;
      throw isNone ? missing(error) : error;
    }
  });
  return router;
}

function missing(cause?: Error): NotFound {
  return new NotFound("There is no such picture on the wire.", { cause });
}
