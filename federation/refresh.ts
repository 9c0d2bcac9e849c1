// Reads again what an actor says of itself, when it says that this has changed; not as often as it likes.
import { rememberActor, remoteActorById } from "../src/db/remote_actor.ts";
import type { Site } from "../src/site.ts";
import { type Buckets, createBuckets } from "./bucket.ts";
import { outsideOf } from "./fetcher.ts";
import { ifAny } from "./posts.ts";
import { fetchStranger } from "./stranger.ts";

const buckets = new WeakMap<Site["config"], Buckets>();

/**
 * Fetches an actor that is known from its own address, and keeps what is there.
 * @throws {Unavailable} when it cannot be had now
 */
export async function refreshActor(site: Site, actor: string): Promise<void> {
  const known = await remoteActorById(site.db, actor);
  if (known === undefined) return;
  const bucket = buckets.get(site.config) ?? createBuckets({ size: 5, perSecond: 1 / 60 });
  buckets.set(site.config, bucket);
  const now = site.clock.now();
  if (!bucket.take(actor, now)) return;
  const stranger = await ifAny(fetchStranger(outsideOf(site).fetcher, actor));
  if (stranger?.facts.id !== actor) return;
  const { facts, keys } = stranger;
  // A handle that was looked up is worth more than the one the document suggests.
  await rememberActor(site.db, { ...facts, handle: known.handle ?? facts.handle }, keys, now);
}
