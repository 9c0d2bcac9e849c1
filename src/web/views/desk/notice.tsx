// A page of the desk that says one thing: what happened, and where to go from here; and the sentence that says what did not work.

import type { DeskFrame } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";

export interface NoticeProps {
  frame: DeskFrame;
  title: string;
  text: string;
  way: { href: string; label: string };
}

export function Notice({ frame, title, text, way }: NoticeProps) {
  return (
    <DeskLayout frame={frame} title={title}>
      <div class="sheet">
        <h1>{title}</h1>
        <p>{text}</p>
        <p>
          <a href={way.href}>{way.label}</a>
        </p>
      </div>
    </DeskLayout>
  );
}

/** Says what did not work. */
export function Problem({ children }: { children: string | undefined }) {
  if (children === undefined) return null;
  return (
    <p class="problems" role="alert">
      {children}
    </p>
  );
}
