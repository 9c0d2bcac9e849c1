// The editor: one form for reports, call-outs and pages. It works without script, and everything typed stays in it.
import { desk } from "../../../domain/paths.ts";
import {
  type ReplyPolicy,
  type ReportKind,
  type ReportState,
  replyPolicies,
  reportKinds,
  type WireForm,
  wireForms,
} from "../../../domain/report.ts";
import type { ResponseState } from "../../../domain/response.ts";
import { Conflict, type Difference } from "./conflict.tsx";
import {
  Done,
  ErrorSummary,
  MomentField,
  type Option,
  RadioField,
  SelectField,
  TextArea,
  TextField,
} from "./field.tsx";
import type { DeskFrame, FieldErrors } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";
import { type ListedPicture, Pictures } from "./pictures.tsx";
import { About, Original, type OriginalText, type Sibling } from "./text_places.tsx";

/** A text that is stored, beside what is typed. */
export interface StoredText {
  id: string;
  state: ReportState;
  title: string;
  /** Path of its page, where it has one. */
  page: string | undefined;
  /** In UTC, as it is read. */
  scheduled: string | undefined;
  /** Whether it waits for a second pen, and who proposed it. */
  proposed: "own" | "other" | undefined;
  siblings: readonly Sibling[];
  /** How many answers to it there are in each state, once it has been published. */
  answers: Record<ResponseState, number> | undefined;
}

export interface EditorProps {
  frame: DeskFrame;
  collective: { name: string; handle: string };
  typed: Record<string, string> & { kind: string; language: string };
  revision: number | undefined;
  stored: StoredText | undefined;
  pictures: readonly ListedPicture[];
  languages: readonly Option[];
  /** What the collective does where a text says nothing. */
  settings: { form: WireForm; replies: ReplyPolicy; secondPen: boolean };
  original?: OriginalText | undefined;
  conflict?: readonly Difference[] | undefined;
  errors?: FieldErrors | undefined;
  done?: string | undefined;
  /** The time, in UTC. */
  now: string;
}

export function Editor(props: EditorProps) {
  const { frame, collective, stored, original, conflict, errors, done } = props;
  const words = frame.desk.editor;
  return (
    <DeskLayout
      frame={frame}
      title={stored?.title ?? words.newTitle}
      collective={collective}
      place={stored ? "texts" : "newText"}
    >
      <ErrorSummary frame={frame} errors={errors} />
      <Done>{done}</Done>
      <h1 dir="auto">{stored?.title ?? words.newTitle}</h1>
      {stored && <About frame={frame} stored={stored} revision={props.revision} />}
      {conflict && stored && <Conflict frame={frame} id={stored.id} differences={conflict} />}
      <div class={original ? "beside" : undefined}>
        {original && <Original frame={frame} original={original} />}
        <Form {...props} />
      </div>
    </DeskLayout>
  );
}

function Form(props: EditorProps) {
  const { frame, typed, revision, stored, pictures, errors } = props;
  const words = frame.desk.editor;
  const isOut = stored?.state === "published";
  const ground = { frame, errors };
  const text = { dir: "auto", lang: typed.language } as const;
  return (
    <form
      class="editor"
      id="editor"
      method="post"
      action={stored ? desk.text(stored.id) : desk.newText()}
      enctype="multipart/form-data"
    >
      {/* What the return key does in a field: nothing that anybody else would see. */}
      <button class="hidden" type="submit" name="action" value="look" tabIndex={-1} aria-hidden="true">
        {words.preview}
      </button>
      {revision !== undefined && <input type="hidden" name="revision" value={String(revision)} />}
      <RadioField
        {...ground}
        name="kind"
        label={words.kind}
        value={typed.kind}
        options={reportKinds
          .filter((kind) => !isOut || (kind === "page") === (typed.kind === "page"))
          .map((kind: ReportKind) => ({
            value: kind,
            label: words.kinds[kind],
            hint: words.kindMeans[kind],
          }))}
      />
      <SelectField
        {...ground}
        name="language"
        label={words.language}
        options={props.languages}
        value={typed.language}
      />
      <TextField
        {...ground}
        {...text}
        name="title"
        label={words.title}
        hint={words.titleHint}
        value={typed.title ?? ""}
        autocomplete="off"
      />
      <TextArea
        {...ground}
        {...text}
        name="lead"
        label={words.lead}
        hint={words.leadHint}
        value={typed.lead ?? ""}
        rows={3}
      />
      <TextArea
        {...ground}
        {...text}
        name="text"
        label={words.text}
        hint={words.textHint}
        value={typed.text ?? ""}
        rows={18}
      />
      <Help frame={frame} />
      <TextField
        {...ground}
        {...text}
        name="tags"
        label={words.tags}
        hint={words.tagsHint}
        value={typed.tags ?? ""}
        autocomplete="off"
      />
      <TextArea
        {...ground}
        name="links"
        label={words.links}
        hint={words.linksHint}
        value={typed.links ?? ""}
        dir="auto"
        rows={3}
        spellcheck={false}
      />
      <Pictures {...ground} pictures={pictures} typed={typed} />
      <details
        class="settings"
        open={["warning", "slug", "form", "replies", "translation"].some(
          (name) => errors?.[name] !== undefined,
        )}
      >
        <summary>{words.more}</summary>
        <TextField
          {...ground}
          {...text}
          name="warning"
          label={words.warning}
          hint={words.warningHint}
          value={typed.warning ?? ""}
          autocomplete="off"
        />
        <Settings {...props} />
      </details>
      {!isOut && <When {...props} />}
      <Buttons {...props} />
    </form>
  );
}

function Help({ frame }: { frame: DeskFrame }) {
  const words = frame.desk.editor;
  return (
    <details class="help">
      <summary>{words.help}</summary>
      <dl>
        {words.helpRows.map(([typed, means]) => (
          <div key={typed}>
            <dt>
              <code dir="ltr">{typed}</code>
            </dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Settings({ frame, typed, stored, settings, errors }: EditorProps) {
  const words = frame.desk.editor;
  const ground = { frame, errors };
  const isOut = stored?.state === "published";
  const replies = replyPolicies.map((one) => ({ value: one, label: words.replyPolicies[one] }));
  const forms = wireForms.map((one) => ({ value: one, label: words.forms[one] }));
  return (
    <>
      {!isOut && (
        <>
          <TextField
            {...ground}
            name="slug"
            label={words.slug}
            hint={words.slugHint}
            value={typed.slug ?? ""}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            dir="auto"
          />
          <SelectField
            {...ground}
            name="form"
            label={words.form}
            hint={words.formHint}
            value={typed.form}
            options={
              stored
                ? forms
                : [{ value: "", label: words.asCollective(words.forms[settings.form]) }, ...forms]
            }
          />
        </>
      )}
      <SelectField
        {...ground}
        name="replies"
        label={words.replies}
        value={typed.replies}
        options={[
          { value: "", label: words.asCollective(words.replyPolicies[settings.replies]) },
          ...replies,
        ]}
      />
      <TextField
        {...ground}
        name="translation"
        label={words.translation}
        hint={words.translationHint}
        value={typed.translation ?? ""}
        autocomplete="off"
        dir="ltr"
        spellcheck={false}
      />
    </>
  );
}

function When({ frame, typed, errors, now }: EditorProps) {
  const words = frame.desk.editor;
  const ground = { frame, errors };
  return (
    <fieldset class="when">
      <legend>{words.when}</legend>
      <p class="hint">{words.whenHint(now)}</p>
      <div class="pair">
        <MomentField {...ground} type="date" name="date" label={words.date} value={typed.date ?? ""} />
        <MomentField {...ground} type="time" name="time" label={words.time} value={typed.time ?? ""} />
      </div>
    </fieldset>
  );
}

function Buttons({ frame, stored, settings, conflict }: EditorProps) {
  const words = frame.desk.editor;
  const state = stored?.state ?? "draft";
  const button = (action: string, label: string, second = false) => (
    <button class={second ? "second" : undefined} type="submit" name="action" value={action}>
      {label}
    </button>
  );
  if (state === "published") {
    return (
      <div class="buttons">
        {button("preview", words.preview, true)}
        {button("revise", conflict ? words.overwrite : words.revise)}
      </div>
    );
  }
  const save = conflict ? words.overwrite : state === "scheduled" ? words.saveScheduled : words.save;
  return (
    <>
      {settings.secondPen && (
        <p class="hint" id="propose-hint">
          {words.proposeHint}
        </p>
      )}
      <div class="buttons">
        {button("save", save)}
        {button("preview", words.preview, true)}
        {settings.secondPen ? (
          button("propose", words.propose, true)
        ) : (
          <>
            {state === "draft" && button("schedule", words.schedule, true)}
            {button("publish", words.publish, true)}
          </>
        )}
      </div>
    </>
  );
}
