// The text of an address of the desk, if it is one of the collective's own.
import type { Request, Response } from "express";
import { isUuid } from "../../db/collective.ts";
import { NotFound } from "../../domain/errors.ts";
import { textAsItIs } from "../../newsroom/revise.ts";
import type { Site } from "../../site.ts";
import { sessionIn } from "./ground.tsx";

/** @throws {NotFound} when there is none, or it is another collective's */
export async function ownText({ db }: Site, request: Request, response: Response) {
  const id = String(request.params.id);
  if (!isUuid(id)) throw new NotFound("There is no such text here.");
  const known = await textAsItIs(db, id);
  if (known.report.collective !== sessionIn(response).collective.id) {
    throw new NotFound("There is no such text here.");
  }
  return known;
}
