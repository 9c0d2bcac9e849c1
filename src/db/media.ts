// The tables of pictures: one row a picture, one row a stored file of it; the original is never kept.
import type { Generated, Selectable } from "kysely";

export interface MediaTable {
  id: string;
  collective: string;
  alt: Generated<string>;
  /** Pixels of the largest stored file. */
  width: number;
  height: number;
  /** https://blurha.sh */
  blur_hash: string;
}

export interface MediaFileTable {
  /** Random, with extension: the name under DATA_DIR/media and in the address. */
  name: string;
  media: string;
  /** `screen`: for pages and `attachment`, several widths. `card`: a JPEG of 1200 × 630 for OpenGraph. `icon`: a square. */
  purpose: "screen" | "card" | "icon";
  media_type: string;
  width: number;
  height: number;
  bytes: number;
}

export type Media = Selectable<MediaTable>;
export type MediaFile = Selectable<MediaFileTable>;
