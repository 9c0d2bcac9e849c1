// The table of allies: whom a collective follows, and the rule by which their texts are passed on.
import type { ColumnType, Generated, Selectable } from "kysely";
import type { AllyState, RepostRule } from "../domain/ally.ts";
import type { Db } from "./open.ts";

export interface AllyTable {
  collective: string;
  /** The address of a remote actor. */
  actor: string;
  state: AllyState;
  /** The UUID of the Follow that was sent last. */
  follow: string;
  /** The day since which it is in this state; a day, not a moment. */
  since: ColumnType<Date, string | undefined, string>;
  rule: Generated<RepostRule>;
  /** As typed. */
  rule_tags: Generated<string[]>;
  rule_languages: Generated<string[]>;
  rule_kinds: Generated<string[]>;
  /** Most texts in a day that the rule is about. */
  rule_cap: Generated<number>;
  /** When its outbox was last read; null: not since it accepted. */
  looked: Date | null;
  /** Its outbox is not read again before that. */
  look_again: Generated<Date>;
}

export type Ally = Selectable<AllyTable>;

/** How a collective stands to an actor, or undefined when it never followed it. */
export function allyOf(db: Db, collective: string, actor: string): Promise<Ally | undefined> {
  return db
    .selectFrom("ally")
    .selectAll()
    .where("collective", "=", collective)
    .where("actor", "=", actor)
    .executeTakeFirst();
}

/** A row, locked until the transaction ends. */
export function lockedAlly(db: Db, collective: string, actor: string): Promise<Ally | undefined> {
  return db
    .selectFrom("ally")
    .selectAll()
    .where("collective", "=", collective)
    .where("actor", "=", actor)
    .forUpdate()
    .executeTakeFirst();
}

/** The collectives that follow an actor, and were accepted. */
export function followingCollectives(db: Db, actor: string): Promise<Ally[]> {
  return db
    .selectFrom("ally")
    .selectAll()
    .where("actor", "=", actor)
    .where("state", "=", "accepted")
    .orderBy("collective")
    .execute();
}

/** How many a collective follows. */
export async function countAllies(db: Db, collective: string): Promise<number> {
  const { count } = await db
    .selectFrom("ally")
    .select((is) => is.fn.countAll<string>().as("count"))
    .where("collective", "=", collective)
    .where("state", "=", "accepted")
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Whether any collective follows an actor, and was accepted. */
export async function isFollowed(db: Db, actor: string): Promise<boolean> {
  const row = await db
    .selectFrom("ally")
    .select("actor")
    .where("actor", "=", actor)
    .where("state", "=", "accepted")
    .executeTakeFirst();
  return row !== undefined;
}
