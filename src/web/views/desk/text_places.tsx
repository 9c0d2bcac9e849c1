// What stands around a text in the editor: its state, the ways to its other places, its translations, and the original of one.
import { directionOf, languageName } from "../../../domain/language.ts";
import { desk } from "../../../domain/paths.ts";
import type { ReportState } from "../../../domain/report.ts";
import { responseStates } from "../../../domain/response.ts";
import { safe } from "../outside.ts";
import { countOf } from "./answers.tsx";
import type { StoredText } from "./editor.tsx";
import type { DeskFrame } from "./frame.ts";

/** The same text in another language. */
export interface Sibling {
  id: string;
  title: string;
  language: string;
  state: ReportState;
}

/** A text to be read while it is translated. */
export interface OriginalText {
  title: string;
  /** BCP 47, where it is known. */
  language: string | null;
  lead: string | null;
  /** HTML of ours, or clean. */
  html: string;
  /** Where and by whom it was published, if that was not here. */
  elsewhere: { href: string; author: string } | undefined;
}

export function About({
  frame,
  stored,
  revision,
}: {
  frame: DeskFrame;
  stored: StoredText;
  revision: number | undefined;
}) {
  const words = frame.desk.editor;
  const { id, state, page, siblings, scheduled, proposed, answers } = stored;
  return (
    <div class="about-text">
      <p>
        <span class={`badge ${state}`}>{frame.desk.texts.states[state]}</span>
        {state === "scheduled" && scheduled && <> {words.scheduledFor(scheduled)}</>}
      </p>
      <ul class="ways">
        {page && (
          <li>
            <a href={page}>{words.toPage}</a>
          </li>
        )}
        <li>
          <a href={desk.preview(id)}>{words.preview}</a>
        </li>
        {(state === "published" || state === "withdrawn") && (
          <li>
            <a href={desk.deliveriesOf(id)}>{words.toDeliveries}</a>
          </li>
        )}
        {answers && (
          <li>
            <a href={desk.answersIn(answers.held > 0 ? "held" : "shown", { text: id })}>
              {frame.desk.answers.title}
            </a>{" "}
            <span class="note">
              (
              {frame.list(
                responseStates.map(
                  (one) => `${frame.desk.answers.states[one]}: ${countOf(frame, answers[one])}`,
                ),
              )}
              )
            </span>
          </li>
        )}
        <li>
          <a href={desk.translate(id)}>{words.translate}</a>
        </li>
        {state === "published" && (
          <li>
            <a href={desk.withdraw(id)}>{words.toWithdraw}</a>
          </li>
        )}
        <li>
          <a href={desk.remove(id)}>{words.toDelete}</a>
        </li>
      </ul>
      {siblings.length > 0 && (
        <p>
          {words.translations}{" "}
          {siblings.map((sibling, position) => (
            <span key={sibling.id}>
              {position > 0 && " · "}
              <a
                href={desk.text(sibling.id)}
                lang={sibling.language}
                hreflang={sibling.language}
                dir="auto"
                title={sibling.title}
              >
                {languageName(sibling.language)}
              </a>{" "}
              ({frame.desk.texts.states[sibling.state]})
            </span>
          ))}
        </p>
      )}
      {state === "scheduled" && (
        <form method="post" action={`${desk.text(id)}/unschedule`}>
          <button class="second" type="submit">
            {words.unschedule}
          </button>
        </form>
      )}
      {proposed === "own" && <p class="kept">{words.proposedOwn}</p>}
      {proposed === "other" && (
        <form class="kept" method="post" action={`${desk.text(id)}/agree`}>
          <p>{words.proposedOther}</p>
          <input type="hidden" name="revision" value={String(revision ?? "")} />
          <button type="submit">{words.agree}</button>
        </form>
      )}
    </div>
  );
}

export function Original({ frame, original }: { frame: DeskFrame; original: OriginalText }) {
  const { title, language, lead, html, elsewhere } = original;
  return (
    <section class="original" aria-labelledby="original">
      <h2 id="original">{frame.desk.editor.original}</h2>
      {elsewhere && (
        <p class="note">
          <bdi>{elsewhere.author}</bdi> ·{" "}
          <a href={safe(elsewhere.href)} rel="nofollow noopener noreferrer">
            {frame.desk.allies.wire.original}
          </a>
        </p>
      )}
      <div lang={language ?? undefined} dir={language === null ? "auto" : directionOf(language)}>
        <p class="title">{title}</p>
        {lead && <p class="lead">{lead}</p>}
        <div class="e-content" dangerouslySetInnerHTML={{ __html: html }} />
      </div>
    </section>
  );
}
