// The same text in other languages, beside one on the wire: ours, allies', and what the text itself links.
import { languageName } from "../../../domain/language.ts";
import { desk } from "../../../domain/paths.ts";
import { safe } from "../outside.ts";
import type { DeskFrame } from "./frame.ts";
import { outward, spokenIn, titleOf, type WireText } from "./wire_text.tsx";

/** On the page of the text: all there is, and the way to one more. */
export function Translations({ frame, text }: { frame: DeskFrame; text: WireText }) {
  const { wire } = frame.desk.allies;
  return (
    <section class="translations" aria-labelledby="translations">
      <h2 id="translations">{wire.translations}</h2>
      {hasTranslations(text) ? <List frame={frame} text={text} /> : <p class="note">{wire.untranslated}</p>}
      <form method="get" action={desk.translateFromWire(text.id)}>
        <button class="second" type="submit">
          {wire.translate}
        </button>
      </form>
    </section>
  );
}

/** In a list of texts: the same in short, where there is any. */
export function TranslationsNote({ frame, text }: { frame: DeskFrame; text: WireText }) {
  if (!hasTranslations(text)) return null;
  const { translations } = frame.desk.allies.wire;
  return (
    <>
      <p class="note">{translations}</p>
      <List frame={frame} text={text} />
    </>
  );
}

function hasTranslations({ translations: { ours, theirs, linked } }: WireText): boolean {
  return ours.length + theirs.length + linked.length > 0;
}

function List({ frame, text }: { frame: DeskFrame; text: WireText }) {
  const { wire } = frame.desk.allies;
  const { ours, theirs, linked } = text.translations;
  const named = (language: string | null) =>
    language === null ? undefined : languageName(language, frame.locale.language);
  return (
    <ul class="in-languages" aria-label={`${wire.translations}: ${titleOf(frame, text)}`}>
      {ours.map(({ id, language, title, state }) => (
        <li key={id}>
          <a href={desk.text(id)} hreflang={language} title={title}>
            {named(language)}
          </a>{" "}
          <span class="note">{wire.ours(frame.desk.texts.states[state])}</span>
        </li>
      ))}
      {theirs.map(({ id, language, title, author }) => (
        <li key={id}>
          <a href={desk.wireItem(id)} hreflang={language ?? undefined} title={title ?? undefined}>
            {named(language) ?? <span {...spokenIn({ language })}>{title ?? wire.untitled}</span>}
          </a>{" "}
          <span class="note">
            <bdi>{author}</bdi>
          </span>
        </li>
      ))}
      {linked.map(({ href, language }) => (
        <li key={href}>
          <a href={safe(href)} hreflang={language} rel={outward}>
            {named(language)}
          </a>{" "}
          <span class="note" dir="ltr">
            {new URL(href).host}
          </span>
        </li>
      ))}
    </ul>
  );
}
