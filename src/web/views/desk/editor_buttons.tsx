// What can be done with a text that is being written, as its state and the collective's rules allow it.
import type { EditorProps } from "./editor.tsx";

/** The buttons below the form. */
export function EditorButtons({ frame, stored, settings, conflict }: EditorProps) {
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
