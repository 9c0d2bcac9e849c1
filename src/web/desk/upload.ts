// Files that come with a form: kept on the disk while the form is worked on, each within a bound, gone with the answer.
import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Request, RequestHandler } from "express";
import multer, { type StorageEngine } from "multer";
import type { Site } from "../../site.ts";
import { maxFields, maxForm, readForm } from "./form.ts";

/** Largest file in bytes. */
export const maxFile = 25_000_000;
/** Most files of a form. */
export const maxFiles = 12;
/** Most bytes that are let pass by, so that a browser that sends too much is still shown its form again. */
const mostAtAll = 400_000_000;
/** Longer than a form may take, in milliseconds. */
const longestForm = 600_000;

/** A file as it came. */
export interface Upload {
  /** As the device calls it. */
  name: string;
  /** Where its bytes are; undefined where there were too many of them. */
  path: string | undefined;
}

type Kept = Express.Multer.File & { isTooLarge: boolean };

/** Reads a form with or without files: what was typed into `request.body`, the files to be had by `uploads`. */
export function readUploads(site: Site, fieldNames: readonly string[]): RequestHandler[] {
  const read = multer({
    storage: storageIn(rootOf(site)),
    fileFilter: (_request, { fieldname }, take) => take(null, fieldNames.includes(fieldname)),
    limits: { fields: maxFields, fieldSize: maxForm, parts: maxFields + 100, headerPairs: 50 },
  }).any();
  const removeAfterwards: RequestHandler = (request, response, next) => {
    response.once("close", () => {
      const { folder } = stateOf(request);
      void folder?.then((path) => rm(path, { recursive: true, force: true })).catch(() => {});
    });
    next();
  };
  // Whoever sends far too much is still shown the form, with what was typed before the files.
  const readWhatMayBe: RequestHandler = (request, response, next) => {
    read(request, response, (error?: unknown) => {
      if (!stateOf(request).isTooMuch) return next(error);
      response.set("connection", "close");
      next();
    });
  };
  return [removeAfterwards, readForm, readWhatMayBe];
}

/** The files of a field, in the order of the form. */
export function uploads(request: Request, fieldName: string): Upload[] {
  const files = Array.isArray(request.files) ? (request.files as Kept[]) : [];
  return files
    .filter(
      ({ fieldname, size, isTooLarge, originalname }) =>
        fieldname === fieldName && (size > 0 || isTooLarge || originalname !== ""),
    )
    .map(({ originalname, path, isTooLarge }) => ({
      name: originalname,
      path: isTooLarge ? undefined : path,
    }));
}

/** Whether the form was cut off because it was far too large; nothing that came after the cut is known. */
export function isCutOff(request: Request): boolean {
  return stateOf(request).isTooMuch;
}

/**
 * Removes what a process that was killed has left of its forms; to be done when the site starts.
 * @param started when this process began; nothing younger is touched. Where other processes may serve the same forms, what
 * one of them may still be reading is left to a later start.
 */
export async function sweepUploads(site: Pick<Site, "config">, started: Date): Promise<void> {
  const root = rootOf(site);
  const isAlone = site.config.databaseUrl === undefined;
  const before = started.getTime() - (isAlone ? 0 : longestForm);
  const names = await readdir(root).catch(() => []);
  for (const path of names.map((name) => join(root, name))) {
    const { mtimeMs } = (await stat(path).catch(() => undefined)) ?? { mtimeMs: Number.POSITIVE_INFINITY };
    if (mtimeMs < before) await rm(path, { recursive: true, force: true });
  }
}

function rootOf({ config }: Pick<Site, "config">): string {
  return join(config.dataDir, "tmp");
}

interface State {
  /** Being made since the first file came. */
  folder: Promise<string> | undefined;
  count: number;
  bytes: number;
  isTooMuch: boolean;
}

const states = new WeakMap<Request, State>();

function stateOf(request: Request): State {
  const state = states.get(request) ?? { folder: undefined, count: 0, bytes: 0, isTooMuch: false };
  states.set(request, state);
  return state;
}

function storageIn(root: string): StorageEngine {
  return {
    _handleFile(request, file, done) {
      void keep(root, stateOf(request), file.stream).then(
        (kept) => done(null, kept as Partial<Express.Multer.File>),
        (error) => done(error),
      );
    },
    _removeFile(_request, file, done) {
      rm(file.path, { force: true }).then(() => done(null), done);
    },
  };
}

async function makeFolder(root: string): Promise<string> {
  const folder = join(root, randomBytes(12).toString("hex"));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Writes a file as far as it may go; the rest of it passes by. */
async function keep(root: string, state: State, stream: NodeJS.ReadableStream): Promise<Partial<Kept>> {
  state.count += 1;
  const isRead = state.count <= maxFiles;
  const number = state.count;
  state.folder ??= makeFolder(root);
  const path = join(await state.folder, String(number));
  let size = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      size += chunk.length;
      state.bytes += chunk.length;
      state.isTooMuch = state.bytes > mostAtAll;
      if (state.isTooMuch) return next(new Error("the form is too large"));
      next(null, isRead && size <= maxFile ? chunk : undefined);
    },
  });
  await pipeline(stream, bounded, createWriteStream(path, { mode: 0o600 }));
  return { path, size, isTooLarge: !isRead || size > maxFile };
}
