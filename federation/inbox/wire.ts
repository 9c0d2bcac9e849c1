// What somebody says who is followed here: it goes onto the wire, as its author has written it or as its own address shows it.
import { isFollowed } from "../../src/db/ally.ts";
import { textArrived, textChanged, textDeleted, writtenBy } from "../../src/newsroom/arrive.ts";
import { textAt } from "../../src/newsroom/house_text.ts";
import type { Arrival } from "../../src/newsroom/on_wire.ts";
import type { Inbound } from "../inbox.ts";
import { momentOf } from "../incoming.ts";
import { ifAny, postsOf } from "../posts.ts";
import { readOriginal } from "../proof.ts";
import { type Heard, isNotThere } from "./heard.ts";
import { actorOf } from "./said.ts";

/**
 * Takes a text of an ally onto the wire, or brings it up to date there.
 * @param options `isNews`: it has just been published, so that rules may pass it on
 */
export async function onWire(
  inbound: Inbound,
  { post, isFromOrigin }: Heard,
  { isNews }: { isNews: boolean },
): Promise<void> {
  const { site, accepted, body } = inbound;
  const actor = actorOf(inbound);
  if (post.attributedTo !== actor || !(await isFollowed(site.db, actor))) return;
  const isAsSent = !isFromOrigin && body !== undefined;
  const arrival: Arrival | undefined = isAsSent
    ? { text: post, original: await readOriginal(site, body, post) }
    : await ifAny(site.fediverse.fetchText(post.uri));
  if (arrival?.text.attributedTo !== actor) return;
  if (await textChanged(site, arrival, accepted, !isAsSent)) return;
  await textArrived(site, arrival, actor, accepted, { isNews });
}

/** Takes onto the wire what an ally has announced; whatever it brings of that is not looked at. */
export async function announcedOnWire(inbound: Inbound, address: string): Promise<void> {
  const { site, accepted, activity } = inbound;
  const actor = actorOf(inbound);
  if (!(await isFollowed(site.db, actor)) || !postsOf(site).mayAsk(actor)) return;
  const arrival = await ifAny(textAt(site, address));
  if (arrival === undefined) return;
  await textChanged(site, arrival, accepted, true);
  await textArrived(site, arrival, actor, accepted, { announced: momentOf(activity.published) ?? accepted });
}

/** Erases what its author has deleted; at the word of anybody else only what is not there any more. */
export async function deletedOnWire(inbound: Inbound, address: string): Promise<void> {
  const { site, accepted } = inbound;
  const actor = actorOf(inbound);
  const author = await writtenBy(site.db, address);
  if (author === undefined) {
    if (new URL(address).origin === new URL(actor).origin) await textDeleted(site, actor, address, accepted);
    return;
  }
  if (author === actor || (await isNotThere(inbound, address)))
    await textDeleted(site, author, address, accepted);
}
