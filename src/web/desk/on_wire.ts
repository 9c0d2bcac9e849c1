// What the desk shows of a text on the wire: cleaned and cut, its pictures by addresses of our own.
import { isUuid } from "../../db/collective.ts";
import { pages, desk as paths } from "../../domain/paths.ts";
import { plainText, shortened } from "../../domain/prose.ts";
import { cleanHtml } from "../../newsroom/clean.ts";
import type { WireShown } from "../../newsroom/wire.ts";
import { picturesOnWire } from "../../newsroom/wire_pictures.ts";
import { untranslated, type WireTranslations } from "../../newsroom/wire_translations.ts";
import type { WireText } from "../views/desk/wire_text.tsx";

/** How much of a text a page shows. */
export interface Bounds {
  /** Characters of HTML. */
  html: number;
  pictures: number;
}

/** In a list: as much as is read in passing. */
export const inList: Bounds = { html: 3_000, pictures: 3 };
/** On a page of its own. */
export const alone: Bounds = { html: 100_000, pictures: 12 };

/** What is known beside a text, where it is shown. */
export interface Beside {
  /** What there is of it in other languages. */
  translations?: WireTranslations | undefined;
  /** The addresses of pictures that are kept here. */
  kept?: ReadonlySet<string>;
}

/** @param handle of the collective on whose wire it is */
export function onWire(
  item: WireShown,
  handle: string,
  most: Bounds,
  { translations = untranslated, kept = new Set() }: Beside = {},
): WireText {
  const { id, type, name, summary, actor, repost } = item;
  const { html, isCut } = cleanHtml(item.html, most.html);
  const isWarned = item.sensitive || (type === "Note" && summary !== null);
  const words = plainText(html);
  const pictures = picturesOnWire(item);
  const shown = new Set(pictures.map(({ address }) => address));
  return {
    ...item,
    translations,
    title: name ?? (isWarned ? undefined : shortened(words, 120) || undefined),
    author: item.author ?? item.handle ?? new URL(actor).host,
    warning: isWarned ? (summary ?? "") : undefined,
    lead: isWarned ? undefined : (summary ?? undefined),
    teaser: isWarned || name === null ? undefined : (summary ?? (shortened(words, 240) || undefined)),
    html,
    isCut: isCut || pictures.length > most.pictures,
    pictures: pictures.slice(0, most.pictures).map(({ address, alt }, position) => ({
      src: kept.has(address) ? paths.wirePicture(id, position) : undefined,
      alt,
    })),
    files: item.attachments
      .filter(({ url }) => !shown.has(url) && /^https?:\/\//i.test(url) && URL.canParse(url))
      .map(({ url, name: label }) => ({ href: url, label: label || new URL(url).host })),
    original: item.url ?? item.uri,
    repost: repost === null || repost.withdrawn ? undefined : pages.repost(handle, repost.id),
  };
}

/** What somebody asks for in an address or a form, if it can be the UUID of a text. */
export function uuidIn(value: unknown): string | undefined {
  return typeof value === "string" && isUuid(value) ? value : undefined;
}
