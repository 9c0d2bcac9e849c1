// Fields of forms: each with its label, a hint, and a sentence where it is not yet right, tied together for every ear and eye.
import type { ComponentChildren } from "preact";
import type { DeskFrame, FieldErrors } from "./frame.ts";

interface FieldProps {
  frame: DeskFrame;
  /** Name in the form; its id is `field-` and the name. */
  name: string;
  label: string;
  hint?: string | undefined;
  errors?: FieldErrors | undefined;
}

/** The id of a field, for links to it. */
export const fieldId = (name: string) => `field-${name}`;

/** Attributes that tie a control to its label, hint and error. */
function tied({ name, hint, errors }: Pick<FieldProps, "name" | "hint" | "errors">) {
  const isWrong = errors?.[name] !== undefined;
  const described = [hint && `${fieldId(name)}-hint`, isWrong && `${fieldId(name)}-error`].filter(Boolean);
  return {
    id: fieldId(name),
    name,
    ...(described.length > 0 && { "aria-describedby": described.join(" ") }),
    ...(isWrong && { "aria-invalid": "true" as const }),
  };
}

function Hint({ name, hint }: { name: string; hint: string | undefined }) {
  if (hint === undefined) return null;
  return (
    <p class="hint" id={`${fieldId(name)}-hint`} dir="auto">
      {hint}
    </p>
  );
}

function Wrong({ frame, name, errors }: Pick<FieldProps, "frame" | "name" | "errors">) {
  const sentence = errors?.[name];
  if (sentence === undefined) return null;
  return (
    <p class="wrong" id={`${fieldId(name)}-error`} dir="auto">
      <strong>{frame.desk.form.problem}</strong> {sentence}
    </p>
  );
}

function Labelled({ children, ...field }: FieldProps & { children: ComponentChildren }) {
  const { frame, name, label, hint, errors } = field;
  return (
    <div class={errors?.[name] === undefined ? "field" : "field is-wrong"}>
      <label for={fieldId(name)}>{label}</label>
      <Hint name={name} hint={hint} />
      <Wrong frame={frame} name={name} errors={errors} />
      {children}
    </div>
  );
}

/** What may be said of a control beside what ties it to its field. */
interface Control {
  autocomplete?: "off" | "on";
  autocapitalize?: "none" | "sentences";
  autocorrect?: "off";
  spellcheck?: boolean;
  dir?: "auto" | "ltr" | "rtl";
  inputMode?: "url" | "numeric";
  lang?: string | undefined;
  /** The id of a list of suggestions. */
  list?: string;
  maxLength?: number;
  required?: boolean;
  value?: string;
}

/** One line of text, or what else is typed on one line. */
export function TextField({ frame, name, label, hint, errors, ...input }: FieldProps & Control) {
  return (
    <Labelled {...{ frame, name, label, hint, errors }}>
      <input type="text" {...input} {...tied({ name, hint, errors })} />
    </Labelled>
  );
}

/** A day or a time of day. */
export function MomentField({
  frame,
  name,
  label,
  hint,
  errors,
  type,
  value,
}: FieldProps & { type: "date" | "time"; value: string }) {
  return (
    <Labelled {...{ frame, name, label, hint, errors }}>
      {type === "date" ? (
        <input type="date" value={value} {...tied({ name, hint, errors })} />
      ) : (
        <input type="time" value={value} {...tied({ name, hint, errors })} />
      )}
    </Labelled>
  );
}

/** A colour, chosen with what the browser offers for it. */
export function ColourField({ frame, name, label, hint, errors, value }: FieldProps & { value: string }) {
  return (
    <Labelled {...{ frame, name, label, hint, errors }}>
      <input type="color" value={value} {...tied({ name, hint, errors })} />
    </Labelled>
  );
}

/** One file, or several. */
export function FileField({
  frame,
  name,
  label,
  hint,
  errors,
  accept,
  multiple = false,
}: FieldProps & { accept: string; multiple?: boolean }) {
  return (
    <Labelled {...{ frame, name, label, hint, errors }}>
      <input type="file" accept={accept} multiple={multiple} {...tied({ name, hint, errors })} />
    </Labelled>
  );
}

/** Several lines of text. */
export function TextArea({
  frame,
  name,
  label,
  hint,
  errors,
  value,
  ...area
}: FieldProps & Control & { rows?: number }) {
  return (
    <Labelled {...{ frame, name, label, hint, errors }}>
      <textarea {...area} {...tied({ name, hint, errors })}>
        {/* The parser drops a first line break. */}
        {`\n${value ?? ""}`}
      </textarea>
    </Labelled>
  );
}

export interface Option {
  value: string;
  label: string;
  /** BCP 47 tag of the label, where it is not the page's. */
  language?: string;
}

/** One of many, from a list. */
export function SelectField({
  frame,
  name,
  label,
  hint,
  errors,
  options,
  value,
}: FieldProps & { options: readonly Option[]; value?: string | undefined }) {
  return (
    <Labelled {...{ frame, name, label, hint, errors }}>
      <select {...tied({ name, hint, errors })}>
        {options.map((one) => (
          <option key={one.value} value={one.value} selected={one.value === value} lang={one.language}>
            {one.label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

/** Yes or no. */
export function CheckField({
  frame,
  name,
  label,
  hint,
  errors,
  checked,
}: FieldProps & { checked?: boolean }) {
  return (
    <div class="field check">
      <input type="checkbox" value="yes" checked={checked ?? false} {...tied({ name, hint, errors })} />
      <label for={fieldId(name)}>{label}</label>
      <Hint name={name} hint={hint} />
      <Wrong frame={frame} name={name} errors={errors} />
    </div>
  );
}

/** One of few, all in sight. The first has the id of the field, so that links lead to it. */
export function RadioField({
  frame,
  name,
  label,
  hint,
  errors,
  options,
  value,
}: FieldProps & { options: readonly (Option & { hint?: string })[]; value?: string | undefined }) {
  const { id: _, ...described } = tied({ name, hint, errors });
  return (
    <fieldset
      class={errors?.[name] === undefined ? "field" : "field is-wrong"}
      aria-describedby={described["aria-describedby"]}
    >
      <legend>{label}</legend>
      <Hint name={name} hint={hint} />
      <Wrong frame={frame} name={name} errors={errors} />
      {options.map((one, position) => {
        const id = position === 0 ? fieldId(name) : `${fieldId(name)}-${position}`;
        return (
          <div class="choice" key={one.value}>
            <input
              type="radio"
              id={id}
              name={name}
              value={one.value}
              checked={one.value === value}
              aria-describedby={one.hint === undefined ? undefined : `${id}-means`}
            />
            <label for={id}>{one.label}</label>
            {one.hint !== undefined && (
              <p class="hint" id={`${id}-means`}>
                {one.hint}
              </p>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}

/** What is wrong with a form, at the top of the page, each with a link to its field. It has the focus when the page opens. */
export function ErrorSummary({ frame, errors }: { frame: DeskFrame; errors: FieldErrors | undefined }) {
  const wrong = Object.entries(errors ?? {}).filter(([, sentence]) => sentence !== undefined);
  if (wrong.length === 0) return null;
  return (
    <section class="problems" aria-labelledby="problems" tabIndex={-1} autofocus>
      <h2 id="problems">{frame.desk.form.problems}</h2>
      <ul>
        {wrong.map(([name, sentence]) => (
          <li key={name}>
            <a href={`#${fieldId(name)}`} dir="auto">
              {sentence}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Says that something was done. */
export function Done({ children }: { children: string | undefined }) {
  if (children === undefined) return null;
  return (
    <p class="done" role="status">
      {children}
    </p>
  );
}
