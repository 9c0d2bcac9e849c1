// Two people have changed a text at once: both versions side by side, with what is different marked.
import { desk } from "../../../domain/paths.ts";
import type { DeskFrame } from "./frame.ts";

/** A run of words that both have, or only one of them. */
export interface Run {
  text: string;
  of: "both" | "theirs" | "yours";
}

/** A field that is not the same in both. */
export interface Difference {
  label: string;
  runs: readonly Run[];
}

export function Conflict({
  frame,
  id,
  differences,
}: {
  frame: DeskFrame;
  id: string;
  differences: readonly Difference[];
}) {
  const words = frame.desk.editor.conflict;
  return (
    <section class="conflict" aria-labelledby="conflict">
      <h2 id="conflict">{words.title}</h2>
      <p>{words.lead}</p>
      {differences.map(({ label, runs }) => (
        <div class="difference" key={label}>
          <h3>{label}</h3>
          <div class="sides">
            <Side title={words.theirs} mark={words.taken} runs={runs} of="theirs" />
            <Side title={words.yours} mark={words.added} runs={runs} of="yours" />
          </div>
        </div>
      ))}
      <p>
        <a href={desk.text(id)}>{words.takeTheirs}</a>
      </p>
    </section>
  );
}

function Side({
  title,
  mark,
  runs,
  of,
}: {
  title: string;
  mark: string;
  runs: readonly Run[];
  of: "theirs" | "yours";
}) {
  return (
    <div>
      <h4>{title}</h4>
      <p class="version" dir="auto">
        {runs
          .filter((run) => run.of === "both" || run.of === of)
          .map((run, position) =>
            run.of === "both" ? (
              run.text
            ) : (
              <mark key={`${position}`} class={of} title={mark}>
                {run.text}
              </mark>
            ),
          )}
      </p>
    </div>
  );
}
