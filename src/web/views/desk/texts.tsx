// The first place of the desk: what has been written, in whatever state it is.
import { languageName } from "../../../domain/language.ts";
import { desk } from "../../../domain/paths.ts";
import { type ReportKind, type ReportState, reportStates } from "../../../domain/report.ts";
import { Done } from "./field.tsx";
import type { DeskFrame } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";
import { ByTime, Parts } from "./list.tsx";

export interface TextsProps {
  frame: DeskFrame;
  collective: { name: string; handle: string };
  texts: readonly {
    id: string;
    title: string;
    kind: ReportKind;
    language: string;
    state: ReportState;
    proposed: boolean;
    when: Date | null;
    /** Path of its page, if everybody may see it. */
    page: string | undefined;
    siblings: readonly { id: string; language: string }[];
  }[];
  /** Undefined for all. */
  state: ReportState | undefined;
  older: string | undefined;
  newest: string | undefined;
  done?: string | undefined;
}

export function Texts({ frame, collective, texts, state, older, newest, done }: TextsProps) {
  const words = frame.desk.texts;
  return (
    <DeskLayout frame={frame} title={words.title} collective={collective} place="texts">
      <Done>{done}</Done>
      <h1>{words.title}</h1>
      <p>
        <a class="begin" href={desk.newText()}>
          {frame.desk.places.newText}
        </a>
      </p>
      <Parts
        label={words.byState}
        parts={[
          { name: words.all, href: desk.texts(), isHere: state === undefined },
          ...reportStates.map((one) => ({
            name: words.inState[one],
            href: desk.textsIn(one),
            isHere: state === one,
          })),
        ]}
      />
      {texts.length === 0 && <p class="nothing">{words.none}</p>}
      {texts.length > 0 && (
        <ul class="rows">
          {texts.map((text) => (
            <li key={text.id}>
              <p class="what">
                <a href={desk.text(text.id)} lang={text.language} dir="auto">
                  {text.title}
                </a>
              </p>
              <p class="note">
                <span class={`badge ${text.state}`}>{words.states[text.state]}</span>
                {text.proposed && <> · {words.proposed}</>} · {frame.desk.editor.kinds[text.kind]} ·{" "}
                {languageName(text.language, frame.locale.language)}
                {text.when && (
                  <>
                    {" "}
                    · <time datetime={text.when.toISOString()}>{frame.locale.date(text.when)}</time>
                  </>
                )}
              </p>
              <Ways frame={frame} text={text} />
            </li>
          ))}
        </ul>
      )}
      <ByTime frame={frame} first={newest} next={older} />
    </DeskLayout>
  );
}

function Ways({ frame, text }: { frame: DeskFrame; text: TextsProps["texts"][number] }) {
  const { editor } = frame.desk;
  const isKnown = text.state === "published" || text.state === "withdrawn";
  if (!isKnown && text.siblings.length === 0) return null;
  return (
    <p class="note">
      {text.page && (
        <a href={text.page} aria-label={`${editor.toPage}: ${text.title}`}>
          {editor.toPage}
        </a>
      )}{" "}
      {isKnown && (
        <a href={desk.deliveriesOf(text.id)} aria-label={`${editor.toDeliveries}: ${text.title}`}>
          {editor.toDeliveries}
        </a>
      )}{" "}
      {text.siblings.map((sibling) => (
        <a href={desk.text(sibling.id)} lang={sibling.language} key={sibling.id} dir="auto">
          {languageName(sibling.language)}
        </a>
      ))}
    </p>
  );
}
