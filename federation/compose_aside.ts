// Puts into activities what is said to one server alone: consents to quotations, their end, and complaints.
import type { Db } from "../src/db/open.ts";
import { ap } from "../src/domain/paths.ts";
import type { Composed, Saying } from "../src/newsroom/fediverse.ts";
import { headOf, sign } from "./activity.ts";
import { context, quoteContext } from "./context.ts";
import { type Ground, loadKeys } from "./keys.ts";

type Aside = Extract<Saying, { type: "AcceptQuote" | "DeleteStamp" | "Flag" }>;

/** Whether it is said to one server alone. */
export function isAside(saying: Saying): saying is Aside {
  return saying.type === "AcceptQuote" || saying.type === "DeleteStamp" || saying.type === "Flag";
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
        const { id, actor, object, instrument } = saying.request;
        const request = { ...(id !== undefined && { id }), type: "QuoteRequest", actor, object, instrument };
        const rest = { object: request, result: origin + ap.stamp(saying.stamp) };
        return { type: "Accept", terms: quoteContext, to: actor, about: rest.result, rest };
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
