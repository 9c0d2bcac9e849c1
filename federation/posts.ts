// Reads posts at their own addresses, for activities that bring none that could be believed; so many of each server, and no more.
import { isSpoken, Refused, Unavailable } from "../src/domain/errors.ts";
import type { Site } from "../src/site.ts";
import { createBlocks } from "./blocks.ts";
import { createBuckets } from "./bucket.ts";
import { outsideOf } from "./fetcher.ts";
import { type Post, readPost } from "./incoming.ts";

export interface Posts {
  /**
   * Fetches a post from its own address.
   * @throws {NotFound | Gone} when its server says so
   * @throws {Refused} when there is something else, or its server is blocked
   * @throws {Unavailable} when it cannot be had now
   */
  fetch(address: string): Promise<Post>;
  /** Whether somebody may make us fetch one more thing: so that nobody turns us against others. */
  mayAsk(actor: string): boolean;
}

const made = new WeakMap<Site["config"], Posts>();

/** The posts of other servers, for a site; one of it, whoever asks. */
export function postsOf(site: Site): Posts {
  const known = made.get(site.config);
  if (known !== undefined) return known;
  const { fetcher } = outsideOf(site);
  const blocks = createBlocks(site);
  const buckets = createBuckets({ size: 60, perSecond: 0.5 });
  const posts: Posts = {
    async fetch(address) {
      if (new URL(address).origin === site.config.origin) throw new Refused(`${address} is on this node.`);
      if (await blocks.has(address)) throw new Refused(`${address} is on a blocked server.`);
      const { url, json } = await fetcher.getJson(address);
      const post = readPost(json);
      if (post === undefined) throw new Refused(`${url} is not a post.`);
      if (await blocks.has(post.attributedTo)) throw new Refused(`${post.attributedTo} is blocked.`);
      return post;
    },
    mayAsk: (actor) => buckets.take(new URL(actor).origin, site.clock.now()),
  };
  made.set(site.config, posts);
  return posts;
}

/**
 * What can be had; undefined for what is not there, or not acceptable, and will not be at the next try either.
 * @throws {Unavailable} for what may be had later
 */
export async function ifAny<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!isSpoken(error) || error instanceof Unavailable) throw error;
    return undefined;
  }
}
