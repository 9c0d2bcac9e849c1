// The front page: who publishes here, and what is new.
import type { Frame } from "./frame.ts";
import type { HeadProps } from "./head.tsx";
import { Layout } from "./layout.tsx";
import { Newest } from "./newest.tsx";
import { Picture, type ShownPicture } from "./picture.tsx";
import { PassedOn, type RepostItem } from "./reposts.tsx";
import type { WireItem } from "./wire.tsx";

export interface FrontProps {
  frame: Frame;
  head: Omit<HeadProps, "frame">;
  title: string;
  collectives: {
    name: string;
    path: string;
    handle: string;
    /** Its first words about itself. */
    summary: string;
    /** BCP 47. */
    language: string;
    icon: ShownPicture | undefined;
  }[];
  items: WireItem[];
  older: string | undefined;
  /** What was passed on last of what others wrote. */
  reposts: RepostItem[];
  /** Path of the list of all of that. */
  allReposts: string;
}

export function Front({ frame, head, title, collectives, items, older, reposts, allReposts }: FrontProps) {
  const { words } = frame.locale;
  return (
    <Layout kind="front" frame={frame} {...head}>
      <header class="banner">
        <h1>
          <span class="placard">
            <bdi>{title}</bdi>
          </span>
        </h1>
        <p class="lead">{words.frontLead}</p>
      </header>
      <div class="columns">
        <section class="collectives" aria-labelledby="collectives">
          <h2 id="collectives">{words.collectives}</h2>
          {collectives.length === 0 && <p class="nothing">{words.noCollectives}</p>}
          <ul>
            {collectives.map(({ name, path, handle, summary, language, icon }) => (
              <li class="h-card" key={path}>
                {icon && <Picture class="u-logo" picture={icon} sizes="3rem" />}
                <h3>
                  <a class="p-name u-url" href={path} dir="auto">
                    {name}
                  </a>
                </h3>
                <p class="handle" dir="ltr">
                  {handle}
                </p>
                {summary !== "" && (
                  <p class="p-note" lang={language} dir="auto">
                    {summary}
                  </p>
                )}
              </li>
            ))}
          </ul>
        </section>
        <div class="news">
          <Newest locale={frame.locale} items={items} older={older} />
          <PassedOn locale={frame.locale} items={reposts} all={allReposts} />
        </div>
      </div>
    </Layout>
  );
}
