// Somebody accepts: a Follow of ours, embedded in whatever way, or by its address alone.
import type { InboxContext } from "@fedify/fedify/federation";
import { followAccepted } from "../../src/newsroom/follow_answered.ts";
import type { Inbound } from "../inbox.ts";
import { ownFollow } from "./own_follow.ts";
import { actorOf } from "./said.ts";

/** https://www.w3.org/TR/activitypub/#accept-activity-inbox */
export async function onAccepted({ data }: InboxContext<Inbound>): Promise<void> {
  const follow = ownFollow(data);
  if (follow !== undefined) await followAccepted(data.site, actorOf(data), follow);
}
