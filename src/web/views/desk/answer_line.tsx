// An answer as the desk shows it in a list and on its own page: whose it is, what about, its words, and what can be done.
import { desk } from "../../../domain/paths.ts";
import type { ResponseState } from "../../../domain/response.ts";
import type { QueuedAnswer } from "../../../newsroom/queue.ts";
import { nameOf } from "../outside.ts";
import { Attachments, Said } from "../said.tsx";
import type { DeskFrame } from "./frame.ts";

/** An answer among others. */
export function AnswerLine({
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
          <a class="title" href={desk.text(text.id)} lang={text.language} dir="auto">
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

/** What can be done to answers in a state. */
export function Deeds({ frame, state }: { frame: DeskFrame; state: ResponseState }) {
  const words = frame.desk.answers;
  return (
    <div class="buttons">
      {state !== "shown" && (
        <button type="submit" name="deed" value="show">
          {words.show}
        </button>
      )}
      {state !== "hidden" && (
        <button class="second" type="submit" name="deed" value="hide">
          {words.hide}
        </button>
      )}
      <button class="danger" type="submit" name="deed" value="delete">
        {words.remove}
      </button>
    </div>
  );
}
