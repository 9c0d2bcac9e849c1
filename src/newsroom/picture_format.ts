// What a picture is, told by its first bytes before a decoder sees them: libvips would read SVG, PDF and more.
import { Refused } from "../domain/errors.ts";

export type PictureFormat = "jpeg" | "png" | "gif" | "webp" | "tiff" | "heif";

/** The format of a picture by its first bytes; undefined for all that no decoder is shown. */
export function formatOf(bytes: Buffer): PictureFormat | undefined {
  const head = bytes.toString("latin1", 0, 32);
  if (head.startsWith("\xff\xd8\xff")) return "jpeg";
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (/^GIF8[79]a/.test(head)) return "gif";
  if (/^RIFF[\s\S]{4}WEBP/.test(head)) return "webp";
  if (/^(II\*\0|MM\0\*)/.test(head)) return "tiff";
  if (/^[\s\S]{4}ftyp(avif|avis|heic|heix|hevc|mif1|msf1)/.test(head)) return "heif";
  return undefined;
}

/** Why bytes are not taken for a picture, and what would do. */
export function notAPicture(bytes: Buffer): Refused {
  const isSvg = /<svg[\s>]/i.test(bytes.toString("latin1", 0, 4096));
  if (isSvg) {
    return new Refused(
      "An SVG drawing may hold programs and is not taken: save it as PNG, then it will do.",
      { reason: "picture drawing" },
    );
  }
  return new Refused("This is not a picture that can be shown: it must be JPEG, PNG, WebP, AVIF or GIF.", {
    reason: "picture unknown",
  });
}
