// A key–value table of small things that may be forgotten: Fedify's KvStore stands on it.
import { type JSONColumnType, sql } from "kysely";
import { deleteInBatches } from "./batches.ts";
import type { Db } from "./open.ts";

export interface KvTable {
  /** The parts of the key as a JSON array. */
  key: string;
  value: JSONColumnType<object, string, string>;
  expires: Date | null;
}

export type KvKey = readonly string[];

/** The value under a key, or undefined where there is none or it has expired. */
export async function kvGet<T>(db: Db, key: KvKey): Promise<T | undefined> {
  const row = await db
    .selectFrom("kv")
    .select("value")
    .where("key", "=", JSON.stringify(key))
    .where((is) => is.or([is("expires", "is", null), is("expires", ">", sql<Date>`now()`)]))
    .executeTakeFirst();
  return row?.value as T | undefined;
}

/** Puts a value under a key; it is forgotten at `expires`, if that is given. */
export async function kvSet(db: Db, key: KvKey, value: unknown, expires?: Date): Promise<void> {
  const row = { value: JSON.stringify(value), expires: expires ?? null };
  await db
    .insertInto("kv")
    .values({ key: JSON.stringify(key), ...row })
    .onConflict((conflict) => conflict.column("key").doUpdateSet(row))
    .execute();
}

/**
 * Takes a key that nobody has, or whose time is over.
 * @returns false where somebody has it
 */
export async function kvTake(db: Db, key: KvKey, now: Date, until: Date): Promise<boolean> {
  const row = await db
    .insertInto("kv")
    .values({ key: JSON.stringify(key), value: "true", expires: until })
    .onConflict((conflict) =>
      conflict.column("key").doUpdateSet({ expires: until }).where("kv.expires", "<=", now),
    )
    .returning("key")
    .executeTakeFirst();
  return row !== undefined;
}

/** Everything under keys that begin with these parts, by key. */
export async function kvList(db: Db, prefix: KvKey): Promise<{ key: string[]; value: unknown }[]> {
  const rows = await db
    .selectFrom("kv")
    .select(["key", "value"])
    .where((is) =>
      is(is.fn<boolean>("starts_with", ["key", is.val(JSON.stringify(prefix).slice(0, -1))]), "=", true),
    )
    .where((is) => is.or([is("expires", "is", null), is("expires", ">", sql<Date>`now()`)]))
    .orderBy("key")
    .execute();
  return rows.map(({ key, value }) => ({ key: JSON.parse(key) as string[], value }));
}

/** Forgets what is under a key. */
export async function kvDelete(db: Db, key: KvKey): Promise<void> {
  await db.deleteFrom("kv").where("key", "=", JSON.stringify(key)).execute();
}

/** Forgets everything that has expired. */
export async function kvTidy(db: Db): Promise<void> {
  await deleteInBatches(db, "kv", sql`expires <= now()`, sql`expires`);
}
