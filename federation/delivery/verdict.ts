// Turns what came of a try into what is written down: the row's new state, and the news of its host.
import type { Claimed, Settled } from "../../src/db/ledger.ts";
import type { HostNews } from "../../src/db/remote_host.ts";
import { judge, patience, pauseAfter } from "../../src/domain/delivery.ts";
import type { Tried } from "./attempt.ts";

/** The pause after a first 401, in milliseconds: as long as it takes to fetch a key. */
const soon = 5_000;

/** @param chance from 0 to 1 */
export function settlementOf(row: Claimed, { answer }: Tried, now: Date, chance: number): Settled {
  const verdict = judge(answer);
  const next = new Date(now.getTime() + pauseOf(row, answer, chance));
  const isGivenUp = next.getTime() - row.created.getTime() > patience;
  return {
    activity: row.activity,
    inbox: row.inbox,
    lease: row.lease,
    state: verdict === "delivered" ? verdict : verdict === "over" || isGivenUp ? "failed" : "pending",
    tried: true,
    next_try: next,
    status: answer.status ?? null,
    error: answer.error ?? null,
  };
}

function pauseOf(row: Claimed, { status, retryAfter }: Tried["answer"], chance: number): number {
  if (status === 401 && row.last_status !== 401) return soon * (1 + chance);
  const asked = status === 429 || status === 503 ? (retryAfter ?? 0) : 0;
  return Math.max(asked, pauseAfter(row.attempts + 1, chance));
}

/** A row that ends without being sent. */
export function cancellationOf(row: Claimed, error: "blocked" | "taken back", now: Date): Settled {
  const { activity, inbox, lease, last_status } = row;
  return {
    activity,
    inbox,
    lease,
    state: "cancelled",
    tried: false,
    next_try: now,
    status: last_status,
    error,
  };
}

/** What a number of tries, in their order, taught about their hosts. */
export function newsOf(
  tries: { row: Claimed; tried: Tried }[],
  now: Date,
): { answered: string[]; news: HostNews[] } {
  const answered = new Set<string>();
  const hosts = new Map<string, HostNews>();
  for (const { row, tried } of tries) {
    const { host } = row;
    const { answer, signature, maxBody } = tried;
    const isDown = judge(answer) === "down";
    if (!isDown) answered.add(host);
    const one = hosts.get(host) ?? {
      host,
      failures: 0,
      fresh: false,
      rest: null,
      signature: null,
      max_body: null,
    };
    one.failures = isDown ? one.failures + 1 : 0;
    one.fresh ||= !isDown;
    const asksForRest = (answer.status === 429 || answer.status === 503) && answer.retryAfter !== undefined;
    one.rest = asksForRest ? new Date(now.getTime() + answer.retryAfter!) : isDown ? one.rest : null;
    one.signature = signature ?? one.signature;
    one.max_body = maxBody ?? one.max_body;
    hosts.set(host, one);
  }
  const isNews = (one: HostNews) => one.failures > 0 || one.signature !== null || one.max_body !== null;
  return { answered: [...answered], news: [...hosts.values()].filter(isNews) };
}
