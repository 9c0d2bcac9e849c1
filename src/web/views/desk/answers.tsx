// The place of answers: what waits, what is shown and what is hidden, with what can be done to many at once.
import { desk, type QueuePart } from "../../../domain/paths.ts";
import { type ResponseState, responseStates } from "../../../domain/response.ts";
import { judgedKinds, mostCounted, type QueuedAnswer } from "../../../newsroom/queue.ts";
import { AnswerLine, Deeds } from "./answer_line.tsx";
import { Beside } from "./beside.tsx";
import { Done, ErrorSummary, TextArea, TextField } from "./field.tsx";
import type { DeskFrame, FieldErrors } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";
import { ByTime, Parts } from "./list.tsx";
import { Problem } from "./notice.tsx";

export interface AnswersProps {
  frame: DeskFrame;
  collective: { name: string; handle: string };
  answers: readonly QueuedAnswer[];
  /** How many there are in each state, to that text or to all. */
  counts: Record<ResponseState, number>;
  state: ResponseState;
  /** The part of them that is listed. */
  only: QueuePart;
  /** The text of that part. */
  text: { id: string; title: string; language: string } | undefined;
  /** What was typed to name a text. */
  typed: string;
  errors?: FieldErrors | undefined;
  /** Whether this pen decides about answers. */
  mayDecide: boolean;
  filterWords: readonly string[];
  older: string | undefined;
  newest: string | undefined;
  done?: string | undefined;
  problem?: string | undefined;
}

export function Answers(props: AnswersProps) {
  const { frame, collective, answers, counts, state, only, mayDecide, older, newest, done, problem } = props;
  const words = frame.desk.answers;
  return (
    <DeskLayout frame={frame} title={words.title} collective={collective} place="answers">
      <ErrorSummary frame={frame} errors={props.errors} />
      <Done>{done}</Done>
      <Problem>{problem}</Problem>
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      {mayDecide && <Beside frame={frame} here="answers" />}
      <ToOneText {...props} />
      <Parts
        label={words.byState}
        parts={responseStates.map((one) => ({
          name: words.states[one],
          href: desk.answersIn(one, only),
          isHere: one === state,
          count: countOf(frame, counts[one]),
        }))}
      />
      <Parts
        label={words.byKind}
        parts={[undefined, ...judgedKinds].map((kind) => ({
          name: kind === undefined ? words.all : words.kinds[kind],
          href: desk.answersIn(state, { ...only, kind }),
          isHere: kind === only.kind,
        }))}
      />
      {answers.length === 0 && <p class="nothing">{words.none}</p>}
      {answers.length > 0 && (
        <form method="post" action={desk.answersIn(state, only)}>
          <ul class="rows">
            {answers.map((answer) => (
              <li key={answer.id}>
                <AnswerLine frame={frame} answer={answer} name={collective.name} mayChoose={mayDecide} />
              </li>
            ))}
          </ul>
          {mayDecide && <Deeds frame={frame} state={state} />}
        </form>
      )}
      <ByTime frame={frame} first={newest} next={older} />
      {mayDecide && (
        <section aria-labelledby="words">
          <h2 id="words">{words.wordsTitle}</h2>
          <form method="post" action={`${desk.answers()}/words`}>
            <TextArea
              frame={frame}
              name="words"
              label={words.wordsTitle}
              hint={words.wordsHint}
              value={props.filterWords.join("\n")}
              dir="auto"
              rows={4}
            />
            <button class="second" type="submit">
              {words.save}
            </button>
          </form>
        </section>
      )}
    </DeskLayout>
  );
}

/** Which text the answers are about, and a form to choose one. */
function ToOneText({ frame, state, only, text, typed, errors }: AnswersProps) {
  const words = frame.desk.answers;
  return (
    <>
      {text && (
        <p>
          {words.toText}{" "}
          <a href={desk.text(text.id)} lang={text.language} dir="auto">
            {text.title}
          </a>{" "}
          · <a href={desk.answersIn(state, { kind: only.kind })}>{words.toAll}</a>
        </p>
      )}
      <details class="settings" open={errors !== undefined}>
        <summary>{words.chooseText}</summary>
        <form method="get" action={desk.answersIn(state)}>
          {only.kind && <input type="hidden" name="kind" value={only.kind} />}
          <TextField
            {...{ frame, errors }}
            name="text"
            label={words.textField}
            hint={words.textHint}
            value={errors ? typed : ""}
            dir="auto"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
          />
          <button class="second" type="submit">
            {words.chooseText}
          </button>
        </form>
      </details>
    </>
  );
}

/** A count as it is said where more are not counted. */
export function countOf(frame: DeskFrame, count: number): string {
  return count < mostCounted ? frame.number(count) : `${frame.number(mostCounted)}+`;
}
