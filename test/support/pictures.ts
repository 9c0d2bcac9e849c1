// Pictures made for tests: what cameras and phones write into files, and what hostile people do.
import { crc32, deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";

/** What must never be found in anything that is stored. */
export const planted = "PLANTED-by-a-test";

const exif = {
  IFD0: { Artist: planted, Make: planted, Software: planted },
  IFD2: { BodySerialNumber: planted, UserComment: planted },
  IFD3: {
    GPSLatitudeRef: "N",
    GPSLatitude: "50/1 57/1 4321/100",
    GPSLongitudeRef: "E",
    GPSLongitude: "1/1 51/1 0/1",
  },
};

/** A picture in two colours: red on the left, blue on the right. */
export function twoColours(width = 900, height = 600): Sharp {
  const half = { width: Math.floor(width / 2), height, channels: 3 as const, background: "#d02020" };
  return sharp({ create: { width, height, channels: 3, background: "#2040d0" } }).composite([
    { input: { create: half }, left: 0, top: 0 },
  ]);
}

/** A JPEG with the camera's owner and place, a comment, and a thumbnail's worth of trailing bytes. */
export async function spyingJpeg(): Promise<Buffer> {
  const jpeg = await twoColours().withExif(exif).withXmp(xmp()).jpeg().toBuffer();
  const comment = Buffer.from(planted);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(comment.length + 2);
  return Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.from([0xff, 0xfe]),
    length,
    comment,
    jpeg.subarray(2),
    Buffer.from(`${planted}<script>alert(1)</script>`),
  ]);
}

/** A PNG with text in three kinds of chunks. */
export async function spyingPng(): Promise<Buffer> {
  const png = await twoColours().withExif(exif).png().toBuffer();
  const end = png.length - 12;
  return Buffer.concat([
    png.subarray(0, end),
    chunk("tEXt", Buffer.from(`Author\0${planted}`)),
    chunk("zTXt", Buffer.concat([Buffer.from("Comment\0\0"), deflateSync(planted)])),
    chunk("iTXt", Buffer.from(`Description\0\0\0en\0\0${planted}`)),
    png.subarray(end),
  ]);
}

/** A WebP with EXIF, XMP and a colour profile. */
export function spyingWebp(): Promise<Buffer> {
  return twoColours().withExif(exif).withXmp(xmp()).withIccProfile("p3").webp().toBuffer();
}

/** A JPEG that a camera held on its side has written: upright, it is 600 wide and 900 high, red above blue. */
export function turnedJpeg(): Promise<Buffer> {
  return twoColours().withMetadata({ orientation: 6 }).jpeg().toBuffer();
}

/** A GIF that moves: so many frames, each of its own grey. */
export async function movingGif(frames = 4, width = 64, height = 48): Promise<Buffer> {
  const pixels = Buffer.concat(
    Array.from({ length: frames }, (_, n) => Buffer.alloc(width * height * 3, (n % 2) * 200 + (n % 50))),
  );
  return sharp(pixels, { raw: { width, height: height * frames, channels: 3, pageHeight: height } })
    .gif({ loop: 0, delay: Array(frames).fill(100) })
    .toBuffer();
}

/** A GIF that moves, with a comment and what a program has noted about itself. */
export async function spyingGif(): Promise<Buffer> {
  const gif = await movingGif();
  const words = Buffer.from(planted);
  const comment = Buffer.from([0x21, 0xfe, words.length, ...words, 0]);
  const program = Buffer.from([0x21, 0xff, 11, ...Buffer.from("XMP DataXMP"), words.length, ...words, 0]);
  return Buffer.concat([gif.subarray(0, -1), comment, program, gif.subarray(-1)]);
}

/** What a telephone writes and no browser shows: the box that names the format, and one with bytes in it. */
export function heic(): Buffer {
  return Buffer.concat([
    box("ftyp", Buffer.from("heic\0\0\0\0mif1heic", "latin1")),
    box("mdat", Buffer.alloc(5000, planted)),
  ]);
}

function box(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length + 8);
  return Buffer.concat([length, Buffer.from(type, "latin1"), data]);
}

/** A PNG of a few bytes that says it has 50 000 × 50 000 pixels. */
export function pngBomb(side = 50_000): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(Buffer.alloc(100_000))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function xmp(): string {
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="${planted}"/></rdf:RDF></x:xmpmeta>`;
}
