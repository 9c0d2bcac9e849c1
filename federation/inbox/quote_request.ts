// Somebody asks whether a text may be quoted, and sends the quotation along.
import type { InboxContext } from "@fedify/fedify/federation";
import { consentToQuote } from "../../src/newsroom/quote.ts";
import type { Inbound } from "../inbox.ts";
import { hear } from "./heard.ts";
import { respondTo } from "./respond.ts";
import { actorOf, idOfActivity, objectOf } from "./said.ts";

/** https://w3id.org/fep/044f#quoting-an-object */
export async function onQuoteRequested({ data }: InboxContext<Inbound>): Promise<void> {
  const actor = actorOf(data);
  const object = objectOf(data);
  const heard = await hear(data, data.activity.instrument);
  if (object === undefined || heard?.post.attributedTo !== actor || heard.post.quote !== object) return;
  await respondTo(data, heard);
  await consentToQuote(data.site, { id: idOfActivity(data), actor, object, instrument: heard.post.uri });
}
