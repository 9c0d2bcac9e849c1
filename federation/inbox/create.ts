// Somebody has written something: an answer to something of ours, a text of an ally, or else nothing that matters here.
import type { InboxContext } from "@fedify/fedify/federation";
import type { Inbound } from "../inbox.ts";
import { hear } from "./heard.ts";
import { respondTo } from "./respond.ts";
import { onWire } from "./wire.ts";

/** https://www.w3.org/TR/activitypub/#create-activity-inbox */
export async function onCreated({ data }: InboxContext<Inbound>): Promise<void> {
  const heard = await hear(data, data.activity.object);
  if (heard === undefined) return;
  if (!(await respondTo(data, heard))) await onWire(data, heard, { isNews: true });
}
