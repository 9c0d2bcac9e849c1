// What a page tells machines about itself: its address, its feeds, its translations, its card.

import { accentPath } from "../../domain/colour.ts";
import { feedFormats, feedTypes, pages } from "../../domain/paths.ts";
import { shortened } from "../../domain/prose.ts";
import type { Frame } from "./frame.ts";

/** The card that is shown where somebody shares the page. https://ogp.me */
export interface Card {
  type: "website" | "article" | "profile";
  siteName: string;
  title: string;
  description: string | undefined;
  /** BCP 47. */
  language: string | undefined;
  picture: { url: string; mediaType: string; width: number; height: number; alt: string } | undefined;
  published?: Date;
  updated?: Date | undefined;
  tags?: string[];
}

export interface HeadProps {
  frame: Frame;
  title: string;
  /** What it is part of: the collective, or the node. */
  within?: string | undefined;
  /** Whole address of this page; absent on pages that should not be found. */
  canonical?: string | undefined;
  /** The id of what the page shows, for servers. */
  activity?: string | undefined;
  /** `@calais@node.example` of whoever wrote it. */
  creator?: string | undefined;
  /** Lists whose feeds belong to this page; every one has them in all formats. */
  feeds?: { title: string; list: string }[] | undefined;
  /** Names of stylesheets beside the site's own. */
  styles?: readonly string[] | undefined;
  /** The colour of the collective whose page it is, as `#b81d13`. */
  accent?: string | null | undefined;
  translations?: { language: string; href: string }[] | undefined;
  card?: Card | undefined;
  /** https://schema.org */
  data?: object | undefined;
}

export function Head({
  frame,
  title,
  within,
  canonical,
  activity,
  creator,
  feeds,
  styles,
  accent,
  translations,
  card,
  data,
}: HeadProps) {
  return (
    <head>
      <meta charset="utf-8" />
      <title>{tabTitle(title, within)}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      {canonical === undefined && <meta name="robots" content="noindex" />}
      {card?.description && <meta name="description" content={card.description} />}
      <link rel="stylesheet" href={frame.asset("site.css")} />
      {styles?.map((name) => (
        <link rel="stylesheet" href={frame.asset(name)} key={name} />
      ))}
      {accent && <link rel="stylesheet" href={accentPath(accent)} />}
      <link rel="icon" href="/favicon.ico" sizes="32x32" />
      <link rel="icon" href={frame.asset("tern.svg")} type="image/svg+xml" />
      {canonical && <link rel="canonical" href={canonical} />}
      {activity && <link rel="alternate" type="application/activity+json" href={activity} />}
      {feeds?.flatMap(({ title, list }) =>
        feedFormats.map((format) => (
          <link rel="alternate" type={feedTypes[format]} title={title} href={pages.feed(list, format)} />
        )),
      )}
      {translations?.map(({ language, href }) => (
        <link rel="alternate" hreflang={language} href={href} />
      ))}
      {creator && <meta name="fediverse:creator" content={creator} />}
      {card && <OpenGraph card={card} url={canonical} />}
      {data && (
        // A block of data: no browser runs it, so the content security policy leaves it alone.
        <script
          type="application/ld+json"
          dangerouslySetInnerHTML={{ __html: JSON.stringify(data).replaceAll("<", "\\u003c") }}
        />
      )}
    </head>
  );
}

/** Longest title of a page in characters: search engines and tabs show no more. */
const longest = 64;

function tabTitle(title: string, within: string | undefined): string {
  const whole = within === undefined ? title : `${title} · ${within}`;
  return whole.length <= longest ? whole : shortened(title, longest);
}

function OpenGraph({ card, url }: { card: Card; url: string | undefined }) {
  const { picture } = card;
  return (
    <>
      <meta property="og:type" content={card.type} />
      <meta property="og:site_name" content={card.siteName} />
      <meta property="og:title" content={card.title} />
      {url && <meta property="og:url" content={url} />}
      {card.description && <meta property="og:description" content={card.description} />}
      {card.language && <meta property="og:locale" content={card.language.replaceAll("-", "_")} />}
      {picture && (
        <>
          <meta property="og:image" content={picture.url} />
          <meta property="og:image:type" content={picture.mediaType} />
          <meta property="og:image:width" content={String(picture.width)} />
          <meta property="og:image:height" content={String(picture.height)} />
          {picture.alt !== "" && <meta property="og:image:alt" content={picture.alt} />}
        </>
      )}
      <meta name="twitter:card" content={picture ? "summary_large_image" : "summary"} />
      {card.published && <meta property="article:published_time" content={card.published.toISOString()} />}
      {card.updated && <meta property="article:modified_time" content={card.updated.toISOString()} />}
      {card.tags?.map((tag) => (
        <meta property="article:tag" content={tag} />
      ))}
    </>
  );
}
