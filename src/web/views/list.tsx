// A plain list of texts: a tag, a month, a language, or the older part of any list; with ways to its parts.
import type { Locale } from "../locale.ts";
import type { Frame } from "./frame.ts";
import type { HeadProps } from "./head.tsx";
import { Layout } from "./layout.tsx";
import { Wire, type WireItem } from "./wire.tsx";

/** A link to a part of a list. */
export interface Way {
  name: string;
  path: string;
  /** BCP 47 tag of the name, where it is not the reader's own. */
  language?: string | undefined;
  /** How many texts are there. */
  count?: number;
}

export interface ListProps {
  frame: Frame;
  head: Omit<HeadProps, "frame">;
  title: string;
  /** BCP 47 tag of the title, where it is not the reader's own. */
  language?: string | undefined;
  section: { name: string; path: string } | undefined;
  /** The list whose feeds belong to it. */
  feedOf: string;
  ways?: Way[] | undefined;
  items: WireItem[];
  /** The first page of the list, where this is not it. */
  newest: string | undefined;
  older: string | undefined;
}

export function List({
  frame,
  head,
  title,
  language,
  section,
  feedOf,
  ways = [],
  items,
  newest,
  older,
}: ListProps) {
  const { words } = frame.locale;
  return (
    <Layout kind="list" frame={frame} feedOf={feedOf} {...(section && { section })} {...head}>
      <header class="banner">
        <h1 dir="auto" lang={language}>
          {title}
        </h1>
      </header>
      {ways.length > 0 && <Ways label={words.months} ways={ways} locale={frame.locale} />}
      <section class="h-feed" aria-labelledby="texts">
        <h2 id="texts" class="hidden p-name">
          {words.newest}
        </h2>
        {items.length === 0 && <p class="nothing">{words.nothingYet}</p>}
        <Wire locale={frame.locale} items={items} />
        <More locale={frame.locale} newest={newest} older={older} />
      </section>
    </Layout>
  );
}

/** Links to parts of a list, with how many texts each has. */
export function Ways({ label, ways, locale }: { label: string; ways: Way[]; locale: Locale }) {
  return (
    <nav class="ways" aria-label={label}>
      <ul>
        {ways.map(({ name, path, language, count }) => (
          <li key={path}>
            <a href={path} lang={language} dir="auto">
              {name}
            </a>
            {count !== undefined && <span class="count"> {locale.number(count)}</span>}
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The way on through a list. */
export function More({
  locale: { words },
  newest,
  older,
}: {
  locale: Locale;
  newest?: string | undefined;
  older?: string | undefined;
}) {
  if (newest === undefined && older === undefined) return null;
  return (
    <nav class="more" aria-label={words.moreTexts}>
      {newest && (
        <a class="back" href={newest}>
          {words.toNewest}
        </a>
      )}
      {older && (
        <a class="on" href={older} rel="next">
          {words.older}
        </a>
      )}
    </nav>
  );
}
