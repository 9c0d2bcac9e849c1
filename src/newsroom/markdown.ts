// Markdown to the HTML that pages, feeds and other servers show: no raw HTML, headings from h2, pictures of ours only.
import createMarkdown, { type MarkdownIt, type Token } from "markdown-it";
import sanitize from "sanitize-html";
import { Refused } from "../domain/errors.ts";
import { pages } from "../domain/paths.ts";
import { attachmentFile, screenFiles } from "../domain/picture.ts";
import { cleanLine } from "../domain/plain.ts";
import type { Picture } from "./read_picture.ts";

/** A picture that a text names. */
export interface NamedInText {
  /** As in the text, decoded: `photos/march 1.jpg`. */
  name: string;
  /** What stands in the square brackets. */
  alt: string;
}

/** The pictures that a text names, in order, each once; the first alternative text that is not empty counts. */
export function picturesIn(source: string): NamedInText[] {
  const named = new Map<string, string>();
  for (const token of imagesOf(createReader().parse(source, {}))) {
    const name = nameOf(token);
    named.set(name, named.get(name) || altOf(token));
  }
  return [...named].map(([name, alt]) => ({ name, alt }));
}

/**
 * Puts addresses of ours in place of the names of pictures, so that nothing of how an author's folders are called is kept.
 * @param addresses by name, as `picturesIn` gives it
 */
export function renamePictures(source: string, addresses: ReadonlyMap<string, string>): string {
  const reader = createReader();
  // A destination after `](` or after the `]:` of a definition. https://spec.commonmark.org/0.31.2/#link-destination
  const destination = /(\]\(\s*|^ {0,3}(?:> ?)*\[[^\]\n]+\]:\s*)(<[^<>\n]*>|[^\s<>]+?(?=\)?(?:\s|\)|$)))/gm;
  return source.replace(destination, (whole: string, before: string, typed: string) => {
    const bare = typed.startsWith("<") ? typed.slice(1, -1) : typed;
    const address = addresses.get(decode(reader.normalizeLink(reader.utils.unescapeAll(bare))));
    return address === undefined ? whole : before + address;
  });
}

/**
 * Renders a text.
 * @param pictures the pictures it shows, by the names it calls them
 * @throws {Refused} when it names a picture that is not among them
 */
export function renderMarkdown(
  source: string,
  language: string,
  pictures: ReadonlyMap<string, Picture>,
): string {
  const markdown = createReader(language);
  const env = {};
  const tokens = markdown.parse(source, env);
  lowerHeadings(tokens);
  markdown.renderer.rules.image = (all, at) => imageTag(all[at]!, pictures);
  markdown.renderer.rules.link_open = (all, at, options, _env, renderer) => {
    all[at]!.attrSet("rel", "noopener");
    return renderer.renderToken(all, at, options);
  };
  markdown.renderer.rules.blockquote_open = () => '<blockquote dir="auto">\n';
  const html = sanitize(markdown.renderer.render(withFigures(tokens), markdown.options, env), allowed);
  return html.replaceAll(" />", ">").trim();
}

/** Single and double quotation marks, opening and closing, where they are not the English ones. */
const quotes: Record<string, string[]> = {
  ar: ["«", "»", "“", "”"],
  de: ["„", "“", "‚", "‘"],
  el: ["«", "»", "“", "”"],
  es: ["«", "»", "“", "”"],
  fa: ["«", "»", "“", "”"],
  fr: ["«\u00a0", "\u00a0»", "“", "”"],
  it: ["«", "»", "“", "”"],
  pl: ["„", "”", "«", "»"],
  ru: ["«", "»", "„", "“"],
  uk: ["«", "»", "„", "“"],
};

function createReader(language = "en"): MarkdownIt {
  const markdown = createMarkdown({
    html: false,
    linkify: true,
    typographer: true,
    quotes: quotes[language.split("-")[0]!] ?? "“”‘’",
  });
  // Which would make © of (c), and so of the third point of a list.
  markdown.disable("replacements");
  // Addresses that say https:// and mail addresses become links, not whatever has a dot in it.
  markdown.linkify?.set({ fuzzyLink: false });
  markdown.validateLink = () => true;
  return markdown;
}

function imagesOf(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token) => (token.type === "image" ? [token] : imagesOf(token.children ?? [])));
}

function nameOf(image: Token): string {
  return decode(String(image.attrGet("src") ?? ""));
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function altOf(image: Token): string {
  const plain = (tokens: readonly Token[]): string =>
    tokens.map((token) => (token.children ? plain(token.children) : token.content || " ")).join("");
  return cleanLine(plain(image.children ?? []));
}

/** The page has the h1: the text's own levels become h2, h3 … without gaps. */
function lowerHeadings(tokens: readonly Token[]): void {
  const headings = tokens.filter(({ type }) => type === "heading_open" || type === "heading_close");
  const levels = [...new Set(headings.map(({ tag }) => tag))].sort();
  for (const heading of headings) heading.tag = `h${Math.min(levels.indexOf(heading.tag) + 2, 6)}`;
}

/** A paragraph of pictures alone becomes a figure for each. */
function withFigures(tokens: readonly Token[]): Token[] {
  const result: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]!;
    const children = tokens[at + 1]?.children ?? [];
    const isFigure =
      token.type === "paragraph_open" &&
      children.some(({ type }) => type === "image") &&
      children.every(
        ({ type, content }) => /^(image|softbreak|hardbreak)$/.test(type) || content.trim() === "",
      );
    if (isFigure) {
      result.push(...children.filter(({ type }) => type === "image"));
      for (const image of children) if (image.type === "image") image.block = true;
      at += 2;
    } else result.push(token);
  }
  return result;
}

function imageTag(token: Token, pictures: ReadonlyMap<string, Picture>): string {
  const name = nameOf(token);
  const picture = pictures.get(name);
  if (picture === undefined) throw missing(name);
  const screens = screenFiles(picture.files);
  const plain = attachmentFile(picture.files);
  const srcset = screens.map((file) => `${pages.media(file.name)} ${file.width}w`).join(", ");
  const attributes = {
    src: plain ? pages.media(plain.name) : "",
    srcset,
    sizes: "(min-width: 44rem) 42rem, 100vw",
    width: String(picture.width),
    height: String(picture.height),
    alt: altOf(token) || picture.alt,
    loading: "lazy",
    decoding: "async",
  };
  const tag = `<img ${Object.entries(attributes)
    .map(([key, value]) => `${key}="${escapeText(value)}"`)
    .join(" ")}>`;
  if (!token.block) return tag;
  const title = cleanLine(String(token.attrGet("title") ?? ""));
  const caption = title === "" ? "" : `<figcaption>${escapeText(title)}</figcaption>`;
  return `<figure>${tag}${caption}</figure>\n`;
}

function missing(name: string): Refused {
  const shown = cleanLine(name).slice(0, 100);
  return /^(https?:)?\/\//i.test(name)
    ? new Refused(
        `The picture ${shown} is on another server, which would learn who reads the text: save it and add it as a file.`,
        { reason: "picture elsewhere" },
      )
    : new Refused(`The picture "${shown}" is not there.`, { reason: "picture missing" });
}

function escapeText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** The second belt: what Markdown can make, and nothing else. Links go to the web and to mail addresses only. */
const allowed: sanitize.IOptions = {
  allowedTags: [
    ...["h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "s"],
    ...["ul", "ol", "li", "a", "figure", "figcaption", "img"],
    ...["table", "thead", "tbody", "tr", "th", "td"],
  ],
  allowedAttributes: {
    a: ["href", "rel"],
    blockquote: ["dir"],
    img: ["src", "srcset", "sizes", "width", "height", "alt", "loading", "decoding"],
    ol: ["start"],
  },
  allowedSchemes: ["http", "https", "mailto"],
  allowedSchemesByTag: { img: [] },
  allowProtocolRelative: false,
  exclusiveFilter: ({ tag, attribs }) => tag === "img" && !/^\/media\/[a-z0-9.]+$/.test(attribs.src ?? ""),
  transformTags: {
    // A link to nowhere, or to a file beside the author's text, is only its words.
    a: (tagName, attribs) =>
      /^(https?:\/\/|mailto:)/i.test(attribs.href ?? "")
        ? { tagName, attribs }
        : { tagName: "", attribs: {} },
  },
};
