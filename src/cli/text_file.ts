// Reading a text from a Markdown file, and the pictures that it names from beside it.
import { readFile as read, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Draft, NamedPicture } from "../domain/draft.ts";
import { Refused } from "../domain/errors.ts";
import { readFile } from "../domain/frontmatter.ts";
import { cleanText } from "../domain/plain.ts";
import { maxSource } from "../domain/report.ts";
import { maxPictureBytes } from "../newsroom/encode.ts";
import { picturesIn } from "../newsroom/markdown.ts";

/** Largest file in bytes: the text and its front matter. */
const maxFile = maxSource + 50_000;

/**
 * Reads a text.
 * @param path a file, or `-` for what comes in by standard input; then pictures are named relative to the folder one is in
 * @throws {Refused} when it cannot be read, breaks a rule, or names a picture that is not there
 */
export async function readTextFile(path: string): Promise<Draft> {
  const bytes = path === "-" ? await readInput() : await readBounded(path);
  const draft = readFile(decode(bytes, path));
  const source = cleanText(draft.source);
  const names = new Set(picturesIn(source).map(({ name }) => name));
  if (draft.cover !== undefined) names.add(draft.cover);
  const folder = path === "-" ? process.cwd() : dirname(resolve(path));
  const pictures: NamedPicture[] = [];
  for (const name of names) {
    if (/^(https?:)?\/\//i.test(name) || name.startsWith("/media/")) continue;
    const file = await pictureFile(folder, name);
    pictures.push({ name, read: () => read(file) });
  }
  return { ...draft, source, pictures };
}

/**
 * Reads words without front matter or pictures.
 * @param path a file, or `-` for what comes in by standard input
 * @throws {Refused} when it cannot be read
 */
export async function readWords(path: string): Promise<string> {
  return decode(path === "-" ? await readInput() : await readBounded(path), path);
}

/** Reads a picture that an option names. */
export async function readPicture(path: string): Promise<Buffer> {
  return read(await pictureFile(process.cwd(), path));
}

async function pictureFile(folder: string, name: string): Promise<string> {
  // Some systems take names apart into letters and accents.
  for (const spelled of new Set([name, name.normalize("NFD")])) {
    const path = resolve(folder, spelled);
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) continue;
    if (!found.isFile()) throw new Refused(`The picture "${name}" is not a file.`);
    if (found.size > maxPictureBytes) {
      throw new Refused(
        `The picture "${name}" is larger than ${maxPictureBytes / 1e6} MB: make it smaller first.`,
      );
    }
    return path;
  }
  throw new Refused(`The picture "${name}" is not there. It was looked for at ${resolve(folder, name)}.`);
}

async function readBounded(path: string): Promise<Buffer> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new Refused(`The file ${path} is not there or cannot be read.`, { cause });
  });
  if (!found.isFile()) throw new Refused(`${path} is not a file.`);
  if (found.size > maxFile) throw tooLarge();
  return read(path).catch((cause: unknown) => {
    throw new Refused(`The file ${path} cannot be read.`, { cause });
  });
}

async function readInput(): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxFile) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function tooLarge(): Refused {
  return new Refused(`The text is longer than ${maxSource / 1000} kB: publish it in parts.`);
}

function decode(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const what = path === "-" ? "What came in" : `The file ${path}`;
    throw new Refused(`${what} is not a text in UTF-8: save it as one.`, { cause });
  }
}
