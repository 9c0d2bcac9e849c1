// The page of the search: the question, and the texts that answer it with the words around what was asked for.
import { directionOf } from "../../domain/language.ts";
import type { Locale } from "../locale.ts";
import type { Frame } from "./frame.ts";
import { Layout } from "./layout.tsx";
import { SearchForm } from "./search_form.tsx";

/** A text that was found. */
export interface Hit {
  title: string;
  path: string;
  language: string;
  published: Date;
  collective: { name: string; path: string };
  contentWarning: string | undefined;
  /** In pieces; every second piece is what matched. */
  excerpt: string[];
}

export interface SearchProps {
  frame: Frame;
  question: string;
  hits: Hit[];
  before: string | undefined;
  next: string | undefined;
}

export function Search({ frame, question, hits, before, next }: SearchProps) {
  const { locale } = frame;
  const { words } = locale;
  const title = question === "" ? words.search : words.searchFor(question);
  return (
    <Layout kind="search" frame={frame} title={title} within={frame.host}>
      <header class="banner">
        <h1>{words.search}</h1>
      </header>
      <SearchForm locale={locale} id="question" question={question} />
      <p class="aside">{words.searchHelp}</p>
      {question !== "" && (
        <section aria-labelledby="found">
          <h2 id="found" class="hidden">
            {words.found}
          </h2>
          {hits.length === 0 && <p class="nothing">{words.foundNothing}</p>}
          <ol class="hits">
            {hits.map((hit) => (
              <li key={hit.path}>
                <Found hit={hit} locale={locale} />
              </li>
            ))}
          </ol>
          {(before ?? next) && (
            <nav class="more" aria-label={words.moreTexts}>
              {before && (
                <a class="back" href={before} rel="prev">
                  {words.toBest}
                </a>
              )}
              {next && (
                <a class="on" href={next} rel="next">
                  {words.nextPage}
                </a>
              )}
            </nav>
          )}
        </section>
      )}
    </Layout>
  );
}

function Found({ hit, locale }: { hit: Hit; locale: Locale }) {
  const own = { lang: hit.language, dir: directionOf(hit.language) };
  return (
    <>
      <h3 {...own}>
        <a href={hit.path} hreflang={hit.language}>
          {hit.title}
        </a>
      </h3>
      <p class="by">
        <time datetime={hit.published.toISOString()}>{locale.date(hit.published)}</time>{" "}
        <a href={hit.collective.path} dir="auto">
          {hit.collective.name}
        </a>
      </p>
      {hit.contentWarning === undefined ? (
        <p {...own}>
          {hit.excerpt.map((piece, at) => (at % 2 === 1 ? <mark key={`${at}`}>{piece}</mark> : piece))}
        </p>
      ) : (
        <p class="warning">
          <strong>{locale.words.contentWarning}:</strong> <span {...own}>{hit.contentWarning}</span>
        </p>
      )}
    </>
  );
}
