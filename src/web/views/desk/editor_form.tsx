// The editor's form, one for reports, call-outs and pages. It works without script, and everything typed stays in it.
import { desk } from "../../../domain/paths.ts";
import { type ReportKind, reportKinds } from "../../../domain/report.ts";
import type { EditorProps } from "./editor.tsx";
import { EditorButtons } from "./editor_buttons.tsx";
import { Settings } from "./editor_settings.tsx";
import { MomentField, RadioField, SelectField, TextArea, TextField } from "./field.tsx";
import type { DeskFrame } from "./frame.ts";
import { Pictures } from "./pictures.tsx";

/** Everything that can be typed about a text. */
export function EditorForm(props: EditorProps) {
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
      <Settings {...props} />
      {!isOut && <When {...props} />}
      <EditorButtons {...props} />
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
