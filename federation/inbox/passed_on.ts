// Activities inside an Announce, as groups pass on what their members do: only the address of what they are about is taken from them.

import { placeOf } from "../../src/newsroom/place.ts";
import { responseAt, retract } from "../../src/newsroom/retract.ts";
import type { Inbound } from "../inbox.ts";
import { addressOf, readAddressing, readPost } from "../incoming.ts";
import { fetchHeard, isHeard, isNotThere } from "./heard.ts";
import { respondTo } from "./respond.ts";
import { type Embedded, embeddedIn, typeOf } from "./said.ts";
import { announcedOnWire, deletedOnWire } from "./wire.ts";

const posting = new Set(["Create", "Update"]);
const activities = new Set([
  ...posting,
  "Delete",
  "Like",
  "Dislike",
  "Undo",
  "Announce",
  "Add",
  "Remove",
  "Lock",
  "Block",
  "Flag",
]);

/** The activity inside an Announce, if there is one. */
export function passedOn(object: unknown): Embedded | undefined {
  const embedded = embeddedIn(object);
  return embedded !== undefined && activities.has(typeOf(embedded)) ? embedded : undefined;
}

/** https://w3id.org/fep/1b12: the post is read again at its own address, where it could be about something here. */
export async function onPassedOn(inbound: Inbound, inner: Embedded): Promise<void> {
  const address = addressOf(inner.object);
  if (address === null) return;
  const { site } = inbound;
  if (inner.type === "Delete") {
    const known = await responseAt(site, address);
    if (known?.isPost && (await isNotThere(inbound, address)))
      await retract(site, known.actor!, address, inbound.accepted);
    await deletedOnWire(inbound, address);
    return;
  }
  if (!posting.has(typeOf(inner))) return;
  const isKnown = await isHeard(inbound, address);
  // It is here: only a change of it would be worth reading it again.
  if (isKnown && inner.type === "Create") return;
  const claimed = readPost(inner.object);
  const isOurs = isKnown || (claimed !== undefined && (await placeOf(site, site.db, claimed)) !== undefined);
  if (!isOurs) {
    // What a server only forwards is addressed to nobody: it announces nothing. Answers are on no wire.
    if (readAddressing(inbound.activity).isPublic && !claimed?.inReplyTo)
      await announcedOnWire(inbound, address);
    return;
  }
  const heard = await fetchHeard(inbound, address);
  if (heard !== undefined) await respondTo(inbound, heard);
}
