// Finds out what something from outside is about: a text that is public, or what somebody has answered to one.
import { sql } from "kysely";
import { isUuid } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import { ap } from "../domain/paths.ts";
import type { ThreadPlace } from "../domain/response.ts";
import type { Site } from "../site.ts";

/** What is answered, liked, boosted or quoted. */
export interface Subject {
  collective: string;
  /** The text that the thread is about. */
  report: string;
  /** The address of the text, or of the response. */
  object: string;
  /** The response; undefined: the text itself. */
  parent: (ThreadPlace & { id: string }) | undefined;
}

/** The UUID in an address of this node of a certain kind. */
export function ownId(origin: string, path: (id: string) => string, address: string): string | undefined {
  const start = origin + path("");
  const id = address.startsWith(start) ? address.slice(start.length) : "";
  return isUuid(id) ? id : undefined;
}

/** What is at an address: a published text, or a response in the thread of one. Anything else is undefined. */
export async function subjectOf(site: Site, db: Db, address: string): Promise<Subject | undefined> {
  return (await subjectsOf(site, db, [address])).get(address);
}

/** What is at addresses, of many at once; those at which there is nothing are left out. */
export async function subjectsOf(
  { config: { origin } }: Site,
  db: Db,
  addresses: readonly string[],
): Promise<Map<string, Subject>> {
  const asked = [...new Set(addresses)];
  const texts = asked.map((address) => ownId(origin, ap.report, address) ?? null);
  const { rows } = await sql<Omit<Subject, "parent"> & ThreadPlace & { id: string | null }>`
    select asked.object, s.* from unnest(${asked}::text[], ${texts}::uuid[]) asked (object, text)
    cross join lateral (
      select r.collective, r.id as report, null::uuid as id, null as path, 0 as depth
      from public_report r where r.id = asked.text
      union all
      select a.collective, a.report, a.id, a.path, a.depth
      from response a join public_report r on r.id = a.report
      where asked.text is null and a.uri = asked.object and a.path is not null
    ) s`.execute(db);
  return new Map(
    rows.map(({ collective, report, object, id, path, depth }) => [
      object,
      { collective, report, object, parent: id === null ? undefined : { id, path, depth } },
    ]),
  );
}

/** The published text whose conversation has that address. */
export async function conversationOf(
  { config: { origin } }: Site,
  db: Db,
  context: string | null,
): Promise<{ report: string; collective: string } | undefined> {
  const start = origin + ap.report("");
  if (!context?.startsWith(start)) return undefined;
  const id = context.slice(start.length).split("/")[0]!;
  if (!isUuid(id) || context !== origin + ap.context(id)) return undefined;
  return db
    .selectFrom("public_report")
    .select(["id as report", "collective"])
    .where("id", "=", id)
    .executeTakeFirst();
}

/** The first collective of this node among some addresses. */
export async function collectiveAmong(
  { config: { origin } }: Site,
  db: Db,
  addresses: readonly string[],
): Promise<string | undefined> {
  const ids = addresses.flatMap((address) => ownId(origin, ap.collective, address) ?? []).slice(0, 20);
  if (ids.length === 0) return undefined;
  const rows = await db.selectFrom("collective").select("id").where("id", "in", ids).execute();
  return ids.find((id) => rows.some((row) => row.id === id));
}
