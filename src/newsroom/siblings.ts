// The translations of a text, in whatever state, for those who write them.
import type { Db } from "../db/open.ts";
import type { Report } from "../db/report.ts";

/** The other texts of a text's set that its own collective may see: its own, and what is published. */
export async function siblingsOf(
  db: Db,
  { id, collective, translation_set }: Pick<Report, "id" | "collective" | "translation_set">,
): Promise<Pick<Report, "id" | "title" | "language" | "state">[]> {
  return db
    .selectFrom("report")
    .select(["id", "title", "language", "state"])
    .where("translation_set", "=", translation_set)
    .where("collective", "=", collective)
    .where("id", "<>", id)
    .orderBy("language")
    .execute();
}
