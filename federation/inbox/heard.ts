// Whose word a post in an activity is: its author's who signed, or else what its own address shows; anything else is hearsay.
import { Gone, NotFound } from "../../src/domain/errors.ts";
import { placeOf } from "../../src/newsroom/place.ts";
import { responseAt } from "../../src/newsroom/retract.ts";
import { toAddress } from "../address.ts";
import type { Inbound } from "../inbox.ts";
import { addressOf, type Post, readPost } from "../incoming.ts";
import { ifAny, postsOf } from "../posts.ts";
import { actorOf } from "./said.ts";

/** A post that its author has written. */
export interface Heard {
  post: Post;
  /** It was fetched from its own address. */
  isFromOrigin: boolean;
}

/**
 * The post in an activity: as it is embedded, where its one author is the actor who signed; else from its own address,
 * where it could be about something here.
 * @throws {Unavailable} when it has to be fetched and cannot be had now
 */
export async function hear(inbound: Inbound, object: unknown): Promise<Heard | undefined> {
  const actor = actorOf(inbound);
  const embedded = readPost(object);
  if (embedded?.attributedTo === actor) return { post: embedded, isFromOrigin: false };
  const address = addressOf(object);
  if (address === null) return undefined;
  if (embedded === undefined) {
    return toAddress(address)?.origin === new URL(actor).origin ? fetchHeard(inbound, address) : undefined;
  }
  // Somebody else's words: what is embedded decides only whether it is worth asking for them.
  const isOurs = (await placeOf(inbound.site, inbound.site.db, embedded)) !== undefined;
  return isOurs ? fetchHeard(inbound, address) : undefined;
}

/** Whether a post at an address was taken in before: of what is only said to be new nothing more is to be asked. */
export async function isHeard({ site }: Inbound, address: string | null): Promise<boolean> {
  return address !== null && (await responseAt(site, address))?.isPost === true;
}

/** The post that is at an address now, if the actor of the activity may make us look. */
export async function fetchHeard(inbound: Inbound, address: string): Promise<Heard | undefined> {
  const posts = postsOf(inbound.site);
  if (!posts.mayAsk(actorOf(inbound))) return undefined;
  const post = await ifAny(posts.fetch(address));
  return post && { post, isFromOrigin: true };
}

/** Whether the server that an address is on says that there is nothing, or nothing any more. */
export async function isNotThere({ site, activity }: Inbound, address: string): Promise<boolean> {
  const posts = postsOf(site);
  if (!posts.mayAsk(activity.actor as string)) return false;
  try {
    await posts.fetch(address);
  } catch (error) {
    if (error instanceof NotFound || error instanceof Gone) return true;
    await ifAny(Promise.reject(error));
  }
  return false;
}
