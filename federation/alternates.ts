// Where a post says that the same can be read in other languages: by Links with `hreflang`, or in the line at its end.
import type { WireAlternate } from "../src/db/wire.ts";
import { readLanguage } from "../src/domain/language.ts";
import { attributeOf } from "../src/domain/prose.ts";

/** Most of one post. */
const most = 20;
/** How far from its end a text is looked through for that line. */
const lastWords = 20_000;

/**
 * Reads them. `url` and `tag` may hold Links (https://www.w3.org/TR/activitystreams-vocabulary/#dfn-hreflang,
 * https://w3id.org/fep/e232); texts like ours end with a paragraph of nothing but links that name their languages.
 * @param json the post
 * @param content its HTML as it came
 */
export function readAlternates(json: Record<string, unknown>, content: string): WireAlternate[] {
  const found = [...linksIn(json.url), ...linksIn(json.tag).filter(isAlternate), ...lastLineOf(content)];
  const seen = new Set<string>();
  return found
    .flatMap(({ href, hreflang }) => toAlternate(href, hreflang) ?? [])
    .filter(({ href }) => !seen.has(href) && seen.add(href))
    .slice(0, most);
}

interface Link {
  href?: unknown;
  hreflang?: unknown;
  rel?: unknown;
}

function linksIn(value: unknown): Link[] {
  const all = Array.isArray(value) ? value.slice(0, 100) : [value];
  return all.filter((one) => typeof one === "object" && one !== null && "type" in one && one.type === "Link");
}

function isAlternate({ rel }: Link): boolean {
  return [rel].flat().includes("alternate");
}

function lastLineOf(content: string): Link[] {
  const [, line] = /<p>((?:(?!<p>)[\s\S])*)<\/p>\s*$/.exec(content.slice(-lastWords)) ?? [];
  const links = (line ?? "").split("·").map((one) => /^\s*(<a\s[^<>]*>)[^<>]*<\/a>\s*$/.exec(one)?.[1]);
  if (links.some((link) => link === undefined)) return [];
  return links.map((link) => ({
    href: attributeOf(link!, "href"),
    hreflang: attributeOf(link!, "hreflang"),
  }));
}

function toAlternate(href: unknown, hreflang: unknown): WireAlternate | undefined {
  if (typeof href !== "string" || href.length > 2048 || !URL.canParse(href)) return undefined;
  const { protocol, username, password } = new URL(href);
  const isWeb = (protocol === "https:" || protocol === "http:") && !username && !password;
  const language = typeof hreflang === "string" ? readLanguage(hreflang) : undefined;
  return isWeb && language !== undefined ? { href, language } : undefined;
}
