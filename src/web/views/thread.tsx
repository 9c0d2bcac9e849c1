// The thread under a text: what others answered and the collective itself, who quotes the text, how often it was liked and passed on.
import { directionOf } from "../../domain/language.ts";
import { pages } from "../../domain/paths.ts";
import type { Echo, ShownAnswer, ThreadPage } from "../../newsroom/thread.ts";
import type { Locale } from "../locale.ts";
import type { Frame } from "./frame.ts";
import type { HeadProps } from "./head.tsx";
import { Layout } from "./layout.tsx";

/** Deepest level that is set in: a small telephone has no room for more. */
const deepest = 4;

interface ThreadGround {
  locale: Locale;
  collective: { name: string; path: string; handle: string };
  /** Path of the text's page. */
  path: string;
}

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

function Answers({ answers, ...ground }: ThreadGround & { answers: readonly ShownAnswer[] }) {
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

/** The words of an answer, in their language and direction. */
export function Said({ answer }: { answer: Pick<ShownAnswer, "html" | "language"> }) {
  const { html, language } = answer;
  return (
    <div
      class="p-content said"
      lang={language ?? undefined}
      dir={language === null ? "auto" : directionOf(language)}
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}

/** What hangs on an answer, as links. */
export function Attachments({ answer, label }: { answer: Pick<ShownAnswer, "attachments">; label: string }) {
  const safeOnes = answer.attachments.filter(({ url }) => isWeb(url));
  if (safeOnes.length === 0) return null;
  return (
    <ul class="attached">
      {safeOnes.map(({ url, name }) => (
        <li key={url}>
          <a href={url} rel="nofollow noopener noreferrer ugc">
            <bdi>{name || `${label}: ${new URL(url).host}`}</bdi>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** What somebody is called. */
export function nameOf({ name, handle, host }: NonNullable<ShownAnswer["author"]>): string {
  return name?.trim() || handle || host;
}

function initialOf(name: string): string {
  const [first] = new Intl.Segmenter().segment(name.replace(/^[^\p{L}\p{N}]+/u, "") || "·");
  return first?.segment.toUpperCase() ?? "·";
}

function rel(author: ShownAnswer["author"]): string | undefined {
  return author === null ? undefined : "nofollow noopener noreferrer ugc";
}

function isWeb(address: string): boolean {
  return /^https?:\/\//i.test(address) && URL.canParse(address);
}

/** An address that may be followed, else the beginning of this page. */
export function safe(address: string): string {
  return isWeb(address) ? address : "#";
}
