// Somebody passes something on: a text of ours or an answer to it (a boost), or what somebody else has said.
import type { InboxContext } from "@fedify/fedify/federation";
import { isOfHouse } from "../../src/newsroom/house.ts";
import { react } from "../../src/newsroom/react.ts";
import type { Inbound } from "../inbox.ts";
import { momentOf, readAddressing } from "../incoming.ts";
import { onPassedOn, passedOn } from "./passed_on.ts";
import { actorOf, idOfActivity, objectOf } from "./said.ts";
import { announcedOnWire } from "./wire.ts";

/** Of what is announced only the address counts. https://www.w3.org/TR/activitypub/#announce-activity-inbox */
export async function onAnnounced({ data }: InboxContext<Inbound>): Promise<void> {
  const inner = passedOn(data.activity.object);
  if (inner !== undefined) {
    await onPassedOn(data, inner);
    return;
  }
  const object = objectOf(data);
  if (object === undefined) return;
  const { isPublic } = readAddressing(data.activity);
  const published = momentOf(data.activity.published);
  const deed = { kind: "boost" as const, uri: idOfActivity(data), actor: actorOf(data), object, published };
  const isOurs = await react(data.site, { ...deed, isPublic }, data.accepted);
  // A text of one collective here may be news for another one.
  if (isPublic && (!isOurs || isOfHouse(data.site, object))) await announcedOnWire(data, object);
}
