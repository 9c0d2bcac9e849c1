// What a collective has passed on, shown as what it is: somebody else's, with the way to where they published it.
import type { ComponentChildren } from "preact";
import { directionOf } from "../../domain/language.ts";
import type { Frame } from "./frame.ts";
import type { HeadProps } from "./head.tsx";
import { Layout } from "./layout.tsx";
import { type RepostItem, Warning } from "./reposts.tsx";

export interface RepostArticleProps {
  frame: Frame;
  item: RepostItem;
  /** What the collective says about it; HTML of ours. */
  introduction: { html: string; language: string } | undefined;
  collective: { name: string; path: string; handle: string };
}

export interface RepostProps extends RepostArticleProps {
  head: Omit<HeadProps, "frame">;
  /** Path of the list of all that was passed on. */
  all: string;
}

export function RepostPage({ head, all, ...article }: RepostProps) {
  const { frame, collective } = article;
  const { words } = frame.locale;
  return (
    <Layout kind="reading" frame={frame} section={collective} feedOf={collective.path} {...head}>
      <RepostArticle {...article} heading="h1">
        <nav class="ways" aria-label={words.moreTexts}>
          <ul>
            <li>
              <a href={all}>{words.listOf(collective.name, words.passedOn)}</a>
            </li>
          </ul>
        </nav>
      </RepostArticle>
    </Layout>
  );
}

/**
 * A repost, on its own page or before it is one.
 * @param heading what its title is set in
 */
export function RepostArticle({
  frame: { locale },
  item,
  introduction,
  collective,
  heading: Heading,
  children,
}: RepostArticleProps & { heading: "h1" | "h5"; children?: ComponentChildren }) {
  const { words } = locale;
  const { title, language, excerpt, warning, author, host, url } = item;
  const theirs = { lang: language, dir: language ? directionOf(language) : ("auto" as const) };
  return (
    <article class="h-entry text repost">
      <header>
        <p class="kind">
          {words.passedOnBy}{" "}
          <a class="p-author h-card" href={collective.path} dir="auto">
            {collective.name}
          </a>{" "}
          · <time datetime={item.reposted.toISOString()}>{locale.date(item.reposted)}</time>
        </p>
        <Heading class="p-name" {...theirs}>
          {title}
        </Heading>
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
      {children}
    </article>
  );
}
