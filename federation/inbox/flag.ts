// Somebody complains about a collective or what it wrote.
import type { InboxContext } from "@fedify/fedify/federation";
import { mostObjects, receiveComplaint } from "../../src/newsroom/complain.ts";
import type { Inbound } from "../inbox.ts";
import { addressOf } from "../incoming.ts";
import { actorOf } from "./said.ts";

/** https://www.w3.org/TR/activitystreams-vocabulary/#dfn-flag */
export async function onFlagged({ data }: InboxContext<Inbound>): Promise<void> {
  const { site, activity, accepted } = data;
  const listed = Array.isArray(activity.object) ? activity.object : [activity.object];
  const objects = listed.slice(0, mostObjects).flatMap((one) => addressOf(one) ?? []);
  if (objects.length === 0) return;
  const uri = typeof activity.id === "string" ? activity.id : `Flag ${objects.join(" ")}`.slice(0, 500);
  const content = typeof activity.content === "string" ? activity.content : "";
  await receiveComplaint(site, { uri, actor: actorOf(data), objects, content }, accepted);
}
