// What is wrong with what was typed into the editor, in the language of the page, by the name of the field.
import type { Collective } from "../../db/collective.ts";
import type { Report } from "../../db/report.ts";
import { type Problem, readDraft } from "../../domain/draft.ts";
import type { RefusalReason } from "../../domain/errors.ts";
import { picturesIn } from "../../newsroom/markdown.ts";
import type { Site } from "../../site.ts";
import type { FieldErrors } from "../views/desk/frame.ts";
import type { EditorWords } from "../words/desk/editor/en.ts";
import { draftOf, momentTyped, type Typed } from "./typed.ts";

const fields: Partial<Record<Problem["field"], string>> = {
  title: "title",
  summary: "lead",
  contentWarning: "warning",
  source: "text",
  language: "language",
  tags: "tags",
  links: "links",
  slug: "slug",
};

/**
 * Everything that is wrong with a form.
 * @param action what was asked for: a draft may lack its text, and only what is published needs its pictures described
 */
export async function problemsIn(
  site: Site,
  words: EditorWords,
  typed: Typed,
  action: string,
  { report }: { report: Report | undefined; collective: Collective },
): Promise<FieldErrors> {
  const errors: Record<string, string> = {};
  const isOut = report?.state === "published";
  const goesOut = ["publish", "schedule", "propose", "revise"].includes(action);
  const isUnfinished = !goesOut && report?.state !== "scheduled" && !isOut;
  const { problems } = readDraft(draftOf(typed), { isUnfinished });
  for (const { field, rule, what } of problems) {
    const name = fields[field];
    if (name !== undefined) errors[name] ??= sentenceFor(words, name, rule, String(what));
    else if (field === "pictures") errors.files = words.wrong.refused["pictures many"];
  }
  if (goesOut && typed.undescribed === "") {
    for (const [position, { alt }] of picturesIn(typed.text).entries()) {
      if (alt === "") errors[`alt-${position}`] = words.wrong.alt(String(position + 1));
    }
  }
  const moment = momentTyped(typed);
  const isDated = !isOut && action !== "publish" && action !== "preview" && action !== "elsewhere";
  if (isDated && moment === "wrong") errors.date = words.wrong.date;
  if (action === "schedule" && moment === undefined) errors.date = words.wrong.dateMissing;
  const isLater = action === "schedule" || (report?.state === "scheduled" && isDated);
  if (isLater && moment instanceof Date && moment <= site.clock.now()) errors.date = words.wrong.datePast;
  return errors;
}

function sentenceFor(words: EditorWords, name: string, rule: Problem["rule"], what: string): string {
  const rules = (words.wrong as Record<string, unknown>)[name] as
    | Partial<Record<Problem["rule"], string | ((what: string) => string)>>
    | undefined;
  const said = rules?.[rule] ?? words.wrong.refusedPlain;
  return typeof said === "string" ? said : said(what);
}

/** Why the newsroom refused something, in the language of the page. */
export function refusal({ wrong }: EditorWords, reason: RefusalReason | undefined): string {
  const sentences: Partial<Record<RefusalReason, string>> = wrong.refused;
  return (reason && sentences[reason]) ?? wrong.refusedPlain;
}
