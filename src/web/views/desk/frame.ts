// What every view of the desk is given besides its own matter: the site's frame, and the words of the desk.
import type { DeskWords } from "../../words/desk/en.ts";
import type { Frame } from "../frame.ts";

export interface DeskFrame extends Frame {
  readonly desk: DeskWords;
  /** A whole number in the digits of the language. */
  number(value: number): string;
  /** So many minutes, in words. */
  minutes(value: number): string;
  /** Several things, joined as the language does. */
  list(items: readonly string[]): string;
}

/** What is wrong with the fields of a form, by their names; the sentences are in the language of the page. */
export type FieldErrors = Readonly<Record<string, string | undefined>>;
