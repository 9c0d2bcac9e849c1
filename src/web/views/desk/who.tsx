// Who somebody is, before the collective follows them: what they say of themselves, where they are, what they published last.
import { desk } from "../../../domain/paths.ts";
import { type AllyGround, allyName } from "./allies.tsx";
import type { DeskFrame } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";

/** Somebody, as pages say who they are. */
export interface Who {
  /** Their address. */
  actor: string;
  /** `name@host`, where it is known. */
  handle: string | null;
  name: string | null;
  /** Their page for people, where they have one. */
  url: string | null;
  /** `Group`, `Person` … */
  type: string;
  /** What their server runs, where that is known. */
  software: string | null;
  /** What they say of themselves, plain text. */
  about: string | undefined;
}

export interface WhoPageProps extends Omit<AllyGround, "done" | "mayDecide"> {
  who: Who;
  /** How the collective stands to them already. */
  state: "requested" | "accepted" | "refused" | "ended" | undefined;
  texts: readonly Published[];
}

/** Something that they published. */
export interface Published {
  uri: string;
  title: string;
  language: string | null;
  published: Date | null;
  /** Where it can be read. */
  href: string;
}

export function WhoPage({ frame, collective, who, state, texts }: WhoPageProps) {
  const words = frame.desk.allies;
  const name = allyName(who);
  const isFollowed = state === "accepted" || state === "requested";
  return (
    <DeskLayout frame={frame} title={name} collective={collective} place="allies">
      <h1>
        <bdi>{name}</bdi>
      </h1>
      <AboutThem frame={frame} who={who} />
      <section aria-labelledby="newest">
        <h2 id="newest">{words.who.newest}</h2>
        {texts.length === 0 && <p class="nothing">{words.who.nothing}</p>}
        {texts.length > 0 && (
          <ul class="rows whole">
            {texts.map((text) => (
              <li key={text.uri}>
                <Text frame={frame} text={text} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="follow">
        <h2 id="follow">{words.submit}</h2>
        {state && (
          <p class="note">
            <span class={`badge ${state}`}>{words.states[state]}</span>
          </p>
        )}
        {isFollowed ? (
          <p>
            <a href={desk.ally(who.actor)}>{words.manage}</a>
          </p>
        ) : (
          <form method="post" action={desk.allies()}>
            <p class="hint">{words.next}</p>
            <input type="hidden" name="whom" value={who.actor} />
            <button type="submit">{words.submit}</button>
          </form>
        )}
        <p>
          <a href={desk.allies()}>{words.who.another}</a>
        </p>
      </section>
    </DeskLayout>
  );
}

/** What somebody is and says of themselves. */
export function AboutThem({ frame, who }: { frame: DeskFrame; who: Who }) {
  const { who: words, page } = frame.desk.allies;
  const { actor, handle, type, software, about, url } = who;
  const kind = Object.entries(words.types).find(([one]) => one === type)?.[1] ?? type;
  return (
    <>
      <p class="note">
        {kind} · <bdi dir="ltr">{handle === null ? actor : `@${handle}`}</bdi>
        {software !== null && <> · {words.runs(`\u2068${software}\u2069`)}</>}
      </p>
      {about === undefined ? (
        <p class="nothing">{words.silent}</p>
      ) : (
        <p class="about-ally" dir="auto">
          {about}
        </p>
      )}
      {url && (
        <p>
          {page}:{" "}
          <a class="address" href={url} rel="nofollow noopener noreferrer" dir="ltr">
            {url.replace(/^https?:\/\//, "")}
          </a>
        </p>
      )}
    </>
  );
}

function Text({ frame, text: { title, language, published, href } }: { frame: DeskFrame; text: Published }) {
  return (
    <>
      <p class="what">
        <a href={href} rel="nofollow noopener noreferrer" lang={language ?? undefined} dir="auto">
          {title}
        </a>
      </p>
      {published && (
        <p class="note">
          <time datetime={published.toISOString()}>{frame.locale.date(published)}</time>
        </p>
      )}
    </>
  );
}
