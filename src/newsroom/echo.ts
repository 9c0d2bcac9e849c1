// How much is heard of a text, for the wire: counts of what is shown, and the addresses of answers in the order they came.
import { isUuid } from "../db/collective.ts";
import type { Db } from "../db/open.ts";

/** What is shown of what others did with a text. */
export interface Echo {
  replies: number;
  likes: number;
  shares: number;
}

export const silence: Echo = Object.freeze({ replies: 0, likes: 0, shares: 0 });

/** The counts of a text. */
export async function echoOf(db: Db, report: string): Promise<Echo> {
  const row = await db
    .selectFrom("report_echo")
    .select(["replies", "likes", "boosts as shares"])
    .where("report", "=", report)
    .executeTakeFirst();
  return row ?? silence;
}

/** The addresses of answers to a text that everybody may see, oldest first, by their place in that order. */
export async function shownAnswers(db: Db, report: string, offset: number, limit: number): Promise<string[]> {
  if (!isUuid(report)) return [];
  const rows = await db
    .selectFrom("response")
    .select("uri")
    .where("report", "=", report)
    .where("state", "=", "shown")
    .where("public", "=", true)
    .where("path", "is not", null)
    .orderBy("id")
    .offset(offset)
    .limit(limit)
    .execute();
  return rows.map(({ uri }) => uri);
}
