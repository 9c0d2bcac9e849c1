// Whom the node does not speak with, and a list of others' blocks with what it would change.
import { desk } from "../../../domain/paths.ts";
import { type Difference, writeDifference } from "../../../newsroom/blocklist.ts";
import type { Block } from "../../../newsroom/blocks.ts";
import { Beside } from "./beside.tsx";
import { Done, ErrorSummary, FileField, SelectField, TextArea, TextField } from "./field.tsx";
import type { DeskFrame, FieldErrors } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";
import { ByName } from "./list.tsx";
import { Problem } from "./notice.tsx";

export interface BlocksProps {
  frame: DeskFrame;
  collective: { name: string; handle: string };
  blocks: readonly Block[];
  /** The beginning of the list, where this is not it, and where it goes on. */
  first: string | undefined;
  next: string | undefined;
  typed: { subject: string; comment: string; list: string };
  errors?: FieldErrors | undefined;
  /** What a list would change. */
  difference?: Difference | undefined;
  done?: string | undefined;
  problem?: string | undefined;
}

export function Blocks(props: BlocksProps) {
  const { frame, collective, blocks, first, next, typed, errors, difference, done, problem } = props;
  const words = frame.desk.answers;
  return (
    <DeskLayout frame={frame} title={words.blocks} collective={collective} place="answers">
      <ErrorSummary frame={frame} errors={errors} />
      <Done>{done}</Done>
      <Problem>{problem}</Problem>
      <h1>{words.blocks}</h1>
      <Beside frame={frame} here="blocks" />
      <p>{words.blockHint}</p>
      {difference && <Changes frame={frame} difference={difference} />}
      {blocks.length === 0 && <p class="nothing">{words.none}</p>}
      {blocks.length > 0 && (
        <ul class="rows">
          {blocks.map(({ subject, handle, severity, comment }) => (
            <li key={subject}>
              <p class="what">
                <b dir="ltr">{handle ? `@${handle}` : subject}</b>
              </p>
              <p class="note">
                {words.severities[severity]}
                {comment && (
                  <>
                    {" "}
                    · <bdi>{comment}</bdi>
                  </>
                )}
              </p>
              <form class="deed" method="post" action={`${desk.blocks()}/lift`}>
                <input type="hidden" name="subject" value={subject} />
                <button class="quiet" type="submit" aria-label={words.liftOf(handle ?? subject)}>
                  {words.lift}
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <ByName frame={frame} first={first} next={next} />
      <section aria-labelledby="add">
        <h2 id="add">{words.addBlock}</h2>
        <form method="post" action={desk.blocks()}>
          <TextField
            frame={frame}
            name="subject"
            label={words.subject}
            value={typed.subject}
            dir="ltr"
            autocomplete="off"
          />
          <SelectField
            frame={frame}
            name="severity"
            label={words.verdict}
            options={(["blocked", "limited"] as const).map((one) => ({
              value: one,
              label: words.severities[one],
            }))}
          />
          <TextField frame={frame} name="comment" label={words.comment} value={typed.comment} dir="auto" />
          <button type="submit">{words.addBlock}</button>
        </form>
      </section>
      <section aria-labelledby="list">
        <h2 id="list">{words.list}</h2>
        <p>
          <a href={desk.blocklist()}>{words.export}</a>
        </p>
        <form method="post" action={`${desk.blocks()}/compare`} enctype="multipart/form-data">
          <p class="hint">{words.listHint}</p>
          <FileField
            {...{ frame, errors }}
            name="file"
            label={words.listFile}
            hint={words.listFileHint}
            accept=".csv,.txt,text/csv,text/plain"
          />
          <TextArea
            {...{ frame, errors }}
            name="list"
            label={words.listPasted}
            value={typed.list}
            dir="ltr"
            rows={5}
            spellcheck={false}
          />
          <button class="second" type="submit">
            {words.compare}
          </button>
        </form>
      </section>
    </DeskLayout>
  );
}

/** Most hosts of a list that are shown before it is applied. */
const mostShown = 500;

function Changes({ frame, difference }: { frame: DeskFrame; difference: Difference }) {
  const words = frame.desk.answers;
  const { added, changed, same, unread } = difference;
  const parts = [
    { title: words.added, hosts: added },
    { title: words.limitedUntilNow, hosts: changed },
  ].filter(({ hosts }) => hosts.length > 0);
  return (
    <section class="changes" aria-labelledby="difference">
      <h2 id="difference">{words.difference}</h2>
      {parts.length === 0 && <p class="nothing">{words.noChange}</p>}
      {parts.map(({ title, hosts }) => (
        <div key={title}>
          <h3>
            {title}: {frame.number(hosts.length)}
          </h3>
          <ul class="plain">
            {hosts.slice(0, mostShown).map(({ host, severity }) => (
              <li key={host}>
                <bdi dir="ltr">{host}</bdi>: {words.severities[severity]}
              </li>
            ))}
          </ul>
          {hosts.length > mostShown && <p>{words.andMore(frame.number(hosts.length - mostShown))}</p>}
        </div>
      ))}
      <p class="note">{words.same(frame.number(same))}</p>
      {unread.length > 0 && (
        <>
          <h3>{words.unread}</h3>
          <ul class="plain">
            {unread.map((line) => (
              <li key={line}>
                <bdi dir="ltr">{line}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
      {parts.length > 0 && (
        <form method="post" action={`${desk.blocks()}/apply`} enctype="multipart/form-data">
          <input type="hidden" name="list" value={writeDifference(difference)} />
          <button type="submit">{words.apply}</button>
        </form>
      )}
    </section>
  );
}
