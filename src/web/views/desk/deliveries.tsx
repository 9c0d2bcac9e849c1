// The deliveries as people read them: how many servers have it, and for the others the reason in plain words.
import { desk } from "../../../domain/paths.ts";
import type { DeliveryLine, DeliveryTotals } from "../../../newsroom/deliveries.ts";
import { Done } from "./field.tsx";
import type { DeskFrame } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";
import { ByTime } from "./list.tsx";

/** Something that was said, with what became of it. */
export interface SaidLine {
  id: string;
  type: string;
  published: Date;
  totals: Omit<DeliveryTotals, "activity" | "type" | "published"> | undefined;
  about: SaidAbout;
}

/** What something is about. */
export interface SaidAbout {
  kind: "text" | "profile" | "answer" | "introduction" | "repost";
  /** Where the desk has it. */
  path: string | undefined;
  /** Undefined where it has none, or is gone. */
  title: string | undefined;
  language: string | undefined;
}

interface Ground {
  frame: DeskFrame;
  collective: { name: string; handle: string };
}

export interface DeliveriesProps extends Ground {
  lines: readonly SaidLine[];
  older: string | undefined;
  newest: string | undefined;
}

export function Deliveries({ frame, collective, lines, older, newest }: DeliveriesProps) {
  const words = frame.desk.deliveries;
  return (
    <DeskLayout frame={frame} title={words.title} collective={collective} place="deliveries">
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      {lines.length === 0 && <p class="nothing">{words.none}</p>}
      {lines.length > 0 && (
        <ul class="rows">
          {lines.map((line) => (
            <li key={line.id}>
              <p class="what">
                <Subject frame={frame} about={line.about} />
              </p>
              <p class="note">
                {typeInWords(frame, line.type)} · <Moment frame={frame} moment={line.published} />
              </p>
              <p class="note">
                <Totals frame={frame} type={line.type} totals={line.totals} isList />
              </p>
            </li>
          ))}
        </ul>
      )}
      <ByTime frame={frame} first={newest} next={older} />
    </DeskLayout>
  );
}

function Subject({ frame, about: { kind, path, title, language } }: { frame: DeskFrame; about: SaidAbout }) {
  const name = title ?? frame.desk.deliveries.about[kind];
  if (path === undefined) return <b>{name}</b>;
  return (
    <a href={path} lang={title === undefined ? undefined : language} dir="auto">
      {name}
    </a>
  );
}

export interface TextDeliveriesProps extends Ground {
  id: string;
  /** Undefined where it was deleted. */
  text: { title: string; language: string } | undefined;
  page: string | undefined;
  totals: readonly DeliveryTotals[];
  lines: readonly DeliveryLine[];
  hasMore: boolean;
  done: string | undefined;
}

export function TextDeliveries(props: TextDeliveriesProps) {
  const { frame, collective, id, text, page, totals, lines, hasMore, done } = props;
  const words = frame.desk.deliveries;
  const title = text ? words.of(text.title) : words.ofGone;
  return (
    <DeskLayout frame={frame} title={title} collective={collective} place="deliveries">
      <Done>{done}</Done>
      <h1 dir="auto">{title}</h1>
      <ul class="ways">
        {page && (
          <li>
            <a href={page}>{words.page}</a>
          </li>
        )}
        {text && (
          <li>
            <a href={desk.text(id)}>{words.open}</a>
          </li>
        )}
        <li>
          <a href={desk.deliveriesOf(id)}>{words.refresh}</a>
        </li>
      </ul>
      {totals.length === 0 && <p class="nothing">{words.nobody}</p>}
      {totals.length > 0 && (
        <ul class="rows">
          {totals.map((one) => (
            <li key={one.activity}>
              <p class="what">
                <b>{typeInWords(frame, one.type)}</b> · <Moment frame={frame} moment={one.published} />
              </p>
              <p class="note">
                <Totals frame={frame} type={one.type} totals={one} />
              </p>
            </li>
          ))}
        </ul>
      )}
      {lines.length > 0 && <Lines frame={frame} id={id} lines={lines} hasMore={hasMore} />}
    </DeskLayout>
  );
}

function Lines({
  frame,
  id,
  lines,
  hasMore,
}: Pick<TextDeliveriesProps, "frame" | "id" | "lines" | "hasMore">) {
  const words = frame.desk.deliveries;
  return (
    <section aria-labelledby="not">
      <h2 id="not">{words.not}</h2>
      {lines.some(({ state }) => state === "failed") && (
        <form method="post" action={`${desk.deliveriesOf(id)}/again`}>
          <p class="hint" id="again-hint">
            {words.resendHint}
          </p>
          <button class="second" type="submit" aria-describedby="again-hint">
            {words.resend}
          </button>
        </form>
      )}
      <ul class="rows">
        {lines.map((line) => {
          const why = words.reasons[line.reasonKind];
          return (
            <li key={`${line.activity} ${line.inbox}`}>
              <p class="what">
                <b dir="ltr">{line.host}</b>
              </p>
              <p class="note">
                {typeInWords(frame, line.type)} · {line.givenUp ? words.givenUp(why) : why}
                {line.lastStatus !== null && <> ({frame.number(line.lastStatus)})</>}
              </p>
              <p class="note">
                {words.next} {line.nextTry ? <Moment frame={frame} moment={line.nextTry} /> : words.noNext}
              </p>
            </li>
          );
        })}
      </ul>
      {hasMore && <p class="nothing">…</p>}
    </section>
  );
}

function Totals({
  frame,
  type,
  totals,
  isList = false,
}: {
  frame: DeskFrame;
  type: string;
  totals: SaidLine["totals"];
  /** Among others, where a sentence on each line would be too much. */
  isList?: boolean;
}) {
  const words = frame.desk.deliveries;
  if (totals === undefined || totals.servers === 0) return <>{isList ? words.nowhere : words.nobody}</>;
  const { servers, delivered, pending, failed } = totals;
  const sentence = type === "Delete" ? words.confirmed : words.delivered;
  const parts = [
    sentence(frame.number(delivered), frame.number(servers)),
    ...(pending > 0 ? [words.pending(frame.number(pending))] : []),
    ...(failed > 0 ? [words.failed(frame.number(failed))] : []),
  ];
  return <>{parts.join(" · ")}</>;
}

function typeInWords(frame: DeskFrame, type: string): string {
  const { types } = frame.desk.deliveries;
  return Object.entries(types).find(([key]) => key === type)?.[1] ?? types.other;
}

function Moment({ frame, moment }: { frame: DeskFrame; moment: Date }) {
  const time = moment.toISOString();
  return (
    <time datetime={time}>
      {frame.locale.date(moment)} <bdi dir="ltr">{time.slice(11, 16)} UTC</bdi>
    </time>
  );
}
