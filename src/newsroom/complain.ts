// Complaints: those that reach us about a collective or what it wrote, and those that we send about others.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import { type Collective, isUuid } from "../db/collective.ts";
import type { Complaint } from "../db/complaint.ts";
import type { Db } from "../db/open.ts";
import { NotFound, Refused } from "../domain/errors.ts";
import { ap } from "../domain/paths.ts";
import { cleanText, lengthOf } from "../domain/plain.ts";
import type { Site } from "../site.ts";
import { sendToActor } from "./send.ts";
import { ownId } from "./subject.ts";
import { waitFor } from "./turn.ts";

/** Most addresses that one complaint is about. */
export const mostObjects = 50;
/** Longest complaint in characters. */
export const maxComplaint = 5_000;
/** Most complaints of one actor that wait for somebody to read them. */
const mostWaiting = 20;

/** A Flag as it came in. */
export interface ComplaintHeard {
  /** Its address, or what stands for it. */
  uri: string;
  actor: string;
  /** The addresses of what it is about. */
  objects: string[];
  content: string;
}

/** Keeps a complaint for those it is about; one about nothing of ours is none of our business. */
export async function receiveComplaint(site: Site, heard: ComplaintHeard, accepted: Date): Promise<void> {
  const objects = [...new Set(heard.objects)].slice(0, mostObjects);
  const collective = await collectiveOf(site, objects);
  if (collective === undefined) return;
  await site.db.transaction().execute(async (db) => {
    await waitFor(db, `complaints ${heard.actor}`);
    const { rows } = await sql<{ full: boolean }>`
      select exists (select from complaint where actor = ${heard.actor} and settled is null and direction = 'received'
        offset ${mostWaiting - 1}) as full`.execute(db);
    if (rows[0]!.full) return;
    const content = cleanText(heard.content).trim();
    await db
      .insertInto("complaint")
      .values({
        id: randomUUIDv7(),
        direction: "received",
        uri: heard.uri,
        actor: heard.actor,
        collective,
        objects,
        content: [...content.slice(0, 2 * maxComplaint)].slice(0, maxComplaint).join("").toWellFormed(),
        received: accepted,
      })
      .onConflict((conflict) => conflict.columns(["actor", "uri"]).doNothing())
      .execute();
  });
}

/** The collective that is complained about, or whose text or answer it is. */
async function collectiveOf({ db, config }: Site, objects: readonly string[]): Promise<string | undefined> {
  for (const object of objects) {
    const group = ownId(config.origin, ap.collective, object);
    const text = ownId(config.origin, ap.report, object);
    const note = ownId(config.origin, ap.note, object);
    const found =
      group !== undefined
        ? await db.selectFrom("collective").select("id").where("id", "=", group).executeTakeFirst()
        : text !== undefined
          ? await db
              .selectFrom("public_report")
              .select("collective as id")
              .where("id", "=", text)
              .executeTakeFirst()
          : note !== undefined
            ? await db
                .selectFrom("response")
                .select("collective as id")
                .where("id", "=", note)
                .where("kind", "=", "answer")
                .executeTakeFirst()
            : undefined;
    if (found !== undefined) return found.id;
  }
  return undefined;
}

/** What is complained about. */
export interface ComplaintDraft {
  /** The address of an actor. */
  about: string;
  /** Addresses of what they wrote. */
  objects: string[];
  content: string;
}

/**
 * Complains to those who look after an actor's server. It is the node that complains, so that nobody there learns which
 * collective has.
 * @throws {NotFound | Refused} when there is no such actor, or there is too much of it
 */
export async function sendComplaint(
  site: Site,
  collective: Collective,
  draft: ComplaintDraft,
): Promise<Complaint> {
  const content = cleanText(draft.content).trim();
  if (lengthOf(content) > maxComplaint) {
    throw new Refused(
      `A complaint has at most ${maxComplaint} characters; this one has ${lengthOf(content)}.`,
    );
  }
  const objects = [...new Set(draft.objects)].filter((object) => object !== draft.about);
  if (objects.length >= mostObjects) {
    throw new Refused(`A complaint is about at most ${mostObjects - 1} posts: send a second one.`);
  }
  const to = await site.fediverse.lookup(draft.about);
  const { host } = to;
  if (objects.some((object) => !URL.canParse(object) || new URL(object).host !== host)) {
    throw new Refused(`A complaint goes to ${host}, so that it can only be about what is there.`);
  }
  return site.db.transaction().execute(async (db: Db) => {
    const all = [to.id, ...objects];
    const saying = { type: "Flag" as const, actor: to.id, objects: all, content };
    const { id } = await sendToActor(site, db, null, saying, to);
    return db
      .insertInto("complaint")
      .values({
        id,
        direction: "sent",
        uri: site.config.origin + ap.activity(id),
        actor: to.id,
        collective: collective.id,
        objects: all,
        content,
        received: site.clock.now(),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

/** Complaints to or of a collective, the newest first; those that are not settled before the others. */
export function complaintsOf(db: Db, collective: string | undefined, limit = 100): Promise<Complaint[]> {
  let query = db
    .selectFrom("complaint")
    .selectAll()
    .orderBy(sql`settled is not null`)
    .orderBy("id", "desc")
    .limit(limit);
  if (collective !== undefined) query = query.where("collective", "=", collective);
  return query.execute();
}

/**
 * Notes that somebody is done with a complaint.
 * @throws {NotFound} when there is none that waits
 */
export async function settleComplaint(site: Site, id: string, collective?: string): Promise<void> {
  let query = site.db
    .updateTable("complaint")
    .set({ settled: site.clock.now() })
    .where("id", "=", isUuid(id) ? id : null)
    .where("settled", "is", null);
  if (collective !== undefined) query = query.where("collective", "=", collective);
  const { numUpdatedRows } = await query.executeTakeFirst();
  if (numUpdatedRows === 0n) throw new NotFound("No such complaint waits.");
}
