// The pictures of a text that is being written: listed from its Markdown, and described, moved or taken out by rewriting it.
import type { Db } from "../db/open.ts";
import { pages } from "../domain/paths.ts";
import { attachmentFile } from "../domain/picture.ts";
import { cleanLine } from "../domain/plain.ts";
import { picturesIn } from "./markdown.ts";
import { ownPicture } from "./pictures.ts";
import type { Picture } from "./read_picture.ts";

/** A picture in a text. */
export interface Placed {
  /** How the text calls it: for a stored one, the path of its file. */
  name: string;
  alt: string;
}

/** Adds stored pictures at the end of a text, each a paragraph of its own. */
export function appendPictures(source: string, pictures: readonly Picture[]): string {
  const paragraphs = pictures.map((one) => imageOf({ name: nameOfPicture(one), alt: one.alt }));
  return [source.trimEnd(), ...paragraphs].filter((part) => part !== "").join("\n\n");
}

/** How a text calls a stored picture. */
export function nameOfPicture({ files }: Picture): string {
  return pages.media(attachmentFile(files)!.name);
}

/**
 * Rewrites the pictures of a text: what is not wanted is taken out with its place; the other places stay where they are,
 * and what stands in them follows `wanted`, in that order and with those descriptions.
 */
export function arrangePictures(source: string, wanted: readonly Placed[]): string {
  const known = new Set(picturesIn(source).map(({ name }) => name));
  const seen = new Set<string>();
  const slots = [...source.matchAll(image)].flatMap((found) => {
    const [whole, , typed = "", title = ""] = found;
    const name = bare(typed);
    if (!known.has(name) || seen.has(name)) return [];
    seen.add(name);
    return [{ name, title, start: found.index, end: found.index + whole.length }];
  });
  const titles = new Map(slots.map(({ name, title }) => [name, title]));
  const order = wanted.filter(({ name }) => titles.has(name));
  const isWanted = (name: string) => order.some((one) => one.name === name);
  const queue = [...order];
  let result = "";
  let at = 0;
  for (const { name, start, end } of slots) {
    const next = isWanted(name) ? queue.shift() : undefined;
    result += source.slice(at, start);
    at = end;
    if (next !== undefined) result += imageOf(next, titles.get(next.name));
    else if (/(^|\n)[ \t]*$/.test(result)) at += /^[ \t]*\n?\n?/.exec(source.slice(end))![0].length;
  }
  return result + source.slice(at);
}

/** The pictures that a text names, with what is stored of them. */
export async function listPictures(
  db: Db,
  collective: string,
  source: string,
): Promise<(Placed & { picture: Picture | undefined })[]> {
  return Promise.all(
    picturesIn(source).map(async (placed) => ({
      ...placed,
      picture: await named(db, collective, placed.name),
    })),
  );
}

async function named(db: Db, collective: string, name: string): Promise<Picture | undefined> {
  const [, file] = /^\/media\/([0-9a-f]{32}\.[a-z]{3,4})$/.exec(name) ?? [];
  if (file === undefined) return undefined;
  const row = await db.selectFrom("media_file").select("media").where("name", "=", file).executeTakeFirst();
  return row && ownPicture(db, collective, row.media);
}

/** https://spec.commonmark.org/0.31.2/#images */
const image = /!\[((?:\\.|[^\]\\])*)\]\(\s*(<[^<>\n]*>|[^\s<>()]+)(\s+(?:"[^"]*"|'[^']*'))?\s*\)/g;

function bare(typed: string): string {
  const name = typed.startsWith("<") ? typed.slice(1, -1) : typed;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function imageOf({ name, alt }: Placed, title = ""): string {
  const written = cleanLine(alt).replace(/[\\[\]*_`<>&!~]/g, "\\$&");
  const destination = /[\s()<>]/.test(name) ? `<${name}>` : name;
  return `![${written}](${destination}${title})`;
}
