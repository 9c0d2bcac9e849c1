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
  const said = await record(site, db, collective, [saying]);
  const { id, type } = said[0]!;
  return { id, deliveries: await deliver(site, db, said, type === "Delete" ? whoeverHasIt(whom) : whom) };
}

/**
 * Says several things at once, each to whomever a query finds for it: a few statements, however many they are.
 * @param whom a query for `inbox` and `host`; `o.object` in it is the address of what one of them is about
 * @returns how many deliveries there are of all
 */
export async function sendEach(
  site: Site,
  db: Db,
  collective: string,
  sayings: readonly Saying[],
  whom: RawBuilder<unknown>,
): Promise<number> {
  if (sayings.length === 0) return 0;
  return deliver(site, db, await record(site, db, collective, sayings), whom);
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
 * @param whom a query for `inbox` and `host`; `o.object` in it is the address of what an activity is about
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
    with outgoing as (
      select * from unnest(
        ${many.map(({ id }) => id)}::uuid[], ${many.map(({ object }) => object)}::text[],
        ${many.map(({ sequence }) => sequence)}::bigint[], ${many.map(({ moment }) => moment)}::timestamptz[],
        ${many.map(({ exceptHost }) => exceptHost ?? null)}::text[]
      ) as o (activity, object, sequence, moment, except_host)
    ),
    found as materialized (
      select distinct o.activity, i.inbox, i.host, o.object, o.sequence, o.moment
      from outgoing o cross join lateral (${whom}) i
      where i.host is distinct from o.except_host and i.host <> ${site.config.host}
    ),
    refused as (
      select host from (select distinct host from found) every_host where ${isRefusedHost(sql.ref("every_host.host"))}
    )
    select *, moment from found where host not in (select host from refused)
    on conflict do nothing`.execute(db);
  await wakeSenders(db);
  return Number(numAffectedRows ?? 0);
}

/**
 * Where an object may be: wherever something about it was sent or is under way, and with those who may have found
 * it by themselves; not where all that was to be sent was cancelled before it was tried. For `deliver` and `sendEach`.
 */
export function whoeverHasIt(whom: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    with told as (
      select inbox, host, bool_or(state = 'delivered' or attempts > 0 or lease is not null) as was_tried
      from delivery where object = o.object group by inbox, host
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
  const said = await record(site, db, collective, [saying]);
  const { id, object, sequence, moment } = said[0]!;
  if (to.host === site.config.host) return { id, deliveries: 0 };
  const { inbox, host } = to;
  await db
    .insertInto("delivery")
    .values({ activity: id, inbox, host, object, sequence, created: moment, next_try: moment })
    .execute();
  await wakeSenders(db);
  return { id, deliveries: 1 };
}

async function record(
  site: Site,
  db: Db,
  collective: string | null,
  sayings: readonly Saying[],
): Promise<(Outgoing & { type: string })[]> {
  const published = site.clock.now();
  const all: { id: string; composed: Composed }[] = [];
  for (const saying of sayings) {
    const id = randomUUIDv7();
    all.push({ id, composed: await site.fediverse.compose(db, id, saying, published) });
  }
  const rows = all.map(({ id, composed: { type, object, public: isPublic } }) => ({
    ...{ id, collective, type, object, public: isPublic, published },
  }));
  const stored = await db.insertInto("activity").values(rows).returning(["id", "sequence"]).execute();
  const forms = all.flatMap(({ id, composed }) =>
    composed.forms.map(({ form, body }) => ({ activity: id, form, body })),
  );
  await db.insertInto("activity_form").values(forms).execute();
  const sequences = new Map(stored.map(({ id, sequence }) => [id, sequence]));
  return rows.map(({ id, type, object }) => ({
    ...{ id, type, object, moment: published },
    sequence: sequences.get(id)!,
  }));
}

async function wakeSenders(db: Db): Promise<void> {
  await sql`select pg_notify(${deliveryChannel}, '')`.execute(db);
}
