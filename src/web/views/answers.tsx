// Answers as readers see them: who says what, when, to whom, and where it was written.
import type { ShownAnswer } from "../../newsroom/thread.ts";
import type { Locale } from "../locale.ts";
import { nameOf, safe } from "./outside.ts";
import { Attachments, Said } from "./said.tsx";

/** Deepest level that is set in: a small telephone has no room for more. */
const deepest = 4;

/** What every part of a thread is given. */
export interface ThreadGround {
  locale: Locale;
  collective: { name: string; path: string; handle: string };
  /** Path of the text's page. */
  path: string;
}

/** Answers in the order in which a thread is read, each set in as deep as it stands. */
export function Answers({ answers, ...ground }: ThreadGround & { answers: readonly ShownAnswer[] }) {
  if (answers.length === 0) return null;
  const here = new Set(answers.map(({ id }) => id));
  return (
    <ol class="answers">
      {answers.map((answer) => (
        <li key={answer.id} class={`level-${Math.min(answer.level, deepest)}`}>
          <Answer {...ground} answer={answer} isNear={here.has(answer.parent?.id ?? "")} />
        </li>
      ))}
    </ol>
  );
}

function Answer({
  answer,
  isNear,
  locale,
  collective,
}: ThreadGround & { answer: ShownAnswer; isNear: boolean }) {
  const words = locale.words.thread;
  const { id, author, parent, published, title, contentWarning, isCut } = answer;
  const name = author === null ? collective.name : nameOf(author);
  const inside = <Said answer={answer} />;
  return (
    <article class={`u-comment h-cite${author === null ? " is-own" : ""}`} id={`response-${id}`}>
      <p class="by">
        <span class="initial" aria-hidden="true">
          {initialOf(name)}
        </span>
        <a
          class="p-author h-card"
          href={author === null ? collective.path : safe(author.url ?? author.actor)}
          rel={rel(author)}
        >
          <bdi>{name}</bdi>
        </a>{" "}
        <span class="handle" dir="ltr">
          {author === null ? collective.handle : `@${author.handle ?? author.host}`}
        </span>{" "}
        {author === null && <span class="badge">{words.collective}</span>}
      </p>
      <p class="note">
        <time class="dt-published" datetime={published.toISOString()}>
          {locale.date(published)}
        </time>
        {parent && (
          <>
            {" · "}
            <InAnswer
              words={words}
              name={parent.author ?? collective.name}
              href={isNear ? `#response-${parent.id}` : undefined}
            />
          </>
        )}
        {author !== null && (
          <>
            {" · "}
            <a
              class="u-url"
              href={safe(answer.url)}
              rel="nofollow noopener noreferrer ugc"
              aria-label={words.originalOf(name)}
            >
              {words.original}
            </a>
          </>
        )}
      </p>
      {title && (
        <p class="p-name title">
          <b dir="auto">{title}</b>
        </p>
      )}
      {contentWarning === null ? (
        inside
      ) : (
        <details>
          <summary>
            <bdi>{contentWarning || words.sensitive}</bdi>
          </summary>
          {inside}
        </details>
      )}
      {isCut && author !== null && (
        <p class="note">
          <a href={safe(answer.url)} rel="nofollow noopener noreferrer ugc">
            {words.cut}
          </a>
        </p>
      )}
      <Attachments answer={answer} label={words.attachment} />
    </article>
  );
}

function InAnswer({
  words,
  name,
  href,
}: {
  words: Locale["words"]["thread"];
  name: string;
  href: string | undefined;
}) {
  const text = <bdi>{words.to(name)}</bdi>;
  return href === undefined ? text : <a href={href}>{text}</a>;
}

function initialOf(name: string): string {
  const [first] = new Intl.Segmenter().segment(name.replace(/^[^\p{L}\p{N}]+/u, "") || "·");
  return first?.segment.toUpperCase() ?? "·";
}

function rel(author: ShownAnswer["author"]): string | undefined {
  return author === null ? undefined : "nofollow noopener noreferrer ugc";
}
