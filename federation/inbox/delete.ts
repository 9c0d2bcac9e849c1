// Somebody deletes: themselves, what they wrote, or what their server no longer has.
import type { InboxContext } from "@fedify/fedify/federation";
import { actorGone } from "../../src/newsroom/follow.ts";
import { responseAt, retract } from "../../src/newsroom/retract.ts";
import type { Inbound } from "../inbox.ts";
import { isNotThere } from "./heard.ts";
import { sealedIn } from "./respond.ts";
import { actorOf, objectOf } from "./said.ts";
import { deletedOnWire } from "./wire.ts";

/** https://www.w3.org/TR/activitypub/#delete-activity-inbox */
export async function onDeleted({ data }: InboxContext<Inbound>): Promise<void> {
  const { site } = data;
  const actor = actorOf(data);
  const object = objectOf(data);
  if (object === undefined) return;
  if (object === actor) return actorGone(site, actor);
  await deletedOnWire(data, object);
  const known = await responseAt(site, object);
  if (known === undefined || known.actor === actor) {
    return retract(site, actor, object, data.accepted, sealedIn(data));
  }
  // Whoever looks after that server may delete there too: then it is not there any more.
  if (new URL(object).origin !== new URL(actor).origin || !known.isPost) return;
  if (await isNotThere(data, object)) await retract(site, known.actor!, object, data.accepted);
}
