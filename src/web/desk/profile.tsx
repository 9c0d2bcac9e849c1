// The profile of the collective, for its keepers: what it says of itself, how it looks, how things are done.
import { readFile } from "node:fs/promises";
import express, { type Request, type Response } from "express";
import type { Collective } from "../../db/collective.ts";
import { isOutage } from "../../db/outage.ts";
import { readColour } from "../../domain/colour.ts";
import { Refused, Unavailable } from "../../domain/errors.ts";
import { readLanguage } from "../../domain/language.ts";
import { desk as paths } from "../../domain/paths.ts";
import { cleanLine, lengthOf } from "../../domain/plain.ts";
import { replyPolicies, reportKinds, type WireForm } from "../../domain/report.ts";
import { editCollective } from "../../newsroom/collective.ts";
import { addPicture } from "../../newsroom/pictures.ts";
import { portrait } from "../../newsroom/read_picture.ts";
import { shownIcon, shownPicture } from "../shown.ts";
import type { FieldErrors } from "../views/desk/frame.ts";
import { fieldRows, languageRows, Profile, type TypedProfile } from "../views/desk/profile.tsx";
import type { EditorWords } from "../words/desk/editor/en.ts";
import { field, hasLostFiles } from "./form.ts";
import { type Ground, sessionIn } from "./ground.tsx";
import { languageOptions } from "./languages.ts";
import { isCutOff, readUploads, uploads } from "./upload.ts";
import { refusal } from "./wrong.ts";

export function createProfile(ground: Ground): express.Router {
  const { site } = ground;
  const router = express.Router();

  async function show(request: Request, response: Response, typed: TypedProfile, errors?: FieldErrors) {
    const { collective } = sessionIn(response);
    const frame = ground.frame(request);
    const { icon, header } = await portrait(site.db, collective);
    const languages = languageOptions(
      frame.locale.language,
      [...collective.languages, ...typed.languages].filter(Boolean),
    );
    const done = request.query.done === "saved" ? frame.desk.profile.saved : undefined;
    const pictures = { icon: shownIcon(icon), header: shownPicture(header) };
    const view = <Profile {...{ frame, collective, typed, languages, pictures, errors, done }} />;
    ground.send(response, view, errors ? 422 : 200);
  }

  router.get(paths.profile(), ground.signedIn("keeper"), (request, response) =>
    show(request, response, profileOf(sessionIn(response).collective)),
  );

  const read = [ground.signedIn("keeper"), ...readUploads(site, ["icon", "header"])];
  router.post(paths.profile(), ...read, async (request, response) => {
    const { collective } = sessionIn(response);
    const { profile: words, editor } = ground.frame(request).desk;
    const typed = typedInto(request);
    const errors: Record<string, string> = {};
    if (typed.name === "") errors.name = words.wrong.nameMissing;
    else if (lengthOf(typed.name) > 100) errors.name = words.wrong.nameLong;
    if (lengthOf(typed.summary) > 2000) errors.summary = words.wrong.summaryLong;
    for (const [position, language] of typed.languages.entries()) {
      const isGiven = language !== "" || position === 0;
      if (isGiven && readLanguage(language) === undefined) {
        errors[`language-${position}`] = words.wrong.languageMissing;
      }
    }
    for (const [position, { name, value }] of typed.fields.entries()) {
      if ((name === "") !== (value === "")) errors[`field-${position}`] = words.wrong.fieldHalf;
      else if (lengthOf(name) > 60 || lengthOf(value) > 500)
        errors[`field-${position}`] = words.wrong.fieldLong;
    }
    if (isCutOff(request)) errors.icon = editor.wrong.cutOff;
    if (hasLostFiles(request)) errors.icon = editor.filesLost;
    const pictures = await takeIn(request, collective, editor, errors);
    if (Object.keys(errors).length > 0) return show(request, response, typed, errors);
    const { languages, fields, isOwnColour, colour, forms, replies, ...said } = typed;
    try {
      await editCollective(site, collective, {
        ...said,
        ...pictures,
        languages: languages.filter((language) => language !== ""),
        fields: fields.filter(({ name }) => name !== ""),
        accent: isOwnColour ? (readColour(colour) ?? null) : null,
        wireForms: forms,
        replyPolicy: replyPolicies.find((one) => one === replies),
      });
      response.redirect(303, `${paths.profile()}?done=saved`);
    } catch (error) {
      if (!(error instanceof Unavailable || isOutage(error))) throw error;
      await show(request, response, typed, { name: editor.wrong.notNow });
    }
  });

  /** Takes in the pictures that were chosen: null takes the old one away, undefined leaves it. */
  async function takeIn(
    request: Request,
    collective: Collective,
    words: EditorWords,
    errors: Record<string, string>,
  ): Promise<Partial<Record<"icon" | "header", string | null>>> {
    const taken: Partial<Record<"icon" | "header", string | null>> = {};
    for (const which of ["icon", "header"] as const) {
      const [file] = uploads(request, which);
      if (file === undefined && field(request, `remove-${which}`) !== "") taken[which] = null;
      if (file !== undefined && file.path === undefined) errors[which] = words.wrong.fileTooLarge;
      if (file?.path === undefined) continue;
      try {
        const bytes = await readFile(file.path);
        taken[which] = (await addPicture(site, collective, bytes, field(request, `${which}-alt`))).id;
      } catch (error) {
        if (error instanceof Refused) errors[which] = refusal(words, error.reason);
        else if (error instanceof Unavailable || isOutage(error)) errors[which] = words.wrong.fileNotKept;
        else throw error;
      }
    }
    return taken;
  }

  return router;
}

const emptyLine = { name: "", value: "" };

function isEmpty({ name, value }: typeof emptyLine): boolean {
  return name === "" && value === "";
}

/** What there is, and room for two more. */
function withRoom<T>(rows: readonly T[], isBlank: (row: T) => boolean, most: number, blank: T): T[] {
  const used = rows.findLastIndex((row) => !isBlank(row)) + 1;
  return Array.from({ length: Math.min(most, used + 2) }, (_, position) => rows[position] ?? blank);
}

function typedInto(request: Request): TypedProfile {
  const fields = Array.from({ length: fieldRows }, (_, position) => ({
    name: cleanLine(field(request, `field-${position}`)),
    value: cleanLine(field(request, `value-${position}`)),
  }));
  const forms = reportKinds.map((kind): [string, WireForm] => [
    kind,
    field(request, `form-${kind}`) === "Note" ? "Note" : "Article",
  ]);
  return {
    name: cleanLine(field(request, "name")),
    summary: field(request, "summary").replaceAll("\r\n", "\n"),
    languages: withRoom(
      Array.from({ length: languageRows }, (_, position) => field(request, `language-${position}`)),
      (language) => language === "",
      languageRows,
      "",
    ),
    fields: withRoom(fields, isEmpty, fieldRows, emptyLine),
    isOwnColour: field(request, "own-colour") !== "",
    colour: field(request, "colour"),
    discoverable: field(request, "discoverable") !== "",
    indexable: field(request, "indexable") !== "",
    prefersCard: field(request, "card") !== "",
    forms: Object.fromEntries(forms),
    replies: field(request, "replies"),
  };
}

function profileOf(collective: Collective): TypedProfile {
  const { name, summary, languages, fields, accent, discoverable, indexable } = collective;
  return {
    name,
    summary,
    languages: withRoom(languages, (language) => language === "", languageRows, ""),
    fields: withRoom(fields, isEmpty, fieldRows, emptyLine),
    isOwnColour: accent !== null,
    colour: accent ?? "#b81d13",
    discoverable,
    indexable,
    prefersCard: collective.prefers_card,
    forms: collective.wire_forms,
    replies: collective.reply_policy,
  };
}
