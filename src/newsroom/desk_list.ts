// The texts of a collective as its desk lists them: in whatever state, the last begun first.
import { type SqlBool, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Db } from "../db/open.ts";
import type { ReportState } from "../domain/report.ts";

/**
 * A page of the list.
 * @param filter `state`: only texts in it; `before`: the UUID of the last text of the page before
 * @returns `next`: the UUID at which the page ends, absent on the last
 */
export async function deskTexts(
  db: Db,
  collective: string,
  { state, before }: { state?: ReportState | undefined; before?: string | undefined },
  limit: number,
) {
  let query = db
    .selectFrom("report as r")
    .select(["r.id", "r.title", "r.language", "r.state", "r.kind", "r.slug", "r.scheduled", "r.published"])
    .select(sql<boolean>`r.proposed is not null`.as("proposed"))
    .select((is) =>
      jsonArrayFrom(
        is
          .selectFrom("report as o")
          .select(["o.id", "o.language"])
          .whereRef("o.translation_set", "=", "r.translation_set")
          .whereRef("o.collective", "=", "r.collective")
          .whereRef("o.id", "<>", "r.id")
          .orderBy("o.language"),
      ).as("siblings"),
    )
    .where("r.collective", "=", collective)
    .orderBy("r.id", "desc")
    .limit(limit + 1);
  if (state !== undefined) query = query.where("r.state", "=", state);
  if (before !== undefined) query = query.where(sql<SqlBool>`r.id < ${before}::uuid`);
  const rows = await query.execute();
  const texts = rows.slice(0, limit);
  return { texts, next: rows.length > limit ? texts.at(-1)?.id : undefined };
}
