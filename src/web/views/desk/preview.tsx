// The page of a text before anybody else sees it, under a bar that leads back to writing.
import { desk } from "../../../domain/paths.ts";
import type { ReportState } from "../../../domain/report.ts";
import { Head } from "../head.tsx";
import { Crossing } from "../layout.tsx";
import { type ArticleProps, TextArticle } from "../text.tsx";
import type { DeskFrame } from "./frame.ts";

/** Where the bar leads: to stored pages, or back with what was typed. */
export interface PreviewBar {
  isElsewhere: boolean;
  saved: { write: string; page: string; elsewhere: string } | undefined;
  kept: { action: string; fields: readonly [string, string][]; state: ReportState | undefined } | undefined;
}

export interface PagePreviewProps {
  frame: DeskFrame;
  collective: { name: string; handle: string };
  accent: string | null;
  bar: PreviewBar;
  text: Omit<ArticleProps, "frame">;
}

export function PagePreview({ frame, accent, bar, text }: PagePreviewProps) {
  const { words, language, direction } = frame.locale;
  const title = `${frame.desk.editor.previews.title} · ${text.title}`;
  return (
    <html lang={language} dir={direction}>
      <Head frame={frame} title={title} styles={["desk.css"]} accent={accent} />
      <body class="reading">
        <a class="skip" href="#text">
          {words.skip}
        </a>
        <header class="masthead">
          <p class="places">
            <a class="house" href={desk.texts()}>
              {frame.desk.desk}
            </a>
          </p>
          <Crossing />
        </header>
        <Bar frame={frame} bar={bar} />
        <main id="text">
          <TextArticle frame={frame} {...text} />
        </main>
      </body>
    </html>
  );
}

/** Says that this is a preview, and leads on. */
export function Bar({ frame, bar }: { frame: DeskFrame; bar: PreviewBar }) {
  const words = frame.desk.editor.previews;
  const { saved, kept, isElsewhere } = bar;
  return (
    <section class="desk preview-bar" aria-labelledby="preview">
      <h2 id="preview">{words.title}</h2>
      <p>{kept ? words.lead : words.saved}</p>
      {saved && (
        <p class="buttons">
          <a href={saved.write}>{words.write}</a>
          <a href={saved.page} aria-current={isElsewhere ? undefined : "page"}>
            {words.asPage}
          </a>
          <a href={saved.elsewhere} aria-current={isElsewhere ? "page" : undefined}>
            {words.elsewhere}
          </a>
        </p>
      )}
      {kept && (
        <form method="post" action={kept.action}>
          {kept.fields.map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <div class="buttons">
            <button type="submit" name="action" value="write">
              {words.write}
            </button>
            <button class="second" type="submit" name="action" value={isElsewhere ? "preview" : "elsewhere"}>
              {isElsewhere ? words.asPage : words.elsewhere}
            </button>
            {(kept.state === undefined || kept.state === "draft") && (
              <button class="second" type="submit" name="action" value="save">
                {frame.desk.editor.save}
              </button>
            )}
          </div>
        </form>
      )}
    </section>
  );
}
