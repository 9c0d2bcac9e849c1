// What stands in the fields of the editor: read from a form, taken from a stored text, and made into a draft.
import type { Request } from "express";
import type { Draft } from "../../domain/draft.ts";
import { readMoment } from "../../domain/moment.ts";
import {
  type ReplyPolicy,
  replyPolicies,
  reportKinds,
  type WireForm,
  wireForms,
} from "../../domain/report.ts";
import type { textAsItIs } from "../../newsroom/revise.ts";
import { field } from "./form.ts";

/** Names of the fields, in the order of the form. */
export const fieldNames = [
  "kind",
  "language",
  "title",
  "lead",
  "text",
  "tags",
  "links",
  "warning",
  "slug",
  "form",
  "replies",
  "translation",
  "cover",
  "date",
  "time",
  "undescribed",
] as const;

export type FieldName = (typeof fieldNames)[number];

/** Every field as it was typed, and which revision was changed. */
export type Typed = Record<FieldName, string> & { revision: number | undefined };

/** An empty form. */
export function untyped(language: string): Typed {
  const empty = Object.fromEntries(fieldNames.map((name) => [name, ""])) as Record<FieldName, string>;
  return { ...empty, kind: "report", language, revision: undefined };
}

/** What was typed into a form. */
export function typedInto(request: Request): Typed {
  const typed = Object.fromEntries(
    fieldNames.map((name) => [name, field(request, name).replaceAll("\r\n", "\n")]),
  ) as Record<FieldName, string>;
  const revision = field(request, "revision");
  return { ...typed, revision: /^\d{1,9}$/.test(revision) ? Number(revision) : undefined };
}

/** A stored text, as the form shows it. */
export function typedFrom({ report, draft }: Awaited<ReturnType<typeof textAsItIs>>): Typed {
  const moment = (report.scheduled ?? (report.state === "draft" ? report.published : null))?.toISOString();
  return {
    kind: report.kind,
    language: report.language,
    title: report.title,
    lead: report.summary ?? "",
    text: report.source,
    tags: (draft.tags ?? []).join(", "),
    links: (draft.links ?? []).map(({ href, name }) => `${href} ${name ?? ""}`.trim()).join("\n"),
    warning: report.content_warning ?? "",
    slug: report.slug,
    form: report.wire_form,
    replies: report.reply_policy ?? "",
    translation: "",
    cover: draft.cover ?? "",
    date: moment?.slice(0, 10) ?? "",
    time: moment?.slice(11, 16) ?? "",
    undescribed: "",
    revision: report.revision,
  };
}

/** What was typed, as it is handed in. */
export function draftOf(typed: Typed): Draft {
  return {
    kind: reportKinds.find((one) => one === typed.kind) ?? "report",
    title: typed.title,
    language: typed.language,
    tags: wordsTyped(typed.tags),
    summary: typed.lead,
    contentWarning: typed.warning,
    links: typed.links
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .map((line) => {
        const [, href = "", name = ""] = /^(\S+)\s*(.*)$/su.exec(line) ?? [];
        return { href, name };
      }),
    slug: typed.slug.trim() || undefined,
    cover: typed.cover || undefined,
    wireForm: wireFormTyped(typed),
    replyPolicy: replyPolicyTyped(typed),
    translationOf: typed.translation.trim() || undefined,
    source: typed.text,
  };
}

function wireFormTyped({ form }: Typed): WireForm | undefined {
  return wireForms.find((one) => one === form);
}

function replyPolicyTyped({ replies }: Typed): ReplyPolicy | null {
  return replyPolicies.find((one) => one === replies) ?? null;
}

/** The moment that was typed, in UTC: undefined where there is none, "wrong" where it cannot be read. */
export function momentTyped({ date, time }: Typed): Date | "wrong" | undefined {
  if (date.trim() === "" && time.trim() === "") return undefined;
  return readMoment(`${latinDigits(date.trim())} ${latinDigits(time.trim()) || "00:00"}`) ?? "wrong";
}

/** Words with commas between them, as any keyboard has commas. */
export function wordsTyped(text: string): string[] {
  return text
    .split(/[,،、;؛\n]/u)
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** Arabic and Persian keyboards have digits of their own. */
export function latinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String((digit.codePointAt(0)! & 0xf) % 10));
}
