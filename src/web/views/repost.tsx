// What a collective has passed on, shown as what it is: somebody else's, with the way to where they published it.
import { directionOf } from "../../domain/language.ts";
import type { Frame } from "./frame.ts";
import type { HeadProps } from "./head.tsx";
import { Layout } from "./layout.tsx";

export interface RepostProps {
  frame: Frame;
  head: Omit<HeadProps, "frame">;
  title: string;
  /** BCP 47, where they say it. */
  language: string | undefined;
  /** Their first words, or their lead or warning; plain text. */
  excerpt: string;
  /** What they are called, and where they publish. */
  author: string;
  host: string;
  /** The original. */
  url: string;
  published: Date;
  reposted: Date;
  /** What the collective says about it; HTML of ours. */
  introduction: { html: string; language: string } | undefined;
  collective: { name: string; path: string; handle: string };
}

export function RepostPage(props: RepostProps) {
  const { frame, head, title, language, excerpt, author, host, url, introduction, collective } = props;
  const { locale } = frame;
  const { words } = locale;
  const theirs = { lang: language, dir: language ? directionOf(language) : ("auto" as const) };
  return (
    <Layout kind="reading" frame={frame} section={collective} feedOf={collective.path} {...head}>
      <article class="h-entry text repost">
        <header>
          <p class="kind">
            {words.passedOnBy}{" "}
            <a class="p-author h-card" href={collective.path} dir="auto">
              {collective.name}
            </a>
            , <time datetime={props.reposted.toISOString()}>{locale.date(props.reposted)}</time>
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
        <blockquote class="h-cite u-repost-of" cite={url}>
          <p {...theirs}>{excerpt}</p>
          <p>
            {words.publishedBy} <bdi>{author}</bdi>,{" "}
            <time datetime={props.published.toISOString()}>{locale.date(props.published)}</time>
          </p>
          <p>
            <a class="u-url" href={url} rel="noopener">
              {words.readOriginal(host)}
            </a>
          </p>
        </blockquote>
      </article>
    </Layout>
  );
}
