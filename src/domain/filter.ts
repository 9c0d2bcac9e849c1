// Finds filter words in what strangers write, however it is spelled in capitals, marked up or escaped.

/**
 * Whether one of the words stands in a piece of HTML that is not clean: whole words, in capitals or not. Takes time in
 * proportion to the length, whatever is written there.
 * @param words as they were typed; one may consist of several
 */
export function standsIn(words: readonly string[], html: string): boolean {
  if (words.length === 0) return false;
  // Markup may stand between two words or within one.
  const readings = ["", " "].map((between) => ` ${spelled(unescaped(html.replace(/<[^<>]*>/g, between)))} `);
  return words.some((word) => {
    const wanted = spelled(word);
    return wanted !== "" && readings.some((reading) => reading.includes(` ${wanted} `));
  });
}

function unescaped(text: string): string {
  return text.replace(/&#(?:(\d{1,7})|[xX]([0-9a-fA-F]{1,6}));/g, (whole, decimal, hex) => {
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Letters, digits and marks in small letters; whatever is between them is one space. */
function spelled(text: string): string {
  return text
    .toWellFormed()
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .trim();
}
