// How words are put on the wire: names without angle brackets, text as HTML, moments as they are written there.

/**
 * A name, title or content warning. It is never escaped, because half of the servers show it as it is; `<` and `>`
 * become `‹` and `›`, because the other half reads them as markup.
 */
export function wireText(text: string): string {
  return text.replace(/\s+/gu, " ").trim().replaceAll("<", "‹").replaceAll(">", "›");
}

/** Plain text as HTML: only what must be is escaped. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A moment with milliseconds, in UTC: a revision must be newer than the one before, and some follow within a second. */
export function wireMoment(moment: Date): string {
  return moment.toISOString();
}
