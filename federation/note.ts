// What a collective answers to somebody, on the wire: a Note in the thread that mentions whom it answers.
import { ap, pages } from "../src/domain/paths.ts";
import type { Answer } from "../src/newsroom/answers.ts";
import { everybody } from "./context.ts";
import { escapeHtml, wireMoment } from "./words.ts";

/** Without `@context`, to be served or to be embedded in an activity. */
export function noteDocument(origin: string, answer: Answer) {
  const { id, collective, report, object, language, published, updated, text, to } = answer;
  const content = mentionOf(answer) + answer.html;
  return {
    id: origin + ap.note(id),
    type: "Note",
    attributedTo: origin + ap.collective(collective),
    ...addressing(origin, answer),
    inReplyTo: object,
    ...(report !== null && { context: origin + ap.context(report) }),
    url: origin + (text === null ? pages.collective(answer.handle) : pages.response(text, id)),
    published: wireMoment(published),
    ...(updated !== null && { updated: wireMoment(updated) }),
    content,
    contentMap: { [language]: content },
    source: { content: answer.source, mediaType: "text/markdown" },
    tag: to === null ? [] : [{ type: "Mention", href: to.id, name: `@${to.handle ?? to.id}` }],
  } as const;
}

/** To everybody and the followers, or, where somebody has spoken to the collective alone, to them alone. */
export function addressing(origin: string, { collective, to, public: isPublic }: Answer) {
  const whom = to === null ? [] : [to.id];
  return isPublic
    ? { to: [everybody], cc: [origin + ap.followers(collective), ...whom] }
    : { to: whom, cc: [] as string[] };
}

/** Mastodon shows a mention only where the content has it too. */
function mentionOf({ to }: Answer): string {
  if (to === null) return "";
  const name = (to.handle ?? new URL(to.id).host).split("@")[0]!;
  const link = `<a href="${escapeHtml(to.url ?? to.id)}" class="u-url mention">@<span>${escapeHtml(name)}</span></a>`;
  return `<p><span class="h-card">${link}</span></p>`;
}
