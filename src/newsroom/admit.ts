// Decides what becomes of an answer when it arrives: the collective's decisions first, then its words, then its policy.
import { type RawBuilder, sql } from "kysely";
import type { Db } from "../db/open.ts";
import { withAbove } from "../db/refused.ts";
import { standsIn } from "../domain/filter.ts";
import type { ReplyPolicy } from "../domain/report.ts";
import type { ResponseKind, ResponseState, Verdict } from "../domain/response.ts";
import { isTakenBack, takenBackKey } from "./taken_back.ts";

/** Most posts of one actor about one text, or to one collective, in a day. */
const mostOfActor = 100;

/** Whose word it is and about what. */
export interface Arrival {
  collective: string;
  /** null: it is in no thread. */
  report: string | null;
  actor: string;
  /** The actor's host, with its port. */
  host: string;
  /** Its address. */
  uri: string;
  /** When it says to have been done; null: when does not matter to whether it was taken back. */
  done: Date | null;
  /** From when on its actor's posts are counted; null: not at all. */
  since: Date | null;
}

/** What people read of it. */
export interface Wording {
  isPublic: boolean;
  name: string | null;
  summary: string | null;
  content: string;
}

/** Everything that decides about an answer, as it stands in the database. */
export interface Ruling {
  isRefused: boolean;
  isLimited: boolean;
  ofActor: Verdict | null;
  ofHost: Verdict | null;
  policy: ReplyPolicy;
  filter_words: string[];
  isKnown: boolean;
}

/** The same, and what is here already. */
export interface Found extends Ruling {
  /** Whether its actor is known at all. */
  isThere: boolean;
  isTakenBack: boolean;
  /** Its actor has said as much as it may. */
  isTooMuch: boolean;
  /** What is known under its address, and whose that is. */
  known: { id: string; actor: string | null } | null;
}

/**
 * What becomes of an answer, a quotation or a mention. Where no answers are wanted quotations wait to be decided about,
 * because they may be made all the same; what is not for everybody waits to be read, because nobody sees it anywhere
 * else.
 * @returns undefined where it is not even kept: its author is blocked, or answers are not wanted
 */
export function admitWords(ruling: Ruling, kind: ResponseKind, wording: Wording): ResponseState | undefined {
  const { isRefused, isLimited, ofActor, ofHost, policy, filter_words, isKnown } = ruling;
  if (isRefused || (policy === "off" && kind === "reply")) return undefined;
  const verdict = ofActor ?? ofHost;
  if (verdict === "hide") return "hidden";
  if (!wording.isPublic) return "held";
  const words = [wording.name, wording.summary, wording.content].join("\n");
  if (standsIn(filter_words, words)) return "held";
  if (verdict !== null) return verdict === "show" ? "shown" : "held";
  if (isLimited || kind === "mention") return "held";
  return policy === "open" || (policy === "known" && isKnown) ? "shown" : "held";
}

/**
 * What becomes of a like or a boost: it counts, unless somebody has decided otherwise about its actor.
 * @returns undefined where its actor is blocked
 */
export function admitDeed({ isRefused, isLimited, ofActor, ofHost }: Ruling): ResponseState | undefined {
  if (isRefused) return undefined;
  const verdict = ofActor ?? ofHost;
  if (verdict !== null) return verdict === "hide" ? "hidden" : verdict === "show" ? "shown" : "held";
  return isLimited ? "held" : "shown";
}

/** Reads what decides about answers, of many at once; in their order. */
export async function lookInto(db: Db, arrivals: readonly Arrival[]): Promise<Found[]> {
  const column = <K extends keyof Arrival>(name: K) => arrivals.map((one) => one[name]);
  const { rows } = await sql<Found>`
    select a.id is not null as "isThere",
      coalesce(a.blocked or a.gone is not null, false) or h.blocked
        or (s.only_allowed and not h.allowed
          and not exists (select from node_origin o where starts_with(l.actor, o.origin || '/'))) as "isRefused",
      h.limited as "isLimited",
      (select verdict from decision d where d.collective = c.id and d.kind = 'actor' and d.subject = l.actor) as "ofActor",
      (select verdict from decision d where d.collective = c.id and d.kind = 'host' and d.subject = any(l.hosts)
        order by length(subject) desc limit 1) as "ofHost",
      coalesce((select r.reply_policy from report r where r.id = l.report), c.reply_policy) as policy,
      c.filter_words,
      ${isAny(sql`response r where r.actor = l.actor and r.collective = c.id
        and r.state = 'shown' and r.public and r.kind in ('reply', 'quote')`)} as "isKnown",
      ${isTakenBack(sql.ref("l.actor"), sql.ref("l.taken"), sql.ref("l.done"))} as "isTakenBack",
      l.since is not null and ${isAny(
        sql`response r where r.actor = l.actor and r.received > l.since and r.kind in ('reply', 'quote', 'mention')
        and r.collective is not distinct from c.id and r.report is not distinct from l.report`,
        mostOfActor - 1,
      )} as "isTooMuch",
      (select jsonb_build_object('id', r.id, 'actor', r.actor) from response r where r.uri = l.uri) as known
    from (
      select *, array(${withAbove(sql.ref("host"))}) as hosts from unnest(
        ${column("collective")}::uuid[], ${column("report")}::uuid[], ${column("actor")}::text[], ${column("host")}::text[],
        ${column("uri")}::text[], ${arrivals.map(({ uri }) => takenBackKey(uri))}::text[],
        ${column("done")}::timestamptz[], ${column("since")}::timestamptz[]
      ) with ordinality as l (collective, report, actor, host, uri, taken, done, since, number)
      offset 0
    ) l
    join collective c on c.id = l.collective
    left join lateral (select * from remote_actor where id = l.actor limit 1) a on true
    cross join lateral (
      select coalesce(bool_or(block = 'blocked'), false) as blocked, coalesce(bool_or(block = 'limited'), false) as limited,
        coalesce(bool_or(allowed), false) as allowed
      from remote_host where host = any(l.hosts)
    ) h
    cross join node_setting s
    order by l.number`.execute(db);
  return rows;
}

/**
 * Whether there is a row, after so many. Each time it is looked for by itself: `exists` would let PostgreSQL read the
 * whole table first, and keep it at hand.
 */
function isAny(rows: RawBuilder<unknown>, after = 0): RawBuilder<boolean> {
  return sql<boolean>`coalesce((select true from ${rows} offset ${sql.lit(after)} limit 1), false)`;
}

/** A host as it is known, without its port, and every domain above it. */
export function hostAndAbove(host: string): string[] {
  const name = host.replace(/:\d+$/, "");
  const labels = name.split(".");
  return [...new Set([host, ...labels.map((_, depth) => labels.slice(depth).join("."))])];
}
