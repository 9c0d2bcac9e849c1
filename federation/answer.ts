// What another server answered: the kind that was asked for, small enough and unpacked, or an error that says what it is.
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import type { Dispatcher } from "undici";
import { Gone, NotFound, Refused, Unavailable } from "../src/domain/errors.ts";
import { checkShape } from "./bounded_json.ts";

/** Most bytes of a document. */
const maxDocument = 1024 * 1024;

/** Ends an answer that is not read; heard by nobody, its end would end the process as well. */
export function discard({ body }: Dispatcher.ResponseData): void {
  body.on("error", () => {}).destroy();
}

/**
 * Reads an answer as JSON, and as the text that it came as, and says what it means where it is none.
 * @param accept the media types that are taken
 * @throws {NotFound | Gone | Refused | Unavailable}
 */
export async function readAnswer(
  url: URL,
  answer: Dispatcher.ResponseData,
  accept: string,
): Promise<{ json: unknown; text: string }> {
  return parseJson(url, await readBytes(url, answer, accept, maxDocument));
}

/**
 * Reads the bytes of an answer.
 * @param accept the media types that are taken, `image/*` for all of a kind
 * @param most bytes, packed and unpacked
 * @throws {NotFound | Gone | Refused | Unavailable}
 */
export async function readBytes(
  url: URL,
  answer: Dispatcher.ResponseData,
  accept: string,
  most: number,
): Promise<Buffer> {
  const { statusCode, headers, body } = answer;
  try {
    if (statusCode === 410) throw new Gone(`${url.href} is gone.`);
    if (statusCode === 404) throw new NotFound(`There is nothing at ${url.href}.`);
    if (statusCode === 429 || statusCode === 408 || statusCode >= 500) {
      throw new Unavailable(`${url.host} cannot answer now (status ${statusCode}).`);
    }
    if (statusCode !== 200)
      throw new Refused(`${url.host} does not show ${url.href} (status ${statusCode}).`);
    if (!isAcceptable(headers["content-type"], accept)) {
      throw new Refused(`${url.href} is not the kind of document that was asked for.`);
    }
    if (Number(headers["content-length"] ?? 0) > most) throw tooLarge(url);
    return await unpack(url, headers["content-encoding"], await readBody(url, body, most), most);
  } catch (error) {
    discard(answer);
    throw error;
  }
}

async function readBody(url: URL, body: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > most) throw tooLarge(url);
      chunks.push(chunk);
    }
  } catch (error) {
    throw notHad(url, error);
  }
  return Buffer.concat(chunks);
}

const unpackers = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

async function unpack(
  url: URL,
  encoding: string | string[] | undefined,
  bytes: Buffer,
  most: number,
): Promise<Buffer> {
  if (encoding === undefined || encoding === "identity") return bytes;
  if (typeof encoding !== "string" || !Object.hasOwn(unpackers, encoding)) {
    throw new Refused(`${url.href} is packed in a way Tern does not know.`);
  }
  try {
    return await unpackers[encoding as keyof typeof unpackers](bytes, { maxOutputLength: most });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(url);
    throw new Refused(`${url.href} cannot be unpacked.`, { cause: error });
  }
}

function parseJson(url: URL, bytes: Buffer): { json: unknown; text: string } {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    checkShape(text);
    return { json: JSON.parse(text, text.includes("\\u0000") ? withoutNul : undefined), text };
  } catch (cause) {
    throw new Refused(`${url.href} is not JSON that Tern reads.`, { cause });
  }
}

/** No text in a database can have it. */
function withoutNul(_key: string, value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("\0", "") : value;
}

function isAcceptable(type: string | string[] | undefined, accept: string): boolean {
  if (typeof type !== "string") return false;
  const given = mediaType(type);
  return accept
    .split(",")
    .map(mediaType)
    .some(
      ({ name, profile }) =>
        isOfKind(given.name, name) && (profile === undefined || profile === given.profile),
    );
}

function isOfKind(name: string, wanted: string): boolean {
  return wanted.endsWith("/*") ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
}

function mediaType(text: string): { name: string; profile: string | undefined } {
  const [name, ...parameters] = text.split(";").map((part) => part.trim());
  const profile = parameters.find((parameter) => /^profile=/i.test(parameter))?.slice("profile=".length);
  return { name: name!.toLowerCase(), profile: profile?.replace(/^"|"$/g, "") };
}

function tooLarge(url: URL): Refused {
  return new Refused(`${url.href} is larger than Tern reads.`);
}

/** Says of a failed request that it may work later, unless it was refused on our side. */
export function notHad(url: URL, error: unknown): Error {
  if (error instanceof Refused) return error;
  return new Unavailable(`${url.host} could not be reached.`, { cause: error });
}
