// What is different between two versions of a text, field by field and word by word.
import { diffArrays } from "diff";
import type { Difference, Run } from "../views/desk/conflict.tsx";
import type { EditorWords } from "../words/desk/editor/en.ts";
import { type FieldName, fieldNames, type Typed } from "./typed.ts";

/** Most words that may differ before whole paragraphs are compared: comparing takes time that grows with the square. */
const mostEdits = 2000;

/**
 * The fields in which two versions differ.
 * @param theirs what is saved
 * @param yours what was typed
 */
export function differencesBetween(words: EditorWords, theirs: Typed, yours: Typed): Difference[] {
  return fieldNames
    .filter((name) => !["undescribed", "translation", "cover", "date", "time"].includes(name))
    .filter((name) => normal(theirs[name]) !== normal(yours[name]))
    .map((name) => ({
      label: labelOf(words, name),
      runs: runsOf(normal(theirs[name]), normal(yours[name])),
    }));
}

function normal(text: string): string {
  return text.replaceAll("\r\n", "\n").trim();
}

function labelOf(words: EditorWords, name: FieldName): string {
  const label = (words as unknown as Record<string, unknown>)[name];
  return typeof label === "string" ? label : name;
}

/** The words of both versions in one row, each marked with whose it is. */
export function runsOf(theirs: string, yours: string): Run[] {
  const compare = (separator: RegExp) =>
    diffArrays(theirs.split(separator), yours.split(separator), { maxEditLength: mostEdits, timeout: 500 });
  const changes = compare(/(\s+)/) ?? compare(/(\n+)/);
  if (changes === undefined) {
    return [
      { text: theirs, of: "theirs" },
      { text: yours, of: "yours" },
    ];
  }
  return changes
    .map(
      ({ value, added, removed }): Run => ({
        text: value.join(""),
        of: added ? "yours" : removed ? "theirs" : "both",
      }),
    )
    .filter(({ text }) => text !== "");
}
