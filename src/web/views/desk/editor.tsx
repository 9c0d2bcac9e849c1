// The page on which a text is written: what stands around the form, and what the form is given.
import type { ReplyPolicy, ReportState, WireForm } from "../../../domain/report.ts";
import type { ResponseState } from "../../../domain/response.ts";
import { Conflict, type Difference } from "./conflict.tsx";
import { EditorForm } from "./editor_form.tsx";
import { Done, ErrorSummary, type Option } from "./field.tsx";
import type { DeskFrame, FieldErrors } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";
import type { ListedPicture } from "./pictures.tsx";
import { About, Original, type OriginalText, type Sibling } from "./text_places.tsx";

/** A text that is stored, beside what is typed. */
export interface StoredText {
  id: string;
  state: ReportState;
  title: string;
  /** Path of its page, where it has one. */
  page: string | undefined;
  /** In UTC, as it is read. */
  scheduled: string | undefined;
  /** Whether it waits for a second pen, and who proposed it. */
  proposed: "own" | "other" | undefined;
  siblings: readonly Sibling[];
  /** How many answers to it there are in each state, once it has been published. */
  answers: Record<ResponseState, number> | undefined;
}

export interface EditorProps {
  frame: DeskFrame;
  collective: { name: string; handle: string };
  typed: Record<string, string> & { kind: string; language: string };
  revision: number | undefined;
  stored: StoredText | undefined;
  pictures: readonly ListedPicture[];
  languages: readonly Option[];
  /** What the collective does where a text says nothing. */
  settings: { form: WireForm; replies: ReplyPolicy; secondPen: boolean };
  original?: OriginalText | undefined;
  conflict?: readonly Difference[] | undefined;
  errors?: FieldErrors | undefined;
  done?: string | undefined;
  /** The time, in UTC. */
  now: string;
}

export function Editor(props: EditorProps) {
  const { frame, collective, stored, original, conflict, errors, done } = props;
  const words = frame.desk.editor;
  return (
    <DeskLayout
      frame={frame}
      title={stored?.title ?? words.newTitle}
      collective={collective}
      place={stored ? "texts" : "newText"}
    >
      <ErrorSummary frame={frame} errors={errors} />
      <Done>{done}</Done>
      <h1 dir="auto">{stored?.title ?? words.newTitle}</h1>
      {stored && <About frame={frame} stored={stored} revision={props.revision} />}
      {conflict && stored && <Conflict frame={frame} id={stored.id} differences={conflict} />}
      <div class={original ? "beside" : undefined}>
        {original && <Original frame={frame} original={original} />}
        <EditorForm {...props} />
      </div>
    </DeskLayout>
  );
}
