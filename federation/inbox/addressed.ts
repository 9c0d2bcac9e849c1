// Finds out which of our collectives an activity is about.
import { type Collective, collectiveById } from "../../src/db/collective.ts";
import { ap } from "../../src/domain/paths.ts";
import { ownId } from "../../src/newsroom/subject.ts";
import type { Site } from "../../src/site.ts";
import { addressOf } from "../incoming.ts";

/**
 * The collective that an object is, or whose address it is.
 * @returns undefined where it is many, or something else than a collective of this node
 */
export async function onlyCollective(site: Site, object: unknown): Promise<Collective | undefined> {
  const address = addressOf(object);
  const id = address === null ? undefined : ownId(site.config.origin, ap.collective, address);
  return id === undefined ? undefined : collectiveById(site.db, id);
}
