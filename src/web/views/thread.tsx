// The thread under a text: what others answered and the collective itself, who quotes the text, how often it was liked and passed on.
import { pages } from "../../domain/paths.ts";
import type { Echo, ShownAnswer, ThreadPage } from "../../newsroom/thread.ts";
import type { Locale } from "../locale.ts";
import { Answers, type ThreadGround } from "./answers.tsx";
import type { Frame } from "./frame.ts";
import type { HeadProps } from "./head.tsx";
import { Layout } from "./layout.tsx";

export interface ThreadProps extends ThreadGround {
  /** The id of the text, to be answered from elsewhere. */
  uri: string;
  echo: Echo;
  thread: ThreadPage;
  quotes: readonly ShownAnswer[];
  /** Whether answers are wanted. */
  isOpen: boolean;
}

/** Everything that others did with a text, under it. */
export function Thread({ uri, echo, thread, quotes, isOpen, ...ground }: ThreadProps) {
  const { locale, path } = ground;
  const words = locale.words.thread;
  if (!isOpen && Object.values(echo).every((count) => count === 0)) return null;
  const counts = (["replies", "boosts", "likes", "quotes"] as const).filter((kind) => echo[kind] > 0);
  return (
    <section class="thread" id="answers" aria-labelledby="thread">
      <h2 id="thread">{words.title}</h2>
      {counts.length > 0 && (
        <dl class="echo">
          {counts.map((kind) => (
            <div key={kind}>
              <dt>{words[kind]}</dt>
              <dd>{locale.number(echo[kind])}</dd>
            </div>
          ))}
        </dl>
      )}
      {thread.answers.length === 0 && <p class="nothing">{words.none}</p>}
      <Answers {...ground} answers={thread.answers} />
      <Further locale={locale} path={path} next={thread.next} />
      {quotes.length > 0 && (
        <>
          <h3>{words.ofQuotes}</h3>
          <Answers {...ground} answers={quotes} />
        </>
      )}
      {isOpen && (
        <p class="aside">
          {words.how}{" "}
          <a href={`${pages.interact()}?${new URLSearchParams({ uri })}`} rel="nofollow">
            {words.fromYours}
          </a>
        </p>
      )}
    </section>
  );
}

export interface AnswersPageProps extends ThreadGround {
  frame: Frame;
  head: Omit<HeadProps, "frame">;
  title: string;
  language: string;
  thread: ThreadPage;
}

/** Where a thread goes on. */
export function AnswersPage({ frame, head, title, language, thread, ...ground }: AnswersPageProps) {
  const { locale, collective, path } = ground;
  const words = locale.words.thread;
  return (
    <Layout kind="reading" frame={frame} section={collective} feedOf={collective.path} {...head}>
      <section class="thread" aria-labelledby="thread">
        <h1 id="thread">{words.title}</h1>
        <p>
          <a href={path} lang={language} dir="auto">
            {title}
          </a>
        </p>
        <Answers {...ground} answers={thread.answers} />
        <Further locale={locale} path={path} next={thread.next} />
        <p class="more">
          <a href={`${path}#answers`}>{words.beginning}</a>
        </p>
      </section>
    </Layout>
  );
}

function Further({ locale, path, next }: { locale: Locale; path: string; next: string | undefined }) {
  if (next === undefined) return null;
  return (
    <p class="more">
      <a href={pages.answersAfter(path, next)} rel="next nofollow">
        {locale.words.thread.further}
      </a>
    </p>
  );
}
