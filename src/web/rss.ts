// Writes a feed as RSS. https://www.rssboard.org/rss-specification
import { feedTypes } from "../domain/paths.ts";
import type { Feed, FeedEntry } from "./feed.ts";
import { document, element } from "./xml.ts";

const namespaces = {
  "xmlns:atom": "http://www.w3.org/2005/Atom",
  "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
  "xmlns:dc": "http://purl.org/dc/elements/1.1/",
};

/** The RSS 2.0 document of a feed. */
export function writeRss(feed: Feed): string {
  return document(
    element(
      "rss",
      { version: "2.0", ...namespaces },
      element(
        "channel",
        {},
        element("title", {}, feed.title),
        element("link", {}, feed.url),
        element("description", {}, feed.subtitle ?? feed.title),
        element("atom:link", { rel: "self", type: feedTypes.rss, href: feed.self }),
        feed.language === undefined ? undefined : element("language", {}, feed.language),
        element("lastBuildDate", {}, feed.updated.toUTCString()),
        element("generator", {}, "Tern"),
        element("docs", {}, "https://www.rssboard.org/rss-specification"),
        feed.icon === undefined
          ? undefined
          : element(
              "image",
              {},
              element("url", {}, feed.icon),
              element("title", {}, feed.title),
              element("link", {}, feed.url),
            ),
        ...feed.entries.map(writeItem),
      ),
    ),
  );
}

function writeItem(entry: FeedEntry) {
  return element(
    "item",
    {},
    element("title", {}, entry.title),
    element("link", {}, entry.url),
    element("guid", { isPermaLink: "false" }, entry.id),
    // RSS's own `author` is an e-mail address, which nobody here has.
    element("dc:creator", {}, entry.author.name),
    element("dc:language", {}, entry.language),
    element("pubDate", {}, entry.published.toUTCString()),
    ...entry.tags.map(({ name }) => element("category", {}, name)),
    entry.summary === undefined ? undefined : element("description", {}, entry.summary),
    element("content:encoded", {}, entry.html),
    entry.picture &&
      element("enclosure", {
        url: entry.picture.url,
        length: String(entry.picture.bytes),
        type: entry.picture.mediaType,
      }),
  );
}
