// One ally: who it is, how the collective stands to it, and the rule for its texts as a form.
import { type Rule, ruledKinds } from "../../../domain/ally.ts";
import { desk } from "../../../domain/paths.ts";
import type { AllyShown } from "../../../newsroom/ally.ts";
import { type AllyGround, allyName, Deeds, Standing } from "./allies.tsx";
import { Done, ErrorSummary, RadioField, TextField } from "./field.tsx";
import type { DeskFrame, FieldErrors } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";
import { AboutThem } from "./who.tsx";

/** A rule as it was typed. */
export interface TypedRule {
  rule: string;
  tags: string;
  languages: string;
  kinds: readonly string[];
  cap: string;
}

export interface AllyPageProps extends AllyGround {
  ally: AllyShown;
  /** What it says of itself, plain text. */
  about: string | undefined;
  typed: TypedRule;
  errors?: FieldErrors | undefined;
}

export function AllyPage(props: AllyPageProps) {
  const { frame, collective, ally, about, mayDecide, errors, done } = props;
  const words = frame.desk.allies;
  const name = allyName(ally);
  const isFollowed = ally.state === "accepted" || ally.state === "requested";
  return (
    <DeskLayout frame={frame} title={name} collective={collective} place="allies">
      <ErrorSummary frame={frame} errors={errors} />
      <Done>{done}</Done>
      <h1>
        <bdi>{name}</bdi>
      </h1>
      <p class="note">
        <Standing frame={frame} ally={ally} isAlone />
      </p>
      <p>{words.means[ally.state]}</p>
      <AboutThem frame={frame} who={{ ...ally, about }} />
      <Deeds {...{ frame, ally, mayDecide }} />
      <section aria-labelledby="rule">
        <h2 id="rule">{words.rule.title}</h2>
        <p>{words.rule.lead}</p>
        {!isFollowed && errors === undefined ? (
          <p class="nothing">{words.wrong.notFollowed}</p>
        ) : mayDecide ? (
          <RuleForm {...props} />
        ) : (
          <RuleRead frame={frame} rule={ally.rule} />
        )}
      </section>
      <p>
        <a href={desk.allies()}>{words.back}</a>
      </p>
    </DeskLayout>
  );
}

function RuleForm({ frame, ally, typed, errors }: AllyPageProps) {
  const words = frame.desk.allies.rule;
  const ground = { frame, errors };
  const list = { ...ground, dir: "auto", autocomplete: "off", autocapitalize: "none" } as const;
  return (
    <form method="post" action={desk.ally(ally.actor)}>
      <RadioField
        {...ground}
        name="rule"
        label={words.label}
        value={typed.rule}
        options={[
          { value: "hand", label: words.hand, hint: words.handHint },
          { value: "propose", label: words.propose, hint: words.proposeHint },
          { value: "automatic", label: words.automatic, hint: words.automaticHint },
        ]}
      />
      <fieldset class="group">
        <legend>{words.narrow}</legend>
        <TextField {...list} name="tags" label={words.tags} hint={words.tagsHint} value={typed.tags} />
        <TextField
          {...list}
          name="languages"
          label={words.languages}
          hint={words.languagesHint}
          value={typed.languages}
          dir="ltr"
        />
        <Kinds frame={frame} typed={typed} rule={ally.rule} />
        <TextField
          {...ground}
          name="cap"
          label={words.cap}
          hint={words.capHint}
          value={typed.cap}
          dir="ltr"
          inputMode="numeric"
          autocomplete="off"
        />
      </fieldset>
      <button type="submit">{words.save}</button>
    </form>
  );
}

function Kinds({ frame, typed, rule }: { frame: DeskFrame; typed: TypedRule; rule: Rule }) {
  const words = frame.desk.allies.rule;
  return (
    <fieldset class="field" aria-describedby="kinds-hint">
      <legend>{words.kinds}</legend>
      <p class="hint" id="kinds-hint">
        {words.kindsHint}
      </p>
      <div class="choices">
        {[...new Set<string>([...ruledKinds, ...rule.kinds])].map((kind) => (
          <div class="choice" key={kind}>
            <input
              type="checkbox"
              id={`kind-${kind}`}
              name="kinds[]"
              value={kind}
              checked={typed.kinds.includes(kind)}
            />
            <label for={`kind-${kind}`}>{kindsName(frame, kind)}</label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function RuleRead({ frame, rule }: { frame: DeskFrame; rule: Rule }) {
  const words = frame.desk.allies;
  const some = (items: readonly string[]) => (items.length === 0 ? words.wire.every : frame.list(items));
  const lines: [string, string][] = [
    [words.rule.label, words.rule[rule.rule]],
    [words.rule.tags, some(rule.tags.map((tag) => `#${tag}`))],
    [words.rule.languages, some(rule.languages)],
    [words.rule.kinds, some(rule.kinds.map((kind) => kindsName(frame, kind)))],
    [words.rule.cap, frame.number(rule.cap)],
  ];
  return (
    <dl class="facts">
      {(rule.rule === "hand" ? lines.slice(0, 1) : lines).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What texts of a kind are called, as far as we have a word for it. */
function kindsName(frame: DeskFrame, kind: string): string {
  const { kinds } = frame.desk.allies;
  return Object.entries(kinds).find(([one]) => one === kind)?.[1] ?? kind;
}
