// Writes a feed as Atom. https://www.rfc-editor.org/rfc/rfc4287
import type { Feed, FeedEntry } from "./feed.ts";
import { document, element } from "./xml.ts";

/** The Atom document of a feed. */
export function writeAtom(feed: Feed): string {
  return document(
    element(
      "feed",
      { xmlns: "http://www.w3.org/2005/Atom", "xml:lang": feed.language },
      element("id", {}, feed.id),
      element("title", {}, feed.title),
      feed.subtitle === undefined ? undefined : element("subtitle", {}, feed.subtitle),
      element("link", { rel: "alternate", type: "text/html", href: feed.url }),
      element("link", { rel: "self", type: "application/atom+xml", href: feed.self }),
      feed.icon === undefined ? undefined : element("icon", {}, feed.icon),
      element("updated", {}, feed.updated.toISOString()),
      element("generator", {}, "Tern"),
      ...feed.entries.map(writeEntry),
    ),
  );
}

function writeEntry(entry: FeedEntry) {
  return element(
    "entry",
    { "xml:lang": entry.language },
    element("id", {}, entry.id),
    element("title", {}, entry.title),
    element("link", { rel: "alternate", type: "text/html", hreflang: entry.language, href: entry.url }),
    entry.picture &&
      element("link", {
        rel: "enclosure",
        type: entry.picture.mediaType,
        length: String(entry.picture.bytes),
        href: entry.picture.url,
      }),
    element("author", {}, element("name", {}, entry.author.name), element("uri", {}, entry.author.url)),
    element("published", {}, entry.published.toISOString()),
    element("updated", {}, entry.updated.toISOString()),
    ...entry.tags.map(({ tag, name }) => element("category", { term: tag, label: name })),
    entry.summary === undefined ? undefined : element("summary", {}, entry.summary),
    element("content", { type: "html" }, entry.html),
  );
}
