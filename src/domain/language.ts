// Languages by their BCP 47 tags: checking, direction, and the name a reader knows them by.

/** Longest tag that is taken; real ones are far shorter. */
const maxLength = 35;

/**
 * The canonical form of a language tag (`AR-eg` → `ar-EG`, `iw` → `he`), or undefined when it is none.
 * Only what says which language it is stays: language, script, region, variants. https://www.rfc-editor.org/info/bcp47
 */
export function readLanguage(text: string): string | undefined {
  const tag = text.trim().replaceAll("_", "-");
  // Intl takes `english` for a language subtag that somebody might register one day.
  if (tag.length > maxLength || !/^[a-z]{2,3}(-|$)/i.test(tag)) return undefined;
  try {
    return new Intl.Locale(tag).baseName;
  } catch {
    return undefined;
  }
}

/** Whether two tags name one language, wherever and however it is written (`en` and `en-GB`). */
export function isSameLanguage(one: string, other: string): boolean {
  const [language, same] = [one, other].map((tag) => readLanguage(tag)?.split("-")[0]);
  return language !== undefined && language === same;
}

/** Which way a language is written. */
export function directionOf(language: string): "ltr" | "rtl" {
  try {
    return new Intl.Locale(language).getTextInfo().direction === "rtl" ? "rtl" : "ltr";
  } catch {
    return "ltr";
  }
}

/**
 * The name of a language.
 * @param language a tag, as `readLanguage` gives it
 * @param reader the language to say it in; the language itself if it is not given (`fa` → `فارسی`)
 */
export function languageName(language: string, reader: string = language): string {
  try {
    return new Intl.DisplayNames(reader, { type: "language" }).of(language) ?? language;
  } catch {
    return language;
  }
}
