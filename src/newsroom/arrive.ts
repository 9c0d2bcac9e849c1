// What allies say arrives on the wires of those who follow them; changes and deletions at the origin are followed.
import { type Ally, followingCollectives } from "../db/ally.ts";
import { collectiveById } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import type { RemoteActor } from "../db/remote_actor.ts";
import { isSpoken, Unavailable } from "../domain/errors.ts";
import { ap } from "../domain/paths.ts";
import type { Site } from "../site.ts";
import type { ForeignText } from "./fediverse.ts";
import { dropGlimpses } from "./glimpses.ts";
import { isOfHouse, rememberSibling, siblingId } from "./house.ts";
import { type Arrival, emptyOnWire, putOnWire, refreshOnWire } from "./on_wire.ts";
import { applyRule } from "./propose.ts";
import { withdrawRepostsOf } from "./repost.ts";
import { isShunned } from "./shunned.ts";
import { ownId } from "./subject.ts";
import { noteTakenBack, wasTakenBack } from "./taken_back.ts";
import { waitFor } from "./turn.ts";

/**
 * Takes a text onto the wires of all collectives that follow who brought it. Answers, and what is not for everybody, are
 * no part of a wire; what is there already is brought up to date.
 * @param by its author, or who has announced it
 * @param how `announced`: when; `isNews`: rules may pass it on, those of whom it says so
 * @returns whether anybody here reads it
 */
export async function textArrived(
  site: Site,
  arrival: Arrival,
  by: string,
  accepted: Date,
  {
    announced,
    isNews = false,
  }: { announced?: Date | undefined; isNews?: boolean | ((ally: Ally) => boolean) } = {},
): Promise<boolean> {
  const { text } = arrival;
  // Nobody reads of themselves what others announce.
  const isByOther = ({ collective }: Ally) => siblingId(site, text.attributedTo) !== collective;
  const allies = (await followingCollectives(site.db, by)).filter(isByOther);
  if (!isForTheWire(text)) return false;
  if (allies.length === 0) return false;
  const author = await authorOf(site, text);
  if (author === undefined) return false;
  for (const ally of allies) {
    await site.db.transaction().execute(async (db) => {
      // A deletion that comes at the same moment waits, or is waited for.
      await waitFor(db, text.uri);
      if (await wasTakenBack(db, author.id, text.uri)) return;
      const id = await putOnWire(site, db, ally, arrival, accepted, announced);
      const isForRules = typeof isNews === "function" ? isNews(ally) : isNews;
      if (isForRules && id !== undefined) await applyRule(site, db, ally, id, accepted);
    });
  }
  await refresh(site, arrival, accepted);
  return true;
}

/**
 * Takes a text onto one wire at the wish of somebody at its desk.
 * @returns its UUID there, or undefined when it cannot be on a wire or its author is blocked or unknown
 */
export async function textBrought(
  site: Site,
  collective: string,
  arrival: Arrival,
  at: Date,
): Promise<string | undefined> {
  const { text } = arrival;
  if (!isForTheWire(text) || (await authorOf(site, text)) === undefined) return undefined;
  const id = await site.db
    .transaction()
    .execute((db) => putOnWire(site, db, { collective, actor: null }, arrival, at, undefined));
  await refresh(site, arrival, at);
  if (id !== undefined) return id;
  const row = await site.db
    .selectFrom("wire_item")
    .select("id")
    .where("collective", "=", collective)
    .where("uri", "=", text.uri)
    .where("gone", "is", null)
    .executeTakeFirst();
  return row?.id;
}

/**
 * Brings a text up to date wherever it is read here.
 * @param isFromOrigin it was fetched from its own address just now; else only a later version counts
 * @returns whether it is read anywhere
 */
export async function textChanged(
  site: Site,
  arrival: Arrival,
  accepted: Date,
  isFromOrigin: boolean,
): Promise<boolean> {
  const { text } = arrival;
  const known = await site.db
    .selectFrom("wire_item")
    .select((is) => is.fn.max("updated").as("updated"))
    .select((is) => is.fn.countAll<string>().as("count"))
    .where("uri", "=", text.uri)
    .where("actor", "=", text.attributedTo)
    .where("gone", "is", null)
    .executeTakeFirstOrThrow();
  if (Number(known.count) === 0) return false;
  const isLater = text.updated !== null && (known.updated === null || text.updated > known.updated);
  if (!isForTheWire(text)) await textDeleted(site, text.attributedTo, text.uri, accepted);
  else if (isFromOrigin || isLater) await refresh(site, arrival, accepted);
  return true;
}

/**
 * Erases a text that its author has deleted: from every wire, and from what was passed on, which is said to everybody.
 * @returns whether it was read anywhere
 */
export async function textDeleted(site: Site, author: string, uri: string, deleted: Date): Promise<boolean> {
  return site.db.transaction().execute(async (db) => {
    await waitFor(db, uri);
    const isErased = await eraseTexts(site, db, author, [uri], deleted);
    if (isErased || (await followingCollectives(db, author)).length > 0) {
      await noteTakenBack(db, author, uri, deleted);
    }
    return isErased;
  });
}

/**
 * Erases texts of an author in the transaction in which they vanish; every repost of them is taken back.
 * @returns whether any was read anywhere
 */
export async function eraseTexts(
  site: Site,
  db: Db,
  author: string,
  uris: readonly string[],
  gone: Date,
): Promise<boolean> {
  await dropGlimpses(site, db, author, uris);
  const emptied = await emptyOnWire(db, author, uris, gone);
  for (const uri of emptied) await withdrawRepostsOf(site, db, uri);
  return emptied.size > 0;
}

/** Erases everything an actor has written, who is gone for good. */
export async function authorGone(site: Site, db: Db, author: string): Promise<void> {
  const rows = await db
    .selectFrom("wire_item")
    .select("uri")
    .distinct()
    .where("actor", "=", author)
    .where("gone", "is", null)
    .execute();
  await eraseTexts(
    site,
    db,
    author,
    rows.map(({ uri }) => uri),
    site.clock.now(),
  );
}

/** Who has written something that is on a wire here. */
export async function writtenBy(db: Db, uri: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("wire_item")
    .select("actor")
    .where("uri", "=", uri)
    .where("gone", "is", null)
    .executeTakeFirst();
  return row?.actor;
}

function isForTheWire(text: ForeignText): boolean {
  return text.isPublic && text.inReplyTo === null;
}

/** Who wrote it, if that is somebody to listen to. */
async function authorOf(site: Site, { attributedTo }: ForeignText): Promise<RemoteActor | undefined> {
  const { origin } = site.config;
  if (isOfHouse(site, attributedTo)) {
    const sibling = await collectiveById(site.db, ownId(origin, ap.collective, attributedTo) ?? "");
    return sibling && rememberSibling(site, site.db, sibling);
  }
  try {
    const author = await site.fediverse.lookup(attributedTo);
    return author.id !== attributedTo || (await isShunned(site.db, author)) ? undefined : author;
  } catch (error) {
    if (!isSpoken(error) || error instanceof Unavailable) throw error;
    return undefined;
  }
}

function refresh(site: Site, arrival: Arrival, at: Date): Promise<void> {
  return site.db.transaction().execute((db) => refreshOnWire(site, db, arrival, at));
}
