// What a collective says before it passes something on: a Note of its own that quotes the text, and links it for those who show no quotations.
import { ap } from "../src/domain/paths.ts";
import { type IntroductionShown, introductionHtml } from "../src/newsroom/introductions.ts";
import { publicly } from "./activity.ts";
import { wireMoment } from "./words.ts";

/** Without `@context`, to be served or to be embedded in an activity. https://w3id.org/fep/044f */
export function introductionDocument(origin: string, introduction: IntroductionShown) {
  const { id, collective, object, path, language, published } = introduction;
  const content = introductionHtml(introduction);
  return {
    id: origin + ap.introduction(id),
    type: "Note",
    attributedTo: origin + ap.collective(collective),
    ...publicly(origin, collective),
    url: origin + path,
    published: wireMoment(published),
    content,
    contentMap: { [language]: content },
    source: { content: introduction.source, mediaType: "text/markdown" },
    quote: object,
    tag: [] as object[],
  } as const;
}
