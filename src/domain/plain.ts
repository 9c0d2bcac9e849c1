// Plain text as people type it, made fit to be stored and sent: no control characters, nothing that turns other text around.

// C0 and C1 controls but tab and line feed; the bidi embeddings, overrides and isolates, which can make a text read
// differently from what it says (the harmless marks U+200E, U+200F and U+061C stay); byte order and annotation marks.
const unwanted = /(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/gu;

/**
 * A text of several lines: line ends are `\n`, unwanted characters are gone, lone surrogates are replaced, NFC.
 * White space inside is left alone, since Markdown reads it.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/gu, "\n")
    .replace(unwanted, "")
    .normalize("NFC");
}

/** A text of one line, trimmed: every run of white space and line ends is one space. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/gu, " ").trim();
}

/** Length in characters as people and PostgreSQL count them, not in UTF-16 units. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
