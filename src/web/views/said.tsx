// What somebody said, and what hangs on it, wherever a page shows that.
import { directionOf } from "../../domain/language.ts";
import type { ShownAnswer } from "../../newsroom/thread.ts";
import { isWeb } from "./outside.ts";

/** The words of an answer, in their language and direction. */
export function Said({ answer }: { answer: Pick<ShownAnswer, "html" | "language"> }) {
  const { html, language } = answer;
  return (
    <div
      class="p-content said"
      lang={language ?? undefined}
      dir={language === null ? "auto" : directionOf(language)}
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}

/** What hangs on an answer, as links. */
export function Attachments({ answer, label }: { answer: Pick<ShownAnswer, "attachments">; label: string }) {
  const safeOnes = answer.attachments.filter(({ url }) => isWeb(url));
  if (safeOnes.length === 0) return null;
  return (
    <ul class="attached">
      {safeOnes.map(({ url, name }) => (
        <li key={url}>
          <a href={url} rel="nofollow noopener noreferrer ugc">
            <bdi>{name || `${label}: ${new URL(url).host}`}</bdi>
          </a>
        </li>
      ))}
    </ul>
  );
}
