// The files of pictures under DATA_DIR, by random names; all of a picture's files are there or none.
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { batch } from "../db/batches.ts";
import { Unavailable } from "../domain/errors.ts";

/**
 * A file's place: those of texts that were withdrawn, and pictures of others, are kept beside the public folder, where
 * nobody is served.
 */
export function pictureFile(dataDir: string, name: string, folder: Folder = "media"): string {
  return join(dataDir, folder, name.slice(0, 2), name);
}

type Folder = "media" | "withheld" | "glimpses";

/**
 * Stores files: each is complete and on the disk before it has its name.
 * @throws {Unavailable} when the disk is full or cannot be written; then none of them is left
 */
export async function storeFiles(
  dataDir: string,
  files: { name: string; bytes: Buffer }[],
  folder: Folder = "media",
): Promise<void> {
  try {
    for (const { name, bytes } of files) {
      const path = pictureFile(dataDir, name, folder);
      await mkdir(dirname(path), { recursive: true });
      const handle = await open(`${path}.part`, "w", 0o644);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(`${path}.part`, path);
    }
  } catch (error) {
    await removeFiles(
      dataDir,
      files.flatMap(({ name }) => [name, `${name}.part`]),
      [folder],
    );
    const { code } = error as NodeJS.ErrnoException;
    const isFull = code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG";
    throw new Unavailable(
      isFull
        ? "The disk of this node is full, so the picture could not be kept. Nothing was published; ask the people who run the node for room."
        : "The picture could not be written to the disk of this node. Nothing was published; ask the people who run the node.",
      { cause: error },
    );
  }
}

/** Reads a file, a public one unless it is said; undefined where there is none of that name. */
export async function readPicture(
  dataDir: string,
  name: string,
  folder: Folder = "media",
): Promise<Buffer | undefined> {
  if (!/^\w[\w.-]{2,100}$/.test(name)) return undefined;
  return readFile(pictureFile(dataDir, name, folder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return undefined;
  });
}

/** Removes files, of texts unless it is said, wherever they are; those that are not there are no matter. */
export async function removeFiles(
  dataDir: string,
  names: readonly string[],
  folders: readonly Folder[] = ["media", "withheld"],
): Promise<void> {
  for (const name of names) {
    for (const folder of folders) await rm(pictureFile(dataDir, name, folder), { force: true });
  }
}

/** Takes files out of the public folder, so that their addresses answer no more. */
export async function withholdFiles(dataDir: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const path = pictureFile(dataDir, name, "withheld");
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rename(pictureFile(dataDir, name), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
  }
}

/**
 * Removes files of a folder, finished or not, that were written before a moment and are not known.
 * @param known those of some names that are known
 */
export async function removeUnknown(
  dataDir: string,
  folder: Folder,
  moment: Date,
  known: (names: string[]) => Promise<string[]>,
): Promise<void> {
  for await (const names of inParts(filesBefore(dataDir, moment, folder), batch)) {
    const kept = new Set(await known(names));
    await removeFiles(
      dataDir,
      names.filter((name) => !kept.has(name)),
      [folder],
    );
  }
}

async function* filesBefore(dataDir: string, moment: Date, folder: Folder): AsyncGenerator<string> {
  const root = join(dataDir, folder);
  for (const part of await readdir(root).catch(() => [])) {
    for (const name of await readdir(join(root, part)).catch(() => [])) {
      const written = await stat(join(root, part, name)).catch(() => undefined);
      if (written?.isFile() && written.mtime < moment) yield name;
    }
  }
}

async function* inParts<T>(all: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let part: T[] = [];
  for await (const one of all) {
    part.push(one);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
