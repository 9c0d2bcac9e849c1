// What people hand in for publication, and the rules it must keep; a form shows the problems, the newsroom refuses them.
import { readLanguage } from "./language.ts";
import { cleanLine, cleanText, lengthOf } from "./plain.ts";
import {
  maxLinks,
  maxPictures,
  maxSource,
  maxSummary,
  maxTags,
  maxTitle,
  type ReplyPolicy,
  type ReportKind,
  type WireForm,
} from "./report.ts";
import { hyphenated, isSlug } from "./slug.ts";
import { readTag, type Tag } from "./tag.ts";

export interface Link {
  href: string;
  name: string | null;
}

/** A text as it is handed in. What is left out is decided by the collective's settings or does not apply. */
export interface Draft {
  /** `report` if it is left out. */
  kind?: ReportKind | undefined;
  title: string;
  /** BCP 47; the collective's first language if it is left out. */
  language?: string | undefined;
  /** In the past: when it was first published elsewhere. In the future: when it shall be. */
  published?: Date | undefined;
  /** As typed. */
  tags?: readonly string[] | undefined;
  /** The lead. */
  summary?: string | undefined;
  contentWarning?: string | undefined;
  links?: readonly { href: string; name?: string | null | undefined }[] | undefined;
  /** A text of this node that this one translates: its UUID, id, address or slug. */
  translationOf?: string | undefined;
  slug?: string | undefined;
  /** A picture, by one of the names in `pictures` or its address here; the first of the text if it is left out. */
  cover?: string | undefined;
  wireForm?: WireForm | undefined;
  /** null: as the collective says. */
  replyPolicy?: ReplyPolicy | null | undefined;
  pinned?: boolean | undefined;
  /** Markdown. */
  source: string;
  /** Which pictures the names in the text mean; what is at an address of this node already needs no mention. */
  pictures?: readonly NamedPicture[] | undefined;
}

/** A stored picture, or one that is still to be read. */
export type NamedPicture = {
  /** As in the text: `photos/march.jpg`. */
  name: string;
} & ({ media: string } | { read(): Promise<Buffer> });

/** A text that keeps the rules, in the form in which it is stored. */
export interface ReadDraft {
  kind: ReportKind | undefined;
  title: string;
  language: string | undefined;
  tags: Tag[];
  summary: string | null;
  contentWarning: string | null;
  links: Link[];
  slug: string | undefined;
  source: string;
}

export interface Problem {
  field: keyof Draft;
  /** Which rule is broken, for those who say it in the language of a page. */
  rule: "missing" | "long" | "wrong" | "many";
  /** What breaks it, shortened, or how many characters there are. */
  what: string | number;
  /** Says what is wrong and what would do. */
  sentence: string;
}

/**
 * Reads what was handed in and lists everything that is wrong with it.
 * @param options `isUnfinished`: the text may still be missing
 */
export function readDraft(
  draft: Draft,
  { isUnfinished = false }: { isUnfinished?: boolean } = {},
): { text: ReadDraft; problems: Problem[] } {
  const problems: Problem[] = [];
  const complain: Complain = (field, rule, sentence, what = "") => {
    problems.push({ field, rule, what, sentence });
  };
  const text: ReadDraft = {
    kind: draft.kind,
    title: cleanLine(draft.title),
    language: readLanguageOf(draft, complain),
    tags: readTags(draft.tags ?? [], complain),
    summary: cleanLine(draft.summary ?? "") || null,
    contentWarning: cleanLine(draft.contentWarning ?? "") || null,
    links: readLinks(draft.links ?? [], complain),
    slug: draft.slug === undefined ? undefined : draft.slug.trim().normalize("NFC"),
    source: cleanText(draft.source).trim(),
  };
  const title = lengthOf(text.title);
  if (title === 0) complain("title", "missing", "The title is missing.");
  if (title > maxTitle) {
    const sentence = `The title has ${title} characters; other servers take ${maxTitle} at most.`;
    complain("title", "long", sentence, title);
  }
  for (const [field, name] of [
    ["summary", "lead"],
    ["contentWarning", "content warning"],
  ] as const) {
    const length = lengthOf(text[field] ?? "");
    if (length > maxSummary) {
      const sentence = `The ${name} has ${length} characters; other servers take ${maxSummary} at most.`;
      complain(field, "long", sentence, length);
    }
  }
  if (text.slug !== undefined && !isSlug(text.slug)) {
    complain("slug", "wrong", badSlug(text.slug), cleanLine(text.slug).slice(0, 100));
  }
  if (text.source === "" && !isUnfinished) complain("source", "missing", noText);
  if (Buffer.byteLength(text.source) > maxSource) {
    complain("source", "long", `The text is longer than ${maxSource / 1000} kB: publish it in parts.`);
  }
  if ((draft.pictures ?? []).length > maxPictures) {
    complain("pictures", "many", `There are more than ${maxPictures} pictures: publish the text in parts.`);
  }
  return { text, problems };
}

/** Said where there is only a title. */
export const noText = "There is no text below the title.";

type Complain = (field: keyof Draft, rule: Problem["rule"], sentence: string, what?: string | number) => void;

function readLanguageOf({ language }: Draft, complain: Complain): string | undefined {
  if (language === undefined) return undefined;
  const tag = readLanguage(language);
  if (tag === undefined) {
    const shown = cleanLine(language).slice(0, 40);
    complain("language", "wrong", `"${shown}" is not a language tag such as en, ar or pt-BR.`, shown);
  }
  return tag;
}

function readTags(typed: readonly string[], complain: Complain): Tag[] {
  const tags = new Map<string, Tag>();
  for (const one of typed.slice(0, maxTags + 1)) {
    const tag = readTag(one);
    if (tag === undefined) {
      const shown = cleanLine(one).slice(0, 70);
      const sentence = `"${shown}" cannot be a tag: it needs letters or digits, 60 characters at most.`;
      complain("tags", "wrong", sentence, shown);
    } else if (!tags.has(tag.tag)) tags.set(tag.tag, tag);
  }
  if (typed.length > maxTags) complain("tags", "many", `There are more than ${maxTags} tags.`);
  return [...tags.values()];
}

function readLinks(typed: NonNullable<Draft["links"]>, complain: Complain): Link[] {
  const links: Link[] = [];
  for (const { href, name } of typed.slice(0, maxLinks)) {
    const address = href.trim();
    const url = URL.parse(address);
    const shown = cleanLine(name ?? "");
    if (url === null || !["http:", "https:"].includes(url.protocol) || address.length > 2000) {
      const said = cleanLine(address).slice(0, 80);
      complain("links", "wrong", `"${said}" is not a link: it must begin with https:// or http://.`, said);
    } else if (url.username !== "" || url.password !== "") {
      const sentence = `A link to ${url.host} has a name or password in it: leave it out.`;
      complain("links", "wrong", sentence, url.host);
    } else if (lengthOf(shown) > maxTitle) {
      const sentence = `The name of the link to ${url.host} is longer than ${maxTitle} characters.`;
      complain("links", "long", sentence, url.host);
    } else links.push({ href: url.href, name: shown || null });
  }
  if (typed.length > maxLinks) complain("links", "many", `There are more than ${maxLinks} links.`);
  return links;
}

function badSlug(slug: string): string {
  const near = hyphenated(slug);
  const cure = near !== slug && isSlug(near) ? ` "${near}" would do.` : "";
  const shown = cleanLine(slug).slice(0, 100);
  return `"${shown}" cannot be the end of an address: small letters, digits and hyphens, not only digits, and not a word that the site needs itself.${cure}`;
}
