// The door of the desk: one field for six words. What was being sent when a session ended waits in it.
import { desk } from "../../../domain/paths.ts";
import { CheckField, Done, ErrorSummary, TextField } from "./field.tsx";
import type { DeskFrame, FieldErrors } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";

/** A form that was sent without a session, to be sent again. */
export interface Kept {
  fields: readonly [name: string, value: string][];
  /** Whether there were files, which cannot be kept. */
  hadFiles: boolean;
}

export interface SignInProps {
  frame: DeskFrame;
  /** Path to go to afterwards. */
  next?: string | undefined;
  kept?: Kept | undefined;
  words?: string;
  stay?: boolean;
  isSignedOut?: boolean;
  errors?: FieldErrors | undefined;
}

/** Names of the door's own fields; all others belong to the form that is kept. */
export const doorFields = {
  words: "door-words",
  stay: "door-stay",
  next: "door-next",
  again: "door-again",
  hadFiles: "door-had-files",
} as const;

export function SignIn({ frame, next, kept, words: typed, stay, isSignedOut, errors }: SignInProps) {
  const words = frame.desk.signIn;
  return (
    <DeskLayout frame={frame} title={words.title}>
      <div class="sheet">
        <ErrorSummary frame={frame} errors={errors} />
        {isSignedOut && <Done>{words.signedOut}</Done>}
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        {kept && (
          <p class="kept" role="status">
            {words.kept} {kept.hadFiles && words.filesLost}
          </p>
        )}
        <form method="post" action={desk.signIn()}>
          {kept?.fields.map(([name, value], position) => (
            <input key={`${position}`} type="hidden" name={name} value={value} />
          ))}
          {next !== undefined && <input type="hidden" name={doorFields.next} value={next} />}
          {kept && <input type="hidden" name={doorFields.again} value="yes" />}
          {kept?.hadFiles && <input type="hidden" name={doorFields.hadFiles} value="yes" />}
          <TextField
            {...{ frame, errors }}
            name={doorFields.words}
            label={words.words}
            hint={words.wordsHint}
            value={typed ?? ""}
            autocomplete="off"
            autocapitalize="none"
            autocorrect="off"
            spellcheck={false}
            dir="ltr"
            maxLength={400}
          />
          <CheckField
            frame={frame}
            name={doorFields.stay}
            label={words.stay}
            hint={words.stayHint}
            checked={stay ?? false}
          />
          <button type="submit">{words.submit}</button>
        </form>
        <p class="aside">{words.lost}</p>
      </div>
    </DeskLayout>
  );
}
