// Whom the node speaks with, complaints, and followers: the places beside the answers.
import type { Complaint } from "../../../db/complaint.ts";
import { desk } from "../../../domain/paths.ts";
import { type Difference, writeDifference } from "../../../newsroom/blocklist.ts";
import type { Block } from "../../../newsroom/blocks.ts";
import type { FollowerShown } from "../../../newsroom/follow.ts";
import { Problem, Ways } from "./answers.tsx";
import { CheckField, Done, ErrorSummary, FileField, SelectField, TextArea, TextField } from "./field.tsx";
import type { DeskFrame, FieldErrors } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";

interface PlaceProps {
  frame: DeskFrame;
  collective: { name: string; handle: string };
  done?: string | undefined;
  problem?: string | undefined;
}

export interface BlocksProps extends PlaceProps {
  blocks: readonly Block[];
  allowed: { isOnly: boolean; hosts: readonly string[] };
  /** Where the list goes on. */
  next: string | undefined;
  typed: { subject: string; comment: string; list: string };
  errors?: FieldErrors | undefined;
  /** What a list would change. */
  difference?: Difference | undefined;
}

export function Blocks(props: BlocksProps) {
  const { frame, collective, blocks, next, typed, errors, difference, done, problem } = props;
  const words = frame.desk.answers;
  return (
    <DeskLayout frame={frame} title={words.blocks} collective={collective} place="answers">
      <ErrorSummary frame={frame} errors={errors} />
      <Done>{done}</Done>
      <Problem>{problem}</Problem>
      <h1>{words.blocks}</h1>
      <Ways frame={frame} mayDecide />
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
      {next && (
        <p class="buttons">
          <a href={next} rel="next">
            {frame.locale.words.nextPage}
          </a>
        </p>
      )}
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
      <Allowed {...props} />
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

function Allowed({ frame, allowed }: Pick<BlocksProps, "frame" | "allowed">) {
  const words = frame.desk.answers;
  return (
    <section aria-labelledby="allowed">
      <h2 id="allowed">{words.allowTitle}</h2>
      <form method="post" action={`${desk.blocks()}/only`}>
        <CheckField
          frame={frame}
          name="only"
          label={words.only}
          hint={words.onlyHint}
          checked={allowed.isOnly}
        />
        <button class="second" type="submit">
          {words.save}
        </button>
      </form>
      <form method="post" action={`${desk.blocks()}/allow`}>
        <TextField frame={frame} name="host" label={words.host} value="" dir="ltr" autocomplete="off" />
        <button class="second" type="submit">
          {words.allowIt}
        </button>
      </form>
      <ul class="rows">
        {allowed.hosts.map((host) => (
          <li key={host}>
            <p class="what">
              <b dir="ltr">{host}</b>
            </p>
            <form class="deed" method="post" action={`${desk.blocks()}/disallow`}>
              <input type="hidden" name="host" value={host} />
              <button class="quiet" type="submit">
                {words.disallow(host)}
              </button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Complaints({
  frame,
  collective,
  complaints,
  done,
}: PlaceProps & { complaints: readonly Complaint[] }) {
  const words = frame.desk.answers;
  return (
    <DeskLayout frame={frame} title={words.complaints} collective={collective} place="answers">
      <Done>{done}</Done>
      <h1>{words.complaints}</h1>
      <Ways frame={frame} mayDecide />
      {complaints.length === 0 && <p class="nothing">{words.none}</p>}
      <ul class="rows">
        {complaints.map(({ id, direction, actor, objects, content, received, settled }) => (
          <li key={id}>
            <p class="what">
              <b dir="ltr">{actor}</b>
            </p>
            <p class="note">
              {words.directions[direction]} ·{" "}
              <time datetime={received.toISOString()}>{frame.locale.date(received)}</time>
              {settled && <> · {words.settled}</>}
            </p>
            {content && <p dir="auto">{content}</p>}
            <ul>
              {objects.map((object) => (
                <li key={object}>
                  <bdi dir="ltr">{object}</bdi>
                </li>
              ))}
            </ul>
            {settled === null && (
              <form class="deed" method="post" action={`${desk.complaints()}/${id}/settle`}>
                <button class="quiet" type="submit" aria-label={words.settleOf(actor)}>
                  {words.settle}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </DeskLayout>
  );
}

export function Followers({
  frame,
  collective,
  followers,
  next,
  done,
}: PlaceProps & { followers: readonly FollowerShown[]; next: string | undefined }) {
  const words = frame.desk.answers;
  return (
    <DeskLayout frame={frame} title={words.followers} collective={collective} place="answers">
      <Done>{done}</Done>
      <h1>{words.followers}</h1>
      <Ways frame={frame} mayDecide />
      {followers.length === 0 && <p class="nothing">{words.none}</p>}
      <ul class="rows">
        {followers.map(({ actor, handle, name }) => (
          <li key={actor}>
            <p class="what">
              <b>
                <bdi>{name ?? handle ?? actor}</bdi>
              </b>
            </p>
            <p class="note" dir="ltr">
              {handle ? `@${handle}` : actor}
            </p>
            <form class="deed" method="post" action={`${desk.followers()}/remove`}>
              <input type="hidden" name="actor" value={actor} />
              <button class="quiet" type="submit" aria-label={words.sendAwayOf(handle ?? actor)}>
                {words.sendAway}
              </button>
            </form>
          </li>
        ))}
      </ul>
      {next && (
        <p class="buttons">
          <a href={next} rel="next">
            {frame.locale.words.nextPage}
          </a>
        </p>
      )}
    </DeskLayout>
  );
}
