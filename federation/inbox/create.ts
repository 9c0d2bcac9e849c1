// Somebody has written something: an answer to something of ours, a text of an ally, or else nothing that matters here.
import type { InboxContext } from "@fedify/fedify/federation";
import type { Inbound } from "../inbox.ts";
import { addressOf, readPost } from "../incoming.ts";
import { hear, isHeard } from "./heard.ts";
import { respondTo } from "./respond.ts";
import { actorOf } from "./said.ts";
import { onWire } from "./wire.ts";

/** https://www.w3.org/TR/activitypub/#create-activity-inbox */
export async function onCreated({ data }: InboxContext<Inbound>): Promise<void> {
  const { object } = data.activity;
  // What comes once more, by its address or from somebody else, is not asked for once more.
  const isByAuthor = readPost(object)?.attributedTo === actorOf(data);
  if (!isByAuthor && (await isHeard(data, addressOf(object)))) return;
  const heard = await hear(data, object);
  if (heard === undefined) return;
  if (!(await respondTo(data, heard))) await onWire(data, heard, { isNews: true });
}
