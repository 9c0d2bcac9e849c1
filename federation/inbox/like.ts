// Somebody likes something of ours, with a heart or any other sign: it counts as one.
import type { InboxContext } from "@fedify/fedify/federation";
import { react } from "../../src/newsroom/react.ts";
import type { Inbound } from "../inbox.ts";
import { momentOf } from "../incoming.ts";
import { actorOf, idOfActivity, objectOf } from "./said.ts";

/** https://www.w3.org/TR/activitypub/#like-activity-inbox; and EmojiReact: https://w3id.org/fep/c0e0 */
export async function onLiked({ data }: InboxContext<Inbound>): Promise<void> {
  const object = objectOf(data);
  if (object === undefined) return;
  const published = momentOf(data.activity.published);
  const deed = { kind: "like" as const, uri: idOfActivity(data), actor: actorOf(data), object, published };
  await react(data.site, { ...deed, isPublic: true }, data.accepted);
}
