// What other servers say along with deliveries of who here follows the sender: held against what is known here, and asked about where that differs.
import { isUuid } from "../src/db/collective.ts";
import { kvTake } from "../src/db/kv.ts";
import { ap } from "../src/domain/paths.ts";
import { followersListed, whoFollows } from "../src/newsroom/follow_listed.ts";
import type { Site } from "../src/site.ts";
import { idOf, toAddress } from "./address.ts";
import { createBuckets } from "./bucket.ts";
import { readCollection } from "./collection.ts";
import { outsideOf } from "./fetcher.ts";
import { digestOfFollowers, readSynchronization, type Synchronization } from "./followers_digest.ts";
import { ifAny } from "./posts.ts";
import type { DistinctHeaders, SignatureHead } from "./signature_head.ts";

const header = "collection-synchronization";
/** An actor's list is asked for at most this often. */
const pause = 6 * 3_600_000;
/** What is read of a list: it has nobody but collectives of this node. */
const limits = { pages: 10, items: 1000, signed: true };

/** Hears what a request says that an actor has signed. */
export type HearFollowers = (
  actor: string,
  headers: DistinctHeaders,
  head: SignatureHead,
  now: Date,
) => Promise<void>;

/**
 * An ear for the door of inboxes: what is signed, about the sender's own collection and on its own server, and differs
 * from what is known here, is looked into later. https://w3id.org/fep/8fcf
 */
export function createFollowersEar(site: Site): HearFollowers {
  const origins = createBuckets({ size: 20, perSecond: 1 / 600 });
  return async (actor, headers, { covered }, now) => {
    const [said, ...more] = headers[header] ?? [];
    if (said === undefined || more.length > 0 || !covered.includes(header)) return;
    const list = readSynchronization(said);
    if (list === undefined) return;
    const { origin } = new URL(actor);
    if ([list.collectionId, list.url].some((address) => toAddress(address)?.origin !== origin)) return;
    const known = (await whoFollows(site.db, actor)).map((id) => site.config.origin + ap.collective(id));
    if (list.digest === digestOfFollowers(known)) return;
    if (!origins.take(origin, now)) return;
    await site.db.transaction().execute(async (db) => {
      const isFirst = await kvTake(db, ["followers of", actor], now, new Date(now.getTime() + pause));
      if (isFirst) await site.jobs.send(db, "followers", { actor, ...list });
    });
  };
}

/** Looks into such differences, from now on, until the site's jobs are stopped. */
export async function startFollowersWorker(site: Site): Promise<void> {
  await site.jobs.work("followers", (job) => compareFollowers(site, job));
}

/**
 * Asks a server who of this node follows one of its actors, and puts right what differs. Where the list is not the one
 * that was announced, something has changed in between, and the next delivery says what.
 * @throws {Unavailable} when the server does not answer now
 */
async function compareFollowers(
  site: Site,
  { actor, collectionId, url, digest }: Synchronization & { actor: string },
): Promise<void> {
  const { fetcher } = outsideOf(site);
  const document = (await ifAny(fetcher.getJson(actor)))?.json as { followers?: unknown } | undefined;
  if (document === undefined || idOf(document.followers) !== collectionId) return;
  const list = await ifAny(readCollection(fetcher, url, limits));
  if (!list?.isWhole || digestOfFollowers(list.items) !== digest) return;
  const ours = site.config.origin + ap.collective("");
  const ids = list.items.filter((item) => item.startsWith(ours)).map((item) => item.slice(ours.length));
  await followersListed(site, actor, ids.filter(isUuid));
}
