// Reads what others have written (Note, Article, Question, Page, Image, Video …) as they write it: oddly, and sometimes to deceive.
import type { WireAttachment } from "../src/db/wire.ts";
import { readLanguage } from "../src/domain/language.ts";
import { cleanLine, cleanText } from "../src/domain/plain.ts";
import type { ForeignText } from "../src/newsroom/fediverse.ts";
import type { PostHeard } from "../src/newsroom/post_heard.ts";
import { idOf, toAddress } from "./address.ts";
import { readAlternates } from "./alternates.ts";
import { everybody } from "./context.ts";

/** A post as it says it is; whether its author wrote it is for whoever reads it to know. */
export interface Post extends ForeignText, PostHeard {
  attachments: WireAttachment[];
  /** Where the answers to it are collected. */
  replies: string | null;
}

/** Types of posts that are read. https://www.w3.org/TR/activitystreams-vocabulary/#object-types */
export const postTypes: ReadonlySet<string> = new Set([
  "Note",
  "Article",
  "Question",
  "Page",
  "Image",
  "Video",
  "Audio",
  "Document",
  "Event",
]);

const longest = { content: 500_000, name: 300, summary: 2_000, alt: 1_500 };
const most = { addressed: 500, tags: 100, attachments: 20 };
const quoteEnds = new Set([
  "https://misskey-hub.net/ns#_misskey_quote",
  "https://w3id.org/fep/044f#quote",
  "http://fedibird.com/ns#quoteUri",
  "https://www.w3.org/ns/activitystreams#quoteUrl",
]);
const publicNames = new Set([everybody, "as:Public", "Public"]);

/**
 * Reads a post.
 * @param value JSON of an object, embedded or fetched
 * @returns undefined where it is none: no address, no single author on the same host, no type that is known
 */
export function readPost(value: unknown): Post | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const json = value as Record<string, unknown>;
  const { id, type } = json;
  const uri = toAddress(id);
  if (uri === undefined || typeof type !== "string" || !postTypes.has(type)) return undefined;
  const attributedTo = onlyAuthor(json.attributedTo);
  if (attributedTo?.origin !== uri.origin) return undefined;
  const tags = list(json.tag, most.tags);
  const content = text(inLanguage(json.content, json.contentMap)).slice(0, longest.content).toWellFormed();
  return {
    uri: id as string,
    type,
    attributedTo: attributedTo.spelled,
    inReplyTo: addressOf(json.inReplyTo),
    quote: quoteOf(json, tags),
    context: addressOf(json.context) ?? addressOf(json.conversation),
    name: line(inLanguage(json.name, json.nameMap), longest.name),
    summary: line(inLanguage(json.summary, json.summaryMap), longest.summary),
    sensitive: json.sensitive === true,
    content,
    language:
      languageOf(json.contentMap) ??
      languageOf(json.nameMap) ??
      languageOf(json.summaryMap) ??
      identifiedIn(json.language),
    url: pageOf(json.url),
    published: momentOf(json.published),
    updated: momentOf(json.updated),
    ...readAddressing(json),
    mentions: tags.filter(({ type }) => type === "Mention").flatMap(({ href }) => addressOf(href) ?? []),
    hashtags: tags
      .filter(({ type }) => type === "Hashtag")
      .flatMap(({ name }) => line(text(name).replace(/^#/, ""), 100) ?? []),
    attachments: attachmentsOf(json),
    replies: addressOf(json.replies),
    genre: line(text(json.genre ?? json["schema:genre"]), 50),
    translationOf: addressOf(json.translationOfWork ?? json["schema:translationOfWork"]),
    alternates: readAlternates(json, content),
  };
}

/** What a post quotes, in each of the ways in which that is said. https://w3id.org/fep/044f#compatibility */
function quoteOf(json: Record<string, unknown>, tags: Record<string, unknown>[]): string | null {
  const named = [json.quote, json.quoteUrl, json.quoteUri, json._misskey_quote];
  const linked = tags.filter(isQuoteLink).map(({ href }) => href);
  return [...named, ...linked].map(addressOf).find((address) => address !== null) ?? null;
}

/** A link to an object of ActivityPub; where it says to what end, then to quote. https://w3id.org/fep/e232 */
function isQuoteLink({ type, mediaType, rel }: Record<string, unknown>): boolean {
  const isObject =
    /^application\/(?:activity\+json|ld\+json; *profile="https:\/\/www\.w3\.org\/ns\/activitystreams")$/;
  const ends = list(rel, 10, (one) => (typeof one === "string" ? one.split(" ") : []));
  const isToQuote = ends.length === 0 || ends.some((end) => quoteEnds.has(end));
  return type === "Link" && typeof mediaType === "string" && isObject.test(mediaType) && isToQuote;
}

/** `attributedTo` is one address, or one object with an `id`; a list of several would leave open who is meant. */
function onlyAuthor(value: unknown): { origin: string; spelled: string } | undefined {
  const [only, ...others] = Array.isArray(value) ? value : [value];
  const spelled = idOf(only);
  const url = toAddress(spelled);
  return url === undefined || others.length > 0 ? undefined : { origin: url.origin, spelled: spelled! };
}

/** Whom an activity or a post is addressed to; what is hidden from others (`bto`, `bcc`) is not read. */
export function readAddressing(json: Record<string, unknown>): {
  to: string[];
  cc: string[];
  isPublic: boolean;
} {
  const to = addresses(json.to);
  const cc = addresses(json.cc);
  return { to, cc, isPublic: [...to, ...cc].includes(everybody) };
}

/** The only address that a value is or has. */
export function addressOf(value: unknown): string | null {
  const only = Array.isArray(value) && value.length === 1 ? value[0] : value;
  const spelled = idOf(only);
  return toAddress(spelled) === undefined ? null : spelled!;
}

/** Everybody is spelled in one way, whichever way it came. */
function addresses(value: unknown): string[] {
  const found = list(value, most.addressed, (one) => idOf(one) ?? []);
  return found.flatMap((one) => (publicNames.has(one) ? everybody : toAddress(one) ? one : []));
}

/** What may be a list, or its only member by itself. */
function list(value: unknown, atMost: number): Record<string, unknown>[];
function list<T>(value: unknown, atMost: number, read: (one: unknown) => T | readonly T[]): T[];
function list(
  value: unknown,
  atMost: number,
  read: (one: unknown) => unknown = (one) =>
    typeof one === "object" && one !== null && !Array.isArray(one) ? one : [],
) {
  const all = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return all.slice(0, atMost).flatMap(read);
}

/** The text itself; where there is only a map of languages, its first. */
function inLanguage(value: unknown, map: unknown): string {
  if (typeof value === "string") return value;
  if (typeof map !== "object" || map === null) return "";
  return Object.values(map).find((one) => typeof one === "string") ?? "";
}

function languageOf(map: unknown): string | null {
  if (typeof map !== "object" || map === null) return null;
  return (
    Object.keys(map)
      .slice(0, 1)
      .flatMap((tag) => readLanguage(tag) ?? [])[0] ?? null
  );
}

/** The language that Lemmy names beside the text: `{ identifier, name }`. */
function identifiedIn(value: unknown): string | null {
  const { identifier } = (typeof value === "object" && value !== null ? value : {}) as {
    identifier?: unknown;
  };
  return (typeof identifier === "string" && readLanguage(identifier)) || null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Plain text of one line; markup is text like any other. */
function line(value: string, atMost: number): string | null {
  const clean = cleanLine(cleanText(value.slice(0, 10 * atMost)))
    .slice(0, atMost)
    .toWellFormed();
  return clean === "" ? null : clean;
}

/** `url` is an address, a Link, or a list of them of which the first that is a page counts. */
function pageOf(value: unknown): string | null {
  const links = Array.isArray(value) ? value.slice(0, 20) : [value];
  const isPage = (one: unknown) =>
    typeof one !== "object" || one === null || !("mediaType" in one) || one.mediaType === "text/html";
  const found = links.find((one) => isPage(one) && hrefOf(one) !== null);
  return hrefOf(found) ?? null;
}

function hrefOf(value: unknown): string | null {
  const href = typeof value === "object" && value !== null && "href" in value ? value.href : value;
  if (typeof href !== "string" || href.length > 2048 || !URL.canParse(href)) return null;
  const { protocol, href: whole, username, password } = new URL(href);
  return (protocol === "https:" || protocol === "http:") && !username && !password ? whole : null;
}

/** A moment, where it is written as one and may be one. */
export function momentOf(value: unknown): Date | null {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT/.test(value)) return null;
  const moment = new Date(value);
  const year = moment.getUTCFullYear();
  return year >= 1990 && year < 3000 ? moment : null;
}

function attachmentsOf(json: Record<string, unknown>): WireAttachment[] {
  const own = ["Image", "Video", "Audio", "Document"].includes(json.type as string) ? list(json.url, 5) : [];
  return [...list(json.attachment, most.attachments), ...own].flatMap((one) => {
    const url = hrefOf(one.href ?? (Array.isArray(one.url) ? one.url[0] : one.url));
    if (url === null) return [];
    return {
      type: text(one.type).slice(0, 50),
      url,
      media_type: /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.exec(text(one.mediaType))?.[0].toLowerCase() ?? null,
      name: line(text(one.name) || text(one.summary), longest.alt),
      width: sizeOf(one.width),
      height: sizeOf(one.height),
    };
  });
}

function sizeOf(value: unknown): number | null {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) < 100_000
    ? (value as number)
    : null;
}
