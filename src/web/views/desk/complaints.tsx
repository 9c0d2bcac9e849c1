// What others complain of to the collective, and what it complains of to others.
import { desk, pages } from "../../../domain/paths.ts";
import type { ComplainedAbout, ComplaintShown } from "../../../newsroom/complaints.ts";
import { Beside } from "./beside.tsx";
import { Done } from "./field.tsx";
import type { DeskFrame } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";
import { ByTime } from "./list.tsx";

export interface ComplaintsProps {
  frame: DeskFrame;
  collective: { name: string; handle: string };
  complaints: readonly ComplaintShown[];
  first: string | undefined;
  next: string | undefined;
  done?: string | undefined;
}

export function Complaints({ frame, collective, complaints, first, next, done }: ComplaintsProps) {
  const words = frame.desk.answers;
  return (
    <DeskLayout frame={frame} title={words.complaints} collective={collective} place="answers">
      <Done>{done}</Done>
      <h1>{words.complaints}</h1>
      <Beside frame={frame} here="complaints" />
      {complaints.length === 0 && <p class="nothing">{words.none}</p>}
      {complaints.length > 0 && (
        <ul class="rows whole">
          {complaints.map((complaint) => (
            <li key={complaint.id}>
              <Complaint {...{ frame, collective, complaint }} />
            </li>
          ))}
        </ul>
      )}
      <ByTime frame={frame} first={first} next={next} />
    </DeskLayout>
  );
}

function Complaint({
  frame,
  collective,
  complaint,
}: Pick<ComplaintsProps, "frame" | "collective"> & { complaint: ComplaintShown }) {
  const words = frame.desk.answers;
  const { id, direction, actor, name, handle, about, content, received, settled } = complaint;
  const at = handle === null ? actor : `@${handle}`;
  // Whoever is complained about stands above, so that only their posts are left to be named.
  const objects = about.filter(({ address }) => address !== actor);
  return (
    <>
      <p class="what">
        <b>
          <bdi>{name?.trim() || at}</bdi>
        </b>
      </p>
      <p class="note">
        <span class={`badge ${settled ? "settled" : "waiting"}`}>{words.directions[direction]}</span> ·{" "}
        <bdi dir="ltr">{at}</bdi> ·{" "}
        <time datetime={received.toISOString()}>{frame.locale.date(received)}</time>
        {settled && <> · {words.settled}</>}
      </p>
      {content && (
        <p class="their-words" dir="auto">
          {content}
        </p>
      )}
      {objects.length > 0 && (
        <ul class="objects">
          {objects.map((object) => (
            <li key={object.address}>
              <About frame={frame} collective={collective} object={object} />
            </li>
          ))}
        </ul>
      )}
      {settled === null && (
        <form method="post" action={`${desk.complaints()}/${id}/settle`}>
          <button class="second" type="submit" aria-label={words.settleOf(name?.trim() || at)}>
            {words.settle}
          </button>
        </form>
      )}
    </>
  );
}

/** What is complained about: by its name where it is ours, else by its address. */
function About({
  frame,
  collective,
  object: { own, id, title, language, address },
}: Pick<ComplaintsProps, "frame" | "collective"> & { object: ComplainedAbout }) {
  if (own === "collective") {
    return (
      <a href={pages.collective(collective.handle)}>
        <bdi>{collective.name}</bdi>
      </a>
    );
  }
  if (own === "text") {
    return (
      <a href={desk.text(id!)} lang={language} dir="auto">
        {title}
      </a>
    );
  }
  if (own === "answer") return <a href={desk.answer(id!)}>{frame.desk.answers.kinds.answer}</a>;
  return <bdi dir="ltr">{address}</bdi>;
}
