// The servers that the node speaks with while it speaks only with some.
import { desk } from "../../../domain/paths.ts";
import { Beside } from "./beside.tsx";
import { CheckField, Done, TextField } from "./field.tsx";
import type { DeskFrame } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";
import { ByName } from "./list.tsx";
import { Problem } from "./notice.tsx";

export interface AllowedProps {
  frame: DeskFrame;
  collective: { name: string; handle: string };
  /** Whether the node speaks only with these. */
  isOnly: boolean;
  hosts: readonly string[];
  /** The server that somebody wants to allow, as typed. */
  typed: string;
  first: string | undefined;
  next: string | undefined;
  done?: string | undefined;
  problem?: string | undefined;
}

export function Allowed({
  frame,
  collective,
  isOnly,
  hosts,
  typed,
  first,
  next,
  done,
  problem,
}: AllowedProps) {
  const words = frame.desk.answers;
  return (
    <DeskLayout frame={frame} title={words.allowTitle} collective={collective} place="answers">
      <Done>{done}</Done>
      <Problem>{problem}</Problem>
      <h1>{words.allowTitle}</h1>
      <Beside frame={frame} here="allowed" />
      <form method="post" action={`${desk.blocks()}/only`}>
        <CheckField frame={frame} name="only" label={words.only} hint={words.onlyHint} checked={isOnly} />
        <button class="second" type="submit">
          {words.save}
        </button>
      </form>
      <form method="post" action={`${desk.blocks()}/allow`}>
        <TextField frame={frame} name="host" label={words.host} value={typed} dir="ltr" autocomplete="off" />
        <button type="submit">{words.allowIt}</button>
      </form>
      {hosts.length === 0 && <p class="nothing">{words.none}</p>}
      {hosts.length > 0 && (
        <ul class="rows">
          {hosts.map((host) => (
            <li key={host}>
              <p class="what">
                <b dir="ltr">{host}</b>
              </p>
              <form class="deed" method="post" action={`${desk.blocks()}/disallow`}>
                <input type="hidden" name="host" value={host} />
                <button class="quiet" type="submit" aria-label={`${words.sendAway}: ${host}`}>
                  {words.sendAway}
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <ByName frame={frame} first={first} next={next} />
    </DeskLayout>
  );
}
