// What is shown instead of a page: what happened, in the reader's language, and where to go from here.
import type { Frame } from "./frame.ts";
import { Layout } from "./layout.tsx";

export interface FailureProps {
  frame: Frame;
  title: string;
  /** A sentence that says what happened and what to do. */
  text: string;
  /** BCP 47 tag of the sentence. */
  language: string;
}

export function Failure({ frame, title, text, language }: FailureProps) {
  return (
    <Layout kind="failure" frame={frame} title={title} within={frame.host}>
      <h1>
        <span class="placard">{title}</span>
      </h1>
      <p class="lead" lang={language} dir="auto">
        {text}
      </p>
      <p>
        <a href="/">{frame.locale.words.failure.backTo}</a>
      </p>
    </Layout>
  );
}
