// Markdown files with front matter: a few lines of YAML between `---` lines, then the text.
import { isAlias, isMap, isNode, LineCounter, parseDocument, visit } from "yaml";
import type { Draft } from "./draft.ts";
import { Refused } from "./errors.ts";
import { readMoment } from "./moment.ts";
import { cleanLine } from "./plain.ts";
import {
  type ReplyPolicy,
  type ReportKind,
  replyPolicies,
  reportKinds,
  type WireForm,
  wireForms,
} from "./report.ts";

/** Longest front matter in characters. */
const maxLength = 20_000;
/** Deepest nesting: a list of links with names is three. */
const maxDepth = 4;

const keys = [
  "kind",
  "title",
  "language",
  "published",
  "tags",
  "summary",
  "content-warning",
  "links",
  "translation-of",
  "slug",
  "cover",
  "wire-form",
  "reply-policy",
  "pinned",
] as const;
type Key = (typeof keys)[number];

/**
 * Reads a Markdown file with front matter.
 * @throws {Refused} when it cannot be read, with what would do
 */
export function readFile(file: string): Draft {
  const { head, body } = split(file.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n"));
  const values = readHead(head);
  const text = (key: Key) => asText(key, values.get(key));
  const one = <T extends string>(key: Key, among: readonly T[]): T | undefined => {
    const value = text(key);
    if (value === undefined) return undefined;
    const found = among.find((word) => word.toLowerCase() === value.trim().toLowerCase());
    if (found === undefined)
      throw new Refused(`"${key}" is "${shown(value)}": it must be one of ${among.join(", ")}.`);
    return found;
  };
  const title = text("title");
  if (title === undefined || cleanLine(title) === "") {
    throw new Refused('The front matter has no title: add a line such as "title: What happened today".');
  }
  return {
    kind: one<ReportKind>("kind", reportKinds),
    title,
    language: text("language"),
    published: asMoment(text("published")),
    tags: asList("tags", values.get("tags")),
    summary: text("summary"),
    contentWarning: text("content-warning"),
    links: asLinks(values.get("links")),
    translationOf: text("translation-of"),
    slug: text("slug"),
    cover: text("cover"),
    wireForm: one<WireForm>("wire-form", wireForms),
    replyPolicy: one<ReplyPolicy>("reply-policy", replyPolicies),
    pinned: asFlag("pinned", values.get("pinned")),
    source: body,
  };
}

function split(file: string): { head: string; body: string } {
  const parts = /^---[ \t]*\n([\s\S]*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(file.slice(0, maxLength));
  if (parts !== null) return { head: parts[1]!, body: file.slice(parts[0].length) };
  if (!/^---[ \t]*\n/.test(file)) {
    throw new Refused(
      'The file has no front matter: begin it with a line "---", a line "title: …" and another line "---".',
    );
  }
  throw new Refused('The front matter has no end: put a line "---" before the text.');
}

function readHead(head: string): Map<Key, unknown> {
  const lines = new LineCounter();
  const document = parse(head, lines);
  const error = document.errors[0] ?? document.warnings[0];
  if (error !== undefined) {
    // Counting the line with `---`.
    const { line } = lines.linePos(error.pos[0]);
    throw new Refused(
      `The front matter cannot be read near line ${line + 1}. Put a title that has a colon in quotation marks.`,
      { cause: error },
    );
  }
  visit(document, {
    Alias: () => {
      throw new Refused("The front matter may not refer to other parts of itself (& and *): write them out.");
    },
    Collection: (_key, _node, path) => {
      if (path.filter(isNode).length >= maxDepth) throw tooDeep();
    },
  });
  const { contents } = document;
  if (contents === null) return new Map();
  if (!isMap(contents)) throw new Refused('The front matter must have lines such as "title: …".');
  const values = new Map<Key, unknown>();
  for (const { key, value } of contents.items) {
    const name = isNode(key) && !isAlias(key) ? String(key.toJS(document)) : String(key);
    const known = keys.find((one) => one === name);
    if (known === undefined) {
      throw new Refused(
        `The front matter has "${shown(name)}", which means nothing here. It may have ${keys.join(", ")}.`,
      );
    }
    // As it was typed: a title `2015` is a text, not a number.
    values.set(known, isNode(value) ? typedForm(value.toJS(document), value) : null);
  }
  return values;
}

function parse(head: string, lineCounter: LineCounter) {
  try {
    return parseDocument(head, { schema: "core", merge: false, uniqueKeys: true, lineCounter });
  } catch (error) {
    // The parser calls itself for every level.
    if (error instanceof RangeError) throw tooDeep();
    throw error;
  }
}

function typedForm(value: unknown, node: unknown): unknown {
  const source = (node as { source?: unknown }).source;
  return typeof value === "number" && typeof source === "string" ? source : value;
}

function tooDeep(): Refused {
  return new Refused("The front matter is nested too deeply: it needs plain lines and lists only.");
}

function asText(key: Key, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw new Refused(`"${key}" must be a line of text; put it in quotation marks.`);
}

function asFlag(key: Key, value: unknown): boolean | undefined {
  if (value === undefined || value === null || typeof value === "boolean") return value ?? undefined;
  throw new Refused(`"${key}" must be true or false.`);
}

function asMoment(value: string | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const moment = readMoment(value);
  if (moment === undefined) {
    throw new Refused(`"published" is "${shown(value)}": write it as 2015-09-12 or 2015-09-12T18:30:00Z.`);
  }
  return moment;
}

function asList(key: Key, value: unknown): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value.split(/[,،]/).filter((one) => one.trim() !== "");
  if (Array.isArray(value)) {
    return value.map((one: unknown) => {
      if (typeof one === "string" || typeof one === "number") return String(one);
      throw new Refused(`"${key}" must be a list of words, such as [housing, Calais].`);
    });
  }
  throw new Refused(`"${key}" must be a list of words, such as [housing, Calais].`);
}

function asLinks(value: unknown): { href: string; name: string | null }[] | undefined {
  if (value === undefined || value === null) return undefined;
  const form = '"links" must be a list of addresses, or of pairs of "href: https://…" and "name: …".';
  if (typeof value === "string") return [{ href: value, name: null }];
  if (!Array.isArray(value)) throw new Refused(form);
  return value.map((one: unknown) => {
    if (typeof one === "string") return { href: one, name: null };
    if (typeof one !== "object" || one === null) throw new Refused(form);
    const { href, name = null, ...rest } = one as { href?: unknown; name?: unknown };
    if (
      typeof href !== "string" ||
      (name !== null && typeof name !== "string") ||
      Object.keys(rest).length > 0
    ) {
      throw new Refused(form);
    }
    return { href, name };
  });
}

function shown(text: string): string {
  return cleanLine(text).slice(0, 60);
}
