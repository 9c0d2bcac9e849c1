// The frame around every page: head, masthead with the bird that crosses the line, the page itself, foot.
import type { ComponentChildren } from "preact";
import { feedFormats, pages } from "../../domain/paths.ts";
import { interfaceLanguages, type Locale, languageItself } from "../locale.ts";
import { feedNames } from "./follow.tsx";
import type { Frame } from "./frame.ts";
import { Head, type HeadProps } from "./head.tsx";
import { SearchForm } from "./search_form.tsx";

export interface LayoutProps extends HeadProps {
  /** Names the kind of page for the stylesheet. */
  kind: "front" | "collective" | "reading" | "list" | "search" | "failure";
  /** The collective whose pages these are. */
  section?: { name: string; path: string } | undefined;
  /** The list whose feeds the foot leads to; the node's own where it is not given. */
  feedOf?: string;
  children: ComponentChildren;
}

export function Layout({ kind, section, feedOf, children, ...head }: LayoutProps) {
  const { frame } = head;
  const { words, language, direction } = frame.locale;
  return (
    <html lang={language} dir={direction}>
      <Head {...head} />
      <body class={kind}>
        <a class="skip" href="#text">
          {words.skip}
        </a>
        <header class="masthead">
          <p class="places">
            <a class="house" href="/" dir="ltr">
              {frame.host}
            </a>
            {section && (
              <>
                <span aria-hidden="true"> / </span>
                <a href={section.path} dir="auto">
                  {section.name}
                </a>
              </>
            )}
          </p>
          <Crossing />
        </header>
        <main id="text">{children}</main>
        <Foot frame={frame} feedOf={feedOf ?? pages.front()} hasSearch={kind !== "search"} />
      </body>
    </html>
  );
}

/** A line that a tern flies through. */
export function Crossing() {
  return (
    <div class="crossing">
      <Tern />
    </div>
  );
}

/** The bird, flying towards the end of the line. */
function Tern() {
  return (
    <svg class="tern" viewBox="0 0 120 52" width="69" height="30" aria-hidden="true">
      <path class="far" d="M60 33C54 17 38 6 10 1c17 10 27 21 34 34 6 3 12 2 16-2z" />
      <path d="M99 24c-3.500-4-9.500-5.500-15.500-4-3.500.8-7 2-10.500 3.300C78 16 89 8 112 1 84 1 66 9 56 27c-1 1.500-2.500 2.500-4.500 2.800C36 32.500 20 32.500 1 29c8 5.500 17 8.500 27 9.500C22 41 15.500 45 10 51c13-2 26-6 38-9.500C65 39 82 36 94 28.500c3-1.500 4.500-3 5-4.500z" />
      <path class="bill" d="M99 24l15 4.500-16.200-1.400z" />
    </svg>
  );
}

function Foot({ frame, feedOf, hasSearch }: { frame: Frame; feedOf: string; hasSearch: boolean }) {
  const { locale } = frame;
  const { words } = locale;
  return (
    <footer class="foot">
      {hasSearch && <SearchForm locale={locale} id="question" />}
      <nav class="around" aria-label={words.ways}>
        <ul>
          <li>
            <a href={pages.archive()}>{words.archive}</a>
          </li>
          <li>
            <a href={pages.tags()}>{words.allTags}</a>
          </li>
          <li>
            <a href={pages.languages()}>{words.languages}</a>
          </li>
        </ul>
      </nav>
      <LanguageSwitch locale={locale} back={frame.path} />
      <p class="feeds">
        {words.feeds}
        {feedFormats.map((format) => (
          <a href={pages.feed(feedOf, format)} key={format}>
            {feedNames[format]}
          </a>
        ))}
      </p>
      <p class="quiet">{words.quiet}</p>
      <p class="made">{words.madeWith}</p>
    </footer>
  );
}

/** The languages of the interface, to choose one that the browser does not ask for. */
function LanguageSwitch({ locale, back }: { locale: Locale; back: string }) {
  return (
    <nav class="switch" aria-label={locale.words.switchLanguage}>
      <ul>
        {interfaceLanguages.map((language) => (
          <li key={language} lang={language}>
            {language === locale.language ? (
              <span aria-current="true">{languageItself(language)}</span>
            ) : (
              <a href={pages.words(language, back)} hreflang={language} rel="nofollow">
                {languageItself(language)}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
