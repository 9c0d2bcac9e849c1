// What a collective published just before and just after a text, in the same language; also when it last said anything.
import { type SqlBool, sql } from "kysely";
import type { Db } from "../db/open.ts";
import type { PublicReport } from "../db/report.ts";
import { pages } from "../domain/paths.ts";

/** A text next to another one. */
export interface Neighbour {
  title: string;
  path: string;
  language: string;
}

/** The reports and call-outs next to a text; a page stands outside of time and has none. */
export async function neighbours(
  db: Db,
  text: Pick<PublicReport, "id" | "collective" | "kind" | "language" | "published">,
): Promise<{ before: Neighbour | undefined; after: Neighbour | undefined }> {
  if (text.kind === "page") return { before: undefined, after: undefined };
  const [before, after] = await Promise.all([next(db, text, "before"), next(db, text, "after")]);
  return { before, after };
}

async function next(
  db: Db,
  text: Pick<PublicReport, "id" | "collective" | "language" | "published">,
  side: "before" | "after",
): Promise<Neighbour | undefined> {
  const here = sql`(${text.published}, ${text.id}::uuid)`;
  const order = side === "before" ? "desc" : "asc";
  const row = await db
    .selectFrom("public_report as r")
    .innerJoin("collective as c", "c.id", "r.collective")
    .select(["r.title", "r.language", "r.kind", "r.slug", "r.published", "c.handle"])
    .where("r.collective", "=", text.collective)
    .where("r.kind", "<>", "page")
    .where("r.language", "=", text.language)
    .where(
      side === "before"
        ? sql<SqlBool>`(r.published, r.id) < ${here}`
        : sql<SqlBool>`(r.published, r.id) > ${here}`,
    )
    .orderBy("r.published", order)
    .orderBy("r.id", order)
    .limit(1)
    .executeTakeFirst();
  return row && { title: row.title, language: row.language, path: pages.report(row) };
}

/**
 * When anything that readers can see last changed on this node: a text came, was revised, was taken back, or a
 * collective changed its profile. Undefined where nothing was ever said.
 */
export async function lastChange(db: Db): Promise<Date | undefined> {
  const row = await db
    .selectFrom("activity")
    .select("published")
    .where("type", "in", ["Create", "Update", "Delete"])
    // What is said to one person alone is no change that anybody may see.
    .where("public", "=", true)
    .orderBy("sequence", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.published;
}
