// Finds the Follow of ours in what answers it: by its address, or by who follows whom.
import { ap } from "../../src/domain/paths.ts";
import type { FollowAnswered } from "../../src/newsroom/follow_answered.ts";
import { ownId } from "../../src/newsroom/subject.ts";
import type { Inbound } from "../inbox.ts";
import { addressOf } from "../incoming.ts";
import { actorOf, embeddedIn, objectOf } from "./said.ts";

/** The Follow that an Accept or Reject is about; undefined where it is about something else, or somebody else's. */
export function ownFollow(inbound: Inbound): FollowAnswered | undefined {
  const { site, activity } = inbound;
  const { origin } = site.config;
  const embedded = embeddedIn(activity.object);
  const id = ownId(origin, ap.activity, objectOf(inbound) ?? "");
  if (embedded === undefined) return id === undefined ? undefined : { id };
  if (embedded.type !== "Follow" || addressOf(embedded.object) !== actorOf(inbound)) return undefined;
  const collective = ownId(origin, ap.collective, addressOf(embedded.actor) ?? "");
  return collective === undefined ? undefined : { id, collective };
}
