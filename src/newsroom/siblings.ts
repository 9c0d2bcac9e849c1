// The translations of a text, in whatever state, for those who write them, and the text with which they began.
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

/**
 * The text that another one of its set renders: the first of them that its collective may see, if that is not it.
 * A set has the UUID of the text with which it began.
 */
export async function firstOfSet(
  db: Db,
  { id, collective, translation_set }: Pick<Report, "id" | "collective" | "translation_set">,
): Promise<Report | undefined> {
  const first = await db
    .selectFrom("report")
    .selectAll()
    .where("translation_set", "=", translation_set)
    .where("state", "<>", "withdrawn")
    .where((is) => is.or([is("collective", "=", collective), is("state", "=", "published")]))
    .orderBy((is) => is("id", "=", translation_set), "desc")
    .orderBy("id")
    .executeTakeFirst();
  return first?.id === id ? undefined : first;
}
