// Somebody rejects a Follow of ours: at once, or after having accepted it for a while.
import type { InboxContext } from "@fedify/fedify/federation";
import { followRejected } from "../../src/newsroom/follow_answered.ts";
import type { Inbound } from "../inbox.ts";
import { ownFollow } from "./own_follow.ts";
import { actorOf } from "./said.ts";

/** https://www.w3.org/TR/activitypub/#reject-activity-inbox */
export async function onRejected({ data }: InboxContext<Inbound>): Promise<void> {
  const follow = ownFollow(data);
  if (follow !== undefined) await followRejected(data.site, actorOf(data), follow);
}
