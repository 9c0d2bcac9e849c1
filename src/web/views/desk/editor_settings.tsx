// What is seldom changed about a text: a warning, its address, its form on the wire, answers, and what it translates.
import { replyPolicies, wireForms } from "../../../domain/report.ts";
import type { EditorProps } from "./editor.tsx";
import { SelectField, TextField } from "./field.tsx";

/** The folded part of the form; unfolded where something in it is wrong. */
export function Settings({ frame, typed, stored, settings, errors }: EditorProps) {
  const words = frame.desk.editor;
  const ground = { frame, errors };
  const isOut = stored?.state === "published";
  const replies = replyPolicies.map((one) => ({ value: one, label: words.replyPolicies[one] }));
  const forms = wireForms.map((one) => ({ value: one, label: words.forms[one] }));
  return (
    <details
      class="settings"
      open={["warning", "slug", "form", "replies", "translation"].some(
        (name) => errors?.[name] !== undefined,
      )}
    >
      <summary>{words.more}</summary>
      <TextField
        {...ground}
        name="warning"
        label={words.warning}
        hint={words.warningHint}
        value={typed.warning ?? ""}
        dir="auto"
        lang={typed.language}
        autocomplete="off"
      />
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
    </details>
  );
}
