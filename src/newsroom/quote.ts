// Consents to quotations of our texts or refuses them, and takes a consent back. https://w3id.org/fep/044f
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import { isUuid } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import { remoteActorById } from "../db/remote_actor.ts";
import { ap } from "../domain/paths.ts";
import type { Site } from "../site.ts";
import { sendEach, sendToActor } from "./send.ts";

/** A QuoteRequest as it came in. */
export interface QuoteRequested {
  /** The address of the request; undefined where it has none of its actor's own. */
  id: string | undefined;
  actor: string;
  /** The address of what is to be quoted. */
  object: string;
  /** The address of the quotation. */
  instrument: string;
}

/** A consent as it is served. */
export interface Stamp {
  id: string;
  collective: string;
  /** The address of the quotation. */
  quotation: string;
  /** The address of what is quoted. */
  object: string;
}

/**
 * Answers who wants to quote and whose quotation has been taken in, at once. What is public may be quoted, unless no answers
 * to it are wanted: that is refused, but for a consent that was given before. Whether the quotation is shown here is another
 * matter. Whom the collective has turned down hears nothing.
 */
export async function answerQuoteRequest(site: Site, request: QuoteRequested): Promise<void> {
  const { actor, object, instrument } = request;
  const to = await remoteActorById(site.db, actor);
  if (to === undefined) return;
  await site.db.transaction().execute(async (db) => {
    const quotation = await db
      .selectFrom("response as q")
      .innerJoin("public_report as r", "r.id", "q.report")
      .innerJoin("collective as c", "c.id", "q.collective")
      .select(["q.id", "q.collective", "q.stamp"])
      .select((is) => is.fn.coalesce("r.reply_policy", "c.reply_policy").as("policy"))
      .where("q.uri", "=", instrument)
      .where("q.actor", "=", actor)
      .where("q.kind", "=", "quote")
      .where("q.object", "=", object)
      .where("q.state", "<>", "hidden")
      .forUpdate("q")
      .executeTakeFirst();
    if (quotation === undefined) return;
    const { id, collective, policy } = quotation;
    if (quotation.stamp === null && policy === "off") {
      await sendToActor(site, db, collective, { type: "RejectQuote", collective, request }, to);
      return;
    }
    const stamp = quotation.stamp ?? randomUUIDv7();
    await db.updateTable("response").set({ stamp }).where("id", "=", id).execute();
    await sendToActor(site, db, collective, { type: "AcceptQuote", collective, request, stamp }, to);
  });
}

/**
 * Takes the consents to quotations back, where there are any: their authors' servers are told to show them no longer.
 * @param db the transaction in which the quotations are hidden or deleted; they are still there
 * @param responses the UUIDs of quotations of one collective
 */
export async function revokeQuotes(site: Site, db: Db, responses: readonly string[]): Promise<void> {
  if (responses.length === 0) return;
  const rows = await db
    .selectFrom("response as q")
    .innerJoin("remote_actor as a", "a.id", "q.actor")
    .select(["q.id", "q.collective", "q.stamp", "a.id as actor", "a.inbox", "a.host", "a.gone"])
    .where("q.id", "in", [...responses])
    .where("q.stamp", "is not", null)
    .orderBy("q.id")
    .forUpdate("q")
    .execute();
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  await db.updateTable("response").set({ stamp: null }).where("id", "in", ids).execute();
  const { collective } = rows[0]!;
  const there = rows.filter(({ gone }) => gone === null);
  const sayings = there.map(({ stamp, actor }) => ({
    ...{ type: "DeleteStamp" as const, collective, stamp: stamp!, actor },
  }));
  const stamps = there.map(({ stamp }) => site.config.origin + ap.stamp(stamp!));
  const whom = sql`
    select w.inbox, w.host from unnest(
      ${stamps}::text[], ${there.map(({ inbox }) => inbox)}::text[], ${there.map(({ host }) => host)}::text[]
    ) as w (stamp, inbox, host) where w.stamp = o.object`;
  await sendEach(site, db, collective, sayings, whom);
}

/** The consent with that id, while it holds. */
export async function stampById(db: Db, id: string): Promise<Stamp | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await db
    .selectFrom("response as q")
    .innerJoin("public_report as r", "r.id", "q.report")
    .select(["q.stamp", "q.collective", "q.uri", "q.object"])
    .where("q.stamp", "=", id)
    .where("q.state", "<>", "hidden")
    .executeTakeFirst();
  return row && { id, collective: row.collective, quotation: row.uri, object: row.object! };
}
