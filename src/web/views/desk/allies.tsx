// Whom the collective follows, with what they have answered; following somebody, and the question before it ends.
import { desk } from "../../../domain/paths.ts";
import { cleanLine } from "../../../domain/plain.ts";
import type { AllyShown } from "../../../newsroom/ally.ts";
import { Done, ErrorSummary, TextField } from "./field.tsx";
import type { DeskFrame, FieldErrors } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";
import { ByName } from "./list.tsx";

/** What every page about allies is given. */
export interface AllyGround {
  frame: DeskFrame;
  collective: { name: string; handle: string };
  /** Whether this pen follows, unfollows and sets rules. */
  mayDecide: boolean;
  done?: string | undefined;
}

export interface AlliesProps extends AllyGround {
  allies: readonly AllyShown[];
  /** How many are followed, and how many of them follow too. */
  followed: number;
  mutual: number;
  /** Whom somebody wants to follow, as typed. */
  typed: string;
  errors?: FieldErrors | undefined;
  isFirst: boolean;
  next: string | undefined;
}

export function Allies(props: AlliesProps) {
  const { frame, collective, mayDecide, allies, followed, mutual, errors, isFirst, next, done } = props;
  const words = frame.desk.allies;
  return (
    <DeskLayout frame={frame} title={words.title} collective={collective} place="allies">
      <ErrorSummary frame={frame} errors={errors} />
      <Done>{done}</Done>
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      {!mayDecide && <p>{words.askedBy}</p>}
      {allies.length === 0 && isFirst && (
        <>
          <p class="nothing">{words.none}</p>
          <p>{words.about}</p>
        </>
      )}
      {mayDecide && isFirst && <FollowForm {...props} />}
      {followed > 0 && <p class="note">{words.totals(frame.number(followed), frame.number(mutual))}</p>}
      {allies.length > 0 && (
        <ul class="rows allies">
          {allies.map((ally) => (
            <li key={ally.actor}>
              <Line frame={frame} ally={ally} mayDecide={mayDecide} />
            </li>
          ))}
        </ul>
      )}
      <ByName frame={frame} first={isFirst ? undefined : desk.allies()} next={next} />
    </DeskLayout>
  );
}

function FollowForm({ frame, typed, errors }: AlliesProps) {
  const words = frame.desk.allies;
  return (
    <form class="follow-ally" method="post" action={desk.lookUp()}>
      <TextField
        {...{ frame, errors }}
        name="whom"
        label={words.whom}
        hint={words.whomHint}
        value={typed}
        dir="ltr"
        autocomplete="off"
        autocapitalize="none"
        autocorrect="off"
        spellcheck={false}
      />
      <button type="submit">{words.who.lookUp}</button>
      <p class="hint">{words.who.lookUpHint}</p>
    </form>
  );
}

function Line({ frame, ally, mayDecide }: { frame: DeskFrame; ally: AllyShown; mayDecide: boolean }) {
  const words = frame.desk.allies;
  const name = allyName(ally);
  return (
    <>
      <p class="what">
        <a href={desk.ally(ally.actor)}>
          <bdi>{name}</bdi>
        </a>
      </p>
      <p class="note">
        <Standing frame={frame} ally={ally} />
        {ally.rule.rule !== "hand" && (
          <>
            {" "}
            · {words.rule.title}: {words.rule[ally.rule.rule]}
          </>
        )}
      </p>
      <Deeds {...{ frame, ally, mayDecide }} isList />
    </>
  );
}

/** How the collective and an ally stand to each other. */
export function Standing({
  frame,
  ally,
  isAlone = false,
}: {
  frame: DeskFrame;
  ally: AllyShown;
  /** Where the page says who it is by itself. */
  isAlone?: boolean;
}) {
  const words = frame.desk.allies;
  const day = new Date(`${ally.since}T00:00:00Z`);
  return (
    <>
      <span class={`badge ${ally.state}`}>{words.states[ally.state]}</span>{" "}
      <time datetime={ally.since}>{words.since(frame.locale.date(day))}</time>
      {!isAlone && (
        <>
          {" "}
          · <bdi dir="ltr">{ally.handle === null ? ally.actor : `@${ally.handle}`}</bdi>
        </>
      )}
      {ally.isFollower && <> · {words.followsYou}</>}
    </>
  );
}

/** What can be done about an ally, and where that leads to another. */
export function Deeds({
  frame,
  ally,
  mayDecide,
  isList = false,
}: {
  frame: DeskFrame;
  ally: AllyShown;
  mayDecide: boolean;
  /** Among others: each way says of whom it is. */
  isList?: boolean;
}) {
  const words = frame.desk.allies;
  const { actor, state, movedTo } = ally;
  const of = (word: string) => (isList ? { "aria-label": `${word}: ${allyName(ally)}` } : {});
  return (
    <>
      {movedTo && (
        <p class="note">
          {words.movedTo} <bdi dir="ltr">{movedTo}</bdi>
        </p>
      )}
      <div class="deeds">
        <a href={desk.wireOf(actor)} {...of(words.toWire)}>
          {words.toWire}
        </a>
        {isList && (
          <a href={desk.ally(actor)} {...of(words.manage)}>
            {words.manage}
          </a>
        )}
        {mayDecide && movedTo && (
          <Ask at={desk.lookUp()} whom={movedTo} label={words.followThere} {...of(words.followThere)} />
        )}
        {mayDecide && state !== "accepted" && (
          <Ask at={desk.allies()} whom={actor} label={words.again} {...of(words.again)} />
        )}
        {mayDecide && state !== "ended" && (
          <a href={desk.unfollow(actor)} {...of(words.stop)}>
            {words.stop}
          </a>
        )}
      </div>
    </>
  );
}

function Ask({
  at,
  whom,
  label,
  ...named
}: {
  at: string;
  whom: string;
  label: string;
  "aria-label"?: string;
}) {
  return (
    <form method="post" action={at}>
      <input type="hidden" name="whom" value={whom} />
      <button class="quiet" type="submit" {...named}>
        {label}
      </button>
    </form>
  );
}

/** What somebody is called: their name, else their handle or address. */
export function allyName({ name, handle, actor }: Pick<AllyShown, "name" | "handle" | "actor">): string {
  return cleanLine(name ?? (handle === null ? actor : `@${handle}`));
}

export function Unfollow({ frame, collective, ally }: AllyGround & { ally: AllyShown }) {
  const words = frame.desk.allies;
  const title = words.unfollowTitle(`\u2068${allyName(ally)}\u2069`);
  return (
    <DeskLayout frame={frame} title={title} collective={collective} place="allies">
      <h1 dir="auto">{title}</h1>
      <p class="note">
        <Standing frame={frame} ally={ally} />
      </p>
      <p class="lead">{words.unfollowLead}</p>
      <form method="post" action={desk.unfollow(ally.actor)}>
        <div class="buttons">
          <button class="danger" type="submit">
            {words.stop}
          </button>
          <a href={desk.ally(ally.actor)}>{words.unfollowLeave}</a>
        </div>
      </form>
    </DeskLayout>
  );
}
