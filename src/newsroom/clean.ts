// Makes HTML from outside safe to show: a few tags, no picture, no script, and a structure that no browser reads otherwise.
import sanitize from "sanitize-html";
import { readLanguage } from "../domain/language.ts";

/** Some HTML that may be shown. */
export interface Cleaned {
  html: string;
  /** Whether there was more than was asked for. */
  isCut: boolean;
}

/** Characters that are read for each one that may be shown: many servers write more tags than words. */
const perCharacter = 6;
/** Most characters that are ever read. */
const longest = 400_000;
/** Most tags that are ever read: a parser's time grows faster than the depth of what is never closed. */
const mostTags = 5_000;
/** Deepest nesting; what is deeper loses its tags and keeps its words. */
const deepest = 16;

const inline = [
  ...["a", "b", "bdi", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span"],
  ...["strong", "sub", "sup", "u"],
];
const blocks = ["p", "blockquote", "ul", "ol", "pre"];
const written = new Set(["lang", "dir"]);
const unheard = [
  ...["script", "style", "textarea", "option", "noscript", "title", "xmp", "iframe", "noembed", "noframes"],
  ...["plaintext", "svg", "math", "template", "select", "object", "embed", "applet", "head"],
];

// What turns other text around: embeddings, overrides and isolates. Marks of a single place (U+200E, U+200F, U+061C) stay.
const turning = /[\u202a-\u202e\u2066-\u2069]/gu;

const allowed: sanitize.IOptions = {
  allowedTags: [...inline, ...blocks, "li", "br", "img"],
  allowedAttributes: { "*": ["lang", "dir"], a: ["href"], img: ["src", "alt", "class"] },
  allowedSchemes: ["http", "https", "mailto"],
  allowProtocolRelative: false,
  nonTextTags: unheard,
  nestingLimit: 60,
  parseStyleAttributes: false,
  transformTags: {
    ...Object.fromEntries(
      ["h1", "h2", "h3", "h4", "h5", "h6", "div", "dt", "dd", "tr", "figcaption"].map((tag) => [tag, "p"]),
    ),
    strike: "s",
  },
  textFilter: (text) => text.replace(turning, ""),
};

/**
 * Cleans HTML of somebody else. Links lead to http, https or mail, tell nobody where they are followed from and promise
 * nothing for whom they lead to; a picture becomes a link with its description. Takes time in proportion to what is read.
 * @param raw as it came
 * @param most characters of HTML that are kept
 */
export function cleanHtml(raw: string, most = 20_000): Cleaned {
  const read = beginningOf(raw.slice(0, Math.min(most * perCharacter, longest)));
  const { html, isCut } = arrange(sanitize(read, allowed), most);
  return { html, isCut: isCut || read.length < raw.length };
}

/** What stands before the tag that is one too many. */
function beginningOf(raw: string): string {
  let at = -1;
  for (let tags = 0; tags <= mostTags; tags += 1) {
    at = raw.indexOf("<", at + 1);
    if (at < 0) return raw;
  }
  return raw.slice(0, at);
}

/**
 * Puts tags into an order that every parser keeps: paragraphs not within paragraphs, points only in lists, no link in a
 * link, everything closed. Else a browser would close what stands around it.
 * @param html of `sanitize`: tags without `<` or `>` in their attributes, and text that is escaped
 */
function arrange(html: string, most: number): Cleaned {
  const open: string[] = [];
  let out = "";
  let left = most;
  const within = () => open.at(-1);
  const close = () => {
    out += `</${open.pop()}>`;
  };
  const write = (markup: string) => {
    left -= markup.length;
    if (left > 0) out += markup;
    return left > 0;
  };
  const start = (tag: string, attributes = "") => {
    if (open.length < deepest && write(`<${tag}${attributes}>`)) open.push(tag);
  };
  const closeTo = (depth: number) => {
    while (open.length > depth) close();
  };
  /** Where words may stand: in a list, in a point of it. */
  const settle = () => {
    if (isList(within())) start("li");
  };
  const closeWords = () => {
    while (open.length > 0 && !isList(within()) && within() !== "blockquote" && within() !== "li") close();
  };
  const say = (text: string) => {
    const room = escapedPart(text, left);
    left -= room.length;
    out += room.text;
  };

  for (const [token, ending, tag, attributes = ""] of html.matchAll(tokens)) {
    if (left <= 0) break;
    if (tag === undefined) {
      if (isList(within()) && token.trim() === "") continue;
      settle();
      say(token);
    } else if (ending === "/") {
      const at = open.lastIndexOf(tag);
      const crosses = inline.includes(tag) && open.slice(at + 1).some((one) => !inline.includes(one));
      if (at >= 0 && !crosses) closeTo(at);
    } else if (tag === "br") {
      settle();
      write("<br>");
    } else if (tag === "img") {
      settle();
      const { href, label } = pictureOf(attributes);
      if (href === undefined || open.includes("a")) say(label);
      else if (write(`<a${href}>`)) {
        say(label);
        out += "</a>";
      }
    } else if (tag === "li") {
      const list = open.findLastIndex(isList);
      if (list >= 0) closeTo(list + 1);
      else closeWords();
      start(list >= 0 ? "li" : "p", spoken(attributes));
    } else if (inline.includes(tag)) {
      settle();
      if (tag === "a" && open.includes("a")) closeTo(open.indexOf("a"));
      const link = tag === "a" ? linkOf(attributes) : "";
      if (link !== undefined) start(tag, link + spoken(attributes));
    } else {
      closeWords();
      settle();
      start(tag, spoken(attributes));
    }
  }
  closeTo(0);
  return { html: out, isCut: left <= 0 };
}

const tokens = /<(\/?)([a-z0-9]+)((?: [a-z]+(?:="[^"]*")?)*) ?\/?>|[^<]+/g;

function isList(tag: string | undefined): boolean {
  return tag === "ul" || tag === "ol";
}

/** The beginning of an escaped text, with references to characters left whole. */
function escapedPart(text: string, most: number): { text: string; length: number } {
  if (text.length <= most) return { text, length: text.length };
  const cut = text.slice(0, most).replace(/&[#a-z0-9]{0,8}$|[\ud800-\udbff]$/i, "");
  const end = cut.lastIndexOf(" ");
  return { text: `${end > most / 2 ? cut.slice(0, end) : cut}…`, length: most };
}

/** Which language something is in, and which way it goes, where that is said rightly. */
function spoken(attributes: string): string {
  let said = "";
  for (const [, name, value = ""] of attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)) {
    if (!written.has(name!)) continue;
    const right =
      name === "lang" ? readLanguage(value) : /^(?:ltr|rtl|auto)$/i.exec(value)?.[0].toLowerCase();
    if (right !== undefined) said += ` ${name}="${right}"`;
  }
  return said;
}

function linkOf(attributes: string): string | undefined {
  const href = safeAddress(/ href="([^"]*)"/.exec(attributes)?.[1]);
  return href === undefined ? undefined : ` href="${href}" rel="nofollow noopener noreferrer ugc"`;
}

/** What stands for a picture: where it is, and what it shows. The signs that some servers send as pictures are only said. */
function pictureOf(attributes: string): { href: string | undefined; label: string } {
  const said = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1];
  const source = safeAddress(said("src"));
  const alt = said("alt")?.replace(turning, "").trim() ?? "";
  const isSign = /\bemoji\b/.test(said("class") ?? "") || /^:[\w-]+:$/.test(alt);
  const href = isSign ? undefined : linkOf(` href="${source ?? ""}"`);
  return { href, label: alt || (source?.replace(/^[a-z]+:(?:\/\/)?/, "").slice(0, 60) ?? "") };
}

/** An address as it is written into an attribute, if it leads to http, https or mail, and names nobody before an `@`. */
function safeAddress(escaped: string | undefined): string | undefined {
  if (escaped === undefined || escaped.length > 4096) return undefined;
  const address = escaped.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"');
  const text = address.replaceAll("&amp;", "&").trim();
  if (!/^(?:https?:\/\/|mailto:)/i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return undefined;
  return url.href
    .replaceAll("&", "&amp;")
    .replaceAll('"', "%22")
    .replaceAll("<", "%3C")
    .replaceAll(">", "%3E");
}
