// The tables of followers: which remote actors a collective's activities go to, and what they add up to on each server.
import { type ColumnType, type Selectable, sql } from "kysely";
import type { Db } from "./open.ts";

export interface FollowerTable {
  collective: string;
  actor: string;
  /** The id of the Follow that was accepted, where it had one of its own origin. */
  follow: string | null;
  /** A day, not a moment. */
  since: ColumnType<Date, never, never>;
  /** Scheme and host of the actor. */
  origin: ColumnType<string, never, never>;
}

export type Follower = Selectable<FollowerTable>;

/** Kept by triggers. */
export interface FollowerDigestTable {
  collective: string;
  origin: string;
  count: number;
  /** 256 digits, each 0 or 1. */
  digest: string;
}

/** The followers of a collective that are on one server. */
export interface FollowersAt {
  collective: string;
  /** Scheme and host of the server. */
  origin: string;
}

/**
 * The digests of followers by server: XOR of the SHA-256 of each address, in hexadecimal. A server where nobody follows
 * has none.
 */
export async function followerDigests(
  db: Db,
  wanted: readonly FollowersAt[],
): Promise<(FollowersAt & { digest: string })[]> {
  if (wanted.length === 0) return [];
  const { rows } = await sql<FollowersAt & { digest: string }>`
    select d.collective, d.origin, d.digest::text as digest
    from unnest(${wanted.map((one) => one.collective)}::uuid[], ${wanted.map((one) => one.origin)}::text[])
      as w (collective, origin)
    join follower_digest d on d.collective = w.collective and d.origin = w.origin`.execute(db);
  return rows.map((row) => ({ ...row, digest: BigInt(`0b${row.digest}`).toString(16).padStart(64, "0") }));
}

/** How many of a server follow a collective. */
export async function countFollowersAt(db: Db, { collective, origin }: FollowersAt): Promise<number> {
  const row = await db
    .selectFrom("follower_digest")
    .select("count")
    .where("collective", "=", collective)
    .where("origin", "=", origin)
    .executeTakeFirst();
  return row?.count ?? 0;
}

/** The addresses of those who follow a collective from a server, in a fixed order. */
export async function followersAt(
  db: Db,
  { collective, origin }: FollowersAt,
  offset: number,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom("follower")
    .select("actor")
    .where("collective", "=", collective)
    .where("origin", "=", origin)
    .orderBy("actor")
    .offset(offset)
    .limit(limit)
    .execute();
  return rows.map(({ actor }) => actor);
}
