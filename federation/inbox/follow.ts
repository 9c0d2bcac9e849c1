// Somebody follows: everybody who asks a collective is accepted, again and again, because the last answer may be lost.
import type { InboxContext } from "@fedify/fedify/federation";
import { acceptFollower } from "../../src/newsroom/follow.ts";
import type { Inbound } from "../inbox.ts";
import { ifAny } from "../posts.ts";
import { onlyCollective } from "./addressed.ts";
import { actorOf, idOfActivity } from "./said.ts";

/** Whatever else is followed (Friendica follows texts) means nothing. https://www.w3.org/TR/activitypub/#follow-activity-inbox */
export async function onFollowed({ data }: InboxContext<Inbound>): Promise<void> {
  const { site, accepted } = data;
  const collective = await onlyCollective(site, data.activity.object);
  if (collective === undefined) return;
  const follow = { id: idOfActivity(data), actor: actorOf(data) };
  await ifAny(acceptFollower(site, collective, follow, accepted));
}
