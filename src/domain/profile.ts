// What a collective may say of itself: the rules for its name, description, languages and lines.
import { Refused } from "./errors.ts";
import { readLanguage } from "./language.ts";
import { cleanLine, cleanText, lengthOf } from "./plain.ts";

const maxName = 100;
const maxAbout = 2000;
const maxFields = 8;
const maxFieldName = 60;
const maxFieldValue = 500;
const maxLanguages = 20;

/**
 * A name, in one line.
 * @throws {Refused} when there is none or it is too long
 */
export function readName(typed: string): string {
  const name = cleanLine(typed);
  if (name === "") throw new Refused("The collective needs a name.");
  if (lengthOf(name) > maxName) throw new Refused(`The name is longer than ${maxName} characters.`);
  return name;
}

/**
 * A description; plain text or Markdown.
 * @throws {Refused} when it is too long
 */
export function readAbout(typed: string): string {
  const about = cleanText(typed).trim();
  if (lengthOf(about) > maxAbout) {
    throw new Refused(`What the collective says of itself is longer than ${maxAbout} characters.`);
  }
  return about;
}

/**
 * Languages, each once, the first being the one that is mostly written in.
 * @throws {Refused} when there is none, or one that is no language
 */
export function readLanguages(typed: readonly string[]): string[] {
  const languages = typed.map((one) => {
    const tag = readLanguage(one);
    if (tag === undefined) {
      throw new Refused(`"${cleanLine(one).slice(0, 40)}" is not a language tag such as en, ar or pt-BR.`);
    }
    return tag;
  });
  if (languages.length === 0) {
    throw new Refused("The collective needs a language that it writes in, such as en, ar or pt-BR.");
  }
  if (languages.length > maxLanguages) throw new Refused(`There are more than ${maxLanguages} languages.`);
  return [...new Set(languages)];
}

/**
 * Lines such as `Telephone` and `+33 …`.
 * @throws {Refused} when there are too many or one is incomplete or too long
 */
export function readFields(
  typed: readonly { name: string; value: string }[],
): { name: string; value: string }[] {
  if (typed.length > maxFields)
    throw new Refused(`There are more than ${maxFields} lines beside the profile.`);
  return typed.map((field) => {
    const name = cleanLine(field.name);
    const value = cleanLine(field.value);
    if (name === "" || value === "") throw new Refused("A line beside the profile needs a name and a value.");
    if (lengthOf(name) > maxFieldName || lengthOf(value) > maxFieldValue) {
      throw new Refused(
        `The line "${name.slice(0, 40)}" is too long: ${maxFieldName} characters for its name, ${maxFieldValue} for its value.`,
      );
    }
    return { name, value };
  });
}
