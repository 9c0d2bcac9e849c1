// A published text on the wire: an Article, or a Note where its authors want that form.
import { directionOf, languageName } from "../src/domain/language.ts";
import { ap, pages } from "../src/domain/paths.ts";
import { firstWords, withWholeAddresses } from "../src/domain/prose.ts";
import { hashtag } from "../src/domain/tag.ts";
import { type Echo, silence } from "../src/newsroom/echo.ts";
import type { PublicText } from "../src/newsroom/read.ts";
import type { Picture } from "../src/newsroom/read_picture.ts";
import { everybody } from "./context.ts";
import { type ImageDocument, imageDocument } from "./picture.ts";
import { escapeHtml, wireMoment, wireText } from "./words.ts";

const teaserLength = 300;

/**
 * A text in the form its authors chose, without `@context`, to be served or to be embedded in an activity.
 * @param prefersCard the collective's setting: no pictures in `attachment`, so that Mastodon shows the link card
 */
export function textDocument(origin: string, text: PublicText, prefersCard: boolean, echo: Echo = silence) {
  return text.wire_form === "Note"
    ? noteDocument(origin, text, prefersCard, echo)
    : articleDocument(origin, text, prefersCard, echo);
}

export type TextDocument = ReturnType<typeof textDocument>;

/** https://w3id.org/fep/b2b8 */
function articleDocument(origin: string, text: PublicText, prefersCard: boolean, echo: Echo) {
  const name = wireText(text.title);
  const content = forOthers(origin, text.html) + linksOf(text) + translationsLine(origin, text);
  const summary = text.content_warning ?? text.summary;
  const image = text.cover_picture && imageDocument(origin, text.cover_picture);
  return {
    ...identity(origin, text, "Article"),
    name,
    nameMap: { [text.language]: name },
    ...(summary !== null && { summary: wireText(summary) }),
    ...warning(text),
    content,
    contentMap: { [text.language]: content },
    source: { content: text.source, mediaType: text.media_type },
    preview: preview(origin, text, name),
    ...(image && { image }),
    ...attachment(origin, text, prefersCard),
    ...surroundings(origin, text, echo),
  };
}

/** Bold title, lead and link; no `name`, because snac's timeline leaves out whatever has one, and no lead as `summary`. */
function noteDocument(origin: string, text: PublicText, prefersCard: boolean, echo: Echo) {
  const address = origin + text.path;
  const content = [
    `<p><strong>${escapeHtml(wireText(text.title))}</strong></p>`,
    `<p>${escapeHtml(leadOf(text))}</p>`,
    // The first link decides which page a card is made of.
    `<p><a href="${escapeHtml(address)}">${escapeHtml(address)}</a></p>`,
    linksOf(text),
    translationsLine(origin, text),
  ].join("");
  return {
    ...identity(origin, text, "Note"),
    ...(text.content_warning !== null && { summary: wireText(text.content_warning) }),
    ...warning(text),
    content,
    contentMap: { [text.language]: content },
    ...attachment(origin, text, prefersCard),
    ...surroundings(origin, text, echo),
  };
}

function identity<T extends "Article" | "Note">(origin: string, text: PublicText, type: T) {
  return {
    id: origin + ap.report(text.id),
    type,
    attributedTo: origin + ap.collective(text.collective),
    to: [everybody],
    cc: [origin + ap.followers(text.collective)],
    url: origin + text.path,
    // Only servers of this kind read these; they sort by them what allies publish.
    genre: text.kind,
    ...(text.translates !== null && { translationOfWork: text.translates }),
    published: wireMoment(text.published),
    // GoToSocial refuses what was changed before it was published.
    ...(text.updated !== null && text.updated > text.published && { updated: wireMoment(text.updated) }),
  };
}

function warning({ content_warning }: PublicText) {
  return content_warning === null ? {} : { sensitive: true, "dcterms:subject": wireText(content_warning) };
}

/** What a timeline may show instead of the whole; it has no link, because the text itself has one. */
function preview(origin: string, text: PublicText, name: string) {
  return {
    type: "Note",
    attributedTo: origin + ap.collective(text.collective),
    published: wireMoment(text.published),
    ...(text.content_warning !== null && { summary: wireText(text.content_warning), sensitive: true }),
    content: `<p><strong>${escapeHtml(name)}</strong></p><p>${escapeHtml(leadOf(text))}</p>`,
  };
}

function attachment(
  origin: string,
  text: PublicText,
  prefersCard: boolean,
): { attachment?: ImageDocument[] } {
  const ordered = [text.cover_picture, ...text.pictures].filter((picture) => picture !== null);
  const once = new Map<string, Picture>(ordered.map((picture) => [picture.id, picture]));
  const images = [...once.values()].flatMap((picture) => imageDocument(origin, picture) ?? []);
  return prefersCard || images.length === 0 ? {} : { attachment: images };
}

function surroundings(origin: string, { id, tags, reply_policy }: PublicText, echo: Echo) {
  return {
    tag: tags.map(({ tag, name }) => ({
      type: "Hashtag",
      name: hashtag(name),
      href: origin + pages.tag(tag),
    })),
    context: origin + ap.context(id),
    replies: {
      id: origin + ap.replies(id),
      type: "Collection",
      totalItems: echo.replies,
      first: origin + ap.repliesPage(id, 1),
    },
    likes: { id: origin + ap.likes(id), type: "Collection", totalItems: echo.likes },
    shares: { id: origin + ap.shares(id), type: "Collection", totalItems: echo.shares },
    // Only what is kept to: GoToSocial takes every other policy that is named for one that is enforced.
    interactionPolicy: { canQuote: { automaticApproval: reply_policy === "off" ? [] : [everybody] } },
  };
}

function leadOf(text: PublicText): string {
  return text.summary ?? firstWords(text.html, teaserLength);
}

function forOthers(origin: string, html: string): string {
  return withWholeAddresses(html, origin).replace(/\s(?:srcset|sizes|loading|decoding|class)="[^"]*"/g, "");
}

/** Where a call-out leads: the page shows it beside the text, other servers show nothing but the text. */
function linksOf({ links }: PublicText): string {
  if (links.length === 0) return "";
  const items = links.map(
    ({ href, name }) =>
      `<li><a href="${escapeHtml(href)}" rel="noopener">${escapeHtml(name ?? href)}</a></li>`,
  );
  return `<ul>${items.join("")}</ul>`;
}

/** The same text in other languages, each by the name its readers know, in one line at the end. */
function translationsLine(origin: string, text: PublicText): string {
  const here = text.translations.map(({ language, path }) => ({ language, href: origin + path, title: "" }));
  const links = [...here, ...text.elsewhere].map(({ language, href, title }) => {
    if (language === null) return `<a href="${escapeHtml(href)}">${escapeHtml(wireText(title))}</a>`;
    const attributes = `href="${escapeHtml(href)}" hreflang="${language}" lang="${language}" dir="${directionOf(language)}"`;
    return `<a ${attributes}>${escapeHtml(languageName(language))}</a>`;
  });
  if (links.length === 0) return "";
  return `<p>${links.join(" · ")}</p>`;
}
