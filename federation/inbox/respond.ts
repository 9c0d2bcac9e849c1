// Hands posts that may be about something of ours to the newsroom; where two claim to be the author, the post's address decides.
import type { Sealed } from "../../src/newsroom/forward.ts";
import { respond } from "../../src/newsroom/respond.ts";
import type { Inbound } from "../inbox.ts";
import { ifAny } from "../posts.ts";
import { fetchHeard, type Heard } from "./heard.ts";

/**
 * Takes in a post that is about something here.
 * @returns whether it is
 */
export async function respondTo(inbound: Inbound, heard: Heard): Promise<boolean> {
  const { site, accepted } = inbound;
  const { post, isFromOrigin } = heard;
  const sealed = isFromOrigin ? undefined : sealedIn(inbound);
  const hearing = await ifAny(respond(site, post, accepted, { isFromOrigin, sealed }));
  if (hearing === "contested") {
    const again = await fetchHeard(inbound, post.uri);
    if (again !== undefined) await ifAny(respond(site, again.post, accepted, again));
  }
  return hearing !== "not ours";
}

/** The activity as it came, where it may be passed on. */
export function sealedIn({ activity, sealed }: Inbound): Sealed | undefined {
  return sealed === undefined ? undefined : { type: String(activity.type), body: sealed };
}
