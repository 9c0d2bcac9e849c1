// The profile of a collective as a form.
import { desk, pages } from "../../../domain/paths.ts";
import {
  type ReportKind,
  replyPolicies,
  reportKinds,
  type WireForm,
  wireForms,
} from "../../../domain/report.ts";
import { Picture, type ShownPicture } from "../picture.tsx";
import {
  CheckField,
  ColourField,
  Done,
  ErrorSummary,
  FileField,
  type Option,
  SelectField,
  TextArea,
  TextField,
} from "./field.tsx";
import type { DeskFrame, FieldErrors } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";

/** How many lines and languages the form has room for. */
export const fieldRows = 8;
export const languageRows = 20;

export interface TypedProfile {
  name: string;
  summary: string;
  languages: readonly string[];
  fields: readonly { name: string; value: string }[];
  isOwnColour: boolean;
  colour: string;
  discoverable: boolean;
  indexable: boolean;
  prefersCard: boolean;
  forms: Partial<Record<ReportKind, WireForm>>;
  replies: string;
}

export interface ProfileProps {
  frame: DeskFrame;
  collective: { name: string; handle: string };
  typed: TypedProfile;
  languages: readonly Option[];
  pictures: { icon: ShownPicture | undefined; header: ShownPicture | undefined };
  errors?: FieldErrors | undefined;
  done?: string | undefined;
}

export function Profile(props: ProfileProps) {
  const { frame, collective, typed, errors, done } = props;
  const words = frame.desk.profile;
  const ground = { frame, errors };
  return (
    <DeskLayout frame={frame} title={words.title} collective={collective} place="profile">
      <ErrorSummary frame={frame} errors={errors} />
      <Done>{done}</Done>
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      <p>
        <a href={pages.collective(collective.handle)}>{words.toPage}</a>
      </p>
      <form method="post" action={desk.profile()} enctype="multipart/form-data">
        <TextField
          {...ground}
          name="name"
          label={words.name}
          value={typed.name}
          dir="auto"
          autocomplete="off"
        />
        <TextArea
          {...ground}
          name="summary"
          label={words.summary}
          hint={words.summaryHint}
          value={typed.summary}
          dir="auto"
          rows={6}
        />
        <Languages {...props} />
        <Fields {...props} />
        <Looks {...props} />
        <Policies {...props} />
        <button type="submit">{words.submit}</button>
      </form>
    </DeskLayout>
  );
}

function Languages({ frame, typed, languages, errors }: ProfileProps) {
  const words = frame.desk.profile;
  return (
    <fieldset class="group">
      <legend>{words.languages}</legend>
      <div class="pair">
        {typed.languages.map((language, position) => (
          <SelectField
            key={`${position}`}
            {...{ frame, errors }}
            name={`language-${position}`}
            label={position === 0 ? words.mainLanguage : words.otherLanguage(frame.number(position + 1))}
            options={position === 0 ? languages : [{ value: "", label: words.noLanguage }, ...languages]}
            value={language}
          />
        ))}
      </div>
    </fieldset>
  );
}

function Fields({ frame, typed, errors }: ProfileProps) {
  const words = frame.desk.profile;
  return (
    <fieldset class="group">
      <legend>{words.fields}</legend>
      <p class="hint">{words.fieldsHint}</p>
      {typed.fields.map(({ name, value }, position) => {
        const number = frame.number(position + 1);
        const ground = { frame, errors, dir: "auto", autocomplete: "off" } as const;
        return (
          <div class="pair" key={`${position}`}>
            <TextField {...ground} name={`field-${position}`} label={words.fieldName(number)} value={name} />
            <TextField
              {...ground}
              name={`value-${position}`}
              label={words.fieldValue(number)}
              value={value}
            />
          </div>
        );
      })}
    </fieldset>
  );
}

function Looks({ frame, typed, pictures, errors }: ProfileProps) {
  const words = frame.desk.profile;
  const ground = { frame, errors };
  const kinds = "image/jpeg,image/png,image/webp,image/avif,image/gif";
  const remove = { icon: words.removeIcon, header: words.removeHeader };
  const hints = { icon: words.iconHint, header: words.headerHint };
  return (
    <fieldset class="group">
      <legend>{words.looks}</legend>
      {(["icon", "header"] as const).map((which) => (
        <div class={`look ${which}`} key={which}>
          {pictures[which] && <Picture picture={pictures[which]} sizes="16rem" />}
          <FileField {...ground} name={which} label={words[which]} hint={hints[which]} accept={kinds} />
          <TextField
            {...ground}
            name={`${which}-alt`}
            label={words.newAlt}
            value=""
            dir="auto"
            autocomplete="off"
          />
          {pictures[which] && <CheckField frame={frame} name={`remove-${which}`} label={remove[which]} />}
        </div>
      ))}
      <CheckField frame={frame} name="own-colour" label={words.ownColour} checked={typed.isOwnColour} />
      <ColourField
        {...ground}
        name="colour"
        label={words.colour}
        hint={words.colourHint}
        value={typed.colour}
      />
    </fieldset>
  );
}

function Policies({ frame, typed, errors }: ProfileProps) {
  const words = frame.desk.profile;
  const { editor } = frame.desk;
  return (
    <fieldset class="group">
      <legend>{words.policies}</legend>
      <CheckField frame={frame} name="discoverable" label={words.discoverable} checked={typed.discoverable} />
      <CheckField frame={frame} name="indexable" label={words.indexable} checked={typed.indexable} />
      <CheckField
        frame={frame}
        name="card"
        label={words.prefersCard}
        hint={words.prefersCardHint}
        checked={typed.prefersCard}
      />
      {reportKinds.map((kind) => (
        <SelectField
          key={kind}
          {...{ frame, errors }}
          name={`form-${kind}`}
          label={words.form(editor.kinds[kind])}
          options={wireForms.map((form) => ({ value: form, label: editor.forms[form] }))}
          value={typed.forms[kind] ?? "Article"}
        />
      ))}
      <SelectField
        {...{ frame, errors }}
        name="replies"
        label={words.replies}
        options={replyPolicies.map((one) => ({ value: one, label: editor.replyPolicies[one] }))}
        value={typed.replies}
      />
    </fieldset>
  );
}
