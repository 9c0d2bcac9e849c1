// A stored picture as an Image, as it stands in `attachment`, `image`, `icon` and the header of an actor.
import { pages } from "../src/domain/paths.ts";
import { attachmentFile, iconFile } from "../src/domain/picture.ts";
import type { Picture } from "../src/newsroom/read_picture.ts";
import { wireText } from "./words.ts";

export interface ImageDocument {
  type: "Image";
  url: string;
  mediaType: string;
  /** The alt text, where there is one. */
  name?: string;
  width: number;
  height: number;
  blurhash?: string;
}

/**
 * The Image of a picture, or undefined when none of its files will do.
 * @param purpose `icon`: the square, where there is one
 */
export function imageDocument(
  origin: string,
  { files, alt, blur_hash }: Picture,
  purpose: "screen" | "icon" = "screen",
): ImageDocument | undefined {
  const file = (purpose === "icon" && iconFile(files)) || attachmentFile(files);
  if (file === undefined) return undefined;
  return {
    type: "Image",
    url: origin + pages.media(file.name),
    mediaType: file.media_type,
    ...(alt !== "" && { name: wireText(alt) }),
    width: file.width,
    height: file.height,
    ...(purpose === "screen" && { blurhash: blur_hash }),
  };
}
