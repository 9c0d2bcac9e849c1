// To whom the node does not speak, as a condition of SQL: blocked hosts and what is under them, or all that are not allowed.
import { type RawBuilder, sql } from "kysely";
import type { Db } from "./open.ts";

/** A host, the same without its port, and every domain above it, for an expression of SQL. */
export function withAbove(host: RawBuilder<unknown>): RawBuilder<string> {
  const labels = sql`string_to_array(split_part(${host}, ':', 1), '.')`;
  return sql`select ${host} union all
    select array_to_string((${labels})[n:], '.') from generate_series(1, cardinality(${labels})) n`;
}

/** Whether a host is refused; our own never is. @param host an expression, as `sql.ref("a.host")` */
export function isRefusedHost(host: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(
    exists (select from remote_host b where b.block = 'blocked' and b.host in (${withAbove(host)}))
    or ((select only_allowed from node_setting)
      and not exists (select from remote_host b where b.allowed and b.host in (${withAbove(host)}))
      and not exists (select from node_origin o where split_part(o.origin, '/', 3) = ${host})))`;
}

/** Everything that decides to whom the node speaks, to be kept at hand. */
export async function readRefusals(db: Db): Promise<{
  hosts: Set<string>;
  actors: Set<string>;
  /** Undefined: everybody is allowed who is not blocked. */
  allowed: Set<string> | undefined;
}> {
  const [setting, hosts, actors] = await Promise.all([
    db.selectFrom("node_setting").select("only_allowed").executeTakeFirst(),
    db
      .selectFrom("remote_host")
      .select(["host", "block", "allowed"])
      .where((is) => is.or([is("block", "=", "blocked"), is("allowed", "=", true)]))
      .execute(),
    db.selectFrom("remote_actor").select("id").where("blocked", "=", true).execute(),
  ]);
  const allowed = hosts.filter((one) => one.allowed).map(({ host }) => host);
  return {
    hosts: new Set(hosts.filter(({ block }) => block === "blocked").map(({ host }) => host)),
    actors: new Set(actors.map(({ id }) => id)),
    allowed: setting?.only_allowed ? new Set(allowed) : undefined,
  };
}
