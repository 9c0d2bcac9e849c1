// Before a text is taken back: what happens then, and what cannot be made undone.
import { desk } from "../../../domain/paths.ts";
import type { ReportState } from "../../../domain/report.ts";
import type { DeskFrame } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";

interface TakeBackProps {
  frame: DeskFrame;
  collective: { name: string; handle: string };
  id: string;
  title: string;
}

export function WithdrawText({ frame, collective, id, title, servers }: TakeBackProps & { servers: number }) {
  const words = frame.desk.editor.withdraw;
  return (
    <DeskLayout frame={frame} title={words.title(title)} collective={collective} place="texts">
      <h1 dir="auto">{words.title(title)}</h1>
      <p class="lead">{words.lead}</p>
      {servers > 0 && <p>{words.servers(frame.number(servers))}</p>}
      <p>{words.cannot}</p>
      <p>{words.final}</p>
      <Deed frame={frame} action={desk.withdraw(id)} label={words.submit} back={desk.text(id)} />
    </DeskLayout>
  );
}

export function RemoveText({ frame, collective, id, title, state }: TakeBackProps & { state: ReportState }) {
  const words = frame.desk.editor.removal;
  const isHidden = state === "draft" || state === "scheduled";
  return (
    <DeskLayout frame={frame} title={words.title(title)} collective={collective} place="texts">
      <h1 dir="auto">{words.title(title)}</h1>
      <p class="lead">{isHidden ? words.draft : state === "withdrawn" ? words.withdrawn : words.published}</p>
      {!isHidden && <p>{frame.desk.editor.withdraw.cannot}</p>}
      <Deed frame={frame} action={desk.remove(id)} label={words.submit} back={desk.text(id)} />
    </DeskLayout>
  );
}

function Deed({
  frame,
  action,
  label,
  back,
}: {
  frame: DeskFrame;
  action: string;
  label: string;
  back: string;
}) {
  return (
    <form method="post" action={action}>
      <div class="buttons">
        <button class="danger" type="submit">
          {label}
        </button>
        <a href={back}>{frame.desk.editor.leave}</a>
      </div>
    </form>
  );
}
