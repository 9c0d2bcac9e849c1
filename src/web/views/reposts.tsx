// A list of what a collective has passed on: each is somebody else's, and its title leads to where they published it.
import { directionOf } from "../../domain/language.ts";
import { pages } from "../../domain/paths.ts";
import type { Locale } from "../locale.ts";
import type { Frame } from "./frame.ts";
import type { HeadProps } from "./head.tsx";
import { Layout } from "./layout.tsx";
import { More } from "./list.tsx";

export interface RepostItem {
  /** Path of its page here. */
  path: string;
  /** Who passed it on, where the list has what several did. */
  collective?: { name: string; path: string };
  title: string;
  /** BCP 47, where they say it. */
  language: string | undefined;
  /** Their lead or first words; plain text. */
  excerpt: string | undefined;
  /** What they warn of, instead. */
  warning: string | undefined;
  /** What they are called, and where they publish. */
  author: string;
  host: string;
  /** The original. */
  url: string;
  published: Date;
  reposted: Date;
  /** The beginning of what the collective says about it; plain text. */
  introduction: { text: string; language: string } | null;
}

export interface RepostsProps {
  frame: Frame;
  head: Omit<HeadProps, "frame">;
  title: string;
  /** The collective whose list it is; undefined for that of the node. */
  section: { name: string; path: string } | undefined;
  items: RepostItem[];
  /** The first page of the list, where this is not it. */
  newest: string | undefined;
  older: string | undefined;
}

export function RepostsPage({ frame, head, title, section, items, newest, older }: RepostsProps) {
  const { locale } = frame;
  const { words } = locale;
  return (
    <Layout
      kind="list"
      frame={frame}
      feedOf={section?.path ?? pages.front()}
      {...(section && { section })}
      {...head}
    >
      <header class="banner">
        <h1>{title}</h1>
        <p class="lead">{words.passedOnLead}</p>
      </header>
      <section class="h-feed" aria-labelledby="texts">
        <h2 id="texts" class="hidden p-name">
          {words.newest}
        </h2>
        {items.length === 0 && <p class="nothing">{words.nothingPassedOn}</p>}
        <Reposts locale={locale} items={items} />
        <More locale={locale} newest={newest} older={older} />
      </section>
    </Layout>
  );
}

/** What was passed on last, with the way to the rest; nothing where nothing was. */
export function PassedOn({ locale, items, all }: { locale: Locale; items: RepostItem[]; all: string }) {
  const { words } = locale;
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="passed-on">
      <h2 id="passed-on">
        <a href={all}>{words.passedOn}</a>
      </h2>
      <Reposts locale={locale} items={items} />
      <nav class="more" aria-label={words.passedOn}>
        <a class="on" href={all}>
          {words.allPassedOn}
        </a>
      </nav>
    </section>
  );
}

export function Reposts({ locale, items }: { locale: Locale; items: RepostItem[] }) {
  return (
    <ol class="wire">
      {items.map((item) => (
        <li class="h-entry repost" key={item.path}>
          <time class="dt-published" datetime={item.reposted.toISOString()}>
            <span class="day">{locale.day(item.reposted)}</span>{" "}
            <span class="year">{locale.year(item.reposted)}</span>
          </time>
          <div class="story">
            {item.introduction && (
              <p
                class="p-content"
                lang={item.introduction.language}
                dir={directionOf(item.introduction.language)}
              >
                {item.introduction.text}
              </p>
            )}
            <Theirs locale={locale} item={item} />
            <p class="by">
              {item.collective && (
                <>
                  {locale.words.passedOnBy}{" "}
                  <a class="p-author h-card" href={item.collective.path} dir="auto">
                    {item.collective.name}
                  </a>{" "}
                  ·{" "}
                </>
              )}
              <a class="u-url" href={item.path}>
                {locale.words.passedOnHere}
              </a>
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}

/** What they wrote, whose it is, and the way there. */
function Theirs({ locale, item }: { locale: Locale; item: RepostItem }) {
  const { title, excerpt, warning, author, host, url, published } = item;
  const theirs = {
    lang: item.language,
    dir: item.language ? directionOf(item.language) : ("auto" as const),
  };
  return (
    <div class="theirs h-cite u-repost-of">
      <h3 class="p-name" {...theirs}>
        <a class="u-url" href={url} rel="noopener" hreflang={item.language}>
          {title}
        </a>
      </h3>
      {warning !== undefined && <Warning locale={locale} text={warning} theirs={theirs} />}
      {excerpt !== undefined && (
        <p class="p-summary" {...theirs}>
          {excerpt}
        </p>
      )}
      <p class="by">
        <bdi class="p-author">{author}</bdi> · <bdi>{host}</bdi> ·{" "}
        <time class="dt-published" datetime={published.toISOString()}>
          {locale.date(published)}
        </time>
      </p>
    </div>
  );
}

/** What they warn of, instead of what they say. */
export function Warning({
  locale,
  text,
  theirs,
}: {
  locale: Locale;
  text: string;
  theirs: { lang: string | undefined; dir: "ltr" | "rtl" | "auto" };
}) {
  return (
    <p class="warning">
      <strong>{locale.words.contentWarning}:</strong> <span {...theirs}>{text}</span>
    </p>
  );
}
