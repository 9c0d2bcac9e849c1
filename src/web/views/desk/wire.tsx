// The wire: what allies have published, newest first, with what a rule proposes before it and a form that narrows it.
import { desk } from "../../../domain/paths.ts";
import { Done, type Option, SelectField, TextField } from "./field.tsx";
import type { DeskFrame } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";
import { ByTime, Parts } from "./list.tsx";
import { Problem } from "./notice.tsx";
import {
  AboutWire,
  Inside,
  Proof,
  QuickDeeds,
  spokenIn,
  ToOriginal,
  titleOf,
  Warning,
  type WireText,
} from "./wire_text.tsx";
import { TranslationsNote } from "./wire_translations.tsx";

/** Everything, or only what nobody has read or what a rule proposes. */
export const wireParts = ["all", "unread", "proposed"] as const;
export type WirePart = (typeof wireParts)[number];

/** What the wire is narrowed by, as it is asked for in an address. */
export interface Narrowed {
  ally?: string | undefined;
  tag?: string | undefined;
  language?: string | undefined;
  kind?: string | undefined;
}

export interface WireProps {
  frame: DeskFrame;
  collective: { name: string; handle: string };
  texts: readonly WireText[];
  /** Shown before the others. */
  proposals: readonly WireText[];
  part: WirePart;
  narrowed: Narrowed;
  choices: { allies: Option[]; languages: Option[]; kinds: Option[]; tags: readonly string[] };
  /** How many of each part there are, in words. */
  counts: { unread: string; proposed: string };
  /** Where each part is, narrowed in the same way. */
  ways: Record<WirePart, string>;
  /** Path of this page. */
  here: string;
  /** What a single button marks as read: a place in the list and everything after it, or what is on the page. */
  everythingFrom: string | undefined;
  mayDecide: boolean;
  older: string | undefined;
  newest: string | undefined;
  done?: string | undefined;
  problem?: string | undefined;
}

export function Wire(props: WireProps) {
  const { frame, collective, texts, proposals, part, narrowed, ways, counts, older, newest } = props;
  const { wire } = frame.desk.allies;
  const isNarrowed = part !== "all" || Object.values(narrowed).some((one) => one !== undefined);
  const labels = {
    all: wire.all,
    unread: wire.unread(counts.unread),
    proposed: wire.proposed(counts.proposed),
  };
  return (
    <DeskLayout frame={frame} title={wire.title} collective={collective} place="wire">
      <Done>{props.done}</Done>
      <Problem>{props.problem}</Problem>
      <h1>{wire.title}</h1>
      <p>{wire.lead}</p>
      <Parts
        label={wire.show}
        parts={wireParts.map((one) => ({ name: labels[one], href: ways[one], isHere: one === part }))}
      />
      <Narrow {...props} />
      {proposals.length > 0 && (
        <section class="proposals" aria-labelledby="proposals">
          <h2 id="proposals">{labels.proposed}</h2>
          <Texts {...props} texts={proposals} heading="h3" />
        </section>
      )}
      {texts.length === 0 && proposals.length === 0 && (
        <p class="nothing">
          {isNarrowed ? wire.nothingSo : wire.none}{" "}
          {!isNarrowed && <a href={desk.allies()}>{frame.desk.allies.title}</a>}
        </p>
      )}
      {texts.length > 0 && <Texts {...props} heading="h2" />}
      {texts.some(({ unread }) => unread) && <ReadAll {...props} />}
      <ByTime frame={frame} first={newest} next={older} />
    </DeskLayout>
  );
}

function Narrow({ frame, narrowed, choices, part }: WireProps) {
  const { wire } = frame.desk.allies;
  const every = { value: "", label: wire.every };
  const select = (name: "ally" | "language" | "kind", options: Option[]) => (
    <SelectField
      frame={frame}
      name={name}
      label={wire[name]}
      options={[every, ...options]}
      value={narrowed[name] ?? ""}
    />
  );
  return (
    <details class="narrow" open={Object.values(narrowed).some((one) => one !== undefined)}>
      <summary>{wire.filter}</summary>
      <form method="get" action={desk.wire()}>
        {part !== "all" && <input type="hidden" name="part" value={part} />}
        <div class="pair">
          {select("ally", choices.allies)}
          {select("kind", choices.kinds)}
          {select("language", choices.languages)}
          <TextField
            frame={frame}
            name="tag"
            label={wire.tag}
            value={narrowed.tag ?? ""}
            autocomplete="off"
            dir="auto"
            list="tags"
            maxLength={100}
          />
          <datalist id="tags">
            {choices.tags.map((tag) => (
              <option key={tag} value={tag} />
            ))}
          </datalist>
        </div>
        <button class="second" type="submit">
          {wire.show}
        </button>
      </form>
    </details>
  );
}

function Texts({
  frame,
  texts,
  here,
  mayDecide,
  heading,
}: Pick<WireProps, "frame" | "texts" | "here" | "mayDecide"> & { heading: "h2" | "h3" }) {
  return (
    <ul class="on-wire">
      {texts.map((text) => (
        <li key={text.id} class={text.unread ? "is-unread" : undefined}>
          <Row {...{ frame, text, heading }} />
          <QuickDeeds {...{ frame, text, mayDecide }} back={here} />
        </li>
      ))}
    </ul>
  );
}

function Row({ frame, text, heading: Heading }: { frame: DeskFrame; text: WireText; heading: "h2" | "h3" }) {
  const { wire } = frame.desk.allies;
  const title = titleOf(frame, text);
  return (
    <>
      <Heading class="what">
        <a href={desk.wireItem(text.id)} {...(text.title === undefined ? {} : spokenIn(text))}>
          {title}
        </a>
      </Heading>
      <AboutWire frame={frame} text={text} />
      {text.proof === "failed" && <Proof frame={frame} text={text} />}
      {text.teaser && (
        <p class="teaser" {...spokenIn(text)}>
          {text.teaser}
        </p>
      )}
      <details>
        <summary>
          {text.warning === undefined ? wire.unfold : <Warning frame={frame} text={text} />}
          <span class="hidden">: {title}</span>
        </summary>
        {/* A lead stands above already. */}
        <Inside frame={frame} text={text.teaser === text.lead ? { ...text, lead: undefined } : text} />
        {text.proof !== "failed" && <Proof frame={frame} text={text} />}
        <p class="note">
          {text.isCut && (
            <a href={desk.wireItem(text.id)} aria-label={`${wire.rest}: ${title}`}>
              {wire.rest}
            </a>
          )}{" "}
          <ToOriginal frame={frame} text={text} named />{" "}
          <a href={desk.translateFromWire(text.id)} aria-label={`${wire.translate}: ${title}`}>
            {wire.translate}
          </a>
        </p>
        <TranslationsNote frame={frame} text={text} />
      </details>
      {text.repost && (
        <p class="note">
          <a href={text.repost} aria-label={`${wire.see}: ${title}`}>
            {wire.see}
          </a>
        </p>
      )}
    </>
  );
}

function ReadAll({ frame, texts, here, everythingFrom }: WireProps) {
  const { wire } = frame.desk.allies;
  return (
    <form method="post" action={desk.wireRead()}>
      <input type="hidden" name="back" value={here} />
      {everythingFrom === undefined ? (
        texts
          .filter(({ unread }) => unread)
          .map(({ id }) => <input key={id} type="hidden" name="id[]" value={id} />)
      ) : (
        <input type="hidden" name="from" value={everythingFrom} />
      )}
      <button class="second" type="submit">
        {everythingFrom === undefined ? wire.readAll : wire.readEverything}
      </button>
    </form>
  );
}
