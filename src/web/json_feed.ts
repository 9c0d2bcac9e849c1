// Writes a feed as JSON. https://www.jsonfeed.org/version/1.1/
import type { Feed, FeedEntry } from "./feed.ts";

/** The JSON Feed 1.1 document of a feed. */
export function writeJsonFeed(feed: Feed): string {
  return JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title: feed.title,
    home_page_url: feed.url,
    feed_url: feed.self,
    description: feed.subtitle,
    icon: feed.icon,
    language: feed.language,
    items: feed.entries.map(writeItem),
  });
}

function writeItem({ id, url, title, html, summary, picture, published, updated, ...entry }: FeedEntry) {
  return {
    id,
    url,
    title,
    content_html: html,
    summary,
    image: picture?.url,
    date_published: published.toISOString(),
    date_modified: updated.toISOString(),
    authors: [entry.author],
    tags: entry.tags.length === 0 ? undefined : entry.tags.map(({ name }) => name),
    language: entry.language,
  };
}
