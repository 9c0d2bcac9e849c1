import sharp from "sharp";
import { expect, test } from "vitest";
import { Refused } from "../../src/domain/errors.ts";
import { type EncodedFile, encodePicture } from "../../src/newsroom/encode.ts";
import {
  movingGif,
  planted,
  pngBomb,
  spyingJpeg,
  spyingPng,
  spyingWebp,
  turnedJpeg,
  twoColours,
} from "../support/pictures.ts";

const sizes = (files: EncodedFile[]) =>
  files.map(({ purpose, mediaType, width, height }) => `${purpose} ${mediaType} ${width}×${height}`);

test("a photograph is stored in the widths of screens, as a card and as an icon, and never enlarged", async () => {
  const large = await encodePicture(await twoColours(2400, 1600).jpeg().toBuffer());
  expect(sizes(large.files)).toEqual([
    "screen image/webp 1600×1067",
    "screen image/jpeg 1600×1067",
    "screen image/webp 960×640",
    "screen image/webp 480×320",
    "card image/jpeg 1200×630",
    "icon image/jpeg 400×400",
  ]);
  const small = await encodePicture(await twoColours(300, 200).jpeg().toBuffer());
  expect(sizes(small.files).slice(0, 2)).toEqual(["screen image/webp 300×200", "screen image/jpeg 300×200"]);
  expect([small.width, small.height]).toEqual([300, 200]);
  expect(small.blurHash).toMatch(/^.{28}$/);
});

test.each([
  ["a JPEG with its owner, its place and a comment", spyingJpeg],
  ["a PNG with three kinds of text", spyingPng],
  ["a WebP with EXIF, XMP and a profile", spyingWebp],
])("of %s only what can be seen is kept", async (_, make) => {
  const bytes = await make();
  expect(bytes.includes(planted)).toBe(true);
  const { files } = await encodePicture(bytes);
  for (const file of files) {
    const { exif, xmp, icc, iptc, comments, orientation } = await sharp(file.bytes).metadata();
    expect({ exif, xmp, icc, iptc, comments, orientation }).toEqual({});
    for (const trace of [planted, "Exif", "GPS", "EXIF", "xmpmeta", "tEXt", "iTXt", "zTXt", "<script"]) {
      expect(file.bytes.includes(trace), `${file.purpose} ${file.mediaType} holds ${trace}`).toBe(false);
    }
  }
});

test("a photograph from a camera held on its side is upright", async () => {
  const { width, height, files } = await encodePicture(await turnedJpeg());
  expect([width, height]).toEqual([600, 900]);
  const { data, info } = await sharp(files[0]!.bytes).raw().toBuffer({ resolveWithObject: true });
  const [red, , blue] = data.subarray(10 * info.width * info.channels);
  expect(red! > blue!).toBe(true);
  const [redBelow, , blueBelow] = data.subarray((info.height - 10) * info.width * info.channels);
  expect(redBelow! < blueBelow!).toBe(true);
});

test("colours of a wide gamut are turned into those of every screen", async () => {
  const wide = await sharp({ create: { width: 64, height: 64, channels: 3, background: "#30c030" } })
    .withIccProfile("p3")
    .png()
    .toBuffer();
  const { files } = await encodePicture(wide);
  const { data } = await sharp(files[0]!.bytes).raw().toBuffer({ resolveWithObject: true });
  expect(Math.abs(data[0]! - 0x30) + Math.abs(data[1]! - 0xc0)).toBeLessThan(24);
});

test("what is transparent stays so for the screen, and is white on the card", async () => {
  const glass = await sharp({ create: { width: 200, height: 200, channels: 4, background: "#ff000000" } })
    .png()
    .toBuffer();
  const { files } = await encodePicture(glass);
  expect(sizes(files)).toEqual([
    "screen image/webp 200×200",
    "screen image/png 200×200",
    "card image/jpeg 1200×630",
    "icon image/png 400×400",
  ]);
  const card = await sharp(files[2]!.bytes).raw().toBuffer();
  expect(card[0]).toBeGreaterThan(250);
});

test("a GIF that moves goes on moving", async () => {
  const { files } = await encodePicture(await movingGif(6));
  expect(files[0]).toMatchObject({ mediaType: "image/webp", width: 64, height: 48 });
  expect((await sharp(files[0]!.bytes, { animated: true }).metadata()).pages).toBe(6);
});

test("a GIF of a thousand frames is cut", async () => {
  const { files } = await encodePicture(await movingGif(1000, 8, 8));
  expect((await sharp(files[0]!.bytes, { animated: true }).metadata()).pages).toBe(150);
});

test.each([
  ["AVIF", "avif"],
  ["TIFF", "tiff"],
] as const)("%s is taken too", async (_, format) => {
  const { files } = await encodePicture(await twoColours(320, 200).toFormat(format).toBuffer());
  expect(sizes(files)[0]).toBe("screen image/webp 320×200");
});

test("a picture in grey with sixteen bits is taken too", async () => {
  const grey = await twoColours(320, 200).toColourspace("grey16").png().toBuffer();
  expect(sizes((await encodePicture(grey)).files)[1]).toBe("screen image/jpeg 320×200");
});

test.each([
  ["a scroll nine thousand pixels high becomes narrow", 100, 9600, [50, 4800]],
  ["a ribbon nine thousand pixels wide becomes flat", 9600, 6, [1600, 1]],
])("%s, and its card and icon are as large as any", async (_, width, height, size) => {
  const picture = await encodePicture(await twoColours(width, height).png().toBuffer());
  expect([picture.width, picture.height]).toEqual(size);
  expect(sizes(picture.files).slice(-2)).toEqual(["card image/jpeg 1200×630", "icon image/jpeg 400×400"]);
});

test("a card is never larger than 300 kB, whatever is on it", async () => {
  const noise = await sharp({
    create: {
      width: 800,
      height: 420,
      channels: 3,
      background: "#888",
      noise: { type: "gaussian", mean: 128, sigma: 90 },
    },
  })
    .png()
    .toBuffer();
  const card = (await encodePicture(noise)).files.find(({ purpose }) => purpose === "card");
  expect(card!.bytes.length).toBeLessThan(300_001);
});

test.each<[string, () => Buffer | Promise<Buffer>, RegExp]>([
  ["nothing", () => Buffer.alloc(0), /empty/],
  ["a PNG of 50 000 × 50 000 pixels", () => pngBomb(), /million pixels \(50000 × 50000\)/],
  ["a PNG that says it is as wide as numbers go", () => pngBomb(0x7fffffff), /picture/],
  ["a PNG with fewer pixels than it says", () => pngBomb(5000), /damaged/],
  ["a JPEG cut in half", async () => half(await twoColours().jpeg().toBuffer()), /damaged/],
  ["a WebP cut in half", async () => half(await twoColours().webp().toBuffer()), /damaged/],
  ["a PNG cut in half", async () => half(await noisy()), /damaged/],
  ["the first bytes of a JPEG", () => Buffer.from("\xff\xd8\xff\xe0", "latin1"), /damaged/],
  ["a drawing with a script", () => Buffer.from('<?xml version="1.0"?><svg onload="alert(1)"/>'), /SVG.*PNG/],
  ["a text named .jpg", () => Buffer.from("This is not a photograph."), /must be JPEG/],
  ["a page", () => Buffer.from("<!doctype html><script>alert(1)</script>"), /must be JPEG/],
  ["a PDF", () => Buffer.from("%PDF-1.7\n"), /must be JPEG/],
  ["a photograph of a telephone that says nothing", () => Buffer.from("\0\0\0\x18ftypheic\0\0\0\0"), /HEIC/],
  ["25 MB and one byte", () => Buffer.alloc(25_000_001), /larger than 25 MB/],
])("%s is refused with a sentence", async (_, make, sentence) => {
  const outcome = encodePicture(await make());
  await expect(outcome).rejects.toThrow(Refused);
  await expect(outcome).rejects.toThrow(sentence);
});

test("a file that is a picture and a page at once is a picture afterwards", async () => {
  const gif = await movingGif(1);
  const both = Buffer.concat([gif, Buffer.from(`<script>/*${planted}*/</script>`)]);
  for (const { bytes } of (await encodePicture(both)).files) expect(bytes.includes("script")).toBe(false);
});

function half(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length / 2);
}

function noisy(): Promise<Buffer> {
  return sharp({
    create: {
      width: 400,
      height: 400,
      channels: 3,
      background: "#888",
      noise: { type: "gaussian", mean: 128, sigma: 60 },
    },
  })
    .png()
    .toBuffer();
}

test("a picture that a decoder would have to hold whole may have fewer pixels, one that comes line by line may not", async () => {
  const flat = sharp({ create: { width: 6400, height: 4000, channels: 3, background: "#2040d0" } });
  const jpeg = (progressive: boolean, chromaSubsampling: string) =>
    flat.clone().jpeg({ progressive, chromaSubsampling }).toBuffer();
  const whole = await jpeg(true, "4:4:4");
  await expect(encodePicture(whole)).rejects.toThrow("stored progressively (6400 × 4000)");
  expect((await encodePicture(await jpeg(true, "4:2:0"))).width).toBe(1600);
  expect((await encodePicture(await jpeg(false, "4:4:4"))).width).toBe(1600);
  const deep = flat.clone().toColourspace("rgb16").png({ progressive: true });
  await expect(encodePicture(await deep.toBuffer())).rejects.toThrow("stored progressively");
});
