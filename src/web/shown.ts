// From what the newsroom reads to what the views show: paths, chosen pictures, first words.
import type { Collective } from "../db/collective.ts";
import { ap, pages } from "../domain/paths.ts";
import { attachmentFile, cardFile, iconFile, screenFiles } from "../domain/picture.ts";
import { firstWords } from "../domain/prose.ts";
import type { ListedText } from "../newsroom/lists.ts";
import type { PublicText } from "../newsroom/read.ts";
import type { Picture } from "../newsroom/read_picture.ts";
import type { ShownPicture } from "./views/picture.tsx";
import type { WireItem } from "./views/wire.tsx";

/** Characters of a teaser, where a text has no lead of its own. */
const teaser = 200;

/** `@calais@node.example` */
export function handleOf(handle: string, host: string): string {
  return `@${handle}@${host}`;
}

/** A picture for a page; undefined where there is none. */
export function shownPicture(picture: Picture | null | undefined): ShownPicture | undefined {
  if (!picture) return undefined;
  const plain = attachmentFile(picture.files);
  if (plain === undefined) return undefined;
  return {
    alt: picture.alt,
    src: pages.media(plain.name),
    widths: screenFiles(picture.files).map(({ name, width }) => ({ path: pages.media(name), width })),
    width: picture.width,
    height: picture.height,
  };
}

/** A picture as the square that stands for a collective. */
export function shownIcon(picture: Picture | null | undefined): ShownPicture | undefined {
  const file = picture && iconFile(picture.files);
  if (!file) return undefined;
  return {
    alt: picture.alt,
    src: pages.media(file.name),
    widths: [],
    width: file.width,
    height: file.height,
  };
}

/** The JPEG that stands for a picture where links are shared, with a whole address. */
export function cardPicture(picture: Picture | null | undefined, origin: string) {
  const file = picture && cardFile(picture.files);
  if (!file) return undefined;
  const { name, width, height, media_type: mediaType } = file;
  return { url: origin + pages.media(name), mediaType, width, height, alt: picture.alt };
}

/** The picture that stands for a text: its cover, else its first. */
export function leadingPicture(text: PublicText): Picture | undefined {
  return text.cover_picture ?? text.pictures[0];
}

/** Whether the text itself shows a picture. */
export function isShownInside(html: string, picture: Picture): boolean {
  return picture.files.some(({ name }) => html.includes(name));
}

/** The lead, or the first words where nobody wrote one. */
export function leadOf(text: Pick<PublicText, "summary" | "html">): string {
  return text.summary ?? firstWords(text.html, teaser);
}

/**
 * A text as one of a list.
 * @param collective named where the list has texts of several
 */
export function wireItem(text: ListedText, collective?: Pick<Collective, "name" | "handle">): WireItem {
  return {
    kind: text.kind,
    title: text.title,
    path: text.path,
    language: text.language,
    // The beginning may end within a tag.
    lead: leadOf({ summary: text.summary, html: text.beginning.replace(/<[^>]*$/, "") }) || undefined,
    contentWarning: text.content_warning ?? undefined,
    published: text.published,
    collective: collective && { name: collective.name, path: pages.collective(collective.handle) },
    picture: shownPicture(text.picture),
  };
}

/** Ids and addresses of a text, whole. */
export function addressesOf(text: Pick<PublicText, "id" | "path">, origin: string) {
  return { id: origin + ap.report(text.id), url: origin + text.path };
}
