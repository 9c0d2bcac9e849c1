// Pictures of collectives: taken in, made anew, and put where texts can show them.
import { randomBytes, randomUUIDv7 } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isUuid } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import { Refused } from "../domain/errors.ts";
import { cleanLine, lengthOf } from "../domain/plain.ts";
import type { Site } from "../site.ts";
import { type EncodedPicture, encodePicture } from "./encode.ts";
import { pictureFile, removeFiles, storeFiles } from "./picture_files.ts";
import { type Picture, picture } from "./read_picture.ts";

/** Longest alternative text in characters. */
export const maxAlt = 1500;

/**
 * The alternative text of a picture as it is stored.
 * @throws {Refused} when it is too long
 */
export function readAlt(typed: string): string {
  const alt = cleanLine(typed);
  if (lengthOf(alt) > maxAlt) {
    throw new Refused(
      `The description of a picture has ${lengthOf(alt)} characters; ${maxAlt} are the most.`,
      { reason: "alt long" },
    );
  }
  return alt;
}

/**
 * Makes a picture anew and writes its files; `insertPicture` or `forgetPictures` must follow.
 * @param among pictures that are here already; if it is one of them, that one is given and nothing is written
 * @throws {Refused} when it is no picture that can be shown
 * @throws {Unavailable} when it could not be written
 */
export async function storePicture(
  site: Site,
  bytes: Buffer,
  typedAlt: string,
  among: readonly Picture[] = [],
): Promise<Picture> {
  const alt = readAlt(typedAlt);
  const encoded = await inTurn(site, () => encodePicture(bytes));
  for (const known of among) if (await isSame(site, encoded, known)) return known;
  const named = encoded.files.map((file) => ({ ...file, name: randomName(file.mediaType) }));
  await storeFiles(site.config.dataDir, named);
  return {
    id: randomUUIDv7(),
    alt,
    width: encoded.width,
    height: encoded.height,
    blur_hash: encoded.blurHash,
    files: named.map(({ name, purpose, mediaType, width, height, bytes }) => ({
      name,
      purpose,
      media_type: mediaType,
      width,
      height,
      bytes: bytes.length,
    })),
  };
}

/** The same bytes that came in give the same bytes that are stored. */
async function isSame(site: Site, { files }: EncodedPicture, known: Picture): Promise<boolean> {
  const [first] = files;
  const like = known.files.find(
    ({ purpose, media_type, bytes }) =>
      purpose === "screen" && media_type === first!.mediaType && bytes === first!.bytes.length,
  );
  if (like === undefined) return false;
  const bytes = await readFile(pictureFile(site.config.dataDir, like.name)).catch(() => undefined);
  return bytes?.equals(first!.bytes) ?? false;
}

/** A picture of a collective, or undefined if it has none with that id. */
export async function ownPicture(db: Db, collective: string, id: string): Promise<Picture | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await db
    .selectFrom("media")
    .select("id")
    .where("id", "=", id)
    .where("collective", "=", collective)
    .executeTakeFirst();
  return row && picture(db, row.id);
}

/** Puts a stored picture into the database. */
export async function insertPicture(db: Db, collective: string, stored: Picture): Promise<void> {
  const { files, ...row } = stored;
  await db
    .insertInto("media")
    .values({ ...row, collective })
    .execute();
  await db
    .insertInto("media_file")
    .values(files.map((file) => ({ ...file, media: stored.id })))
    .execute();
}

/**
 * After a failure: removes the files of stored pictures whose rows never came. Where that cannot be known, because the
 * database is away, they are left for `tidyPictures`.
 */
export async function forgetPictures(site: Site, stored: readonly Picture[]): Promise<void> {
  if (stored.length === 0) return;
  const ids = stored.map(({ id }) => id);
  const rows = await site.db
    .selectFrom("media")
    .select("id")
    .where("id", "in", ids)
    .execute()
    .catch(() => undefined);
  if (rows === undefined) return;
  const lost = stored.filter(({ id }) => !rows.some((row) => row.id === id));
  await removeFiles(
    site.config.dataDir,
    lost.flatMap(({ files }) => files.map(({ name }) => name)),
  );
}

/**
 * Takes a picture in. It is kept for two days; after that only while a text or the collective itself shows it.
 * @param bytes the file as it came
 * @param alt what is to be seen, for people who do not see it
 * @throws {Refused} when it is no picture that can be shown
 * @throws {Unavailable} when it could not be written
 */
export async function addPicture(
  site: Site,
  collective: { id: string },
  bytes: Buffer,
  alt: string,
): Promise<Picture> {
  const stored = await storePicture(site, bytes, alt);
  try {
    await site.db.transaction().execute((db) => insertPicture(db, collective.id, stored));
  } catch (error) {
    await forgetPictures(site, [stored]);
    throw error;
  }
  return (await picture(site.db, stored.id))!;
}

/** A name that nobody can guess, with the extension of a media type that is stored. */
export function randomName(mediaType: string): string {
  const endings: Record<string, string> = { "image/webp": "webp", "image/jpeg": "jpg", "image/png": "png" };
  return `${randomBytes(16).toString("hex")}.${endings[mediaType]}`;
}

const turns = new WeakMap<Site["config"], Promise<unknown>>();

/** One picture at a time: decoding is what takes the most memory. */
export async function inTurn<T>(site: Site, work: () => Promise<T>): Promise<T> {
  const before = turns.get(site.config);
  const turn = (async () => {
    await before?.catch(() => {});
    return work();
  })();
  turns.set(site.config, turn);
  return turn;
}
