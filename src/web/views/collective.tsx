// The page of a collective: who it is, what it says, and how to hear from it again.
import { Follow } from "./follow.tsx";
import type { Frame } from "./frame.ts";
import type { HeadProps } from "./head.tsx";
import { Layout } from "./layout.tsx";
import { type Way, Ways } from "./list.tsx";
import { Newest } from "./newest.tsx";
import { Picture, type ShownPicture } from "./picture.tsx";
import { PassedOn, type RepostItem } from "./reposts.tsx";
import { Wire, type WireItem } from "./wire.tsx";

export interface CollectiveProps {
  frame: Frame;
  head: Omit<HeadProps, "frame">;
  name: string;
  path: string;
  /** `@calais@node.example` */
  handle: string;
  /** What it says of itself, in paragraphs. */
  summary: string[];
  /** BCP 47; what it mostly writes in. */
  language: string;
  fields: { name: string; value: string; isAddress: boolean }[];
  icon: ShownPicture | undefined;
  header: ShownPicture | undefined;
  movedTo: string | undefined;
  pages: { title: string; path: string; language: string }[];
  pinned: WireItem[];
  items: WireItem[];
  older: string | undefined;
  /** What it passed on last, and where the list of that is. */
  reposts: RepostItem[];
  allReposts: string;
  /** Ways to everything else it published. */
  ways: Way[];
  /** Where the form goes that leads to a reader's own server. */
  followAt: string;
}

export function CollectivePage(props: CollectiveProps) {
  const { frame, head, name, path, handle, pinned, items, older, reposts, allReposts, ways, followAt } =
    props;
  const { words } = frame.locale;
  return (
    <Layout kind="collective" frame={frame} section={{ name, path }} feedOf={path} {...head}>
      <Banner {...props} />
      <div class="columns">
        <div class="news">
          {pinned.length > 0 && (
            <section aria-labelledby="pinned">
              <h2 id="pinned">{words.pinned}</h2>
              <Wire locale={frame.locale} items={pinned} />
            </section>
          )}
          <Newest locale={frame.locale} items={items} older={older}>
            <Ways label={words.archiveOf(name)} ways={ways} locale={frame.locale} />
          </Newest>
          <PassedOn locale={frame.locale} items={reposts} all={allReposts} />
        </div>
        <Follow
          locale={frame.locale}
          origin={frame.origin}
          name={name}
          path={path}
          handle={handle}
          form={{ action: followAt }}
          hasCode
        />
      </div>
    </Layout>
  );
}

function Banner({
  frame,
  name,
  path,
  handle,
  summary,
  language,
  fields,
  icon,
  header,
  movedTo,
  pages,
}: CollectiveProps) {
  const { words } = frame.locale;
  return (
    <header class={header ? "banner h-card has-picture" : "banner h-card"}>
      {header && <Picture class="u-featured" picture={header} sizes="100vw" isFirst />}
      <div class="title">
        {icon && <Picture class="u-logo" picture={icon} sizes="6rem" isFirst />}
        <h1>
          <a class="placard p-name u-url" href={path} lang={language}>
            <bdi>{name}</bdi>
          </a>
        </h1>
        <p class="handle p-nickname" dir="ltr">
          {handle}
        </p>
      </div>
      {movedTo && (
        <p class="moved">
          {words.movedTo}{" "}
          <a href={movedTo} dir="ltr">
            {movedTo}
          </a>
        </p>
      )}
      <div class="about">
        {summary.length > 0 && (
          <div class="p-note" lang={language} dir="auto">
            {summary.map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
          </div>
        )}
        {fields.length > 0 && (
          <dl>
            {fields.map((field) => (
              <div key={field.name}>
                <dt>
                  <bdi>{field.name}</bdi>
                </dt>
                <dd>
                  {field.isAddress ? (
                    <a href={field.value} rel="me noopener nofollow" dir="ltr">
                      {field.value.replace(/^https?:\/\//, "").replace(/\/$/, "")}
                    </a>
                  ) : (
                    <bdi>{field.value}</bdi>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      {pages.length > 0 && (
        <nav class="pages" aria-label={words.pages}>
          <ul>
            {pages.map((page) => (
              <li key={page.path}>
                <a href={page.path} lang={page.language} dir="auto">
                  {page.title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </header>
  );
}
