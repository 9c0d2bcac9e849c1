// The place of answers: what waits, what is shown and what is hidden, with what can be done to many at once.
import { desk, type QueuePart } from "../../../domain/paths.ts";
import { type ResponseState, responseStates } from "../../../domain/response.ts";
import { judgedKinds, mostCounted, type QueuedAnswer } from "../../../newsroom/queue.ts";
import { Attachments, nameOf, Said } from "../thread.tsx";
import { Done, ErrorSummary, TextArea, TextField } from "./field.tsx";
import type { DeskFrame, FieldErrors } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";

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
      <Ways frame={frame} mayDecide={mayDecide} />
      <ToOneText {...props} />
      <nav class="states" aria-label={words.byState}>
        <ul>
          {responseStates.map((one) => (
            <li key={one}>
              <a href={desk.answersIn(one, only)} aria-current={one === state ? "page" : undefined}>
                {words.states[one]} <span class="count">{countOf(frame, counts[one])}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <nav class="states" aria-label={words.byKind}>
        <ul>
          {[undefined, ...judgedKinds].map((kind) => (
            <li key={kind ?? ""}>
              <a
                href={desk.answersIn(state, { ...only, kind })}
                aria-current={kind === only.kind ? "page" : undefined}
              >
                {kind === undefined ? words.all : words.kinds[kind]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {answers.length === 0 && <p class="nothing">{words.none}</p>}
      {answers.length > 0 && (
        <form method="post" action={desk.answersIn(state, only)}>
          <ul class="rows">
            {answers.map((answer) => (
              <li key={answer.id}>
                <Line frame={frame} answer={answer} name={collective.name} mayChoose={mayDecide} />
              </li>
            ))}
          </ul>
          {mayDecide && <Deeds frame={frame} />}
        </form>
      )}
      <p class="buttons">
        {newest && <a href={newest}>{frame.desk.deliveries.newest}</a>}
        {older && (
          <a href={older} rel="next">
            {frame.desk.deliveries.older}
          </a>
        )}
      </p>
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

/** Ways to what belongs to answers. */
export function Ways({ frame, mayDecide }: { frame: DeskFrame; mayDecide: boolean }) {
  const words = frame.desk.answers;
  if (!mayDecide) return null;
  return (
    <ul class="ways">
      {(["complaints", "followers", "blocks"] as const).map((one) => (
        <li key={one}>
          <a href={desk[one]()}>{words[one]}</a>
        </li>
      ))}
    </ul>
  );
}

/** What can be done to answers. */
export function Deeds({ frame }: { frame: DeskFrame }) {
  const words = frame.desk.answers;
  return (
    <div class="buttons">
      <button type="submit" name="deed" value="show">
        {words.show}
      </button>
      <button class="second" type="submit" name="deed" value="hide">
        {words.hide}
      </button>
      <button class="danger" type="submit" name="deed" value="delete">
        {words.remove}
      </button>
    </div>
  );
}

/** Says what did not work. */
export function Problem({ children }: { children: string | undefined }) {
  if (children === undefined) return null;
  return (
    <p class="problems" role="alert">
      {children}
    </p>
  );
}

function Line({
  frame,
  answer,
  name,
  mayChoose,
}: {
  frame: DeskFrame;
  answer: QueuedAnswer;
  name: string;
  mayChoose: boolean;
}) {
  const words = frame.desk.answers;
  const who = answer.author === null ? name : nameOf(answer.author);
  return (
    <>
      <p class="what">
        {mayChoose && <input type="checkbox" name="id[]" value={answer.id} aria-label={words.choose(who)} />}{" "}
        <b>
          <bdi>{who}</bdi>
        </b>
      </p>
      <About frame={frame} answer={answer} />
      <details open={answer.state === "shown"}>
        <summary>
          <bdi>{answer.contentWarning || words.unfold}</bdi>
        </summary>
        <Matter frame={frame} answer={answer} />
      </details>
      <p class="note">
        <a href={desk.answer(answer.id)} aria-label={words.openOf(who)}>
          {words.open}
        </a>
      </p>
    </>
  );
}

/** What an answer is: its kind and state, when and about what. */
export function About({ frame, answer }: { frame: DeskFrame; answer: QueuedAnswer }) {
  const words = frame.desk.answers;
  const { kind, state, isPublic, published, text, author } = answer;
  return (
    <p class="note">
      <span class={`badge ${state}`}>{words.states[state]}</span> · {words.kinds[kind]}
      {author && (
        <>
          {" "}
          · <bdi dir="ltr">@{author.handle ?? author.host}</bdi>
        </>
      )}{" "}
      · <time datetime={published.toISOString()}>{frame.locale.date(published)}</time>
      {!isPublic && (
        <>
          {" "}
          · <strong>{words.private}</strong>
        </>
      )}
      {text && (
        <>
          {" "}
          · {words.about}{" "}
          <a href={desk.text(text.id)} lang={text.language} dir="auto">
            {text.title}
          </a>
        </>
      )}
    </p>
  );
}

/** The words of an answer with what hangs on it. */
export function Matter({ frame, answer }: { frame: DeskFrame; answer: QueuedAnswer }) {
  return (
    <>
      {answer.title && (
        <p>
          <b dir="auto">{answer.title}</b>
        </p>
      )}
      <Said answer={answer} />
      <Attachments answer={answer} label={frame.desk.answers.attachment} />
    </>
  );
}
