// Passes on to followers what others answer, so that all of them see the same thread. https://www.w3.org/TR/activitypub/#inbox-forwarding
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "../db/open.ts";
import { isRefusedHost } from "../db/refused.ts";
import type { Site } from "../site.ts";
import { deliveryChannel } from "./send.ts";

/** Largest body in bytes: the Misskey family refuses 64 KiB. */
const maxBody = 60 * 1024;
/** Most activities about the thread of one text that are passed on in an hour. */
const mostPerHour = 60;

/** An activity as it came, with a signature of its author's own in it, by which others recognise it. */
export interface Sealed {
  type: string;
  /** The JSON, byte by byte. */
  body: string;
}

/** What is passed on. */
export interface Forwarded {
  collective: string;
  report: string;
  uri: string;
  /** The host of its author, who needs no copy. */
  host: string;
}

/**
 * Passes an activity about an answer that is shown on to the followers of the collective; never faster than so many an
 * hour.
 * @param db the transaction in which it was taken in
 */
export async function forward(site: Site, db: Db, { type, body }: Sealed, about: Forwarded): Promise<void> {
  if (Buffer.byteLength(body) > maxBody) return;
  const { collective, uri, host, report } = about;
  const now = site.clock.now();
  const thread = `forwarding ${report} ${now.toISOString().slice(0, 13)}`;
  const { rows } = await sql<{ count: number }>`
    insert into kv as k (key, value, expires)
    values (${thread}, '1', ${now}::timestamptz + interval '2 hours')
    on conflict (key) do update set value = to_jsonb((k.value #>> '{}')::int + 1)
    returning (value #>> '{}')::int as count`.execute(db);
  if (rows[0]!.count > mostPerHour) return;
  const id = randomUUIDv7();
  const { sequence } = await db
    .insertInto("activity")
    .values({ id, collective, type, object: uri, public: false, published: now })
    .returning("sequence")
    .executeTakeFirstOrThrow();
  await db.insertInto("activity_form").values({ activity: id, form: "whole", body }).execute();
  await sql`
    insert into delivery (activity, inbox, host, object, sequence, created, next_try)
    select distinct ${id}::uuid, coalesce(a.shared_inbox, a.inbox), a.host, ${uri}, ${sequence}::bigint,
      ${now}::timestamptz, ${now}::timestamptz
    from follower f join remote_actor a on a.id = f.actor
    where f.collective = ${collective} and a.host <> ${host} and not a.blocked and a.gone is null
      and not ${isRefusedHost(sql.ref("a.host"))}`.execute(db);
  await sql`select pg_notify(${deliveryChannel}, '')`.execute(db);
}
