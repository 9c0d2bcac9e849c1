// What people do with texts of others: pass them on, with a word before it, take that back, turn a proposal down.
import type { Collective } from "../db/collective.ts";
import { remoteActorById } from "../db/remote_actor.ts";
import type { Repost } from "../db/repost.ts";
import { Gone, NotFound, Refused, Unavailable } from "../domain/errors.ts";
import { readLanguage } from "../domain/language.ts";
import { pages } from "../domain/paths.ts";
import { cleanLine, cleanText, lengthOf } from "../domain/plain.ts";
import type { Site } from "../site.ts";
import { textBrought, textChanged, textDeleted } from "./arrive.ts";
import { siblingId } from "./house.ts";
import { holdText, textAt } from "./house_text.ts";
import { introductionHtml } from "./introductions.ts";
import { picturesIn, renderMarkdown } from "./markdown.ts";
import { type PassedOn, type Preface, passOnItem, takeBack } from "./repost.ts";
import { isShunned } from "./shunned.ts";
import { findWireItem, type WireShown } from "./wire.ts";

/** What passing on led to. */
export interface Reposted extends PassedOn {
  /** Path of its page. */
  path: string;
}

/** What a collective says before it passes something on. */
export interface Introducing {
  /** Markdown, without pictures. */
  source: string;
  /** BCP 47; the collective's first language if it is left out. */
  language?: string | undefined;
}

/** Longest introduction in characters. */
export const maxIntroduction = 5_000;

/**
 * Passes a text on, once: its address goes to the followers and to its author. It is asked for at its origin first, so
 * that nothing is passed on that is gone. Doing it twice changes nothing; after it was taken back it can be done again.
 * @param named UUID or address of something on the wire, or the address of any public text elsewhere
 * @param preface goes out before it, as a Note that links the text
 * @throws {NotFound | Gone} when there is no such text, or none any more
 * @throws {Refused} when it is an answer, not for everybody, by the collective itself, or of somebody who is blocked
 * @throws {Unavailable} when it is not known here and its server does not answer now
 */
export async function passOn(
  site: Site,
  collective: Collective,
  named: string,
  preface?: Introducing,
): Promise<Reposted> {
  const said = preface && readPreface(preface, collective);
  const { id, uri } = await freshItem(site, collective, named.trim());
  return site.db.transaction().execute(async (db) => {
    await holdText(site, db, uri);
    const item = await db
      .selectFrom("wire_item")
      .selectAll()
      .where("id", "=", id)
      .where("gone", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (item === undefined) throw new Gone("Its author has deleted this text.");
    const author = await remoteActorById(db, item.actor);
    if (author === undefined || (await isShunned(db, author)))
      throw new Refused(`${item.actor} is blocked on this node.`);
    const done = await passOnItem(site, db, item, { byRule: false, said });
    return { ...done, path: pages.repost(collective.handle, done.id) };
  });
}

/**
 * What would be said before something, as it would stand on the site and as it would be sent; undefined where nothing is
 * said. Nothing of it is kept.
 * @throws {Refused} as `passOn` does
 */
export function previewIntroduction(
  collective: Collective,
  preface: Introducing,
  { name: title, url, uri }: Pick<WireShown, "name" | "url" | "uri">,
): { html: string; sent: string; language: string } | undefined {
  const said = readPreface(preface, collective);
  if (said === undefined) return undefined;
  const { html, language } = said;
  return { html, language, sent: introductionHtml({ html, url: url ?? uri, title }) };
}

/**
 * Takes a repost back: whoever got it is told, its introduction is deleted, and it is on no page any more. Doing it
 * twice changes nothing.
 * @param named UUID or address of the repost or its page, or UUID or address of what was passed on
 * @throws {NotFound} when the collective never passed it on
 */
export async function withdrawRepost(site: Site, collective: Collective, named: string): Promise<Reposted> {
  const found = await findRepost(site, collective, named);
  const deliveries = await site.db.transaction().execute(async (db) => {
    const repost = await db
      .selectFrom("repost")
      .selectAll()
      .where("id", "=", found.id)
      .where("withdrawn", "is", null)
      .forUpdate()
      .executeTakeFirst();
    return repost === undefined ? 0 : takeBack(site, db, repost);
  });
  const { id, object } = found;
  return { id, object, path: pages.repost(collective.handle, id), deliveries };
}

/**
 * Turns a proposal down; it is not made again.
 * @param item its UUID on the wire
 */
export async function declineProposal(site: Site, collective: Collective, item: string): Promise<void> {
  await site.db
    .updateTable("wire_item")
    .set({ proposal: "declined", unread: false })
    .where("collective", "=", collective.id)
    .where("id", "=", item)
    .where("proposal", "=", "open")
    .execute();
}

/** What is meant, by its UUID on the wire and its address, as it is at its origin now. */
async function freshItem(
  site: Site,
  collective: Collective,
  named: string,
): Promise<{ id: string; uri: string }> {
  const known = await findWireItem(site.db, collective.id, named);
  if (known === undefined && !/^https?:\/\//.test(named)) {
    throw new NotFound(
      `There is no text "${cleanLine(named).slice(0, 200)}" on the wire of ${collective.handle}.`,
    );
  }
  const now = site.clock.now();
  try {
    const found = await textAt(site, known?.uri ?? named);
    if (known !== undefined) {
      await textChanged(site, found, now, true);
      return known;
    }
    if (siblingId(site, found.text.attributedTo) === collective.id)
      throw new Refused(`${collective.handle} has written this itself: its followers have it already.`);
    const id = await textBrought(site, collective.id, found, now);
    if (id !== undefined) return { id, uri: found.text.uri };
  } catch (error) {
    if (known === undefined) throw error;
    if (error instanceof Unavailable) return known;
    if (error instanceof Gone || error instanceof NotFound) {
      await textDeleted(site, known.actor, known.uri, now);
      throw new Gone(`${known.uri} is not there any more.`, { cause: error });
    }
    throw error;
  }
  throw new Refused(
    `${named} cannot be passed on: only texts for everybody can, which are no answers, by somebody who is not blocked.`,
  );
}

async function findRepost(
  site: Site,
  collective: Collective,
  named: string,
): Promise<Pick<Repost, "id" | "object">> {
  const text = named.trim();
  const start = site.config.origin + pages.repost(collective.handle, "");
  const id = text.startsWith(start) ? text.slice(start.length) : text;
  const item = await findWireItem(site.db, collective.id, text);
  const row = await site.db
    .selectFrom("repost")
    .select(["id", "object"])
    .where("collective", "=", collective.id)
    .where((is) =>
      is.or([
        is(is.cast<string>("id", "text"), "=", id),
        is("object", "=", text),
        ...(item === undefined ? [] : [is("object", "=", item.uri)]),
      ]),
    )
    .executeTakeFirst();
  if (row !== undefined) return row;
  throw new NotFound(`${collective.handle} has not passed on "${cleanLine(text).slice(0, 200)}".`);
}

function readPreface({ source, language }: Introducing, { languages }: Collective): Preface | undefined {
  const text = cleanText(source).trim();
  if (text === "") return undefined;
  const tag = language === undefined ? languages[0]! : readLanguage(language);
  if (tag === undefined)
    throw new Refused(
      `"${cleanLine(language!).slice(0, 40)}" is not a language tag such as en, ar or pt-BR.`,
    );
  if (lengthOf(text) > maxIntroduction)
    throw new Refused(`The introduction is longer than ${maxIntroduction} characters.`);
  if (picturesIn(text).length > 0)
    throw new Refused("An introduction has no pictures: publish a report if you want to show some.");
  return { source: text, html: renderMarkdown(text, tag, new Map()), language: tag };
}
