// Says something to the fediverse: the activity, its signed JSON and a ledger row for every inbox, in one transaction.
import { randomUUIDv7 } from "node:crypto";
import { type RawBuilder, sql } from "kysely";
import type { Db } from "../db/open.ts";
import { isRefusedHost } from "../db/refused.ts";
import type { Site } from "../site.ts";
import type { Composed, Saying } from "./fediverse.ts";

/** What was said: the activity's UUID and the number of inboxes it goes to. */
export interface Sent {
  id: string;
  deliveries: number;
}

/** The channel on which senders are told that the ledger has new rows. */
export const deliveryChannel = "tern_delivery";

/**
 * Tells all followers of a collective on other servers, and for a Delete everybody the thing was ever sent to. One
 * statement, however many they are.
 * @param db the transaction in which the change itself is made
 * @param also a query for `inbox` and `host` of others who are told
 */
export async function sendToFollowers(
  site: Site,
  db: Db,
  collective: string,
  saying: Saying,
  also?: RawBuilder<unknown>,
): Promise<Sent> {
  const followers = followersOf(collective);
  return sendTo(
    site,
    db,
    collective,
    saying,
    also === undefined ? followers : sql`${followers} union ${also}`,
  );
}

/** A query for `inbox` and `host` of those who follow a collective. */
export function followersOf(collective: string): RawBuilder<unknown> {
  return sql`
    select coalesce(a.shared_inbox, a.inbox) as inbox, a.host
    from follower f join remote_actor a on a.id = f.actor
    where f.collective = ${collective} and not a.blocked and a.gone is null`;
}

/**
 * Tells everybody whom a query finds, and for a Delete everybody the thing was ever sent to.
 * @param whom a query for `inbox` and `host`
 */
export async function sendTo(
  site: Site,
  db: Db,
  collective: string,
  saying: Saying,
  whom: RawBuilder<unknown>,
): Promise<Sent> {
  const { id, composed, sequence } = await record(site, db, collective, saying);
  const { object } = composed;
  const to = composed.type === "Delete" ? whoeverHasIt(whom, object) : whom;
  const deliveries = await deliver(site, db, [{ id, object, sequence, moment: site.clock.now() }], to);
  return { id, deliveries };
}

/** An activity that is stored, to be sent. */
export interface Outgoing {
  id: string;
  /** The address of what it is about. */
  object: string;
  sequence: string;
  /** Not sent before that. */
  moment: Date;
  /** A host that is not told. */
  exceptHost?: string;
}

/**
 * Writes down that activities go to everybody on other servers whom a query finds: one statement, however many they all are.
 * @param whom a query for `inbox` and `host`
 * @returns how many deliveries there are
 */
export async function deliver(
  site: Site,
  db: Db,
  many: readonly Outgoing[],
  whom: RawBuilder<unknown>,
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into delivery (activity, inbox, host, object, sequence, created, next_try)
    with inboxes as materialized (${whom}),
    refused as (
      select host from (select distinct host from inboxes) every_host where ${isRefusedHost(sql.ref("every_host.host"))}
    ),
    outgoing as (
      select * from unnest(
        ${many.map(({ id }) => id)}::uuid[], ${many.map(({ object }) => object)}::text[],
        ${many.map(({ sequence }) => sequence)}::bigint[], ${many.map(({ moment }) => moment)}::timestamptz[],
        ${many.map(({ exceptHost }) => exceptHost ?? null)}::text[]
      ) as o (activity, object, sequence, moment, except_host)
    )
    select distinct o.activity, i.inbox, i.host, o.object, o.sequence, o.moment, o.moment
    from outgoing o join inboxes i on i.host is distinct from o.except_host
    where i.host <> ${site.config.host} and i.host not in (select host from refused)
    on conflict do nothing`.execute(db);
  await wakeSenders(db);
  return Number(numAffectedRows ?? 0);
}

/**
 * Where an object may be: wherever something about it was sent or is under way, and with those who may have found
 * it by themselves; not where all that was to be sent was cancelled before it was tried.
 */
export function whoeverHasIt(whom: RawBuilder<unknown>, object: string): RawBuilder<unknown> {
  return sql`
    with told as (
      select inbox, host, bool_or(state = 'delivered' or attempts > 0 or lease is not null) as was_tried
      from delivery where object = ${object} group by inbox, host
    )
    select inbox, host from (${whom}) f
    where not exists (select from told where told.inbox = f.inbox and not told.was_tried)
    union
    select inbox, host from told where was_tried`;
}

/**
 * Tells one actor, at its own inbox. Among collectives of this node it is only written down that it was said.
 * @param collective null: the node itself speaks
 */
export async function sendToActor(
  site: Site,
  db: Db,
  collective: string | null,
  saying: Saying,
  to: { inbox: string; host: string },
): Promise<Sent> {
  const { id, composed, sequence } = await record(site, db, collective, saying);
  if (to.host === site.config.host) return { id, deliveries: 0 };
  await db
    .insertInto("delivery")
    .values({
      activity: id,
      inbox: to.inbox,
      host: to.host,
      object: composed.object,
      sequence,
      created: site.clock.now(),
      next_try: site.clock.now(),
    })
    .execute();
  await wakeSenders(db);
  return { id, deliveries: 1 };
}

async function record(
  site: Site,
  db: Db,
  collective: string | null,
  saying: Saying,
): Promise<{ id: string; composed: Composed; sequence: string }> {
  const id = randomUUIDv7();
  const published = site.clock.now();
  const composed = await site.fediverse.compose(db, id, saying, published);
  const { sequence } = await db
    .insertInto("activity")
    .values({
      id,
      collective,
      type: composed.type,
      object: composed.object,
      public: composed.public,
      published,
    })
    .returning("sequence")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("activity_form")
    .values(composed.forms.map(({ form, body }) => ({ activity: id, form, body })))
    .execute();
  return { id, composed, sequence };
}

async function wakeSenders(db: Db): Promise<void> {
  await sql`select pg_notify(${deliveryChannel}, '')`.execute(db);
}
