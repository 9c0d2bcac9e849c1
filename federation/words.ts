// How words are put on the wire: names without angle brackets, text as HTML, moments as they are written there.
export { escapeHtml } from "../src/domain/prose.ts";

/**
 * A name, title or content warning. It is never escaped, because half of the servers show it as it is; `<` and `>`
 * become `‹` and `›`, because the other half reads them as markup.
 */
export function wireText(text: string): string {
  return text.replace(/\s+/gu, " ").trim().replaceAll("<", "‹").replaceAll(">", "›");
}

/** A moment with milliseconds, in UTC: a revision must be newer than the one before, and some follow within a second. */
export function wireMoment(moment: Date): string {
  return moment.toISOString();
}
