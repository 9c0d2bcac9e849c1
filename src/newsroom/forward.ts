// Passes on to followers what others answer, so that all of them see the same thread. https://www.w3.org/TR/activitypub/#inbox-forwarding
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "../db/open.ts";
import type { Site } from "../site.ts";
import { cancelPending } from "./cancel.ts";
import { deliver, followersOf, type Outgoing, whoeverHasIt } from "./send.ts";

/** Largest body in bytes: the Misskey family refuses 64 KiB. */
export const maxForwarded = 60 * 1024;
/** Most activities about the thread of one text that are passed on in an hour. */
const mostPerHour = 60;
/** For so many hours what somebody has approved waits for its turn. */
const patience = 24;
const hour = 3_600_000;

/** An activity as it came, with a signature of its author's own in it, by which others recognise it. */
export interface Sealed {
  type: string;
  /** The JSON, byte by byte. */
  body: string;
}

/** An activity about an answer, to be passed on. */
export interface Forwarded extends Sealed {
  collective: string;
  report: string;
  uri: string;
  /** The host of its author, who needs no copy. */
  host: string;
}

/**
 * Passes activities about answers that are shown on to the followers of the collective, so many an hour for a text; what
 * is too large stays here.
 * @param db the transaction in which they are shown
 * @param options `isApproved`: somebody has read them, so what is too much for this hour goes in the next ones; else it is
 *   left to be found in the collection of answers
 */
export async function forward(
  site: Site,
  db: Db,
  many: readonly Forwarded[],
  { isApproved = false }: { isApproved?: boolean } = {},
): Promise<void> {
  const small = many.filter(({ body }) => Buffer.byteLength(body) <= maxForwarded);
  const now = site.clock.now();
  const placed = await momentsFor(db, small, now, isApproved ? patience : 1);
  for (const [collective, some] of Map.groupBy(placed, ({ collective }) => collective)) {
    await deliver(site, db, await record(db, some, now), followersOf(collective));
  }
}

/**
 * Passes the deletion of an answer on to whoever has it: wherever it was passed on, and to followers. What is still under
 * way is called back, and nothing that was passed on is kept.
 * @param deletion its author's own; `host`: where the author is
 * @param report the text whose thread it stood in, where it was shown at the end; null where it was not
 */
export async function forwardDeletion(
  site: Site,
  db: Db,
  deletion: Sealed,
  { actor, uri, shownAt }: { actor: string; uri: string; shownAt: ShownAt | undefined },
): Promise<void> {
  const passedOn = await lastPassedOn(db, actor, uri);
  const collective = passedOn ?? shownAt?.collective;
  if (collective === undefined || Buffer.byteLength(deletion.body) > maxForwarded) return;
  const { host } = new URL(actor);
  const now = site.clock.now();
  // Of what was passed on there is one deletion at most; of anything else there may be any number.
  if (passedOn === undefined && (await take(db, shownAt!.report, now, 1)) > mostPerHour) return;
  await cancelPending(db, uri);
  const recorded = await record(db, [{ ...deletion, collective, uri, host, moment: now }], now);
  await deliver(site, db, recorded, whoeverHasIt(followersOf(collective)));
  const before = db
    .selectFrom("activity")
    .select("id")
    .where("object", "=", uri)
    .where("type", "in", ["Create", "Update"]);
  await db.deleteFrom("activity_form").where("activity", "in", before).execute();
}

/** Where an answer was shown. */
export interface ShownAt {
  collective: string;
  report: string;
}

/** The collective that has passed on what an actor has said, unless it has passed on the deletion of that as well. */
async function lastPassedOn(db: Db, actor: string, uri: string): Promise<string | undefined> {
  const last = await db
    .selectFrom("activity as a")
    .innerJoin("activity_form as f", "f.activity", "a.id")
    .select(["a.collective", "a.type", "f.body"])
    .where("a.object", "=", uri)
    .where("a.public", "=", false)
    .orderBy("a.sequence", "desc")
    .executeTakeFirst();
  if (last === undefined || last.type === "Delete" || last.collective === null) return undefined;
  return (JSON.parse(last.body) as { actor?: unknown }).actor === actor ? last.collective : undefined;
}

type Placed = Omit<Forwarded, "report"> & { moment: Date };

/** Keeps activities as they are sent, without showing them in the outbox: they are not the collective's own. */
async function record(db: Db, many: readonly Placed[], published: Date): Promise<Outgoing[]> {
  const rows = many.map((one) => ({ id: randomUUIDv7(), one }));
  const stored = await db
    .insertInto("activity")
    .values(
      rows.map(({ id, one: { collective, type, uri } }) => ({
        ...{ id, collective, type, object: uri },
        ...{ public: false, published },
      })),
    )
    .returning(["id", "sequence"])
    .execute();
  await db
    .insertInto("activity_form")
    .values(rows.map(({ id, one: { body } }) => ({ activity: id, form: "whole" as const, body })))
    .execute();
  const sequences = new Map(stored.map(({ id, sequence }) => [id, sequence]));
  return rows.map(({ id, one: { uri, host, moment } }) => ({
    ...{ id, object: uri, sequence: sequences.get(id)!, moment },
    exceptHost: host,
  }));
}

/** When each may go: now, or in one of the hours after this one; what finds no room in all of them is left out. */
async function momentsFor(db: Db, many: readonly Forwarded[], now: Date, hours: number): Promise<Placed[]> {
  const placed: Placed[] = [];
  const threads = Map.groupBy(many, ({ report }) => report);
  // Always in the same order, so that two who show answers at once never wait for each other.
  for (const report of [...threads.keys()].sort()) {
    const waiting = [...threads.get(report)!];
    for (let ahead = 0; ahead < hours && waiting.length > 0; ahead++) {
      const moment = ahead === 0 ? now : new Date((Math.floor(now.getTime() / hour) + ahead) * hour);
      const before = (await take(db, report, moment, waiting.length)) - waiting.length;
      for (const one of waiting.splice(0, Math.max(0, mostPerHour - before))) placed.push({ ...one, moment });
    }
  }
  return placed;
}

/** Takes places in an hour. @returns how many are taken with these */
async function take(db: Db, report: string, moment: Date, count: number): Promise<number> {
  const thread = `forwarding ${report} ${moment.toISOString().slice(0, 13)}`;
  const { rows } = await sql<{ count: number }>`
    insert into kv as k (key, value, expires)
    values (${thread}, to_jsonb(${count}::int), ${moment}::timestamptz + interval '2 hours')
    on conflict (key) do update set value = to_jsonb((k.value #>> '{}')::int + ${count}::int)
    returning (value #>> '{}')::int as count`.execute(db);
  return rows[0]!.count;
}
