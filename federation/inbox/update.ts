// Somebody has changed something: what they wrote, or what they are called. Of an actor only its own address is believed.
import type { InboxContext } from "@fedify/fedify/federation";
import type { Inbound } from "../inbox.ts";
import { refreshActor } from "../refresh.ts";
import { hear } from "./heard.ts";
import { respondTo } from "./respond.ts";
import { actorOf, objectOf } from "./said.ts";
import { onWire } from "./wire.ts";

/** https://www.w3.org/TR/activitypub/#update-activity-inbox */
export async function onUpdated({ data }: InboxContext<Inbound>): Promise<void> {
  const actor = actorOf(data);
  if (objectOf(data) === actor) {
    await refreshActor(data.site, actor);
    return;
  }
  const heard = await hear(data, data.activity.object);
  if (heard === undefined) return;
  if (!(await respondTo(data, heard))) await onWire(data, heard, { isNews: false });
}
