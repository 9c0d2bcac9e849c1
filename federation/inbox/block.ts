// Somebody blocks a collective: they do not want to hear of it, so it stops sending to them.
import type { InboxContext } from "@fedify/fedify/federation";
import { loseFollower } from "../../src/newsroom/follow.ts";
import type { Inbound } from "../inbox.ts";
import { onlyCollective } from "./addressed.ts";
import { actorOf } from "./said.ts";

/** https://www.w3.org/TR/activitypub/#block-activity-outbox */
export async function onBlocked({ data }: InboxContext<Inbound>): Promise<void> {
  const collective = await onlyCollective(data.site, data.activity.object);
  if (collective !== undefined) await loseFollower(data.site, collective, actorOf(data), data.accepted);
}
