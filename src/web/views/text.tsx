// The page of a report, a call-out or a page: the text itself and all that belongs to it.
import { directionOf, languageName } from "../../domain/language.ts";
import type { Locale } from "../locale.ts";
import { Follow } from "./follow.tsx";
import type { Frame } from "./frame.ts";
import type { HeadProps } from "./head.tsx";
import { Layout } from "./layout.tsx";
import { Picture, type ShownPicture } from "./picture.tsx";
import { Thread, type ThreadProps } from "./thread.tsx";

/** Another text that this one leads to. */
export interface Neighbour {
  title: string;
  path: string;
  language: string;
}

export interface TextProps {
  frame: Frame;
  head: Omit<HeadProps, "frame">;
  kind: "report" | "call-out" | "page";
  title: string;
  path: string;
  language: string;
  lead: string | undefined;
  contentWarning: string | undefined;
  /** HTML of ours. */
  html: string;
  cover: ShownPicture | undefined;
  /** Pictures that the text itself does not show. */
  pictures: ShownPicture[];
  published: Date;
  updated: Date | undefined;
  collective: { name: string; path: string; handle: string };
  tags: { name: string; path: string }[];
  links: { href: string; name: string | null }[];
  translations: Neighbour[];
  before: Neighbour | undefined;
  after: Neighbour | undefined;
  /** Where readers are led to follow from their own server. */
  followAt: string;
  /** What others did with it. */
  answers: Pick<ThreadProps, "uri" | "echo" | "thread" | "quotes" | "isOpen">;
}

export function TextPage(props: TextProps) {
  const { frame, head, title, collective, before, after } = props;
  const { locale } = frame;
  const { words } = locale;
  return (
    <Layout kind="reading" frame={frame} section={collective} feedOf={collective.path} {...head}>
      <TextArticle {...props} />
      <Thread {...props.answers} {...{ locale, collective }} path={props.path} />
      {(before || after) && (
        <nav class="neighbours" aria-label={words.neighbours}>
          {before && <Onward label={words.previousText} rel="prev" to={before} />}
          {after && <Onward label={words.nextText} rel="next" to={after} />}
        </nav>
      )}
      <PassOn locale={locale} title={title} address={frame.origin + props.path} />
      <Follow
        locale={locale}
        origin={frame.origin}
        name={collective.name}
        path={collective.path}
        handle={collective.handle}
        formAt={props.followAt}
      />
      <p class="printed">
        {words.printedFrom} <span dir="ltr">{frame.origin + props.path}</span>
      </p>
    </Layout>
  );
}

/** How to pass a text on without telling anybody else. */
function PassOn({ locale: { words }, title, address }: { locale: Locale; title: string; address: string }) {
  const mail = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(address)}`;
  return (
    <section class="pass-on" aria-labelledby="pass-on">
      <h2 id="pass-on">{words.passOn}</h2>
      <p>{words.itsAddress}</p>
      <p class="copy" dir="ltr">
        <code>{address}</code>
      </p>
      <p>
        <a href={mail}>{words.byMail}</a>
      </p>
    </section>
  );
}

/** What of a text is shown when it is only looked at. */
export type ArticleProps = Omit<TextProps, "head" | "before" | "after" | "followAt" | "answers">;

/** The text itself; the desk shows it before anybody else sees it. */
export function TextArticle(props: ArticleProps) {
  const { frame, kind, title, language, lead, contentWarning, html, cover, pictures, links } = props;
  const { locale } = frame;
  const { words } = locale;
  const interfaceOf = { lang: locale.language, dir: locale.direction };
  return (
    <article class={`h-entry text ${kind}`} lang={language} dir={directionOf(language)}>
      <header>
        {kind === "call-out" && (
          <p class="kind" {...interfaceOf}>
            {words.callOut}
          </p>
        )}
        <h1 class="p-name">{kind === "call-out" ? <span class="placard">{title}</span> : title}</h1>
        {lead && <p class="p-summary lead">{lead}</p>}
      </header>
      <About {...props} />
      {contentWarning && (
        <p class="warning">
          <strong {...interfaceOf}>{words.contentWarning}:</strong> {contentWarning}
        </p>
      )}
      {cover && (
        <figure class="cover">
          <Picture class="u-featured" picture={cover} sizes="(min-width: 60em) 44rem, 100vw" isFirst />
        </figure>
      )}
      <div class="e-content" dangerouslySetInnerHTML={{ __html: html }} />
      {pictures.length > 0 && (
        <section class="pictures" aria-label={words.morePictures}>
          {pictures.map((picture) => (
            <figure key={picture.src}>
              <Picture class="u-photo" picture={picture} sizes="(min-width: 60em) 22rem, 100vw" />
            </figure>
          ))}
        </section>
      )}
      {links.length > 0 && <Links kind={kind} links={links} locale={locale} />}
    </article>
  );
}

function About({
  frame,
  kind,
  path,
  language,
  published,
  updated,
  collective,
  tags,
  translations,
}: ArticleProps) {
  const { locale } = frame;
  const { words } = locale;
  return (
    <aside class="about" lang={locale.language} dir={locale.direction} aria-label={words.aboutThis}>
      <dl>
        <div>
          <dt>{words.publishedBy}</dt>
          <dd>
            <a class="p-author h-card" href={collective.path} rel="author" dir="auto">
              {collective.name}
            </a>
          </dd>
        </div>
        {kind !== "page" && (
          <div>
            <dt>{words.published}</dt>
            <dd>
              <a class="u-url" href={path} rel="bookmark">
                <Day class="dt-published" day={published} locale={locale} />
              </a>
            </dd>
          </div>
        )}
        {updated && (
          <div>
            <dt>{words.updated}</dt>
            <dd>
              <Day class="dt-updated" day={updated} locale={locale} />
            </dd>
          </div>
        )}
        <div>
          <dt>{words.writtenIn}</dt>
          <dd>
            <bdi lang={language}>{languageName(language)}</bdi>
          </dd>
        </div>
        {translations.length > 0 && (
          <div>
            <dt>{words.alsoIn}</dt>
            {translations.map((translation) => (
              <dd key={translation.path}>
                <a
                  href={translation.path}
                  hreflang={translation.language}
                  lang={translation.language}
                  dir="auto"
                  title={translation.title}
                >
                  {languageName(translation.language)}
                </a>
              </dd>
            ))}
          </div>
        )}
        {tags.length > 0 && (
          <div class="tags">
            <dt>{words.tags}</dt>
            {tags.map((tag) => (
              <dd key={tag.path}>
                <a class="p-category" href={tag.path} rel="tag" lang={language} dir="auto">
                  {tag.name}
                </a>
              </dd>
            ))}
          </div>
        )}
      </dl>
    </aside>
  );
}

function Day({ day, locale, class: className }: { day: Date; locale: Locale; class: string }) {
  return (
    <time class={className} datetime={day.toISOString()}>
      {locale.date(day)}
    </time>
  );
}

function Links({ kind, links, locale }: Pick<TextProps, "kind" | "links"> & { locale: Locale }) {
  const { words } = locale;
  return (
    <section class={kind === "call-out" ? "links act" : "links"} aria-labelledby="links">
      <h2 id="links" lang={locale.language} dir={locale.direction}>
        {kind === "call-out" ? words.takeAction : words.links}
      </h2>
      <ul>
        {links.map(({ href, name }) => (
          <li key={href}>
            <a href={href} rel="noopener">
              {name && <span dir="auto">{name}</span>}
              <span class="address" dir="ltr">
                {href.replace(/^(https?:\/\/|mailto:|tel:)/, "").replace(/\/$/, "")}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Onward({ label, rel, to }: { label: string; rel: "prev" | "next"; to: Neighbour }) {
  return (
    <a class={rel} href={to.path} rel={rel} hreflang={to.language}>
      <span class="label">{label}</span>
      <span class="to" lang={to.language} dir="auto">
        {to.title}
      </span>
    </a>
  );
}
