// Reading what was taken back: that it was, when, and whose it is, and nothing it said.
import { isUuid } from "../db/collective.ts";
import type { Db } from "../db/open.ts";

/** Tells when a text was taken back for good (withdrawn or deleted), or undefined: then it never was public here. */
export async function takenBack(
  db: Db,
  id: string,
): Promise<{ collective: string; deleted: Date } | undefined> {
  if (!isUuid(id)) return undefined;
  const withdrawn = await db
    .selectFrom("report")
    .select(["collective", "withdrawn as deleted"])
    .where("id", "=", id)
    .where("state", "=", "withdrawn")
    .executeTakeFirst();
  if (withdrawn?.deleted) return { collective: withdrawn.collective, deleted: withdrawn.deleted };
  return db.selectFrom("tombstone").select(["collective", "deleted"]).where("id", "=", id).executeTakeFirst();
}

/** Like `takenBack`, by collective and slug. */
export async function takenBackAt(
  db: Db,
  collective: string,
  slug: string,
): Promise<{ id: string; deleted: Date } | undefined> {
  const withdrawn = await db
    .selectFrom("report")
    .select(["id", "withdrawn as deleted"])
    .where("collective", "=", collective)
    .where("slug", "=", slug)
    .where("state", "=", "withdrawn")
    .executeTakeFirst();
  if (withdrawn?.deleted) return { id: withdrawn.id, deleted: withdrawn.deleted };
  return db
    .selectFrom("tombstone")
    .select(["id", "deleted"])
    .where("collective", "=", collective)
    .where("slug", "=", slug)
    .orderBy("deleted", "desc")
    .executeTakeFirst();
}
