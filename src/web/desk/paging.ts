// Where a page of a list on the desk begins, as its address says.
import type { Request } from "express";
import { isUuid } from "../../db/collective.ts";
import { NotFound } from "../../domain/errors.ts";

/**
 * The UUID at which the page before ended (`/before/:before`); undefined for the first page.
 * @throws {NotFound} when it is none
 */
export function beforeIn(request: Request): string | undefined {
  const { before } = request.params;
  if (before === undefined) return undefined;
  if (!isUuid(String(before))) throw new NotFound("There is no such place in the list.");
  return String(before);
}

/** The name after which the page begins (`?after=`), in a list that is in the order of names; empty for the first page. */
export function afterIn(request: Request): string {
  return typeof request.query.after === "string" ? request.query.after : "";
}
