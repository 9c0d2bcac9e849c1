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
  return { "@context": collectionContext, id, type: "OrderedCollection", ...owner, totalItems };
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
  return {
    "@context": collectionContext,
    id: origin + ap.followersOn(collective, host),
    type: "OrderedCollection",
    attributedTo: origin + ap.collective(collective),
    totalItems,
    ...(totalItems > followersPerPage
      ? { first: origin + ap.followersOnPage(collective, host, 1) }
      : { orderedItems: followers }),
  };
}

export function followersOnPageDocument(
  origin: string,
  collective: string,
  host: string,
  page: number,
  pageCount: number,
  followers: readonly string[],
) {
  return {
    "@context": collectionContext,
    id: origin + ap.followersOnPage(collective, host, page),
    type: "OrderedCollectionPage",
    partOf: origin + ap.followersOn(collective, host),
    ...(page < pageCount && { next: origin + ap.followersOnPage(collective, host, page + 1) }),
    orderedItems: followers,
  };
}

/**
 * An outbox. Its pages are numbered from the oldest, so that a full page never changes again; the first page of the
 * collection is the newest.
 */
export function outboxDocument(origin: string, actor: string, totalItems: number) {
  const id = origin + ap.outbox(actor);
  const last = Math.ceil(totalItems / pageLength);
  return {
    "@context": collectionContext,
    id,
    type: "OrderedCollection",
    outboxOf: origin + ap.collective(actor),
    totalItems,
    ...(totalItems === 0
      ? { orderedItems: [] }
      : { first: origin + ap.outboxPage(actor, last), last: origin + ap.outboxPage(actor, 1) }),
  };
}

/**
 * A page of an outbox, newest first. Activities stand there with the address of their object: what it says today is
 * served there, what it said before is nobody's business.
 * @param activities those of the page, oldest first
 */
export function outboxPageDocument(
  origin: string,
  actor: string,
  page: number,
  pageCount: number,
  activities: readonly Activity[],
) {
  return {
    "@context": collectionContext,
    id: origin + ap.outboxPage(actor, page),
    type: "OrderedCollectionPage",
    partOf: origin + ap.outbox(actor),
    ...(page > 1 && { next: origin + ap.outboxPage(actor, page - 1) }),
    ...(page < pageCount && { prev: origin + ap.outboxPage(actor, page + 1) }),
    orderedItems: activities.map((activity) => activitySummary(origin, actor, activity)).reverse(),
  };
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
  return {
    "@context": collectionContext,
    id: origin + ap.featured(collective),
    type: "OrderedCollection",
    attributedTo: origin + ap.collective(collective),
    totalItems: reports.length,
    orderedItems: reports.map((report) => origin + ap.report(report)),
  };
}

/** The tags a collective uses most. */
export function featuredTagsDocument(
  origin: string,
  collective: string,
  tags: readonly { tag: string; name: string }[],
) {
  return {
    "@context": collectionContext,
    id: origin + ap.featuredTags(collective),
    type: "Collection",
    attributedTo: origin + ap.collective(collective),
    totalItems: tags.length,
    items: tags.map(({ tag, name }) => ({
      type: "Hashtag",
      name: hashtag(name),
      href: origin + pages.tag(tag),
    })),
  };
}

/** The answers to a text, wherever they stand below it, as far as they are shown. https://w3id.org/fep/7458 */
export function repliesDocument(origin: string, report: string, totalItems: number) {
  return {
    "@context": collectionContext,
    id: origin + ap.replies(report),
    type: "Collection",
    repliesOf: origin + ap.report(report),
    totalItems,
    first: origin + ap.repliesPage(report, 1),
  };
}

/** How many pages a collection has; at least one. */
export function pagesOf(totalItems: number): number {
  return Math.max(1, Math.ceil(totalItems / answersPerPage));
}

export function repliesPageDocument(
  origin: string,
  report: string,
  page: number,
  pageCount: number,
  replies: readonly string[],
) {
  return {
    "@context": collectionContext,
    id: origin + ap.repliesPage(report, page),
    type: "CollectionPage",
    partOf: origin + ap.replies(report),
    ...(page < pageCount && { next: origin + ap.repliesPage(report, page + 1) }),
    items: replies,
  };
}

/** Likes or boosts: how many, not whose. */
export function echoDocument(origin: string, kind: "likes" | "shares", report: string, totalItems: number) {
  return {
    "@context": collectionContext,
    id: origin + ap[kind](report),
    type: "Collection",
    [`${kind}Of`]: origin + ap.report(report),
    totalItems,
  };
}

/**
 * The conversation that a text opened: the text, then what is shown of the answers in the order they came.
 * https://w3id.org/fep/7888
 */
export function contextDocument(origin: string, collective: string, report: string, replies: number) {
  return {
    "@context": collectionContext,
    id: origin + ap.context(report),
    type: "OrderedCollection",
    attributedTo: origin + ap.collective(collective),
    totalItems: 1 + replies,
    ...(replies === 0
      ? { orderedItems: [origin + ap.report(report)] }
      : { first: origin + ap.contextPage(report, 1) }),
  };
}

export function contextPageDocument(
  origin: string,
  report: string,
  page: number,
  pageCount: number,
  items: readonly string[],
) {
  return {
    "@context": collectionContext,
    id: origin + ap.contextPage(report, page),
    type: "OrderedCollectionPage",
    partOf: origin + ap.context(report),
    ...(page < pageCount && { next: origin + ap.contextPage(report, page + 1) }),
    orderedItems: items,
  };
}
