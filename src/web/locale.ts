// The language a reader is spoken to in: words, direction, dates and numbers, chosen from what the browser asks for.
import type { Request } from "express";
import { directionOf } from "../domain/language.ts";
import { ar } from "./words/ar.ts";
import { en, type Words } from "./words/en.ts";
import { fa } from "./words/fa.ts";
import { fr } from "./words/fr.ts";

const catalogues = { en, fr, ar, fa };

/** A language that the interface speaks. */
export type InterfaceLanguage = keyof typeof catalogues;
export const interfaceLanguages = Object.keys(catalogues) as InterfaceLanguage[];

/** What a language calls itself. */
export function languageItself(language: InterfaceLanguage): string {
  return catalogues[language].itself;
}

/** Everything a view needs in order to speak one language. */
export interface Locale {
  readonly language: InterfaceLanguage;
  readonly direction: "ltr" | "rtl";
  readonly words: Words;
  /** A day in full: `12 September 2015`. */
  date(day: Date): string;
  /** Day and month: `12 Sept`. */
  day(day: Date): string;
  /** The year alone: `2015`. */
  year(day: Date): string;
  /** A year as addresses count them, in the digits of the language. */
  archiveYear(year: number): string;
  /** A month (1 to 12) of the calendar that addresses follow: `September 2015`. */
  archiveMonth(year: number, month: number): string;
  /** A whole number. */
  number(value: number): string;
}

/** The locale of a language. */
export function localeOf(language: InterfaceLanguage): Locale {
  const tag = language === "en" ? "en-GB" : language;
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(tag, { ...options, timeZone: "UTC" });
    return (day: Date) => formatter.format(day);
  };
  const gregorian = new Intl.DateTimeFormat(tag, {
    month: "long",
    year: "numeric",
    calendar: "gregory",
    timeZone: "UTC",
  });
  const numeral = new Intl.DateTimeFormat(tag, { year: "numeric", timeZone: "UTC" });
  return {
    language,
    direction: directionOf(language),
    words: catalogues[language],
    date: format({ dateStyle: "long" }),
    day: format({ day: "numeric", month: "short" }),
    // Some calendars add their era; the number is all a list needs.
    year: (day) => numeral.formatToParts(day).find(({ type }) => type === "year")?.value ?? "",
    archiveYear: (year) => new Intl.NumberFormat(tag, { useGrouping: false }).format(year),
    archiveMonth: (year, month) => gregorian.format(new Date(Date.UTC(year, month - 1, 1))),
    number: (value) => new Intl.NumberFormat(tag).format(value),
  };
}

const locales = new Map<InterfaceLanguage, Locale>();

/**
 * The locale for a request: the one that was chosen here, else the best of what the browser accepts, else the language
 * of what is shown, else English.
 * @param shown BCP 47 tag of the page's own text, if it has one
 */
export function localeFor(request: Request, shown?: string): Locale {
  const own = interfaceLanguages.find((language) => shown !== undefined && languageIs(shown, language));
  const accepted = request.headers["accept-language"] && request.acceptsLanguages(...ranked(own ?? "en"));
  const language = chosenLanguage(request) ?? ((accepted || own || "en") as InterfaceLanguage);
  const known = locales.get(language) ?? localeOf(language);
  locales.set(language, known);
  return known;
}

/** The name of the cookie that says which language was chosen; it holds nothing else. */
export const choiceCookie = "words";

function chosenLanguage(request: Request): InterfaceLanguage | undefined {
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim());
  return interfaceLanguages.find((language) => pairs.includes(`${choiceCookie}=${language}`));
}

// With `*` or equal weights the first that is offered wins.
function ranked(first: InterfaceLanguage): InterfaceLanguage[] {
  return [first, ...interfaceLanguages.filter((language) => language !== first)];
}

function languageIs(tag: string, language: string): boolean {
  return tag.toLowerCase().split("-")[0] === language;
}
