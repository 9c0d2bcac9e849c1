// Takes a picture apart and makes it anew: decoded, turned upright, stripped of everything but pixels, in a few sizes.
import { encode as encodeBlurHash } from "blurhash";
import sharp, { type Metadata, type Sharp, type SharpOptions } from "sharp";
import { isSpoken, Refused } from "../domain/errors.ts";
import { formatOf, notAPicture, type PictureFormat } from "./picture_format.ts";

/** Largest file that is looked at, in bytes. */
export const maxPictureBytes = 25_000_000;
/** Most pixels that are decoded, all frames of a moving picture together. */
export const maxPicturePixels = 50_000_000;
/** Most bytes that a decoder may hold for a picture that cannot be read line by line. */
const maxHeldBytes = 80_000_000;
const maxFrames = 150;
/** Widths on screen; a picture is never enlarged to one. */
const widths = [480, 960, 1600];
/** A picture as tall as a scroll is made narrower until it fits. */
const maxHeight = 4800;
const maxCardBytes = 300_000;

export interface EncodedFile {
  purpose: "screen" | "card" | "icon";
  mediaType: "image/webp" | "image/jpeg" | "image/png";
  width: number;
  height: number;
  bytes: Buffer;
}

export interface EncodedPicture {
  /** Pixels of the largest file. */
  width: number;
  height: number;
  /** https://blurha.sh */
  blurHash: string;
  files: EncodedFile[];
}

/**
 * Makes the files of a picture. Nothing of the bytes that came in is in them but what can be seen.
 * @param bytes JPEG, PNG, WebP, AVIF, GIF or TIFF; a GIF or WebP that moves goes on moving
 * @throws {Refused} when it is no such picture, damaged or too large, with what would do
 */
export function encodePicture(bytes: Buffer): Promise<EncodedPicture> {
  return examined(bytes, encode);
}

/**
 * Makes one WebP of a picture, to be looked at and not kept; of what moves, the first frame.
 * @param width most pixels across; it is never enlarged
 * @throws {Refused} as `encodePicture` does
 */
export function encodeGlimpse(bytes: Buffer, width: number): Promise<EncodedFile> {
  return examined(bytes, async () => {
    const still = await decode(bytes);
    const image = again(still).resize({ width, withoutEnlargement: true });
    return file("screen", "image/webp", image.webp({ quality: 75, effort: 3 }));
  });
}

/** Lets only what can be decoded within bounds come to the work, and says of its failure what to do. */
async function examined<T>(
  bytes: Buffer,
  work: (bytes: Buffer, known: Metadata, format: PictureFormat) => Promise<T>,
): Promise<T> {
  if (bytes.length === 0) throw new Refused("The picture is empty.", { reason: "picture empty" });
  if (bytes.length > maxPictureBytes) {
    throw new Refused(`The picture is larger than ${maxPictureBytes / 1e6} MB: make it smaller first.`, {
      reason: "picture large",
    });
  }
  const format = formatOf(bytes);
  if (format === undefined) throw notAPicture(bytes);
  // Settings of the whole process: one core per picture, and no memory held once it is done.
  sharp.cache(false);
  sharp.concurrency(1);
  try {
    const known = await sharp(bytes, { limitInputPixels: false }).metadata();
    refuseTooWide(known);
    return await work(bytes, known, format);
  } catch (error) {
    if (isSpoken(error)) throw error;
    const cure =
      format === "heif"
        ? "If it comes from a telephone (HEIC), save it as JPEG."
        : "It is damaged or was not copied completely.";
    const reason = format === "heif" ? "picture telephone" : "picture damaged";
    throw new Refused(`The picture cannot be read. ${cure}`, { cause: error, reason });
  }
}

function refuseTooWide(known: Metadata): void {
  const { width, height, pageHeight = height } = known;
  if (width * pageHeight > maxPicturePixels) {
    throw new Refused(
      `The picture has more than ${maxPicturePixels / 1e6} million pixels (${width} × ${pageHeight}): make it smaller first.`,
      { reason: "picture wide" },
    );
  }
  if (heldBytesOf(known) > maxHeldBytes) {
    throw new Refused(
      `The picture is too large for one that is stored progressively (${width} × ${pageHeight}): make it smaller, or save it without “progressive” or “interlaced”.`,
      { reason: "picture wide" },
    );
  }
}

async function encode(bytes: Buffer, known: Metadata, format: PictureFormat): Promise<EncodedPicture> {
  const { width, height, pages = 1, pageHeight = height } = known;
  const still = await decode(bytes);
  const frames = Math.min(pages, maxFrames, Math.floor(maxPicturePixels / (width * pageHeight)));
  const moves = (format === "gif" || format === "webp") && frames > 1;
  const screen = moves ? await movingFiles(bytes, width, frames) : await screenFilesOf(still);
  const largest = screen[0]!;
  return {
    width: largest.width,
    height: largest.height,
    blurHash: await blurHashOf(still),
    files: [...screen, await cardOf(still), await iconOf(still)],
  };
}

/** What a decoder holds until the last byte has come: a progressive JPEG is two bytes for each value, a PNG its pixels. */
function heldBytesOf({ format, width, height, channels, depth, isProgressive, ...known }: Metadata): number {
  if (!isProgressive || (format !== "jpeg" && format !== "png")) return 0;
  const pixels = width * height;
  if (format === "jpeg") return pixels * 2 * (known.chromaSubsampling === "4:2:0" ? 1.5 : channels);
  return pixels * channels * (depth === "ushort" ? 2 : 1);
}

/** Pixels in memory, upright, in sRGB, no larger than the largest screen. */
interface Pixels {
  data: Buffer;
  raw: { width: number; height: number; channels: 1 | 2 | 3 | 4 };
  /** Whether something shines through. */
  isTransparent: boolean;
}

const reading: SharpOptions = {
  failOn: "error",
  limitInputPixels: maxPicturePixels,
  sequentialRead: true,
  unlimited: false,
};

async function decode(bytes: Buffer): Promise<Pixels> {
  const { data, info } = await patient(sharp(bytes, { ...reading, autoOrient: true }))
    .resize({ width: widths.at(-1)!, height: maxHeight, fit: "inside", withoutEnlargement: true })
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const hasAlpha = channels === 2 || channels === 4;
  let isTransparent = false;
  for (let at = channels - 1; hasAlpha && !isTransparent && at < data.length; at += channels) {
    isTransparent = data[at]! < 255;
  }
  return { data, raw: { width, height, channels }, isTransparent };
}

/**
 * What a crop of that size is taken from: a scroll or a ribbon is cut to three times the length first, since the whole of
 * it, enlarged until its narrow side fits, would be gigantic.
 */
function nearly(still: Pixels, width: number, height: number): Sharp {
  const { raw } = still;
  const tall = Math.min(raw.height, Math.ceil((raw.width * 3 * height) / width));
  const wide = Math.min(raw.width, Math.ceil((raw.height * 3 * width) / height));
  const left = Math.floor((raw.width - wide) / 2);
  return again(still).extract({ left, top: 0, width: wide, height: tall });
}

function again({ data, raw, isTransparent }: Pixels): Sharp {
  const image = patient(sharp(data, { raw }));
  return isTransparent ? image : image.removeAlpha();
}

async function screenFilesOf(still: Pixels): Promise<EncodedFile[]> {
  const files: EncodedFile[] = [];
  for (const width of widthsFor(still.raw.width)) {
    const image = again(still).resize({ width });
    files.push(await file("screen", "image/webp", image.webp({ quality: 80, effort: 4 })));
  }
  const plain = still.isTransparent
    ? file("screen", "image/png", again(still).png({ compressionLevel: 9 }))
    : file("screen", "image/jpeg", again(still).jpeg({ quality: 84, mozjpeg: true }));
  return [files[0]!, await plain, ...files.slice(1)];
}

async function movingFiles(bytes: Buffer, width: number, frames: number): Promise<EncodedFile[]> {
  const files: EncodedFile[] = [];
  for (const each of widthsFor(Math.min(width, widths[1]!))) {
    const image = patient(sharp(bytes, { ...reading, pages: frames }))
      .resize({ width: each, withoutEnlargement: true })
      .toColourspace("srgb");
    files.push(await file("screen", "image/webp", image.webp({ quality: 75, effort: 2 })));
  }
  return files;
}

async function cardOf(still: Pixels): Promise<EncodedFile> {
  let card: EncodedFile | undefined;
  for (const quality of [82, 70, 55, 35]) {
    const image = nearly(still, 1200, 630)
      .flatten({ background: "#fff" })
      .resize({ width: 1200, height: 630, fit: "cover", position: "attention" });
    card = await file("card", "image/jpeg", image.jpeg({ quality }));
    if (card.bytes.length <= maxCardBytes) break;
  }
  return card!;
}

function iconOf(still: Pixels): Promise<EncodedFile> {
  const image = nearly(still, 400, 400).resize({ width: 400, height: 400, fit: "cover", position: "centre" });
  return still.isTransparent
    ? file("icon", "image/png", image.png({ compressionLevel: 9 }))
    : file("icon", "image/jpeg", image.jpeg({ quality: 84, mozjpeg: true }));
}

async function blurHashOf(still: Pixels): Promise<string> {
  const { data, info } = await again(still)
    .resize({ width: 32, height: 32, fit: "inside" })
    .toColourspace("srgb")
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return encodeBlurHash(new Uint8ClampedArray(data), info.width, info.height, 4, 3);
}

async function file(
  purpose: EncodedFile["purpose"],
  mediaType: EncodedFile["mediaType"],
  image: Sharp,
): Promise<EncodedFile> {
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  return { purpose, mediaType, width: info.width, height: info.pageHeight ?? info.height, bytes: data };
}

function widthsFor(width: number): number[] {
  return [width, ...widths.filter((one) => one < width).reverse()];
}

function patient(image: Sharp): Sharp {
  return image.timeout({ seconds: 60 });
}
