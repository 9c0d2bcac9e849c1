// Takes in what others write about our texts: replies wherever they stand in a thread, quotations, and what is said to a collective.
import type { Db } from "../db/open.ts";
import { type Write, writeTogether } from "../db/together.ts";
import { ap } from "../domain/paths.ts";
import type { Site } from "../site.ts";
import { lookInto } from "./admit.ts";
import type { Sealed } from "./forward.ts";
import { placeOf } from "./place.ts";
import type { Hearing, PostHeard } from "./post_heard.ts";
import { ownId, subjectsOf } from "./subject.ts";
import { arrivalOf, type Heard, insertAnswers, type Outcome, passOn, takeIn } from "./take_in.ts";
import { waitFor } from "./turn.ts";

/** A post, and what has to wait for it. */
interface Waiting extends Heard {
  /** The text whose thread it is in, or the collective that it speaks to. */
  thread: string;
}

const writes = new WeakMap<Db, Write<Waiting, Outcome>>();

/**
 * Takes in a post, once, and again when it has changed: a reply to something of ours, a quotation, or words to one of our
 * collectives. What came before is not undone by what is older. It is done together with others of the same moment.
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
  const thread = await threadOf(site, post);
  if (thread === undefined) return "not ours";
  const write = writes.get(site.db) ?? writeTogether((all: Waiting[]) => respondAll(site, all));
  writes.set(site.db, write);
  const heard = { post, accepted, isFromOrigin, sealed, thread };
  let outcome = await write(heard, post.content.length);
  if (outcome.hearing === "unknown author") {
    if ((await site.fediverse.lookup(post.attributedTo)).id !== post.attributedTo) return "refused";
    outcome = await write(heard, post.content.length);
  }
  if (outcome.isFresh) await gatherLater(site, post.uri, 0);
  return outcome.hearing === "unknown author" ? "refused" : outcome.hearing;
}

async function threadOf(site: Site, post: PostHeard): Promise<string | undefined> {
  const text = post.inReplyTo === null ? undefined : ownId(site.config.origin, ap.report, post.inReplyTo);
  if (text !== undefined) return text;
  const place = await placeOf(site, site.db, post);
  return place && (place.report ?? place.collective);
}

/** Of an author, and of what is the same, only the first goes into a round; the others see what it has done. */
async function respondAll(site: Site, all: Waiting[]): Promise<Outcome[]> {
  const outcomes = new Map<Waiting, Outcome>();
  for (let left = all; left.length > 0; ) {
    const taken = new Set<string>();
    const round = left.filter(({ post: { uri, attributedTo } }) => {
      if (taken.has(uri) || taken.has(attributedTo)) return false;
      taken.add(uri).add(attributedTo);
      return true;
    });
    await site.db.transaction().execute(async (db) => {
      const about = round.flatMap(({ thread, post }) => [thread, post.uri]);
      await waitFor(db, ...[...new Set(about)].sort());
      for (const [heard, outcome] of await takeInAll(site, db, round)) outcomes.set(heard, outcome);
    });
    left = left.filter((heard) => !outcomes.has(heard));
  }
  return all.map((heard) => outcomes.get(heard)!);
}

/** What is new and answers something that is here is taken in at once, anything else by itself. */
async function takeInAll(site: Site, db: Db, round: Waiting[]): Promise<Map<Waiting, Outcome>> {
  const outcomes = new Map<Waiting, Outcome>();
  const addresses = round.flatMap(({ post }) => post.inReplyTo ?? []);
  const subjects = await subjectsOf(site, db, addresses);
  const answers = round.flatMap((heard) => {
    const subject = subjects.get(heard.post.inReplyTo ?? "");
    return subject === undefined
      ? []
      : { heard, place: { ...subject, kind: "reply" as const, isOrphan: false } };
  });
  const found = await lookInto(
    db,
    answers.map(({ heard, place }) => arrivalOf(heard, place)),
  );
  const fresh = answers.flatMap((answer, at) =>
    found[at]!.known === null && found[at]!.isThere ? { ...answer, found: found[at]! } : [],
  );
  const hearings = await insertAnswers(site, db, fresh);
  for (const [at, { heard }] of fresh.entries()) {
    const hearing = hearings[at]!;
    if (hearing === "kept" && heard.sealed !== undefined)
      await passOn(site, db, heard.post, heard.accepted, heard.sealed);
    outcomes.set(heard, { hearing, isFresh: hearing === "kept" && heard.post.isPublic });
  }
  for (const heard of round) {
    if (!outcomes.has(heard)) outcomes.set(heard, await takeIn(site, db, heard));
  }
  return outcomes;
}

/** Pauses before the answers to an answer are looked for: after a minute, an hour, a day, and then no more. */
const pauses = [60_000, 3_600_000, 24 * 3_600_000];

/** Looks for answers to an answer later, because not every server tells us of them. @param round how often it was done */
export async function gatherLater(site: Site, uri: string, round: number): Promise<void> {
  const pause = pauses[round];
  if (pause === undefined) return;
  const after = new Date(site.clock.now().getTime() + pause);
  await site.jobs.sendTogether(site.db, "thread", { gather: uri, round }, { size: uri.length, after });
}
