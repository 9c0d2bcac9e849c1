// What all activities that we send have in common: how they begin, whom they are for, and how they are signed.
import { ap } from "../src/domain/paths.ts";
import { context, everybody } from "./context.ts";
import type { Ground, Keys } from "./keys.ts";
import { type Signable, withLdSignature, withProof } from "./sign.ts";
import { wireMoment } from "./words.ts";

/** An activity before it is signed. */
export interface Activity extends Signable {
  id: string;
  type: string;
  actor: string;
  published: string;
  to: string[];
  cc?: string[];
  object: unknown;
}

/**
 * Signs an activity, once for all inboxes: a proof, and an LD signature where it is public. A public Delete has the LD
 * signature alone: Mastodon passes a deletion on, to whomever a boost has reached, only if all of it can be said in
 * Mastodon's own context, which has no word for a proof.
 */
export async function sign(
  activity: Activity,
  keys: Keys,
  created: Date,
  isPublic: boolean,
): Promise<string> {
  const proven = isPublic && activity.type === "Delete" ? activity : withProof(activity, keys, created);
  return JSON.stringify(isPublic ? await withLdSignature(proven, keys, created) : proven);
}

/** The beginning of an activity. @param id its UUID @param collective who says it; null: the node itself */
export function headOf(
  { config: { origin } }: Ground,
  id: string,
  collective: string | null,
  published: Date,
) {
  return (type: string, terms: unknown = context) => ({
    "@context": terms,
    id: origin + ap.activity(id),
    type,
    actor: origin + (collective === null ? ap.instance() : ap.collective(collective)),
    published: wireMoment(published),
  });
}

/** To everybody; the followers are named too, because Friendica shows a Group's posts to nobody else. */
export function publicly(origin: string, collective: string) {
  return { to: [everybody], cc: [origin + ap.followers(collective)] };
}
