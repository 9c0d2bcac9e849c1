// What a collective has passed on, shown as what it is: somebody else's, with the way to where they published it.
import { directionOf } from "../../domain/language.ts";
import type { Frame } from "./frame.ts";
import type { HeadProps } from "./head.tsx";
import { Layout } from "./layout.tsx";
import { type RepostItem, Warning } from "./reposts.tsx";

export interface RepostProps {
  frame: Frame;
  head: Omit<HeadProps, "frame">;
  item: RepostItem;
  /** What the collective says about it; HTML of ours. */
  introduction: { html: string; language: string } | undefined;
  collective: { name: string; path: string; handle: string };
  /** Path of the list of all that was passed on. */
  all: string;
}

export function RepostPage({ frame, head, item, introduction, collective, all }: RepostProps) {
  const { locale } = frame;
  const { words } = locale;
  const { title, language, excerpt, warning, author, host, url } = item;
  const theirs = { lang: language, dir: language ? directionOf(language) : ("auto" as const) };
  return (
    <Layout kind="reading" frame={frame} section={collective} feedOf={collective.path} {...head}>
      <article class="h-entry text repost">
        <header>
          <p class="kind">
            {words.passedOnBy}{" "}
            <a class="p-author h-card" href={collective.path} dir="auto">
              {collective.name}
            </a>{" "}
            · <time datetime={item.reposted.toISOString()}>{locale.date(item.reposted)}</time>
          </p>
          <h1 class="p-name" {...theirs}>
            {title}
          </h1>
        </header>
        {introduction && (
          <div
            class="e-content"
            lang={introduction.language}
            dir={directionOf(introduction.language)}
            dangerouslySetInnerHTML={{ __html: introduction.html }}
          />
        )}
        <div class="h-cite u-repost-of">
          {warning !== undefined && <Warning locale={locale} text={warning} theirs={theirs} />}
          {excerpt !== undefined && (
            <blockquote cite={url} {...theirs}>
              <p>{excerpt}</p>
            </blockquote>
          )}
          <p class="by">
            {words.publishedBy} <bdi class="p-author">{author}</bdi> ·{" "}
            <time class="dt-published" datetime={item.published.toISOString()}>
              {locale.date(item.published)}
            </time>
          </p>
          <p class="original">
            <a class="u-url" href={url} rel="noopener">
              {words.readOriginal(host)}
            </a>
          </p>
        </div>
        <nav class="ways" aria-label={words.moreTexts}>
          <ul>
            <li>
              <a href={all}>{words.listOf(collective.name, words.passedOn)}</a>
            </li>
          </ul>
        </nav>
      </article>
    </Layout>
  );
}
