// Takes in what others write about our texts: replies wherever they stand in a thread, quotations, and what is said to a collective.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "../db/open.ts";
import { type RemoteActor, remoteActorById } from "../db/remote_actor.ts";
import { threadPlace } from "../domain/response.ts";
import type { Site } from "../site.ts";
import { admitWords } from "./admit.ts";
import { forward, type Sealed } from "./forward.ts";
import { attachment, type Hearing, type Place, type PostHeard, wordsOf } from "./post_heard.ts";
import { reviseResponse } from "./respond_again.ts";
import { forgetSealed, keepSealed } from "./sealed.ts";
import { collectiveAmong, conversationOf, subjectOf } from "./subject.ts";
import { wasTakenBack } from "./taken_back.ts";
import { adopt } from "./threads.ts";
import { waitFor } from "./turn.ts";

/** Most posts of one actor about one text, or to one collective, in a day. */
const mostOfActor = 100;
/** Most answers that a text can have. */
const mostInThread = 50_000;

/**
 * Takes in a post, once, and again when it has changed: a reply to something of ours, a quotation, or words to one of our
 * collectives. What came before is not undone by what is older.
 * @param accepted when it was taken in; nothing happened later than that
 * @param options `isFromOrigin`: it was fetched from its own address, so that nobody else can have written it; `sealed`:
 *   the activity that brought it, to be passed on where it is shown, or once it is
 * @throws {Unavailable} when its author is not known and cannot be asked now
 * @throws {NotFound | Gone | Refused} when its author is nobody
 */
export async function respond(
  site: Site,
  post: PostHeard,
  accepted: Date,
  { isFromOrigin = false, sealed }: { isFromOrigin?: boolean; sealed?: Sealed | undefined } = {},
): Promise<Hearing> {
  if (post.uri.startsWith(`${site.config.origin}/`)) return "not ours";
  const about = await placeOf(site, site.db, post);
  if (about === undefined) return "not ours";
  const author =
    (await remoteActorById(site.db, post.attributedTo)) ?? (await site.fediverse.lookup(post.attributedTo));
  if (author.id !== post.attributedTo) return "refused";
  return site.db.transaction().execute(async (db) => {
    await waitFor(db, about.report ?? about.collective);
    if (await wasTakenBack(db, author.id, post.uri)) return "refused";
    const place = (await placeOf(site, db, post)) ?? about;
    const known = await db
      .selectFrom("response")
      .selectAll()
      .where("uri", "=", post.uri)
      .forUpdate()
      .executeTakeFirst();
    if (known !== undefined && known.actor !== author.id) {
      if (!isFromOrigin) return "contested";
      await db.deleteFrom("response").where("id", "=", known.id).execute();
    }
    const isKnown = known !== undefined && known.actor === author.id;
    const hearing = isKnown
      ? await reviseResponse(db, known, author, post, place, accepted)
      : await insert(site, db, author, post, place, accepted);
    if (sealed !== undefined && (hearing === "kept" || hearing === "revised")) {
      await passOn(site, db, post, accepted, sealed);
    }
    return hearing;
  });
}

/** What is shown is passed on at once, what waits when somebody shows it, and what is not for everybody never. */
async function passOn(site: Site, db: Db, post: PostHeard, accepted: Date, sealed: Sealed): Promise<void> {
  const { uri, attributedTo } = post;
  const row = await db
    .selectFrom("response")
    .select(["id", "collective", "report", "object", "state", "path", "updated"])
    .where("uri", "=", uri)
    .where("public", "=", true)
    .where("kind", "in", ["reply", "mention"])
    .executeTakeFirst();
  // What comes again may be older than what is known by now.
  if (row === undefined || row.updated?.getTime() !== wordsOf(post, accepted).updated?.getTime()) return;
  const { collective, report } = row;
  if (row.state === "held" && row.object !== null) return keepSealed(db, row, sealed, accepted);
  await forgetSealed(db, [row.id]);
  if (row.state !== "shown" || row.path === null) return;
  const { host } = new URL(attributedTo);
  await forward(site, db, [{ ...sealed, collective, report: report!, uri, host }]);
}

/** What a post is about, if that is anything here. */
export async function placeOf(site: Site, db: Db, post: PostHeard): Promise<Place | undefined> {
  const { inReplyTo, quote } = post;
  if (inReplyTo !== null) {
    const subject = await subjectOf(site, db, inReplyTo);
    if (subject !== undefined) return { ...subject, kind: "reply", isOrphan: false };
    const conversation = await conversationOf(site, db, post.context);
    if (conversation !== undefined)
      return { ...conversation, kind: "reply", object: inReplyTo, parent: undefined, isOrphan: true };
  }
  if (quote !== null) {
    const subject = await subjectOf(site, db, quote);
    if (subject !== undefined) return { ...subject, kind: "quote", isOrphan: false };
  }
  const collective = await collectiveAmong(site, db, [...post.mentions, ...post.to, ...post.cc]);
  if (collective === undefined) return undefined;
  const isOrphan = inReplyTo !== null;
  return { kind: "mention", collective, report: null, object: inReplyTo, parent: undefined, isOrphan };
}

async function insert(
  site: Site,
  db: Db,
  author: RemoteActor,
  post: PostHeard,
  place: Place,
  accepted: Date,
): Promise<Hearing> {
  const { kind, collective, report, object, parent } = place;
  const arrival = { kind, collective, report, actor: author.id, host: author.host };
  const state = await admitWords(db, arrival, post);
  if (state === undefined || (await isTooMuch(db, author.id, place, accepted))) return "refused";
  const id = randomUUIDv7();
  const row = {
    ...wordsOf(post, accepted),
    id,
    kind,
    uri: post.uri,
    actor: author.id,
    collective,
    report,
    object,
    parent: parent?.id ?? null,
    state,
    received: accepted,
  };
  const at = kind === "reply" ? threadPlace(parent, row.published, id) : { path: null, depth: 0 };
  await db
    .insertInto("response")
    .values({ ...row, ...at, attachments: JSON.stringify(post.attachments.map(attachment)) })
    .execute();
  if (at.path !== null) await adopt(db, { id, collective, report: report!, uri: post.uri, ...at });
  if (place.isOrphan) await site.jobs.send(db, "thread", { climb: object! });
  if (kind === "reply" && post.isPublic) await gatherLater(site, db, post.uri, 0);
  return "kept";
}

/** Pauses before the answers to an answer are looked for: after a minute, an hour, a day, and then no more. */
const pauses = [60_000, 3_600_000, 24 * 3_600_000];

/** Looks for answers to an answer later, because not every server tells us of them. @param round how often it was done */
export async function gatherLater(site: Site, db: Db, uri: string, round: number): Promise<void> {
  const pause = pauses[round];
  if (pause === undefined) return;
  const after = new Date(site.clock.now().getTime() + pause);
  await site.jobs.send(db, "thread", { gather: uri, round }, { after });
}

async function isTooMuch(
  db: Db,
  actor: string,
  { report, collective }: Place,
  accepted: Date,
): Promise<boolean> {
  const dayBefore = new Date(accepted.getTime() - 24 * 3_600_000);
  const { rows } = await sql<{ found: boolean }>`
    select exists (
      select from response where actor = ${actor} and collective = ${collective} and report is not distinct from ${report}::uuid
        and kind in ('reply', 'quote', 'mention') and received > ${dayBefore} offset ${mostOfActor - 1}
    ) or exists (
      select from response where report = ${report}::uuid and kind in ('reply', 'quote') offset ${mostInThread - 1}
    ) as found`.execute(db);
  return rows[0]!.found;
}
