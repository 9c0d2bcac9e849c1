// What became of everything that was said: who has received it, who has not and why, and sending it again.
import { type Expression, type SqlBool, sql } from "kysely";
import type { Db } from "../db/open.ts";
import { isGivenUp, type ReasonKind, reasonInWords, reasonKind } from "../domain/delivery.ts";
import type { Site } from "../site.ts";
import { deliveryChannel } from "./send.ts";

export { cancelPending } from "./cancel.ts";

/** Which deliveries; all parts that are given must hold. */
export interface DeliveryFilter {
  /** Of a collective, by its id. */
  collective?: string;
  /** About an object, by its address: a text's is its id on the wire. */
  object?: string;
  activity?: string;
  states?: DeliveryState[];
}

export type DeliveryState = "pending" | "delivered" | "failed" | "cancelled";

/** One activity to one inbox. */
export interface DeliveryLine {
  activity: string;
  type: string;
  object: string;
  inbox: string;
  host: string;
  state: DeliveryState;
  attempts: number;
  lastStatus: number | null;
  /** In plain words, why it is as it is. */
  reason: string;
  /** The same by its kind. */
  reasonKind: ReasonKind;
  /** Whether it was given up because its days were over. */
  givenUp: boolean;
  /** When it is tried next; null once it has ended. */
  nextTry: Date | null;
  delivered: Date | null;
}

/**
 * Deliveries one by one, newest activity first, by host.
 * @param limit most lines
 */
export async function deliveryLines(db: Db, filter: DeliveryFilter, limit = 1_000): Promise<DeliveryLine[]> {
  const rows = await matching(db, filter)
    .leftJoin("remote_host as h", "h.host", "d.host")
    .select(["d.activity", "a.type", "d.object", "d.inbox", "d.host", "d.state", "d.attempts", "d.next_try"])
    .select(["d.last_status", "d.last_error", "d.delivered", "h.next_probe"])
    .orderBy("d.sequence", "desc")
    .orderBy("d.host")
    .orderBy("d.inbox")
    .limit(limit)
    .execute();
  return rows.map(({ last_status, last_error, next_try, next_probe, ...row }) => {
    const waitsForHost = next_probe !== null && next_probe > next_try;
    const isHeldBack = row.state === "pending" && row.attempts === 0 && next_probe !== null;
    return {
      ...row,
      lastStatus: last_status,
      reasonKind: isHeldBack ? "host waits" : reasonKind({ ...row, last_status, last_error }),
      givenUp: isGivenUp({ ...row, last_status, last_error }),
      reason: isHeldBack
        ? "The server has been failing; it is tried now and then with one delivery, and this one waits."
        : reasonInWords({ ...row, last_status, last_error }),
      nextTry: row.state !== "pending" ? null : waitsForHost ? next_probe : next_try,
    };
  });
}

/** Something that a collective said to everybody. */
export interface Said {
  id: string;
  /** Its place in the order of everything that was said. */
  sequence: string;
  type: string;
  /** The address of what it is about. */
  object: string;
  published: Date;
}

/**
 * What a collective said last, newest first.
 * @param before the place in the order at which the page before ended
 */
export async function saidBy(
  db: Db,
  collective: string,
  before: string | undefined,
  limit: number,
): Promise<Said[]> {
  let query = db
    .selectFrom("activity")
    .select(["id", "type", "object", "published", sql<string>`sequence::text`.as("sequence")])
    .where("collective", "=", collective)
    .where("public", "=", true)
    .orderBy("sequence", "desc")
    .limit(limit);
  if (before !== undefined) query = query.where("sequence", "<", before);
  return query.execute();
}

/** What became of one activity, counted by server. */
export interface DeliveryTotals {
  activity: string;
  type: string;
  published: Date;
  servers: number;
  /** Servers of which every inbox has it; for a Delete: those that have confirmed it. */
  delivered: number;
  /** Servers of which some inbox still waits. */
  pending: number;
  /** Servers that will not get it, in whole or in part. */
  failed: number;
}

/** Of every activity about an object (or of one activity, or of a collective): how many servers have it. Newest first. */
export async function deliveriesOf(
  db: Db,
  which: { object: string } | { activity: string } | { collective: string; activities: readonly string[] },
  limit = 100,
): Promise<DeliveryTotals[]> {
  if ("activities" in which && which.activities.length === 0) return [];
  let found = matching(db, which);
  if ("activities" in which) found = found.where("d.activity", "in", [...which.activities]);
  const byHost = found
    .select(["d.activity", "a.type", "a.published", "a.sequence", "d.host"])
    .select(sql<boolean>`bool_and(d.state = 'delivered')`.as("has_it"))
    .select(sql<boolean>`bool_or(d.state = 'pending')`.as("waits"))
    .groupBy(["d.activity", "a.type", "a.published", "a.sequence", "d.host"]);
  const count = (condition?: Expression<SqlBool>) =>
    condition ? sql<number>`(count(*) filter (where ${condition}))::int` : sql<number>`count(*)::int`;
  return db
    .selectFrom(byHost.as("t"))
    .select(["t.activity", "t.type", "t.published"])
    .select(count().as("servers"))
    .select(count(sql`t.has_it`).as("delivered"))
    .select(count(sql`t.waits`).as("pending"))
    .select(count(sql`not t.has_it and not t.waits`).as("failed"))
    .groupBy(["t.activity", "t.type", "t.published", "t.sequence"])
    .orderBy("t.sequence", "desc")
    .limit(limit)
    .execute();
}

/**
 * Sends again what has failed: its six days begin anew. What was said about the same object later, and has arrived,
 * follows once more, so that every inbox ends with the newest; what was deleted since stays as it is.
 * @returns how many deliveries wait again
 */
export async function resend(site: Site, filter: Omit<DeliveryFilter, "states">): Promise<number> {
  const now = site.clock.now();
  return site.db.transaction().execute(async (db) => {
    const { rows } = await sql<{ host: string }>`
      with failed as (${matching(db, { ...filter, states: ["failed"] }).select(["d.inbox", "d.object", "d.sequence"])}),
      first as (
        select inbox, object, min(sequence) as sequence from failed
        where not exists (
          select from delivery later join activity a on a.id = later.activity
          where later.inbox = failed.inbox and later.object = failed.object
            and later.sequence > failed.sequence and a.type = 'Delete'
        )
        group by inbox, object
      )
      update delivery d set state = 'pending', next_try = ${now}, created = ${now}, delivered = null, final = false
      from first
      where d.inbox = first.inbox and d.object = first.object and d.sequence >= first.sequence
        and d.state in ('failed', 'delivered')
      returning d.host`.execute(db);
    const hosts = [...new Set(rows.map((row) => row.host))];
    if (hosts.length === 0) return 0;
    await db
      .updateTable("remote_host")
      .set({ next_probe: now })
      .where("host", "in", hosts)
      .where("next_probe", ">", now)
      .execute();
    await sql`select pg_notify(${deliveryChannel}, '')`.execute(db);
    return rows.length;
  });
}

function matching(db: Db, { collective, object, activity, states }: DeliveryFilter) {
  let query = db.selectFrom("delivery as d").innerJoin("activity as a", "a.id", "d.activity");
  if (collective !== undefined) query = query.where("a.collective", "=", collective);
  if (object !== undefined) query = query.where("d.object", "=", object);
  if (activity !== undefined) query = query.where("d.activity", "=", activity);
  if (states !== undefined) query = query.where("d.state", "in", states);
  return query;
}
