// Keeps answers that wait as their authors' servers have signed them, and passes them on once somebody shows them.
import { sql } from "kysely";
import type { Db } from "../db/open.ts";
import { isRefusedHost } from "../db/refused.ts";
import type { Response } from "../db/response.ts";
import type { Site } from "../site.ts";
import { type Forwarded, forward, maxForwarded, type Sealed } from "./forward.ts";

/** Most that are kept for a collective; what comes beyond that is found in the collection of answers. */
const mostKept = 5_000;
/** Most that are passed on at once. */
const mostAtOnce = 500;

/** Keeps the activity that brought an answer, in the place of an earlier one, until somebody decides about the answer. */
export async function keepSealed(
  db: Db,
  { id, collective, updated }: Pick<Response, "id" | "collective" | "updated">,
  { type, body }: Sealed,
  received: Date,
): Promise<void> {
  await forgetSealed(db, [id]);
  if ((type !== "Create" && type !== "Update") || Buffer.byteLength(body) > maxForwarded) return;
  await sql`
    insert into sealed_response (response, collective, type, body, updated, received)
    select ${id}, ${collective}, ${type}, ${body}, ${updated}::timestamptz, ${received}::timestamptz
    where not exists (select from sealed_response where collective = ${collective} offset ${mostKept - 1})`.execute(
    db,
  );
}

/** Keeps nothing any more of answers about which somebody has decided. */
export async function forgetSealed(db: Db, ids: readonly string[]): Promise<void> {
  await sql`delete from sealed_response where response = any(${[...ids]}::uuid[])`.execute(db);
}

/**
 * Passes on answers that somebody has shown, as their authors have signed what they say now.
 * @param db the transaction that shows them
 */
export async function forwardApproved(site: Site, db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await sql<Forwarded>`
    with taken as (delete from sealed_response where response = any(${[...ids]}::uuid[]) returning *)
    select t.type, t.body, r.collective, r.report, r.uri, a.host
    from taken t
    join response r on r.id = t.response and r.updated is not distinct from t.updated
    join public_report p on p.id = r.report
    join remote_actor a on a.id = r.actor
    where r.state = 'shown' and r.public and r.path is not null
      and not a.blocked and a.gone is null and not ${isRefusedHost(sql.ref("a.host"))}
    order by r.id
    limit ${mostAtOnce}`.execute(db);
  await forward(site, db, rows, { isApproved: true });
}
