// Links to lists, in groups: tags, languages, the months of each year.
import type { Frame } from "./frame.ts";
import type { HeadProps } from "./head.tsx";
import { Layout } from "./layout.tsx";
import { type Way, Ways } from "./list.tsx";

export interface OverviewProps {
  frame: Frame;
  head: Omit<HeadProps, "frame">;
  title: string;
  section: { name: string; path: string } | undefined;
  feedOf: string;
  groups: { title: Way | undefined; ways: Way[] }[];
  next: string | undefined;
}

export function Overview({ frame, head, title, section, feedOf, groups, next }: OverviewProps) {
  const { locale } = frame;
  const isEmpty = groups.every(({ ways }) => ways.length === 0);
  return (
    <Layout kind="list" frame={frame} feedOf={feedOf} {...(section && { section })} {...head}>
      <header class="banner">
        <h1 dir="auto">{title}</h1>
      </header>
      {isEmpty && <p class="nothing">{locale.words.nothingYet}</p>}
      {groups.map((group) =>
        group.title === undefined ? (
          group.ways.length > 0 && <Ways label={title} ways={group.ways} locale={locale} key="all" />
        ) : (
          <section class="period" key={group.title.path}>
            <h2>
              <a href={group.title.path}>{group.title.name}</a>
              {group.title.count !== undefined && (
                <span class="count"> {locale.number(group.title.count)}</span>
              )}
            </h2>
            <Ways label={group.title.name} ways={group.ways} locale={locale} />
          </section>
        ),
      )}
      {next && (
        <nav class="more" aria-label={locale.words.moreTexts}>
          <a class="on" href={next} rel="next">
            {locale.words.nextPage}
          </a>
        </nav>
      )}
    </Layout>
  );
}
