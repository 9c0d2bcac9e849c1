// A text of an ally as the desk shows it: what it is, what it says, what hangs on it, and what can be done with it.
import type { ProofState } from "../../../domain/ally.ts";
import { directionOf, languageName } from "../../../domain/language.ts";
import { desk } from "../../../domain/paths.ts";
import type { WireTranslations } from "../../../newsroom/wire_translations.ts";
import { safe } from "../outside.ts";
import { Said } from "../said.tsx";
import type { DeskFrame } from "./frame.ts";

export interface WireText {
  id: string;
  /** Undefined where it has none and its words are not to be read at once. */
  title: string | undefined;
  /** BCP 47, where its author says it. */
  language: string | null;
  author: string;
  /** `name@host` */
  handle: string | null;
  authorUrl: string | null;
  /** `name@host` of who announced it, where it was announced. */
  announcedBy: string | null;
  kind: string;
  published: Date;
  updated: Date | null;
  unread: boolean;
  proposal: "open" | "declined" | null;
  /** Path of the page that says the collective has passed it on. */
  repost: string | undefined;
  proof: ProofState;
  /** What it warns of; "" where it only says that it is sensitive. */
  warning: string | undefined;
  lead: string | undefined;
  /** Its first words, for a list. */
  teaser: string | undefined;
  /** Clean. */
  html: string;
  isCut: boolean;
  /** By addresses of our own; without one where they are not kept here. */
  pictures: readonly { src: string | undefined; alt: string }[];
  files: readonly { href: string; label: string }[];
  /** As they are written. */
  hashtags: readonly string[];
  /** The page where its author shows it. */
  original: string;
  /** The same in other languages. */
  translations: WireTranslations;
}

/** Leads out, and tells nobody from where. */
export const outward = "nofollow noopener noreferrer";

/** Which language its words are in, and which way they go. */
export function spokenIn({ language }: Pick<WireText, "language">) {
  return { lang: language ?? undefined, dir: language === null ? ("auto" as const) : directionOf(language) };
}

/** What it is called, where something has to be said. */
export function titleOf(frame: DeskFrame, { title, warning }: WireText): string {
  return title ?? (warning || frame.desk.allies.wire.untitled);
}

/** Who wrote it, when, what it is, and what became of it. */
export function AboutWire({ frame, text }: { frame: DeskFrame; text: WireText }) {
  const { wire, kindOne } = frame.desk.allies;
  const { author, handle, published, updated, announcedBy, kind, language } = text;
  const kindInWords = Object.entries(kindOne).find(([key]) => key === kind)?.[1] ?? kind;
  return (
    <p class="note">
      <State frame={frame} text={text} />
      <b>
        <bdi>{author}</bdi>
      </b>{" "}
      {handle && handle !== author && <bdi dir="ltr">@{handle}</bdi>} ·{" "}
      <time datetime={published.toISOString()}>{frame.locale.date(published)}</time> ·{" "}
      <bdi>{kindInWords}</bdi>
      {language && <> · {languageName(language, frame.locale.language)}</>}
      {announcedBy && (
        <>
          {" "}
          · <bdi>{wire.through(announcedBy)}</bdi>
        </>
      )}
      {updated && updated > published && <> · {wire.changed(frame.locale.date(updated))}</>}
    </p>
  );
}

function State({ frame, text }: { frame: DeskFrame; text: WireText }) {
  const { wire } = frame.desk.allies;
  const states = [
    text.unread && ["unread", wire.isUnread],
    text.proposal === "open" && ["proposed", wire.isProposed],
    text.proposal === "declined" && ["declined", wire.isDeclined],
    text.repost !== undefined && ["reposted", wire.isReposted],
  ].filter((state) => state !== false);
  return (
    <>
      {states.flatMap(([kind, label]) => [
        <span key={kind} class={`badge ${kind}`}>
          {label}
        </span>,
        " ",
      ])}
    </>
  );
}

/** Everything it says and shows, folded away behind its warning. */
export function Matter({ frame, text }: { frame: DeskFrame; text: WireText }) {
  const { warning } = text;
  if (warning === undefined) return <Inside frame={frame} text={text} />;
  return (
    <details>
      <summary>
        <Warning frame={frame} text={text} />
      </summary>
      <Inside frame={frame} text={text} />
    </details>
  );
}

/** What it warns of. */
export function Warning({ frame, text }: { frame: DeskFrame; text: WireText }) {
  const { wire } = frame.desk.allies;
  return (
    <>
      {wire.warning}
      {text.warning && (
        <>
          {": "}
          <span {...spokenIn(text)}>{text.warning}</span>
        </>
      )}
    </>
  );
}

/** Its lead, pictures, words and files. */
export function Inside({ frame, text }: { frame: DeskFrame; text: WireText }) {
  const { wire } = frame.desk.allies;
  const { lead, pictures, files } = text;
  return (
    <>
      {lead && (
        <p class="their-lead" {...spokenIn(text)}>
          {lead}
        </p>
      )}
      {pictures.length > 0 && (
        <ul class="glimpses" aria-label={wire.pictures}>
          {pictures.map(({ src, alt }, position) => (
            <li key={position}>
              {src === undefined ? (
                <p class="not-here">
                  <span>{wire.pictureAway}</span> <bdi>{alt}</bdi>
                </p>
              ) : (
                <a href={src}>
                  <img src={src} alt={alt || wire.pictureMissing} loading="lazy" decoding="async" />
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
      <Said answer={text} />
      {files.length > 0 && (
        <ul class="attached" aria-label={wire.files}>
          {files.map(({ href, label }) => (
            <li key={href}>
              <a href={href} rel={outward}>
                <bdi>{label}</bdi>
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Whether its author's signature was verified, in plain words. */
export function Proof({ frame, text }: { frame: DeskFrame; text: WireText }) {
  const sentence = frame.desk.allies.wire.proof[text.proof];
  return text.proof === "failed" ? (
    <p class="note warned">
      <strong>{sentence}</strong>
    </p>
  ) : (
    <p class="note">{sentence}</p>
  );
}

/** The way to where its author shows it. */
export function ToOriginal({ frame, text, named }: { frame: DeskFrame; text: WireText; named?: boolean }) {
  const { original } = frame.desk.allies.wire;
  return (
    <a
      href={safe(text.original)}
      rel={outward}
      aria-label={named ? `${original}: ${titleOf(frame, text)}` : undefined}
    >
      {original}
    </a>
  );
}

/** What can be done with one click. Each button leads to a deed of its own; afterwards the page is there again. */
export function QuickDeeds({
  frame,
  text,
  back,
  mayDecide,
}: {
  frame: DeskFrame;
  text: WireText;
  /** Path of the page. */
  back: string;
  /** Whether this pen passes on and turns down. */
  mayDecide: boolean;
}) {
  const { wire } = frame.desk.allies;
  const { id, unread, proposal, repost } = text;
  const isOut = repost !== undefined;
  if (!mayDecide && !unread) return null;
  const title = titleOf(frame, text);
  const button = (deed: string, label: string, second = true) => (
    <button
      class={second ? "second" : undefined}
      type="submit"
      formaction={`${desk.wireItem(id)}/${deed}`}
      aria-label={`${label}: ${title}`}
    >
      {label}
    </button>
  );
  return (
    <form method="post" action={`${desk.wireItem(id)}/read`}>
      <input type="hidden" name="back" value={back} />
      <div class="buttons">
        {mayDecide && !isOut && proposal === "open" && (
          <>
            {button("repost", wire.agree, false)}
            {button("decline", wire.decline)}
          </>
        )}
        {mayDecide && !isOut && proposal !== "open" && button("repost", wire.repost)}
        {mayDecide && isOut && button("undo", wire.undo)}
        {unread && proposal !== "open" && button("read", wire.markRead)}
      </div>
    </form>
  );
}
