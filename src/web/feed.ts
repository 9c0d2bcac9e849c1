// A feed as it is, whatever format it is written in: what it is called, where it lives, and its newest entries.

/** One text in a feed. All addresses are whole. */
export interface FeedEntry {
  /** The permanent id. */
  id: string;
  title: string;
  url: string;
  /** Who says so: always a collective. */
  author: { name: string; url: string };
  /** BCP 47. */
  language: string;
  summary: string | undefined;
  /** The whole text as HTML. */
  html: string;
  tags: { tag: string; name: string }[];
  /** A picture for readers that show one. */
  picture: { url: string; mediaType: string; bytes: number } | undefined;
  published: Date;
  updated: Date;
}

export interface Feed {
  id: string;
  title: string;
  subtitle: string | undefined;
  /** The page it belongs to. */
  url: string;
  /** The feed itself. */
  self: string;
  language: string | undefined;
  icon: string | undefined;
  updated: Date;
  entries: FeedEntry[];
}
