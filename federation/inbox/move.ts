// Somebody moves to another account: what was decided about the old one holds for the new one, if both say that they are one.
import type { InboxContext } from "@fedify/fedify/federation";
import { actorMoved } from "../../src/newsroom/move.ts";
import type { Inbound } from "../inbox.ts";
import { addressOf } from "../incoming.ts";
import { readTarget } from "../moved.ts";
import { ifAny, postsOf } from "../posts.ts";
import { actorOf, objectOf } from "./said.ts";

/** https://w3id.org/fep/7628 */
export async function onMoved({ data }: InboxContext<Inbound>): Promise<void> {
  const { site, activity, accepted } = data;
  const actor = actorOf(data);
  const target = addressOf(activity.target);
  if (objectOf(data) !== actor || target === null || target === actor) return;
  if (!postsOf(site).mayAsk(actor)) return;
  const stranger = await ifAny(readTarget(site, actor, target));
  if (stranger !== undefined) await actorMoved(site, actor, stranger, accepted);
}
