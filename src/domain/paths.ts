// Every address of the node, in one place: ids that never change under /ap, readable pages beside them.
import type { ReportKind, ReportState } from "./report.ts";
import type { ResponseKind, ResponseState } from "./response.ts";

/** First path segments that belong to the node, so that no collective may be called so. */
export const reservedHandles: ReadonlySet<string> = new Set([
  "ap",
  "about",
  "admin",
  "api",
  "archive",
  "assets",
  "atom",
  "authorize_interaction",
  "before",
  "calls",
  "desk",
  "feed",
  "feeds",
  "favicon",
  "follow",
  "healthz",
  "inbox",
  "instance",
  "join",
  "languages",
  "media",
  "node",
  "nodeinfo",
  "oauth",
  "pages",
  "public",
  "readyz",
  "reports",
  "reposts",
  "robots",
  "rss",
  "search",
  "share",
  "sitemap",
  "static",
  "tag",
  "tags",
  "users",
  "well_known",
  "words",
]);

/** Last path segments under a collective that are not a page of its authors; the archive's years are refused as digits. */
export const reservedSlugs: ReadonlySet<string> = new Set([
  "archive",
  "before",
  "call-outs",
  "calls",
  "desk",
  "feed",
  "feeds",
  "follow",
  "followers",
  "inbox",
  "outbox",
  "pages",
  "reports",
  "reposts",
  "search",
  "tag",
  "tags",
]);

/** Paths of ids and of what machines read. Ids are `origin + path`. */
export const ap = {
  collective: (id: string) => `/ap/groups/${id}`,
  inbox: (id: string) => `/ap/groups/${id}/inbox`,
  outbox: (id: string) => `/ap/groups/${id}/outbox`,
  outboxPage: (id: string, page: number | string) => `/ap/groups/${id}/outbox/${page}`,
  followers: (id: string) => `/ap/groups/${id}/followers`,
  /** Those of one server, for that server alone. https://w3id.org/fep/8fcf */
  followersOn: (id: string, host: string) => `/ap/groups/${id}/followers/on/${host}`,
  followersOnPage: (id: string, host: string, page: number | string) =>
    `/ap/groups/${id}/followers/on/${host}/${page}`,
  following: (id: string) => `/ap/groups/${id}/following`,
  featured: (id: string) => `/ap/groups/${id}/featured`,
  featuredTags: (id: string) => `/ap/groups/${id}/featured-tags`,
  sharedInbox: () => "/ap/inbox",
  /** A text, whichever wire form it goes out in. */
  report: (id: string) => `/ap/articles/${id}`,
  replies: (id: string) => `/ap/articles/${id}/replies`,
  repliesPage: (id: string, page: number | string) => `/ap/articles/${id}/replies/${page}`,
  likes: (id: string) => `/ap/articles/${id}/likes`,
  shares: (id: string) => `/ap/articles/${id}/shares`,
  context: (id: string) => `/ap/articles/${id}/context`,
  contextPage: (id: string, page: number | string) => `/ap/articles/${id}/context/${page}`,
  /** What a collective answers to somebody. */
  note: (id: string) => `/ap/notes/${id}`,
  /** What a collective says before it passes something on. */
  introduction: (id: string) => `/ap/introductions/${id}`,
  /** A consent to a quotation. https://w3id.org/fep/044f */
  stamp: (id: string) => `/ap/stamps/${id}`,
  activity: (id: string) => `/ap/activities/${id}`,
  /** The instance actor: an Application that signs what no collective says. */
  instance: () => "/ap/groups/instance",
} as const;

/** The formats of every feed, and their media types. */
export const feedTypes = {
  atom: "application/atom+xml",
  rss: "application/rss+xml",
  json: "application/feed+json",
} as const;

export type FeedFormat = keyof typeof feedTypes;
export const feedFormats = Object.keys(feedTypes) as FeedFormat[];

/** What a page address is made of. */
export interface PagePlace {
  handle: string;
  kind: ReportKind;
  slug: string;
  /** When it was (or will be) published; decides year and month of a report's address. */
  published: Date;
}

/** Paths of pages people read. */
export const pages = {
  front: () => "/",
  collective: (handle: string) => `/${handle}`,
  /** `/calais/2015/09/from-calais-to-london`, and `/calais/what-is-no-borders` for a page. */
  report: ({ handle, kind, slug, published }: PagePlace) => {
    const name = encodeURIComponent(slug);
    if (kind === "page") return `/${handle}/${name}`;
    const month = published.toISOString().slice(0, 7).replace("-", "/");
    return `/${handle}/${month}/${name}`;
  },
  /** What a collective, or any of the node, has passed on. */
  reposts: (handle?: string) => (handle === undefined ? "/reposts" : `/${handle}/reposts`),
  /** One of those, with what the collective says about it. */
  repost: (handle: string, id: string) => `/${handle}/reposts/${id}`,
  /** Where a response stands on the page of its text. */
  response: (text: string, id: string) => `${text}#response-${id}`,
  /** Where the thread under a text goes on. */
  answersAfter: (text: string, answer: string) => `${text}/answers/${answer}`,
  tag: (tag: string) => `/tags/${encodeURIComponent(tag)}`,
  /** Where a list goes on: the same address and a place in it. */
  before: (list: string, place: string) => `${list === "/" ? "" : list}/before/${place}`,
  /** The feed that belongs to a list: the node's front page, a collective, a tag, a language. */
  feed: (list: string, format: FeedFormat) => `${list === "/" ? "" : list}/feed.${format}`,
  tags: () => "/tags",
  languages: () => "/languages",
  language: (language: string) => `/languages/${language}`,
  archive: (handle?: string) => (handle === undefined ? "/archive" : `/${handle}/archive`),
  /** Texts of a year or of a month (1 to 12), of the node or of a collective. */
  period: (handle: string | undefined, year: number, month?: number) =>
    `/${handle ?? "archive"}/${String(year).padStart(4, "0")}${month === undefined ? "" : `/${String(month).padStart(2, "0")}`}`,
  /** All texts of one kind that a collective has published. */
  kind: (handle: string, kind: ReportKind) => `/${handle}/${kind}s`,
  search: () => "/search",
  /** Where a reader is led to follow from a server of their own. */
  follow: (handle: string) => `/${handle}/follow`,
  /** Where other servers send people who want to follow or answer. */
  interact: () => "/authorize_interaction",
  /** Changes the language of the interface. */
  words: (language: string, back: string) => `/words/${language}?back=${encodeURIComponent(back)}`,
  sitemap: (page?: number) => (page === undefined ? "/sitemap.xml" : `/sitemap/${page}`),
  media: (name: string) => `/media/${name}`,
} as const;

/** A part of the answers to a collective. */
export interface QueuePart {
  /** The UUID of the text they are about. */
  text?: string | undefined;
  kind?: ResponseKind | undefined;
}

function questionOf(only: QueuePart): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(only)) if (value !== undefined) asked.set(name, value);
  return asked.size === 0 ? "" : `?${asked}`;
}

/** Paths of the desk, where texts are written, and of the link that leads to it. */
export const desk = {
  texts: () => "/desk",
  /** Texts in one state only. */
  textsIn: (state: ReportState) => `/desk/${state}`,
  newText: () => "/desk/new",
  text: (id: string) => `/desk/texts/${id}`,
  preview: (id: string) => `/desk/texts/${id}/preview`,
  translate: (id: string) => `/desk/new/translation/${id}`,
  deliveriesOf: (id: string) => `/desk/texts/${id}/deliveries`,
  withdraw: (id: string) => `/desk/texts/${id}/withdraw`,
  remove: (id: string) => `/desk/texts/${id}/delete`,
  deliveries: () => "/desk/deliveries",
  deliveriesBefore: (sequence: string) => `/desk/deliveries/before/${sequence}`,
  answers: () => "/desk/answers",
  /** Answers in one state only, to one text or of one kind only where that is said. */
  answersIn: (state: ResponseState, only: QueuePart = {}) => `/desk/answers/${state}${questionOf(only)}`,
  /** Where that list goes on. */
  answersBefore: (state: ResponseState, only: QueuePart, answer: string) =>
    `/desk/answers/${state}/before/${answer}${questionOf(only)}`,
  answer: (id: string) => `/desk/answer/${id}`,
  followers: () => "/desk/followers",
  followersAfter: (actor: string) => `/desk/followers?${new URLSearchParams({ after: actor })}`,
  blocks: () => "/desk/blocks",
  blocksAfter: (subject: string) => `/desk/blocks?${new URLSearchParams({ after: subject })}`,
  allowed: () => "/desk/blocks/allowed",
  allowedAfter: (host: string) => `/desk/blocks/allowed?${new URLSearchParams({ after: host })}`,
  blocklist: () => "/desk/blocks/list.csv",
  complaints: () => "/desk/complaints",
  complaintsBefore: (complaint: string) => `/desk/complaints/before/${complaint}`,
  allies: () => "/desk/allies",
  /** Where somebody is looked up, before they are followed. */
  lookUp: () => "/desk/allies/look",
  /** One ally: how we stand to each other, and the rule for its texts. */
  ally: (actor: string) => `/desk/allies/one?${new URLSearchParams({ ally: actor })}`,
  unfollow: (actor: string) => `/desk/allies/unfollow?${new URLSearchParams({ ally: actor })}`,
  wire: () => "/desk/wire",
  /** The wire of one ally. */
  wireOf: (actor: string) => `/desk/wire?${new URLSearchParams({ ally: actor })}`,
  /** Where texts of the wire are marked as read. */
  wireRead: () => "/desk/wire/read",
  wireItem: (id: string) => `/desk/wire/${id}`,
  /** Where the wire goes on. */
  wireBefore: (place: string) => `/desk/wire/before/${place}`,
  /** A new text that translates one on the wire. */
  translateFromWire: (id: string) => `/desk/wire/${id}/translate`,
  /** One of the pictures of a text on the wire, by its place among them. */
  wirePicture: (id: string, position: number | string) => `/desk/wire/${id}/pictures/${position}`,
  pens: () => "/desk/pens",
  invitations: () => "/desk/pens/invitations",
  profile: () => "/desk/profile",
  signIn: () => "/desk/sign-in",
  signOut: () => "/desk/sign-out",
  join: (token: string) => `/join/${token}`,
  /** Where the words that were just handed over are confirmed. */
  confirm: () => "/join/words",
} as const;
