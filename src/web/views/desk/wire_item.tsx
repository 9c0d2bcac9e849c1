// One text of the wire by itself: all of it, and passing it on with a word before it, or taking that back.
import { desk } from "../../../domain/paths.ts";
import { safe } from "../outside.ts";
import { Done, ErrorSummary, type Option, SelectField, TextArea } from "./field.tsx";
import type { DeskFrame, FieldErrors } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";
import { Problem } from "./notice.tsx";
import { RepostPreview, type RepostPreviewed } from "./repost_preview.tsx";
import {
  AboutWire,
  Matter,
  outward,
  Proof,
  spokenIn,
  ToOriginal,
  titleOf,
  type WireText,
} from "./wire_text.tsx";
import { Translations } from "./wire_translations.tsx";

export interface WireItemProps {
  frame: DeskFrame;
  collective: { name: string; handle: string };
  text: WireText;
  mayDecide: boolean;
  /** What was typed as a word before it. */
  typed: { introduction: string; language: string };
  languages: readonly Option[];
  preview?: RepostPreviewed | undefined;
  errors?: FieldErrors | undefined;
  problem?: string | undefined;
  done?: string | undefined;
}

export function WireItem(props: WireItemProps) {
  const { frame, collective, text, mayDecide, errors, problem, done } = props;
  const { wire } = frame.desk.allies;
  const title = titleOf(frame, text);
  return (
    <DeskLayout frame={frame} title={title} collective={collective} place="wire">
      <ErrorSummary frame={frame} errors={errors} />
      <Done>{done}</Done>
      <Problem>{problem}</Problem>
      <h1 {...(text.title === undefined ? {} : spokenIn(text))}>{title}</h1>
      <AboutWire frame={frame} text={text} />
      <Proof frame={frame} text={text} />
      <Ways frame={frame} text={text} mayDecide={mayDecide} />
      {text.unread && (
        <form method="post" action={`${desk.wireItem(text.id)}/read`}>
          <button class="second" type="submit">
            {wire.markRead}
          </button>
        </form>
      )}
      <div class="on-wire-alone">
        <Matter frame={frame} text={text} />
        {text.isCut && <p class="note">{wire.cut}</p>}
        {text.pictures.length > 0 && <p class="hint">{wire.pictureHow}</p>}
        {text.hashtags.length > 0 && (
          <ul class="ways" aria-label={wire.tag}>
            {text.hashtags.map((tag) => (
              <li key={tag}>
                <a href={`${desk.wire()}?${new URLSearchParams({ tag })}`} dir="auto">
                  #{tag}
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
      <Translations frame={frame} text={text} />
      {mayDecide && (text.repost === undefined ? <PassOn {...props} /> : <TakeBack {...props} />)}
    </DeskLayout>
  );
}

function Ways({ frame, text, mayDecide }: Pick<WireItemProps, "frame" | "text" | "mayDecide">) {
  const { wire, page } = frame.desk.allies;
  return (
    <ul class="ways">
      {mayDecide && (
        <li>
          <a href="#pass-on">{text.repost === undefined ? wire.repost : wire.undo}</a>
        </li>
      )}
      <li>
        <a href={desk.wire()}>{wire.back}</a>
      </li>
      <li>
        <ToOriginal frame={frame} text={text} />
      </li>
      {text.authorUrl && (
        <li>
          <a href={safe(text.authorUrl)} rel={outward}>
            {page}
          </a>
        </li>
      )}
      {text.repost && (
        <li>
          <a href={text.repost}>{wire.see}</a>
        </li>
      )}
    </ul>
  );
}

function PassOn({ frame, text, typed, languages, preview, errors }: WireItemProps) {
  const { wire } = frame.desk.allies;
  const at = desk.wireItem(text.id);
  const isProposed = text.proposal === "open";
  return (
    <section aria-labelledby="pass-on">
      <h2 id="pass-on">{wire.repost}</h2>
      <p>{wire.repostLead}</p>
      {preview && <RepostPreview {...{ frame, text, preview }} />}
      <form method="post" action={`${at}/repost`}>
        <TextArea
          {...{ frame, errors }}
          name="introduction"
          label={wire.introduction}
          hint={`${wire.introductionHint} (${frame.desk.form.optional})`}
          value={typed.introduction}
          lang={typed.language}
          dir="auto"
          rows={4}
        />
        <SelectField
          {...{ frame, errors }}
          name="language"
          label={wire.introductionLanguage}
          options={languages}
          value={typed.language}
        />
        <div class="buttons">
          <button type="submit">{isProposed ? wire.agree : wire.repost}</button>
          <button
            class="second"
            type="submit"
            name="action"
            value="preview"
            formaction={`${at}/repost#preview`}
          >
            {wire.preview.button}
          </button>
          {isProposed && (
            <button class="second" type="submit" formaction={`${at}/decline`}>
              {wire.decline}
            </button>
          )}
        </div>
      </form>
    </section>
  );
}

function TakeBack({ frame, text }: WireItemProps) {
  const { wire } = frame.desk.allies;
  return (
    <section aria-labelledby="pass-on">
      <h2 id="pass-on">{wire.reposted}</h2>
      <form method="post" action={`${desk.wireItem(text.id)}/undo`}>
        <p class="hint" id="undo-hint">
          {wire.undoHint}
        </p>
        <button class="danger" type="submit" aria-describedby="undo-hint">
          {wire.undo}
        </button>
      </form>
    </section>
  );
}
