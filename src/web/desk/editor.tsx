// The editor's places: a new text, a stored one, and what their form asks for.
import express, { type Request, type Response } from "express";
import type { Collective } from "../../db/collective.ts";
import { isOutage } from "../../db/outage.ts";
import type { Report } from "../../db/report.ts";
import { Refused, Unavailable } from "../../domain/errors.ts";
import { desk as paths } from "../../domain/paths.ts";
import { approve, hasProposed } from "../../newsroom/approve.ts";
import { appendPictures } from "../../newsroom/arrange.ts";
import { wireFormOf } from "../../newsroom/publish.ts";
import { countQueue } from "../../newsroom/queue.ts";
import type { textAsItIs } from "../../newsroom/revise.ts";
import { siblingsOf } from "../../newsroom/siblings.ts";
import { pathOf } from "../../newsroom/texts.ts";
import { wireItem } from "../../newsroom/wire.ts";
import { withdrawReport } from "../../newsroom/withdraw.ts";
import type { Difference } from "../views/desk/conflict.tsx";
import { Editor, type StoredText } from "../views/desk/editor.tsx";
import type { FieldErrors } from "../views/desk/frame.ts";
import { Withdrawn } from "../views/desk/withdrawn.tsx";
import { differencesBetween } from "./differences.ts";
import { field, hasLostFiles, readForm } from "./form.ts";
import { takePictures } from "./form_picture.ts";
import { type Ground, sessionIn } from "./ground.tsx";
import { languageOptions } from "./languages.ts";
import { uuidIn } from "./on_wire.ts";
import { originalBeside, originalOf, translationOf } from "./originals.ts";
import { ownText } from "./own_text.ts";
import { createPreviews } from "./previews.tsx";
import { type Outcome, save } from "./save.ts";
import { draftOf, type Typed, typedFrom, typedInto, untyped } from "./typed.ts";
import { arrange, listedIn } from "./typed_pictures.ts";
import { isCutOff, readUploads } from "./upload.ts";
import { problemsIn, refusal } from "./wrong.ts";

interface Shown {
  typed: Typed;
  report?: Report | undefined;
  errors?: FieldErrors | undefined;
  conflict?: readonly Difference[] | undefined;
  done?: string | undefined;
}

export function createEditor(ground: Ground): express.Router {
  const { site } = ground;
  const router = express.Router();
  const previews = createPreviews(ground);
  const oneText = "/desk/texts/:id";

  async function show(request: Request, response: Response, shown: Shown): Promise<void> {
    const session = sessionIn(response);
    const { collective } = session;
    const { typed, report, errors } = shown;
    const frame = ground.frame(request);
    const { revision, ...fields } = typed;
    const [stored, pictures, original] = await Promise.all([
      report && storedText(report, collective),
      listedIn(site, collective, typed.text),
      report ? originalBeside(site, collective, report) : originalOf(site, collective, typed.translation),
    ]);
    const proposed = report?.proposed ? (hasProposed(session, report) ? "own" : "other") : undefined;
    const view = (
      <Editor
        {...{ frame, collective, revision, pictures, original, errors }}
        stored={stored && { ...stored, proposed }}
        typed={fields}
        languages={[
          ...(typed.language === "" ? [{ value: "", label: "—" }] : []),
          ...languageOptions(
            frame.locale.language,
            [...collective.languages, typed.language].filter(Boolean),
          ),
        ]}
        settings={{
          form: wireFormOf(collective, draftOf(typed).kind ?? "report"),
          replies: collective.reply_policy,
          secondPen: collective.second_pen,
        }}
        conflict={shown.conflict}
        done={shown.done}
        now={readable(site.clock.now())}
      />
    );
    const isRefused = errors !== undefined || shown.conflict !== undefined;
    ground.send(response, view, isRefused ? 422 : 200);
  }

  async function storedText(report: Report, collective: Collective): Promise<Omit<StoredText, "proposed">> {
    const isOut = report.state === "published";
    const [siblings, answers] = await Promise.all([
      siblingsOf(site.db, report),
      isOut || report.state === "withdrawn" ? countQueue(site.db, collective.id, report.id) : undefined,
    ]);
    return {
      id: report.id,
      state: report.state,
      title: report.title,
      page: isOut ? pathOf(report, collective, site.clock.now()) : undefined,
      scheduled: report.scheduled ? readable(report.scheduled) : undefined,
      siblings,
      answers,
    };
  }

  router.get(paths.newText(), ground.signedIn(), async (request, response) => {
    const { collective } = sessionIn(response);
    await show(request, response, { typed: untyped(collective.languages[0] ?? "en") });
  });

  router.get(paths.translate(":id"), ground.signedIn(), async (request, response) => {
    const { collective } = sessionIn(response);
    const { report, draft } = await ownText(site, request, response);
    const taken = [report.language, ...(await siblingsOf(site.db, report)).map(({ language }) => language)];
    const language = collective.languages.find((one) => !taken.includes(one)) ?? "";
    const { kind, links } = typedFrom({ report, draft } as Awaited<ReturnType<typeof textAsItIs>>);
    const pictures = (await listedIn(site, collective, report.source)).map(({ name }) => `![](${name})`);
    await show(request, response, {
      typed: { ...untyped(language), kind, links, text: pictures.join("\n\n"), translation: report.id },
    });
  });

  router.get(paths.translateFromWire(":id"), ground.signedIn(), async (request, response) => {
    const { collective } = sessionIn(response);
    const item = await wireItem(site.db, collective, uuidIn(request.params.id) ?? "");
    await show(request, response, { typed: translationOf(item, collective) });
  });

  router.get(oneText, ground.signedIn(), async (request, response) => {
    const known = await ownText(site, request, response);
    const { report } = known;
    const { collective } = sessionIn(response);
    const frame = ground.frame(request);
    if (report.state === "withdrawn") {
      const stored = { ...(await storedText(report, collective)), proposed: undefined };
      return ground.send(response, <Withdrawn {...{ frame, collective, stored }} report={report} />);
    }
    const done = Object.entries(frame.desk.editor.done).find(([key]) => key === request.query.done)?.[1];
    await show(request, response, { typed: typedFrom(known), report, done });
  });

  const read = [ground.signedIn(), ...readUploads(site, ["files"])];
  router.post(paths.newText(), ...read, (request, response) => answer(request, response, undefined));
  router.post(oneText, ...read, async (request, response) => {
    const { report } = await ownText(site, request, response);
    await answer(request, response, report);
  });

  /** Does what the form asks for; whatever comes in between, the form is shown again with everything that was typed. */
  async function answer(request: Request, response: Response, report: Report | undefined): Promise<void> {
    const session = sessionIn(response);
    const { collective } = session;
    const words = ground.frame(request).desk.editor;
    const [action = "", at = ""] = field(request, "action").split(":");
    const errors: Record<string, string> = {};
    let typed = arrange(request, typedInto(request), action, Number(at));
    const taken = await takePictures(site, collective, request, "files", words);
    typed = { ...typed, text: appendPictures(typed.text, taken.pictures) };
    if (taken.problems.length > 0) errors.files = taken.problems.join(" ");
    if (isCutOff(request)) errors.files = words.wrong.cutOff;
    if (hasLostFiles(request)) errors.files = words.filesLost;
    const again = (more: Partial<Shown> = {}) => show(request, response, { typed, report, ...more });
    if (Object.keys(errors).length > 0) return again({ errors });
    if (["up", "down", "remove", "look", "write", ""].includes(action)) {
      const isChanged = ["up", "down", "remove"].includes(action);
      return again(isChanged ? { done: words.done.changed } : {});
    }
    if (action === "pictures") return again({ done: words.done.pictures });
    const isPreview = action === "preview" || action === "elsewhere";
    Object.assign(errors, await problemsIn(site, words, typed, action, { report, collective }));
    const { translation } = typed;
    if (translation !== "" && (await originalOf(site, collective, translation)) === undefined)
      errors.translation = words.wrong.translation;
    if (Object.keys(errors).length > 0) return again({ errors });
    try {
      if (isPreview) return await previews.show(request, response, typed, report);
      const outcome = await save(site, session, typed, report, action);
      return response.redirect(303, placeAfter(outcome));
    } catch (error) {
      if (error instanceof Unavailable || isOutage(error)) {
        return again({ errors: { text: words.wrong.notNow } });
      }
      if (!(error instanceof Refused)) throw error;
      const { reason } = error;
      if (reason === "changed" && report !== undefined) return clash(request, response, typed);
      const sentence = refusal(words, reason);
      return again({ errors: { [fieldOf[reason ?? ""] ?? "text"]: sentence } });
    }
  }

  /** Shows what somebody else has saved meanwhile beside what was typed; saving then replaces theirs. */
  async function clash(request: Request, response: Response, typed: Typed): Promise<void> {
    const known = await ownText(site, request, response);
    const theirs = typedFrom(known);
    const words = ground.frame(request).desk.editor;
    const conflict = differencesBetween(words, theirs, typed);
    const { report } = known;
    await show(request, response, { typed: { ...typed, revision: report.revision }, report, conflict });
  }

  router.post(`${oneText}/unschedule`, ground.signedIn(), async (request, response) => {
    const { report } = await ownText(site, request, response);
    if (report.state === "scheduled") await withdrawReport(site, report.id);
    response.redirect(303, `${paths.text(report.id)}?done=draft`);
  });

  router.post(`${oneText}/agree`, ground.signedIn(), readForm, async (request, response) => {
    const known = await ownText(site, request, response);
    const { report } = known;
    const words = ground.frame(request).desk.editor;
    try {
      const { state } = await approve(
        site,
        sessionIn(response),
        report.id,
        Number(field(request, "revision")),
      );
      response.redirect(
        303,
        placeAfter({ id: report.id, done: state === "scheduled" ? "scheduled" : "published" }),
      );
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const sentence = refusal(words, error.reason);
      await show(request, response, { typed: typedFrom(known), report, errors: { text: sentence } });
    }
  });

  router.use(previews.router);
  return router;
}

function placeAfter({ id, done }: Outcome): string {
  const isOut = done === "published" || done === "revised";
  return `${isOut ? paths.deliveriesOf(id) : paths.text(id)}?done=${done}`;
}

/** The field beside which a refusal is said. */
const fieldOf: Record<string, string> = {
  "slug taken": "slug",
  "language taken": "language",
  "pictures many": "files",
  "alt long": "files",
};

/** A moment in UTC, as it is written everywhere: `2026-12-24 18:30`. */
function readable(moment: Date): string {
  return moment.toISOString().slice(0, 16).replace("T", " ");
}
