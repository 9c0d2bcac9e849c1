// The tables of what was ever sent: the outbox, and the signed JSON of each activity, once per form.
import type { Generated, Selectable } from "kysely";
import { isUuid } from "./collective.ts";
import type { Db } from "./open.ts";

export interface ActivityTable {
  id: string;
  sequence: Generated<string>;
  /** null: sent by the instance actor. */
  collective: string | null;
  type: string;
  /** The address of what it is about. */
  object: string;
  /** Whether the outbox shows it. */
  public: boolean;
  published: Date;
}

export interface ActivityFormTable {
  activity: string;
  /** `whole` for everybody, `note` for servers that edit only Notes, `reference` for those that refuse large bodies. */
  form: "whole" | "note" | "reference";
  /** The JSON as it is sent, byte by byte. */
  body: string;
}

export type Activity = Selectable<ActivityTable>;
export type ActivityForm = Selectable<ActivityFormTable>;

/** How many activities somebody of this node has said to everybody. */
export async function countPublicActivities(db: Db, collective: string | null): Promise<number> {
  const { count } = await db
    .selectFrom("activity")
    .select((is) => is.fn.countAll<string>().as("count"))
    .where("collective", collective === null ? "is" : "=", collective)
    .where("public", "=", true)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** What somebody of this node has said to everybody, oldest first: what was said stays in its place. */
export function publicActivities(
  db: Db,
  collective: string | null,
  offset: number,
  limit: number,
): Promise<Activity[]> {
  return db
    .selectFrom("activity")
    .selectAll()
    .where("collective", collective === null ? "is" : "=", collective)
    .where("public", "=", true)
    .orderBy("sequence")
    .offset(offset)
    .limit(limit)
    .execute();
}

/** An activity that was said to everybody, with its JSON and whether it is the last word about its object. */
export async function publicActivity(
  db: Db,
  id: string,
): Promise<(Activity & { body: string; isLast: boolean }) | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await db
    .selectFrom("activity as a")
    .innerJoin("activity_form as f", (join) =>
      join.onRef("f.activity", "=", "a.id").on("f.form", "=", "whole"),
    )
    .selectAll("a")
    .select("f.body")
    .select((is) =>
      is
        .not(
          is.exists(
            is
              .selectFrom("activity as later")
              .select("later.id")
              .whereRef("later.object", "=", "a.object")
              .whereRef("later.sequence", ">", "a.sequence"),
          ),
        )
        .as("isLast"),
    )
    .where("a.id", "=", id)
    .where("a.public", "=", true)
    .executeTakeFirst();
  return row && { ...row, isLast: Boolean(row.isLast) };
}
