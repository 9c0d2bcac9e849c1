// One answer in its context, with everything that can be done about it: decide, remember, answer, complain, block.
import { desk } from "../../../domain/paths.ts";
import { type Verdict, verdicts } from "../../../domain/response.ts";
import type { QueuedAnswer } from "../../../newsroom/queue.ts";
import { nameOf, safe } from "../outside.ts";
import { Said } from "../said.tsx";
import { About, Deeds, Matter } from "./answer_line.tsx";
import { Done, type Option, SelectField, TextArea } from "./field.tsx";
import type { DeskFrame, FieldErrors } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";
import { Problem } from "./notice.tsx";

export interface AnswerProps {
  frame: DeskFrame;
  collective: { name: string; handle: string };
  answer: QueuedAnswer;
  /** What it answers. */
  parent: QueuedAnswer | undefined;
  /** Where it stands on the page of its text. */
  page: string | undefined;
  mayDecide: boolean;
  remembered: { actor: Verdict | undefined; host: Verdict | undefined };
  /** What was typed as an answer, or the words of an answer of the collective's own. */
  typed: { text: string; language: string };
  languages: readonly Option[];
  /** That as HTML, to be looked at. */
  preview: { html: string; language: string } | undefined;
  errors?: FieldErrors | undefined;
  problem?: string | undefined;
  done?: string | undefined;
}

export function Answer(props: AnswerProps) {
  const { frame, collective, answer, parent, page, mayDecide, done, problem } = props;
  const words = frame.desk.answers;
  const { author } = answer;
  const name = author === null ? collective.name : nameOf(author);
  return (
    <DeskLayout
      frame={frame}
      title={`${words.kinds[answer.kind]}: ${name}`}
      collective={collective}
      place="answers"
    >
      <Done>{done}</Done>
      <Problem>{problem}</Problem>
      <h1>
        {words.kinds[answer.kind]}: <bdi>{name}</bdi>
      </h1>
      <About frame={frame} answer={answer} />
      {parent && (
        <section aria-labelledby="before">
          <h2 id="before">{words.before}</h2>
          <p class="note">
            <a href={desk.answer(parent.id)}>
              <bdi>{parent.author === null ? collective.name : nameOf(parent.author)}</bdi>
            </a>
          </p>
          <Matter frame={frame} answer={parent} />
        </section>
      )}
      {answer.contentWarning === null ? (
        <Matter frame={frame} answer={answer} />
      ) : (
        <details open={answer.state !== "held"}>
          <summary>
            <bdi>{answer.contentWarning || words.unfold}</bdi>
          </summary>
          <Matter frame={frame} answer={answer} />
        </details>
      )}
      <ul class="ways">
        {author && (
          <li>
            <a href={safe(answer.url)} rel="nofollow noopener noreferrer">
              {words.original}
            </a>
          </li>
        )}
        {page && answer.state === "shown" && (
          <li>
            <a href={page}>{words.onPage}</a>
          </li>
        )}
      </ul>
      {mayDecide && (
        <section aria-labelledby="decide">
          <h2 id="decide">{words.decide}</h2>
          <form method="post" action={`${desk.answer(answer.id)}/decide`}>
            {author === null ? (
              <button class="danger" type="submit" name="deed" value="delete">
                {words.remove}
              </button>
            ) : (
              <Deeds frame={frame} state={answer.state} />
            )}
          </form>
        </section>
      )}
      <Reply {...props} />
      {mayDecide && author && <Beyond {...props} author={author} />}
    </DeskLayout>
  );
}

function Reply({ frame, answer, typed, languages, preview, errors }: AnswerProps) {
  const words = frame.desk.answers;
  const isOwn = answer.author === null;
  const title = isOwn ? words.reviseTitle : words.answerTitle;
  const mustShow = answer.isPublic && answer.kind !== "mention" && answer.state !== "shown";
  return (
    <section aria-labelledby="reply">
      <h2 id="reply">{title}</h2>
      {preview && (
        <div class="preview">
          <h3>{words.previewTitle}</h3>
          <Said answer={preview} />
        </div>
      )}
      {mustShow ? (
        <p>{words.showFirst}</p>
      ) : (
        <form method="post" action={`${desk.answer(answer.id)}/reply`}>
          <TextArea
            {...{ frame, errors }}
            name="text"
            label={words.answerField}
            hint={words.answerHint}
            value={typed.text}
            lang={typed.language}
            dir="auto"
            rows={6}
          />
          <SelectField
            {...{ frame, errors }}
            name="language"
            label={words.answerLanguage}
            options={languages}
            value={typed.language}
          />
          <div class="buttons">
            <button type="submit" name="action" value="send">
              {words.send}
            </button>
            <button class="second" type="submit" name="action" value="preview">
              {words.preview}
            </button>
          </div>
        </form>
      )}
    </section>
  );
}

function Beyond({
  frame,
  answer,
  remembered,
  author,
  errors,
}: AnswerProps & { author: NonNullable<QueuedAnswer["author"]> }) {
  const words = frame.desk.answers;
  const at = desk.answer(answer.id);
  return (
    <>
      <section aria-labelledby="remember">
        <h2 id="remember">{words.rememberTitle}</h2>
        <form method="post" action={`${at}/remember`}>
          <p class="hint">{words.rememberHint}</p>
          <SelectField
            frame={frame}
            name="whom"
            label={words.whom}
            options={[
              { value: "actor", label: nameOf(author) },
              { value: "host", label: author.host },
            ]}
            value={remembered.actor === undefined && remembered.host !== undefined ? "host" : "actor"}
          />
          <SelectField
            frame={frame}
            name="verdict"
            label={words.verdict}
            options={[...verdicts, "forget" as const].map((one) => ({
              value: one,
              label: words.verdicts[one],
            }))}
            value={remembered.actor ?? remembered.host ?? "forget"}
          />
          <button class="second" type="submit">
            {words.rememberButton}
          </button>
        </form>
      </section>
      <section aria-labelledby="complain">
        <h2 id="complain">{words.complainTitle}</h2>
        <form method="post" action={`${at}/complain`}>
          <TextArea
            {...{ frame, errors }}
            name="complaint"
            label={words.complainField}
            hint={words.complainHint}
            dir="auto"
            rows={3}
          />
          <button class="second" type="submit">
            {words.complainButton}
          </button>
        </form>
      </section>
      <section aria-labelledby="block">
        <h2 id="block">{words.blockTitle}</h2>
        <form method="post" action={`${at}/block`}>
          <p class="hint">{words.blockHint}</p>
          <div class="buttons">
            <button class="danger" type="submit" name="what" value="actor">
              {words.blockActor}
            </button>
            <button class="danger" type="submit" name="what" value="host">
              {words.blockHost(author.host)}
            </button>
            <button class="second" type="submit" name="what" value="limit">
              {words.limitHost(author.host)}
            </button>
          </div>
        </form>
      </section>
    </>
  );
}
