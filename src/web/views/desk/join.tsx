// The pages behind an invitation: what is offered, and the six words that are handed over.
import { desk } from "../../../domain/paths.ts";
import type { Role } from "../../../domain/pen.ts";
import { CheckField, ErrorSummary, type Option, SelectField, TextField } from "./field.tsx";
import type { DeskFrame, FieldErrors } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";

export interface FoundProps {
  frame: DeskFrame;
  typed: { name: string; handle: string; language: string };
  languages: readonly Option[];
  errors?: FieldErrors | undefined;
}

/** The first run: founding a collective. */
export function Found({ frame, typed, languages, errors }: FoundProps) {
  const words = frame.desk.found;
  return (
    <DeskLayout frame={frame} title={words.title}>
      <div class="sheet">
        <ErrorSummary frame={frame} errors={errors} />
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        <form method="post">
          <TextField
            {...{ frame, errors }}
            name="name"
            label={words.name}
            hint={words.nameHint}
            value={typed.name}
            autocomplete="off"
            dir="auto"
          />
          <TextField
            {...{ frame, errors }}
            name="handle"
            label={words.handle}
            hint={words.handleHint(frame.host)}
            value={typed.handle}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            dir="ltr"
          />
          <SelectField
            {...{ frame, errors }}
            name="language"
            label={words.language}
            hint={words.languageHint}
            options={languages}
            value={typed.language}
          />
          <p>{frame.desk.join.noAccount}</p>
          <p>{frame.desk.join.beforehand}</p>
          <button type="submit">{words.submit}</button>
        </form>
      </div>
    </DeskLayout>
  );
}

export interface InvitedProps {
  frame: DeskFrame;
  collective: { name: string };
  role: Role;
}

/** An invitation to a collective that exists. Nothing happens before the button: link previews use nothing up. */
export function Invited({ frame, collective, role }: InvitedProps) {
  const words = frame.desk.join;
  const title = words.title(collective.name);
  return (
    <DeskLayout frame={frame} title={title}>
      <div class="sheet">
        <h1>{title}</h1>
        <p class="lead">{words.lead}</p>
        <p>
          {words.role} — {frame.desk.pens.yoursRole(frame.desk.roles[role], frame.desk.roleMeans[role])}
        </p>
        <p>{words.noAccount}</p>
        <p>{words.beforehand}</p>
        <form method="post">
          <button type="submit">{words.submit}</button>
        </form>
        <p class="aside">
          <a href={desk.signIn()}>{words.toSignIn}</a>
        </p>
      </div>
    </DeskLayout>
  );
}

export interface HandedOverProps {
  frame: DeskFrame;
  words: readonly string[];
  /** Which two are asked for, counted from 0. */
  asked: readonly number[];
  /** Brings the words back if one is mistyped; nobody else can read it. */
  sealed: string;
  errors?: FieldErrors | undefined;
}

/** The words, for the only time. */
export function HandedOver({ frame, words: handed, asked, sealed, errors }: HandedOverProps) {
  const words = frame.desk.words;
  return (
    <DeskLayout frame={frame} title={words.title}>
      <div class="sheet">
        <ErrorSummary frame={frame} errors={errors} />
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        <ol class="words" dir="ltr" aria-label={words.list}>
          {handed.map((word, position) => (
            <li key={`${position}`}>
              <span class="number" lang={frame.locale.language}>
                {frame.number(position + 1)}
              </span>{" "}
              <b lang="en" translate={false}>
                {word}
              </b>
            </li>
          ))}
        </ol>
        <ul class="advice">
          <li>{words.onPaper}</li>
          <li>
            {words.fromAnywhere}{" "}
            <span class="address" dir="ltr">
              {frame.origin + desk.texts()}
            </span>
          </li>
          <li>{words.noRecovery}</li>
        </ul>
        <h2>{words.check}</h2>
        <p>{words.checkLead}</p>
        <form method="post" action={desk.confirm()}>
          <input type="hidden" name="sealed" value={sealed} />
          <div class="pair">
            {asked.map((position) => (
              <TextField
                key={`${position}`}
                {...{ frame, errors }}
                name={`word-${position}`}
                label={words.word(frame.number(position + 1))}
                autocomplete="off"
                autocapitalize="none"
                spellcheck={false}
                dir="ltr"
              />
            ))}
          </div>
          <CheckField
            frame={frame}
            name="stay"
            label={frame.desk.signIn.stay}
            hint={frame.desk.signIn.stayHint}
          />
          <button type="submit">{words.submit}</button>
        </form>
      </div>
    </DeskLayout>
  );
}
