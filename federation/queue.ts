// What waits to be worked on, and what Fedify wants to remember: both on our own PostgreSQL.
import { randomUUID } from "node:crypto";
import type { KvKey, KvStore } from "@fedify/fedify";
import type { Message } from "@fedify/fedify/federation";
import { kvDelete, kvGet, kvList, kvSet } from "../src/db/kv.ts";
import type { Ground } from "./keys.ts";
import { readingContext } from "./known_contexts.ts";

/** An activity that was taken in and waits. */
interface Waiting {
  activity: object;
  /** When it was taken in. */
  accepted: string;
  /** The body as it came, where that is needed. */
  body?: string | undefined;
  /** Whether it may be passed on. */
  isSealed?: boolean;
}

/** Types of activities whose bodies are of use as they came: they may be passed on, or what an ally says. */
export const keptAsTheyCame: ReadonlySet<unknown> = new Set(["Create", "Update", "Delete"]);

/** Activities handled at once by one process; most of them wait for others with which they are written. */
const atOnce = 64;

/** Puts an activity where it is not lost; it is worked on soon. */
export function enqueue(
  { jobs, db }: Ground,
  activity: Record<string, unknown>,
  accepted: Date,
  { body, isSealed = false, size }: { body?: string; isSealed?: boolean; size: number },
): Promise<void> {
  const message: Waiting = { activity, accepted: accepted.toISOString(), body, isSealed };
  return jobs.sendTogether(db, "inbox", { message }, { size });
}

/** Works on what waits, from now on; an activity whose handler throws is tried again later. */
export function work(
  { jobs, config }: Ground,
  handler: (
    message: Message,
    accepted: Date,
    activity: Record<string, unknown>,
    as: { body: string | undefined; sealed: string | undefined },
  ) => Promise<void>,
): Promise<void> {
  return jobs.work(
    "inbox",
    ({ message }) => {
      const { activity, accepted, body, isSealed } = message as Waiting;
      const when = new Date(accepted);
      return handler(
        asMessage(config.origin, activity, accepted),
        when,
        { ...activity },
        {
          body,
          sealed: isSealed ? body : undefined,
        },
      );
    },
    { concurrency: atOnce },
  );
}

/**
 * How Fedify's own queue would have written it down, with as much of the activity as decides who listens. Those read the
 * rest themselves, as it was written.
 */
function asMessage(baseUrl: string, activity: object, started: string): Message {
  const { id, type, actor } = activity as Record<string, unknown>;
  return {
    type: "inbox",
    id: randomUUID(),
    baseUrl,
    activity: { "@context": readingContext, ...(id !== undefined && { id }), type, actor },
    identifier: null,
    attempt: 0,
    started,
    traceContext: {},
  };
}

/**
 * Fedify's key–value store. Its memory of ids that were seen is left out: it does not say whose id it was, so that
 * anybody could use up the id of somebody else's next activity. Handlers stand repetition by themselves.
 */
export function createKvStore({ db }: Ground): KvStore {
  return {
    async get<T>(key: KvKey) {
      return isIdempotence(key) ? undefined : kvGet<T>(db, key);
    },
    async set(key, value, options) {
      if (isIdempotence(key)) return;
      const ttl = options?.ttl?.total("milliseconds");
      await kvSet(db, key, value, ttl === undefined ? undefined : new Date(Date.now() + ttl));
    },
    delete: (key) => kvDelete(db, key),
    async *list(prefix) {
      for (const { key, value } of await kvList(db, prefix ?? []))
        yield { key: key as unknown as KvKey, value };
    },
  };
}

function isIdempotence(key: KvKey): boolean {
  return key[0] === "_fedify" && key[1] === "activityIdempotence";
}
