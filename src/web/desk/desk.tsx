// The desk: what holds for all of its places, and the places themselves.
import express, { type ErrorRequestHandler, type RequestHandler } from "express";
import { MulterError } from "multer";
import { Forbidden } from "../../domain/errors.ts";
import { desk as paths } from "../../domain/paths.ts";
import type { Pages } from "../page.ts";
import { requireSameOrigin } from "../same_origin.ts";
import { Notice } from "../views/desk/notice.tsx";
import { createAllies } from "./allies.tsx";
import { createAnswers } from "./answers.tsx";
import { createBeside } from "./beside.tsx";
import { createBlocksPlace } from "./blocks.tsx";
import { createDeliveries } from "./deliveries.tsx";
import { createEditor } from "./editor.tsx";
import { createGround, type Ground } from "./ground.tsx";
import { createJoin } from "./join.tsx";
import { createPens } from "./pens.tsx";
import { createProfile } from "./profile.tsx";
import { createSignIn } from "./sign_in.tsx";
import { createTakeBack } from "./take_back.tsx";
import { createTexts } from "./texts.tsx";
import { createWire } from "./wire.tsx";
import { createWireItem } from "./wire_item.tsx";
import { createWirePictures } from "./wire_pictures.ts";

/** Everything under `/desk` and `/join`. Goes behind whatever serves other servers. */
export function createDesk(pages: Pages): express.Router {
  const ground = createGround(pages);
  const router = express.Router();
  const guard = guardForms(ground);
  // The address of an invitation is its secret: no other page is told of it, our own neither.
  router.use("/join", keepToOurselves("strict-origin"), guard);
  router.use("/desk", keepToOurselves("same-origin"), guard);
  router.use(createJoin(ground));
  router.use(createSignIn(ground));
  router.use(createPens(ground));
  router.use(createTexts(ground));
  router.use(createEditor(ground));
  router.use(createTakeBack(ground));
  router.use(createWire(ground));
  router.use(createWirePictures(ground));
  router.use(createWireItem(ground));
  router.use(createAnswers(ground));
  router.use(createBlocksPlace(ground));
  router.use(createBeside(ground));
  router.use(createAllies(ground));
  router.use(createDeliveries(ground));
  router.use(createProfile(ground));
  router.use(refuseTooLarge(ground));
  return router;
}

/** Nothing of the desk stays in a cache; browsers must be allowed to say where forms come from. */
function keepToOurselves(referrerPolicy: string): RequestHandler {
  return (_request, response, next) => {
    response.set({ "cache-control": "no-store", "referrer-policy": referrerPolicy });
    next();
  };
}

function guardForms(ground: Ground): RequestHandler {
  const check = requireSameOrigin(ground.site.config.origin);
  return (request, response, next) => {
    try {
      check(request, response, next);
    } catch (error) {
      if (!(error instanceof Forbidden)) throw error;
      const frame = ground.frame(request);
      const { foreign, foreignText, toDesk } = frame.desk.form;
      const way = { href: paths.texts(), label: toDesk };
      ground.send(response, <Notice frame={frame} title={foreign} text={foreignText} way={way} />, 403);
    }
  };
}

function refuseTooLarge(ground: Ground): ErrorRequestHandler {
  return (error, request, response, next) => {
    const isTooLarge = (error as { status?: unknown } | null)?.status === 413 || error instanceof MulterError;
    if (!isTooLarge || response.headersSent) return next(error);
    const frame = ground.frame(request);
    const { tooLarge, tooLargeText, toDesk } = frame.desk.form;
    const way = { href: paths.texts(), label: toDesk };
    ground.send(response, <Notice frame={frame} title={tooLarge} text={tooLargeText} way={way} />, 413);
  };
}
