// Somebody asks whether a text may be quoted, and sends the quotation along or says where it is.
import type { InboxContext } from "@fedify/fedify/federation";
import { answerQuoteRequest } from "../../src/newsroom/quote.ts";
import type { Inbound } from "../inbox.ts";
import { addressOf } from "../incoming.ts";
import { hear, isHeard } from "./heard.ts";
import { respondTo } from "./respond.ts";
import { actorOf, embeddedIn, idOfActivity, objectOf } from "./said.ts";

/** https://w3id.org/fep/044f#quoting-an-object */
export async function onQuoteRequested({ data }: InboxContext<Inbound>): Promise<void> {
  const actor = actorOf(data);
  const object = objectOf(data);
  if (object === undefined) return;
  const instrument = await heardOf(data, actor, object);
  if (instrument === undefined) return;
  await answerQuoteRequest(data.site, { id: idOfActivity(data), actor, object, instrument });
}

/** The address of the quotation, once it is taken in. What is known and only named is not read again. */
async function heardOf(inbound: Inbound, actor: string, object: string): Promise<string | undefined> {
  const { instrument } = inbound.activity;
  if (embeddedIn(instrument) === undefined && (await isHeard(inbound, addressOf(instrument)))) {
    return addressOf(instrument)!;
  }
  const heard = await hear(inbound, instrument);
  if (heard?.post.attributedTo !== actor || heard.post.quote !== object) return undefined;
  await respondTo(inbound, heard);
  return heard.post.uri;
}
