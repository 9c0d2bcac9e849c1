// Decides what becomes of an answer when it arrives: the collective's decisions first, then its words, then its policy.
import { sql } from "kysely";
import type { Db } from "../db/open.ts";
import { standsIn } from "../domain/filter.ts";
import type { ReplyPolicy } from "../domain/report.ts";
import type { ResponseKind, ResponseState, Verdict } from "../domain/response.ts";

/** Whose word it is and about what. */
export interface Arrival {
  collective: string;
  /** null: it is in no thread. */
  report: string | null;
  actor: string;
  /** The actor's host, with its port. */
  host: string;
}

/** What people read of it. */
export interface Wording {
  isPublic: boolean;
  name: string | null;
  summary: string | null;
  content: string;
}

interface Ruling {
  isRefused: boolean;
  isLimited: boolean;
  ofActor: Verdict | null;
  ofHost: Verdict | null;
  policy: ReplyPolicy;
  filter_words: string[];
  isKnown: boolean;
}

/**
 * What becomes of an answer, a quotation or a mention. Where no answers are wanted quotations wait to be decided about,
 * because they may be made all the same; what is not
 * for everybody waits to be read, because nobody sees it anywhere else.
 * @returns undefined where it is not even kept: its author is blocked, or answers are not wanted
 */
export async function admitWords(
  db: Db,
  arrival: Arrival & { kind: ResponseKind },
  wording: Wording,
): Promise<ResponseState | undefined> {
  const ruling = await rule(db, arrival);
  const { isRefused, isLimited, ofActor, ofHost, policy, filter_words, isKnown } = ruling;
  if (isRefused || (policy === "off" && arrival.kind === "reply")) return undefined;
  const verdict = ofActor ?? ofHost;
  if (verdict === "hide") return "hidden";
  if (!wording.isPublic) return "held";
  const words = [wording.name, wording.summary, wording.content].join("\n");
  if (standsIn(filter_words, words)) return "held";
  if (verdict !== null) return verdict === "show" ? "shown" : "held";
  if (isLimited || arrival.kind === "mention") return "held";
  return policy === "open" || (policy === "known" && isKnown) ? "shown" : "held";
}

/**
 * What becomes of a like or a boost: it counts, unless somebody has decided otherwise about its actor.
 * @returns undefined where its actor is blocked
 */
export async function admitDeed(db: Db, arrival: Arrival): Promise<ResponseState | undefined> {
  const { isRefused, isLimited, ofActor, ofHost } = await rule(db, arrival);
  if (isRefused) return undefined;
  const verdict = ofActor ?? ofHost;
  if (verdict !== null) return verdict === "hide" ? "hidden" : verdict === "show" ? "shown" : "held";
  return isLimited ? "held" : "shown";
}

async function rule(db: Db, { collective, report, actor, host }: Arrival): Promise<Ruling> {
  const hosts = hostAndAbove(host);
  const { rows } = await sql<Ruling>`
    select
      exists (select from remote_actor a where a.id = ${actor} and (a.blocked or a.gone is not null))
        or exists (select from remote_host h where h.host = any(${hosts}::text[]) and h.block = 'blocked')
        or (s.only_allowed
          and not exists (select from remote_host h where h.host = any(${hosts}::text[]) and h.allowed)
          and not exists (select from node_origin o where starts_with(${actor}, o.origin || '/'))) as "isRefused",
      exists (select from remote_host h where h.host = any(${hosts}::text[]) and h.block = 'limited') as "isLimited",
      (select verdict from decision d where d.collective = c.id and d.kind = 'actor' and d.subject = ${actor}) as "ofActor",
      (select verdict from decision d where d.collective = c.id and d.kind = 'host' and d.subject = any(${hosts}::text[])
        order by length(subject) desc limit 1) as "ofHost",
      coalesce((select r.reply_policy from report r where r.id = ${report}::uuid), c.reply_policy) as policy,
      c.filter_words,
      exists (select from response r where r.actor = ${actor} and r.collective = c.id
        and r.state = 'shown' and r.public and r.kind in ('reply', 'quote')) as "isKnown"
    from collective c cross join node_setting s
    where c.id = ${collective}`.execute(db);
  return rows[0]!;
}

/** A host as it is known, without its port, and every domain above it. */
export function hostAndAbove(host: string): string[] {
  const name = host.replace(/:\d+$/, "");
  const labels = name.split(".");
  return [...new Set([host, ...labels.map((_, depth) => labels.slice(depth).join("."))])];
}
