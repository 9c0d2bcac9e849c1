// The collections of a collective and of a text, as far as strangers may see them: outbox in pages, the others in one piece.
import type { Activity } from "../src/db/activity.ts";
import { ap, pages } from "../src/domain/paths.ts";
import { hashtag } from "../src/domain/tag.ts";
import { collectionContext, everybody } from "./context.ts";
import { wireMoment } from "./words.ts";

/** Activities on one page of an outbox. */
export const pageLength = 20;
/** Answers on one page of a thread. */
export const answersPerPage = 50;

/** A collection of which only the size is told: who follows a collective is nobody's business. */
export function countDocument(id: string, owner: Record<string, string>, totalItems: number) {
  return collection("OrderedCollection", id, owner, totalItems);
}

/** @param content all that is in it, or where its pages begin */
function collection<C extends object>(
  type: "Collection" | "OrderedCollection",
  id: string,
  owner: Record<string, string>,
  totalItems: number,
  content?: C,
) {
  return { "@context": collectionContext, id, type, ...owner, totalItems, ...content };
}

/** A page; its neighbours are those that there are. */
function page<C extends { items: readonly unknown[] } | { orderedItems: readonly unknown[] }>(
  id: string,
  partOf: string,
  { next, prev }: { next: string | undefined; prev?: string | undefined },
  content: C,
) {
  const type = "items" in content ? "CollectionPage" : "OrderedCollectionPage";
  return {
    "@context": collectionContext,
    id,
    type,
    partOf,
    ...(next !== undefined && { next }),
    ...(prev !== undefined && { prev }),
    ...content,
  };
}

/** Followers on one page, of those whom a server is shown. */
export const followersPerPage = 1000;

/**
 * Those who follow a collective from one server, for that server alone: on one page as a rule, else in pages.
 * https://w3id.org/fep/8fcf
 */
export function followersOnDocument(
  origin: string,
  collective: string,
  host: string,
  totalItems: number,
  followers: readonly string[],
) {
  const content =
    totalItems > followersPerPage
      ? { first: origin + ap.followersOnPage(collective, host, 1) }
      : { orderedItems: followers };
  return collection(
    "OrderedCollection",
    origin + ap.followersOn(collective, host),
    { attributedTo: origin + ap.collective(collective) },
    totalItems,
    content,
  );
}

export function followersOnPageDocument(
  origin: string,
  collective: string,
  host: string,
  number: number,
  pageCount: number,
  followers: readonly string[],
) {
  const at = (one: number) => origin + ap.followersOnPage(collective, host, one);
  const next = number < pageCount ? at(number + 1) : undefined;
  return page(at(number), origin + ap.followersOn(collective, host), { next }, { orderedItems: followers });
}

/**
 * An outbox. Its pages are numbered from the oldest, so that a full page never changes again; the first page of the
 * collection is the newest.
 */
export function outboxDocument(origin: string, actor: string, totalItems: number) {
  const last = Math.ceil(totalItems / pageLength);
  const owner = { outboxOf: origin + ap.collective(actor) };
  const content =
    totalItems === 0
      ? { orderedItems: [] }
      : { first: origin + ap.outboxPage(actor, last), last: origin + ap.outboxPage(actor, 1) };
  return collection("OrderedCollection", origin + ap.outbox(actor), owner, totalItems, content);
}

/**
 * A page of an outbox, newest first. Activities stand there with the address of their object: what it says today is
 * served there, what it said before is nobody's business.
 * @param activities those of the page, oldest first
 */
export function outboxPageDocument(
  origin: string,
  actor: string,
  number: number,
  pageCount: number,
  activities: readonly Activity[],
) {
  const at = (one: number) => origin + ap.outboxPage(actor, one);
  const next = number > 1 ? at(number - 1) : undefined;
  const prev = number < pageCount ? at(number + 1) : undefined;
  const orderedItems = activities.map((activity) => activitySummary(origin, actor, activity)).reverse();
  return page(at(number), origin + ap.outbox(actor), { next, prev }, { orderedItems });
}

/** An activity with nothing but the address of its object. */
export function activitySummary(origin: string, actor: string, activity: Activity) {
  return {
    id: origin + ap.activity(activity.id),
    type: activity.type,
    actor: origin + ap.collective(actor),
    published: wireMoment(activity.published),
    to: [everybody],
    cc: [origin + ap.followers(actor)],
    object: activity.object,
  };
}

/** What a collective shows first. Addresses only: Mastodon passes over embedded Articles. */
export function featuredDocument(origin: string, collective: string, reports: readonly string[]) {
  const owner = { attributedTo: origin + ap.collective(collective) };
  const orderedItems = reports.map((report) => origin + ap.report(report));
  return collection("OrderedCollection", origin + ap.featured(collective), owner, reports.length, {
    orderedItems,
  });
}

/** The tags a collective uses most. */
export function featuredTagsDocument(
  origin: string,
  collective: string,
  tags: readonly { tag: string; name: string }[],
) {
  const owner = { attributedTo: origin + ap.collective(collective) };
  const items = tags.map(({ tag, name }) => ({
    type: "Hashtag",
    name: hashtag(name),
    href: origin + pages.tag(tag),
  }));
  return collection("Collection", origin + ap.featuredTags(collective), owner, tags.length, { items });
}

/** The answers to a text, wherever they stand below it, as far as they are shown. https://w3id.org/fep/7458 */
export function repliesDocument(origin: string, report: string, totalItems: number) {
  const owner = { repliesOf: origin + ap.report(report) };
  const first = origin + ap.repliesPage(report, 1);
  return collection("Collection", origin + ap.replies(report), owner, totalItems, { first });
}

/** How many pages a collection has; at least one. */
export function pagesOf(totalItems: number): number {
  return Math.max(1, Math.ceil(totalItems / answersPerPage));
}

export function repliesPageDocument(
  origin: string,
  report: string,
  number: number,
  pageCount: number,
  replies: readonly string[],
) {
  const at = (one: number) => origin + ap.repliesPage(report, one);
  const next = number < pageCount ? at(number + 1) : undefined;
  return page(at(number), origin + ap.replies(report), { next }, { items: replies });
}

/** Likes or boosts: how many, not whose. */
export function echoDocument(origin: string, kind: "likes" | "shares", report: string, totalItems: number) {
  const owner = { [`${kind}Of`]: origin + ap.report(report) };
  return collection("Collection", origin + ap[kind](report), owner, totalItems);
}

/**
 * The conversation that a text opened: the text, then what is shown of the answers in the order they came.
 * https://w3id.org/fep/7888
 */
export function contextDocument(origin: string, collective: string, report: string, replies: number) {
  const owner = { attributedTo: origin + ap.collective(collective) };
  const content =
    replies === 0
      ? { orderedItems: [origin + ap.report(report)] }
      : { first: origin + ap.contextPage(report, 1) };
  return collection("OrderedCollection", origin + ap.context(report), owner, 1 + replies, content);
}

export function contextPageDocument(
  origin: string,
  report: string,
  number: number,
  pageCount: number,
  items: readonly string[],
) {
  const at = (one: number) => origin + ap.contextPage(report, one);
  const next = number < pageCount ? at(number + 1) : undefined;
  return page(at(number), origin + ap.context(report), { next }, { orderedItems: items });
}
