// Reads where an actor says to have moved to, and whether that account says so too.
import { Refused } from "../src/domain/errors.ts";
import type { Site } from "../src/site.ts";
import { createBlocks } from "./blocks.ts";
import { outsideOf } from "./fetcher.ts";
import { readStranger, type Stranger } from "./stranger.ts";

/** Most other names of an account that are read. */
const mostNames = 256;

/**
 * The account that an actor has moved to.
 * @throws {Refused} where that account does not list the actor as one of its names, has moved on itself, or is blocked
 * @throws {NotFound | Gone | Unavailable} when it cannot be had
 */
export async function readTarget(site: Site, actor: string, target: string): Promise<Stranger> {
  if (await createBlocks(site).has(target)) throw new Refused(`${target} is blocked.`);
  const { fetcher } = outsideOf(site);
  const { url, json } = await fetcher.getJson(target);
  const document = json as Record<string, unknown>;
  const stranger = await readStranger(fetcher, url, document);
  const names = Array.isArray(document.alsoKnownAs) ? document.alsoKnownAs : [document.alsoKnownAs];
  if (stranger.facts.id !== target || !names.slice(0, mostNames).includes(actor)) {
    throw new Refused(`${target} does not say that it was ${actor}.`);
  }
  if (document.movedTo !== undefined && document.movedTo !== null) {
    throw new Refused(`${target} has moved on itself.`);
  }
  return stranger;
}
