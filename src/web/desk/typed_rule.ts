// The rule for an ally as it stands in the fields of its form, and what is wrong with it.
import type { Request } from "express";
import { type AllyState, maxCap, type Rule, repostRules, ruledKinds } from "../../domain/ally.ts";
import { readLanguage } from "../../domain/language.ts";
import { cleanLine } from "../../domain/plain.ts";
import { maxTags } from "../../domain/report.ts";
import { readTag } from "../../domain/tag.ts";
import type { TypedRule } from "../views/desk/ally.tsx";
import type { DeskFrame, FieldErrors } from "../views/desk/frame.ts";
import { field, fields } from "./form.ts";
import { latinDigits, wordsTyped } from "./typed.ts";

/** A rule, as it is shown in the form. */
export function typedRule({ rule, tags, languages, kinds, cap }: Rule): TypedRule {
  return { rule, tags: tags.join(", "), languages: languages.join(", "), kinds, cap: String(cap) };
}

/**
 * What a form says.
 * @param rule what holds now: kinds of it that are not usual are kept where the form has them
 */
export function ruleTyped(request: Request, rule: Rule): TypedRule {
  const offered = new Set<string>([...ruledKinds, ...rule.kinds]);
  return {
    rule: field(request, "rule"),
    tags: field(request, "tags"),
    languages: field(request, "languages"),
    kinds: [...new Set(fields(request, "kinds[]"))].filter((kind) => offered.has(kind)),
    cap: field(request, "cap"),
  };
}

/** What is wrong with a form, or undefined when nothing is. */
export function ruleErrors(frame: DeskFrame, typed: TypedRule, state: AllyState): FieldErrors | undefined {
  const { wrong } = frame.desk.allies;
  const errors: Record<string, string> = {};
  const isRule = repostRules.some((one) => one === typed.rule);
  const isFollowed = state === "accepted" || state === "requested";
  if (!isRule) errors.rule = wrong.rule;
  else if (typed.rule !== "hand" && !isFollowed) errors.rule = wrong.notFollowed;
  for (const [name, read] of [
    ["tags", readTag],
    ["languages", readLanguage],
  ] as const) {
    const words = wordsTyped(typed[name]);
    const odd = words.find((word) => read(word) === undefined);
    if (words.length > maxTags) errors[name] = wrong.many(frame.number(maxTags));
    else if (odd !== undefined) errors[name] = wrong[name](cleanLine(odd).slice(0, 60).toWellFormed());
  }
  const cap = capIn(typed);
  if (cap < 1 || cap > maxCap) errors.cap = wrong.cap;
  return Object.keys(errors).length > 0 ? errors : undefined;
}

/** The rule in a form with which nothing is wrong. */
export function ruleIn(typed: TypedRule): Rule {
  return {
    rule: repostRules.find((one) => one === typed.rule) ?? "hand",
    tags: wordsTyped(typed.tags),
    languages: wordsTyped(typed.languages),
    kinds: typed.kinds,
    cap: capIn(typed),
  };
}

/** The number that was typed, 0 where it is none. */
function capIn({ cap }: TypedRule): number {
  const digits = latinDigits(cap.trim());
  return /^\d{1,4}$/.test(digits) ? Number(digits) : 0;
}
