// A text that was taken back: what it said, and that it cannot be changed any more.
import { directionOf } from "../../../domain/language.ts";
import type { StoredText } from "./editor.tsx";
import type { DeskFrame } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";
import { About } from "./text_places.tsx";

export interface WithdrawnProps {
  frame: DeskFrame;
  collective: { name: string; handle: string };
  stored: StoredText;
  report: { language: string; summary: string | null; source: string };
}

export function Withdrawn({ frame, collective, stored, report }: WithdrawnProps) {
  return (
    <DeskLayout frame={frame} title={stored.title} collective={collective} place="texts">
      <h1 dir="auto">{stored.title}</h1>
      <About frame={frame} stored={stored} revision={undefined} />
      <p>{frame.desk.editor.withdrawn}</p>
      <div class="source" lang={report.language} dir={directionOf(report.language)}>
        {report.summary && <p>{report.summary}</p>}
        <pre>{report.source}</pre>
      </div>
    </DeskLayout>
  );
}
