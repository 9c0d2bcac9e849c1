// Which pictures a text on the wire shows: only their addresses are ever fetched, and only by their place among these.
import type { WireAttachment } from "../db/wire.ts";
import { attributeOf } from "../domain/prose.ts";

export interface WirePicture {
  /** Where it is, on somebody else's server; never to be put into a page. */
  address: string;
  /** What it shows, where its author says so. */
  alt: string;
}

/** Where pictures of a text can be. `html` is not clean. */
export interface Pictured {
  attachments: readonly WireAttachment[];
  html: string;
}

/** Most pictures of one text. */
const most = 12;

/** The pictures of a text in their order: those that hang on it, then those within it. */
export function picturesOnWire({ attachments, html }: Pictured): WirePicture[] {
  const hanging = attachments
    .filter(({ type, media_type: mediaType }) => type === "Image" || mediaType?.startsWith("image/"))
    .map(({ url, name }) => ({ address: url, alt: name ?? "" }));
  const within = [...html.slice(0, 200_000).matchAll(/<img\s[^>]{0,4000}>/gi)]
    .filter(([tag]) => !/\bemoji\b/i.test(tag))
    .map(([tag]) => ({ address: attributeOf(tag, "src"), alt: attributeOf(tag, "alt") }));
  const seen = new Set<string>();
  return [...hanging, ...within]
    .filter(({ address }) => /^https?:\/\//i.test(address) && URL.canParse(address))
    .filter(({ address }) => !seen.has(address) && seen.add(address))
    .slice(0, most);
}
