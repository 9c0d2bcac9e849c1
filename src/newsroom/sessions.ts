// Sessions: an open desk on one device. A session knows its pen, a text never does.
import { createHmac, randomBytes } from "node:crypto";
import { sql } from "kysely";
import { deleteInBatches } from "../db/batches.ts";
import type { Collective } from "../db/collective.ts";
import type { Pen } from "../db/pen.ts";
import { sessionDays } from "../domain/pen.ts";
import type { Site } from "../site.ts";
import { hash, type PenKey } from "./pens.ts";

/** Who is at the desk: a role in a collective, and the pen only for ending its sessions. */
export interface Session {
  pen: Pick<Pen, "id" | "role">;
  collective: Collective;
  key: PenKey;
}

/**
 * Opens a session.
 * @returns what the cookie carries: a token, and the pen's key, which the node itself does not keep
 */
export async function openSession(site: Site, pen: string, key: PenKey): Promise<string> {
  const cookie = `${randomBytes(24).toString("base64url")}.${key.toString("base64url")}`;
  // The key is hashed with the token: whoever changes it has no session, so no pen can pose as another.
  await site.db
    .insertInto("session")
    .values({ token: hash(cookie), pen, last_seen: site.clock.now() })
    .execute();
  return cookie;
}

/** The session of a cookie, or undefined when there is none or it was not used for thirty days. */
export async function sessionOf(site: Site, cookie: string | undefined): Promise<Session | undefined> {
  const [, key] = /^[\w-]{32}\.([\w-]{43})$/.exec(cookie ?? "") ?? [];
  if (cookie === undefined || key === undefined) return undefined;
  const now = site.clock.now();
  const oldest = new Date(now.getTime() - sessionDays * 86_400_000);
  const row = await site.db
    .selectFrom("session as s")
    .innerJoin("pen as p", "p.id", "s.pen")
    .innerJoin("collective as c", "c.id", "p.collective")
    .selectAll("c")
    .select(["p.id as pen", "p.role", sql<boolean>`s.last_seen < ${now}::date`.as("stale")])
    .where("s.token", "=", hash(cookie))
    .where("s.last_seen", ">=", oldest)
    .executeTakeFirst();
  if (!row) return undefined;
  const { pen, role, stale, ...collective } = row;
  if (stale)
    await site.db.updateTable("session").set({ last_seen: now }).where("token", "=", hash(cookie)).execute();
  return { pen: { id: pen, role }, collective, key: Buffer.from(key, "base64url") };
}

/** Ends one session. */
export async function endSession(site: Site, cookie: string): Promise<void> {
  await site.db.deleteFrom("session").where("token", "=", hash(cookie)).execute();
}

/** Ends every session of a pen, on whatever devices. */
export async function endSessionsEverywhere(site: Site, pen: string): Promise<void> {
  await site.db.deleteFrom("session").where("pen", "=", pen).execute();
}

/** Forgets sessions that were not used for long. */
export async function tidySessions(site: Site): Promise<void> {
  const oldest = new Date(site.clock.now().getTime() - sessionDays * 86_400_000);
  await deleteInBatches(site.db, "session", sql`last_seen < ${oldest}`, sql`last_seen`);
}

/**
 * The mark a pen leaves on a text it proposes: the same pen makes the same mark again, another pen another, and
 * without the pen's words nobody can tell whose it is.
 */
export function markOf(session: Session, report: string): Buffer {
  return createHmac("sha256", session.key).update(report).digest();
}
