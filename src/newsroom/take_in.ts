// Keeps posts as rows: what is new about something here, many at once; and whatever else a post may be, one by one.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "../db/open.ts";
import { threadPlace } from "../domain/response.ts";
import type { Site } from "../site.ts";
import { type Arrival, admitWords, type Found, lookInto } from "./admit.ts";
import { forward, type Sealed } from "./forward.ts";
import { placeOf } from "./place.ts";
import { attachment, type Hearing, type Place, type PostHeard, wordsOf } from "./post_heard.ts";
import { reviseResponse } from "./respond_again.ts";
import { isThreadFull } from "./room.ts";
import { forgetSealed, keepSealed } from "./sealed.ts";
import { adopt } from "./threads.ts";

/** A post as it came. */
export interface Heard {
  post: PostHeard;
  accepted: Date;
  /** It was fetched from its own address. */
  isFromOrigin: boolean;
  sealed: Sealed | undefined;
}

/** What came of it. */
export interface Outcome {
  hearing: Hearing | "unknown author";
  /** It is a reply for everybody, taken in just now, that others may have answered elsewhere. */
  isFresh: boolean;
}

const day = 24 * 3_600_000;

/** What decides about a post. */
export function arrivalOf({ post, accepted }: Heard, { collective, report }: Place): Arrival {
  const { uri, attributedTo: actor } = post;
  const since = new Date(accepted.getTime() - day);
  return { collective, report, actor, host: new URL(actor).host, uri, done: null, since };
}

/** Takes in one post, whatever it is. Whoever calls has waited for its turn. */
export async function takeIn(site: Site, db: Db, heard: Heard): Promise<Outcome> {
  const { post, accepted, sealed } = heard;
  const ends = (hearing: Outcome["hearing"]) => ({ hearing, isFresh: false });
  const place = await placeOf(site, db, post);
  if (place === undefined) return ends("not ours");
  const found = (await lookInto(db, [arrivalOf(heard, place)]))[0]!;
  if (!found.isThere) return ends("unknown author");
  if (found.isTakenBack) return ends("refused");
  const { known } = found;
  const isOwn = known?.actor === post.attributedTo;
  if (known !== null && !isOwn) {
    if (!heard.isFromOrigin) return ends("contested");
    await db.deleteFrom("response").where("id", "=", known.id).execute();
  }
  const before = known !== null && isOwn ? await responseById(db, known.id) : undefined;
  const hearing =
    before === undefined
      ? (await insertAnswers(site, db, [{ heard, place, found }]))[0]!
      : await reviseResponse(db, before, post, place, accepted);
  if (sealed !== undefined && (hearing === "kept" || hearing === "revised")) {
    await passOn(site, db, post, accepted, sealed);
  }
  // Who was killed in the middle does the same again.
  const isNew = hearing === "kept" || before?.received.getTime() === accepted.getTime();
  return { hearing, isFresh: isNew && place.kind === "reply" && post.isPublic };
}

function responseById(db: Db, id: string) {
  return db.selectFrom("response").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** A post that is not here yet, and everything that decides about it. */
export interface Answer {
  heard: Heard;
  place: Place;
  found: Found;
}

/** Keeps posts that are not here yet, as far as they are wanted. @returns what came of each */
export async function insertAnswers(site: Site, db: Db, answers: Answer[]): Promise<("kept" | "refused")[]> {
  const rows = await Promise.all(answers.map((answer) => rowOf(site, db, answer)));
  const kept = rows.flatMap((row, at) => (row === undefined ? [] : { row, place: answers[at]!.place }));
  if (kept.length > 0) {
    await insertRows(
      db,
      kept.map(({ row }) => row),
    );
    await adoptOrphans(
      db,
      kept.map(({ row }) => row),
    );
  }
  for (const { place } of kept) {
    if (place.isOrphan) await site.jobs.send(db, "thread", { climb: place.object! });
  }
  return rows.map((row) => (row === undefined ? "refused" : "kept"));
}

/** undefined: it is not wanted. */
async function rowOf(site: Site, db: Db, { heard: { post, accepted }, place, found }: Answer) {
  const { kind, collective, report, object, parent } = place;
  const state = admitWords(found, kind, post);
  if (state === undefined || found.isTakenBack || found.isTooMuch) return undefined;
  if (report !== null && (await isThreadFull(site, db, report))) return undefined;
  const id = randomUUIDv7();
  const words = wordsOf(post, accepted);
  return {
    ...words,
    ...(kind === "reply" ? threadPlace(parent, words.published, id) : { path: null, depth: 0 }),
    id,
    kind,
    uri: post.uri,
    actor: post.attributedTo,
    collective,
    report,
    object,
    parent: parent?.id ?? null,
    state,
    received: accepted,
    attachments: post.attachments.map(attachment),
  };
}

type Row = NonNullable<Awaited<ReturnType<typeof rowOf>>>;

async function insertRows(db: Db, rows: Row[]): Promise<void> {
  const columns = sql.raw(
    `id, kind, uri, actor, collective, report, object, parent, path, depth, state, public, name, content_warning, html,
    language, url, attachments, published, updated, received`,
  );
  await sql`
    insert into response (${columns})
    select ${columns} from jsonb_populate_recordset(null::response, ${JSON.stringify(rows)}::jsonb)`.execute(
    db,
  );
}

/** Answers that came before what they answer get their place. */
async function adoptOrphans(db: Db, rows: Row[]): Promise<void> {
  const placed = rows.flatMap(({ id, collective, report, uri, path, depth }) =>
    path === null || report === null ? [] : { id, collective, report, uri, path, depth },
  );
  const { rows: waiting } = await sql<{ object: string }>`
    select distinct object from response
    where object = any(${placed.map(({ uri }) => uri)}::text[]) and parent is null and kind in ('reply', 'mention')`.execute(
    db,
  );
  for (const one of placed) {
    if (waiting.some(({ object }) => object === one.uri)) await adopt(db, one);
  }
}

/** What is shown is passed on at once, what waits when somebody shows it, and what is not for everybody never. */
export async function passOn(
  site: Site,
  db: Db,
  post: PostHeard,
  accepted: Date,
  sealed: Sealed,
): Promise<void> {
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
