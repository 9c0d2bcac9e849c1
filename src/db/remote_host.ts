// The table of other servers: what software they run, how they want to be spoken to, whether they answer.
import { type Generated, type Selectable, sql } from "kysely";
import type { Db } from "./open.ts";

export interface RemoteHostTable {
  /** Host with port, lower case. */
  host: string;
  software: string | null;
  software_version: string | null;
  software_checked: Date | null;
  /** The HTTP signature it takes. */
  signature: Generated<"cavage" | "rfc9421">;
  /** The largest body in bytes that it took, once it refused a larger one. */
  max_body: number | null;
  failing_since: Date | null;
  /** Failures in a row. */
  failures: Generated<number>;
  /** While it fails: when one delivery may try it again. */
  next_probe: Date | null;
  /** Limited: its answers are always held; blocked: it is not spoken with. */
  block: Generated<"none" | "limited" | "blocked">;
  /** Why it is limited or blocked, for those who run the node. */
  block_comment: string | null;
  /** While the node speaks only with servers that are allowed: this one is. */
  allowed: Generated<boolean>;
}

export type RemoteHost = Selectable<RemoteHostTable>;

/** What is known of a host, or undefined. */
export function remoteHost(db: Db, host: string): Promise<RemoteHost | undefined> {
  return db.selectFrom("remote_host").selectAll().where("host", "=", host).executeTakeFirst();
}

/** What deliveries taught about a host. */
export interface HostNews {
  host: string;
  /** Failures since it last answered. */
  failures: number;
  /** Whether it answered before them, or they add to those that are known. */
  fresh: boolean;
  /** It asks to be left alone until then. */
  rest: Date | null;
  signature: "cavage" | "rfc9421" | null;
  max_body: number | null;
}

/**
 * Clears the failures of hosts that answered.
 * @returns those that counted as failing
 */
export async function hostsAnswered(db: Db, hosts: string[]): Promise<string[]> {
  const { rows } = await sql<{ host: string }>`
    with known as (
      select host, next_probe from remote_host where host = any(${hosts}::text[]) and failures > 0 order by host for update
    )
    update remote_host h set failures = 0, failing_since = null, next_probe = null
    from known where h.host = known.host
    returning case when known.next_probe is not null then h.host end as host`.execute(db);
  return rows.map((row) => row.host).filter((host) => host !== null);
}

/**
 * Notes what was learned of hosts. One that has failed `limit` times in a row is failing: it is probed after 30 seconds,
 * then after twice that, up to twelve hours.
 * @param chance from 0 to 1: lengthens the pauses by up to a quarter
 * @returns the hosts that are failing, or rest
 */
export async function noteHosts(
  db: Db,
  now: Date,
  news: HostNews[],
  { limit, chance }: { limit: number; chance: number },
): Promise<string[]> {
  const { rows } = await sql<{ host: string }>`
    with news as (
      select * from unnest(
        ${news.map((one) => one.host)}::text[], ${news.map((one) => one.failures)}::int[],
        ${news.map((one) => one.fresh)}::boolean[], ${news.map((one) => one.rest)}::timestamptz[],
        ${news.map((one) => one.signature)}::text[], ${news.map((one) => one.max_body)}::int[]
      ) as n (host, failures, fresh, rest, signature, max_body)
    ),
    counted as (
      select n.*, n.failures + case when n.fresh then 0 else coalesce(h.failures, 0) end as row_of
      from news n left join remote_host h on h.host = n.host
    ),
    noted as (
      insert into remote_host as h (host, failures, failing_since, next_probe, signature, max_body)
      select host, row_of, case when row_of > 0 then ${now}::timestamptz end,
        greatest(rest, case when row_of >= ${limit}::int then
          ${now}::timestamptz + interval '1 second' * least(30 * power(2, least(row_of - ${limit}::int, 20)), 43200)
            * (1 + ${chance}::float8 / 4) end),
        coalesce(signature, 'cavage'), max_body
      from counted order by host
      on conflict (host) do update set
        failures = excluded.failures,
        failing_since = case when excluded.failures > 0 then coalesce(h.failing_since, excluded.failing_since) end,
        next_probe = case when excluded.failures > 0 then greatest(h.next_probe, excluded.next_probe) else h.next_probe end,
        signature = case when excluded.host = any(${news.filter((one) => one.signature).map((one) => one.host)}::text[])
          then excluded.signature else h.signature end,
        max_body = least(h.max_body, excluded.max_body)
      returning h.host, h.next_probe
    )
    select host from noted where next_probe > ${now}`.execute(db);
  return rows.map((row) => row.host);
}
