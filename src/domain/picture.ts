// Which of a picture's stored files serves what: pages, other servers, link cards, the portrait of a collective.

/** What the choice depends on; the rows of stored files are such. */
export interface Candidate {
  purpose: "screen" | "card" | "icon";
  media_type: string;
  width: number;
}

/** The files for `srcset`, widest first: WebP, which every browser of today shows. */
export function screenFiles<F extends Candidate>(files: readonly F[]): F[] {
  return files
    .filter(({ purpose, media_type }) => purpose === "screen" && media_type === "image/webp")
    .sort((a, b) => b.width - a.width);
}

/**
 * The file for other servers and for plain `src`: JPEG, or PNG where there is transparency, since old servers know
 * neither WebP nor AVIF. A picture that moves has none but WebP.
 */
export function attachmentFile<F extends Candidate>(files: readonly F[]): F | undefined {
  const plain = files.find(({ purpose, media_type }) => purpose === "screen" && media_type !== "image/webp");
  return plain ?? screenFiles(files)[0];
}

/** The JPEG of 1200 × 630 for OpenGraph. */
export function cardFile<F extends Candidate>(files: readonly F[]): F | undefined {
  return files.find(({ purpose }) => purpose === "card");
}

/** The square of 400 × 400 for a collective's portrait. */
export function iconFile<F extends Candidate>(files: readonly F[]): F | undefined {
  return files.find(({ purpose }) => purpose === "icon");
}
