// Finds the parts of threads that nobody told us about: upward to the text, downward to the answers, a few steps at a time.
import { Gone, NotFound, Unavailable } from "../src/domain/errors.ts";
import { gatherLater, respond } from "../src/newsroom/respond.ts";
import { responseAt, retract } from "../src/newsroom/retract.ts";
import { subjectOf } from "../src/newsroom/subject.ts";
import type { Site } from "../src/site.ts";
import { readCollection } from "./collection.ts";
import { outsideOf } from "./fetcher.ts";
import type { Post } from "./incoming.ts";
import { ifAny, postsOf } from "./posts.ts";

/** Most steps from an answer up to the text. */
const mostSteps = 20;
/** What is read of a collection of answers, and how many of them are fetched. */
const limits = { pages: 5, items: 200 };
const mostFetched = 50;

/** Looks for what is missing in threads, from now on, until the site's jobs are stopped. */
export async function startThreadWorker(site: Site): Promise<void> {
  await site.jobs.work("thread", (job) =>
    "climb" in job ? climb(site, job.climb) : gather(site, job.gather, job.round),
  );
}

/**
 * Goes up from what an answer answers, until something is known here; then takes in all that lies between. Whatever was
 * waiting below gets its place by that.
 */
export async function climb(site: Site, from: string): Promise<void> {
  const above: Post[] = [];
  const seen = new Set<string>();
  let at: string | null = from;
  while (at !== null && (await subjectOf(site, site.db, at)) === undefined) {
    if (seen.has(at) || seen.size >= mostSteps) return;
    seen.add(at);
    const post: Post | undefined = await ifAny(postsOf(site).fetch(at));
    if (post === undefined || !post.isPublic) return;
    above.push(post);
    at = post.inReplyTo;
  }
  if (at === null) return;
  for (const post of above.reverse()) await takeIn(site, post);
}

/**
 * Reads an answer again at its own address, and the answers to it. One that is gone there is let go.
 * @param round how often that was done
 */
export async function gather(site: Site, uri: string, round: number): Promise<void> {
  const known = await responseAt(site, uri);
  if (!known?.isPost) return;
  await gatherLater(site, uri, round + 1);
  let post: Post;
  try {
    post = await postsOf(site).fetch(uri);
  } catch (error) {
    if (error instanceof NotFound || error instanceof Gone)
      await retract(site, known.actor!, uri, site.clock.now());
    // What cannot be had now is looked for in the next round.
    else if (!(error instanceof Unavailable)) await ifAny(Promise.reject(error));
    return;
  }
  if (post.uri !== uri || !post.isPublic) return;
  await takeIn(site, post);
  for (const collection of [post.replies, post.context]) {
    if (collection !== null && new URL(collection).origin === new URL(uri).origin)
      await gatherFrom(site, collection);
  }
}

/** Takes in what a collection names, each from its own address: what the collection says of it is hearsay. */
async function gatherFrom(site: Site, collection: string): Promise<void> {
  const { fetcher } = outsideOf(site);
  const read = await ifAny(readCollection(fetcher, collection, limits)).catch(ignoreAbsent);
  let fetched = 0;
  for (const item of read?.items ?? []) {
    if (fetched >= mostFetched) return;
    if (item.startsWith(`${site.config.origin}/`) || (await responseAt(site, item)) !== undefined) continue;
    fetched += 1;
    const post = await ifAny(postsOf(site).fetch(item)).catch(ignoreAbsent);
    if (post?.isPublic) await takeIn(site, post).catch(ignoreAbsent);
  }
}

async function takeIn(site: Site, post: Post): Promise<void> {
  await ifAny(respond(site, post, site.clock.now(), { isFromOrigin: true }));
}

/** A server that does not answer now is no reason to begin anew with all others. */
function ignoreAbsent(error: unknown): undefined {
  if (!(error instanceof Unavailable)) throw error;
}
