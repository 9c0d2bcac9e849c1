// From what was passed on to what the views show: what it is called, its first words, whose it is.
import { pages } from "../domain/paths.ts";
import { firstWords, plainText, shortened } from "../domain/prose.ts";
import { cleanHtml } from "../newsroom/clean.ts";
import type { RepostShown } from "../newsroom/reposts.ts";
import type { RepostItem } from "./views/reposts.tsx";

/** Characters of theirs that a repost's own page shows; the rest is to be read with them. */
export const onItsPage = 600;
/** Characters of theirs, and of what the collective says about it, that a list shows. */
const inList = 240;
/** Characters of their first words that stand for a title where there is none. */
const asTitle = 80;

/** Of a repost, what an item is made of. */
export type Itemised = Pick<
  RepostShown,
  | "path"
  | "name"
  | "summary"
  | "sensitive"
  | "html"
  | "language"
  | "url"
  | "actor"
  | "author"
  | "handle"
  | "published"
  | "reposted"
  | "introduction"
>;

/** A repost as one of a list that has what several collectives have passed on. */
export function namedRepostItem(repost: RepostShown): RepostItem {
  const collective = { name: repost.byName, path: pages.collective(repost.by) };
  return { ...repostItem(repost), collective };
}

/** @param most characters of theirs that are shown */
export function repostItem(repost: Itemised, most = inList): RepostItem {
  const { introduction, name, summary, sensitive, url } = repost;
  const text = plainText(cleanHtml(repost.html, most * 4).html);
  const isWarned = summary !== null && sensitive;
  const title = name ?? ((isWarned ? "" : shortened(text, asTitle)) || url);
  // A lead says what the whole is about; a warning stands for what it warns of.
  const excerpt = isWarned ? "" : (summary ?? shortened(text, most));
  return {
    path: repost.path,
    title,
    language: repost.language ?? undefined,
    excerpt: excerpt === "" || excerpt === title ? undefined : excerpt,
    warning: isWarned ? summary : undefined,
    author: repost.author ?? repost.handle ?? new URL(repost.actor).host,
    host: new URL(url).host,
    url,
    published: repost.published,
    reposted: repost.reposted,
    introduction: introduction && {
      text: firstWords(introduction.html, inList),
      language: introduction.language,
    },
  };
}
