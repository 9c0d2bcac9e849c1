// The statements by which senders work off the delivery ledger: each takes or settles a whole batch at once.
import { type RawBuilder, sql } from "kysely";
import type { Db } from "./open.ts";
import { isRefusedHost } from "./refused.ts";

/** A delivery that a sender has taken upon itself, with what it must know of the host. */
export interface Claimed {
  activity: string;
  inbox: string;
  host: string;
  object: string;
  sequence: string;
  /** Who may settle it; another sender's once it has expired. */
  lease: string;
  attempts: number;
  created: Date;
  last_status: number | null;
  /** Its text was taken back, and a sender that is no more had it under way. */
  final: boolean;
  type: string;
  /** Whether everybody may know of it, followers first. */
  public: boolean;
  /** null: the instance actor. */
  collective: string | null;
  software: string | null;
  signature: "cavage" | "rfc9421";
  max_body: number | null;
  /** Failures in a row of its host. */
  failures: number;
  /** Whether this node does not speak to its host, because of that or of one above it. */
  blocked: boolean;
}

export interface ClaimOptions {
  now: Date;
  lease: string;
  /** Until when the lease holds. */
  until: Date;
  /** Most rows. */
  limit: number;
}

const columns = sql`d.activity, d.inbox, d.host, d.object, d.sequence, d.lease, d.attempts, d.created, d.last_status,
  d.final, a.type, a.public, a.collective, p.software, coalesce(p.signature, 'cavage') as signature, p.max_body,
  coalesce(p.failures, 0) as failures, ${isRefusedHost(sql.ref("d.host"))} as blocked`;

/** A row may go when its time has come, nobody has it and nothing earlier about its object waits for the same inbox. */
function mayGo(now: Date): RawBuilder<boolean> {
  return sql`d.state = 'pending' and (d.leased_until is null or d.leased_until <= ${now})
    and not exists (
      select from delivery e
      where e.inbox = d.inbox and e.object = d.object and e.sequence < d.sequence and e.state = 'pending'
    )`;
}

/**
 * Takes due rows, a few of each host, host by host in the order of their names; hosts that fail are passed over. The
 * cost is that of the hosts that are looked at, however many rows each of them has.
 * @param after the host to go on from; "" for the first
 * @param perHost most rows of one host
 * @param busy hosts to pass over
 * @returns the rows, and the host to go on from: "" after the last
 */
export async function claim(
  db: Db,
  {
    now,
    lease,
    until,
    limit,
    after,
    perHost,
    busy,
  }: ClaimOptions & { after: string; perHost: number; busy: string[] },
): Promise<{ rows: Claimed[]; next: string }> {
  const { rows } = await sql<Claimed & { last: string }>`
    with recursive turn (host) as (
      (select host from delivery where state = 'pending' and host > ${after} order by host limit 1)
      union all
      select (select d.host from delivery d where d.state = 'pending' and d.host > turn.host order by d.host limit 1)
      from turn where turn.host is not null
    ),
    picked as (
      select d.place, h.software, h.signature, h.max_body, h.failures
      from turn
      -- Looked up one by one, so that the hosts stay in their order and no more of them are found than are needed.
      left join lateral (select * from remote_host h where h.host = turn.host limit 1) h on true
      cross join lateral (
        select d.ctid as place from delivery d
        where d.host = turn.host and d.next_try <= ${now} and ${mayGo(now)}
        order by d.next_try
        limit ${perHost}
        for update skip locked
      ) d
      where turn.host <> all(${busy}::text[]) and h.next_probe is null
      limit ${limit}
    ),
    taken as (
      update delivery d set lease = ${lease}, leased_until = ${until}
      from picked p, activity a
      where d.ctid = p.place and a.id = d.activity
      returning ${columns}
    )
    select *, max(host) over () as last from taken`.execute(db);
  return { rows, next: rows.length < limit ? "" : rows[0]!.last };
}

/** Takes one row of each failing host that is due for a probe; no other sender probes it before the lease ends. */
export async function claimProbes(db: Db, { now, lease, until, limit }: ClaimOptions): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    with due as (
      select h.* from remote_host h
      where h.next_probe <= ${now}
        and exists (select from delivery d where d.host = h.host and d.state = 'pending')
      order by h.next_probe
      limit ${limit}
      for update skip locked
    ),
    moved as (
      update remote_host h set next_probe = ${until} from due where h.host = due.host
    ),
    picked as (
      select d.place, due.*
      from due
      cross join lateral (
        select d.ctid as place from delivery d
        where d.host = due.host and ${mayGo(now)}
        order by d.next_try
        limit 1
        for update skip locked
      ) d
    )
    update delivery d set lease = ${lease}, leased_until = ${until}
    from picked p, activity a
    where d.ctid = p.place and a.id = d.activity
    returning ${columns}`.execute(db);
  return rows;
}

type Held = Pick<Claimed, "activity" | "inbox" | "lease">;

/** What came of a try: `pending` again, or the end. */
export interface Settled extends Held {
  state: "pending" | "delivered" | "failed" | "cancelled";
  /** Whether something was sent. */
  tried: boolean;
  next_try: Date;
  status: number | null;
  error: string | null;
}

/** Writes down what came of tries, unless the lease has passed to another sender. */
export async function settle(db: Db, now: Date, all: Settled[]): Promise<void> {
  await sql`
    with v as (
      select d.activity, d.inbox, u.state, u.tried, u.next_try, u.status, u.error
      from unnest(
        ${all.map((one) => one.activity)}::uuid[], ${all.map((one) => one.inbox)}::text[],
        ${all.map((one) => one.lease)}::uuid[], ${all.map((one) => one.state)}::text[],
        ${all.map((one) => one.tried)}::boolean[], ${all.map((one) => one.next_try)}::timestamptz[],
        ${all.map((one) => one.status)}::int[], ${all.map((one) => one.error)}::text[]
      ) as u (activity, inbox, lease, state, tried, next_try, status, error)
      join delivery d on d.activity = u.activity and d.inbox = u.inbox and d.lease = u.lease
      ${inOrder}
    )
    update delivery d set
      state = case when v.state = 'pending' and d.final then 'cancelled' else v.state end,
      attempts = d.attempts + v.tried::int,
      next_try = v.next_try,
      last_status = v.status,
      last_error = v.error,
      delivered = case when v.state = 'delivered' then ${now}::timestamptz end,
      lease = null,
      leased_until = null
    from v where d.activity = v.activity and d.inbox = v.inbox`.execute(db);
}

/** Prolongs the leases of rows that are still held. */
export async function renew(db: Db, until: Date, rows: Held[]): Promise<void> {
  await change(db, sql`leased_until = ${until}`, held(rows));
}

/** Gives rows back untouched, for any sender to take. */
export async function giveBack(db: Db, rows: Held[]): Promise<void> {
  await change(db, sql`lease = null, leased_until = null`, held(rows));
}

/** Lets everything that waits for these hosts go at once: they are well again. */
export async function release(db: Db, now: Date, hosts: string[]): Promise<void> {
  await change(db, sql`next_try = ${now}`, sql`${waiting(hosts)} and d.next_try > ${now}`);
}

/** Ends what has waited for these hosts since before a moment; each row keeps the reason of its last try. */
export async function giveUp(db: Db, before: Date, hosts: string[]): Promise<void> {
  await change(db, sql`state = 'failed'`, sql`${waiting(hosts)} and d.created <= ${before}`);
}

/** Ends everything that waits for hosts to which this node does not speak. */
export async function cancelForHosts(db: Db, hosts: string[]): Promise<void> {
  await change(db, sql`state = 'cancelled', last_error = 'blocked'`, waiting(hosts));
}

/** Ends everything that waits for one inbox, to which this node does not speak any more. */
export async function cancelForInbox(db: Db, inbox: string): Promise<void> {
  await change(
    db,
    sql`state = 'cancelled', last_error = 'blocked'`,
    sql`d.inbox = ${inbox} and d.state = 'pending'`,
  );
}

/**
 * Ends everything that waits and is about some objects. What a sender has under way at this moment cannot be called back;
 * it is marked, so that there is no other try.
 */
export async function cancelAbout(db: Db, objects: readonly string[]): Promise<void> {
  await change(
    db,
    sql`state = case when d.lease is null then 'cancelled' else d.state end,
      last_error = case when d.lease is null then 'taken back' else d.last_error end,
      final = true`,
    sql`d.object = any(${[...objects]}::text[]) and d.state = 'pending'`,
  );
}

function held(rows: Held[]): RawBuilder<unknown> {
  return sql`(d.activity, d.inbox, d.lease) in (select * from unnest(
    ${rows.map((row) => row.activity)}::uuid[], ${rows.map((row) => row.inbox)}::text[],
    ${rows.map((row) => row.lease)}::uuid[]
  ))`;
}

function waiting(hosts: string[]): RawBuilder<unknown> {
  return sql`d.host = any(${hosts}::text[]) and d.state = 'pending' and d.lease is null`;
}

/** Whoever changes several rows locks them in this order first, so that two never wait for each other. */
const inOrder = sql`order by d.activity, d.inbox for update of d`;

async function change(db: Db, set: RawBuilder<unknown>, where: RawBuilder<unknown>): Promise<void> {
  await sql`
    with v as (select d.activity, d.inbox from delivery d where ${where} ${inOrder})
    update delivery d set ${set} from v where d.activity = v.activity and d.inbox = v.inbox`.execute(db);
}

/** The signed JSON of activities, all forms. */
export function formsOf(db: Db, activities: string[]) {
  return db.selectFrom("activity_form").selectAll().where("activity", "in", activities).execute();
}
