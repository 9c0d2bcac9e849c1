// Puts into activities what is said to one server alone: consents to quotations and their end, refusals, and complaints.
import type { Db } from "../src/db/open.ts";
import { ap } from "../src/domain/paths.ts";
import type { Composed, Saying } from "../src/newsroom/fediverse.ts";
import type { QuoteRequested } from "../src/newsroom/quote.ts";
import { headOf, sign } from "./activity.ts";
import { context, quoteContext } from "./context.ts";
import { type Ground, loadKeys } from "./keys.ts";

const asides = ["AcceptQuote", "RejectQuote", "DeleteStamp", "Flag"] as const;
type Aside = Extract<Saying, { type: (typeof asides)[number] }>;

/** Whether it is said to one server alone. */
export function isAside(saying: Saying): saying is Aside {
  return asides.some((type) => type === saying.type);
}

/** Renders it; see `Fediverse.compose`. A complaint is the node's own, so that no collective is named in it. */
export async function composeAside(
  ground: Ground,
  db: Db,
  id: string,
  saying: Aside,
  published: Date,
): Promise<Composed> {
  const { origin } = ground.config;
  const collective = saying.type === "Flag" ? null : saying.collective;
  const keys = await loadKeys(ground, db, collective);
  const head = headOf(ground, id, collective, published);
  const said = parts();
  const activity = { ...head(said.type, said.terms), to: [said.to], ...said.rest };
  const body = await sign(activity, keys, published, false);
  return { type: said.type, object: said.about, public: false, forms: [{ form: "whole", body }] };

  function parts() {
    switch (saying.type) {
      case "AcceptQuote": {
        const rest = { object: requestOf(saying.request), result: origin + ap.stamp(saying.stamp) };
        return { type: "Accept", terms: quoteContext, to: saying.request.actor, about: rest.result, rest };
      }
      case "RejectQuote": {
        const { actor, instrument } = saying.request;
        const rest = { object: requestOf(saying.request) };
        return { type: "Reject", terms: quoteContext, to: actor, about: instrument, rest };
      }
      case "DeleteStamp": {
        const object = origin + ap.stamp(saying.stamp);
        return { type: "Delete", terms: quoteContext, to: saying.actor, about: object, rest: { object } };
      }
      case "Flag": {
        const { actor, objects, content } = saying;
        return { type: "Flag", terms: context, to: actor, about: actor, rest: { object: objects, content } };
      }
    }
  }
}

function requestOf({ id, actor, object, instrument }: QuoteRequested) {
  return { ...(id !== undefined && { id }), type: "QuoteRequest", actor, object, instrument };
}
