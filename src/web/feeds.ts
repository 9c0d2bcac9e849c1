// The feeds of the node, of a collective, of a tag, of a language: the newest texts whole, for readers that come again and again.
import express, { type Response } from "express";
import { allCollectives, type Collective } from "../db/collective.ts";
import { NotFound } from "../domain/errors.ts";
import { languageName, readLanguage } from "../domain/language.ts";
import { type FeedFormat, feedFormats, feedTypes, pages as paths } from "../domain/paths.ts";
import { cardFile } from "../domain/picture.ts";
import { withWholeAddresses } from "../domain/prose.ts";
import { tagName } from "../newsroom/lists.ts";
import { lastChange } from "../newsroom/neighbours.ts";
import { type PublicText, publicTexts, type TextFilter } from "../newsroom/read.ts";
import { picture } from "../newsroom/read_picture.ts";
import type { Site } from "../site.ts";
import { writeAtom } from "./atom.ts";
import { knownCollective } from "./collective.tsx";
import type { Feed, FeedEntry } from "./feed.ts";
import { writeJsonFeed } from "./json_feed.ts";
import { newsKinds } from "./list.tsx";
import { writeRss } from "./rss.ts";
import { addressesOf, cardPicture, leadingPicture } from "./shown.ts";

/** Texts in a feed. */
const feedLength = 20;

const writers: Record<FeedFormat, (feed: Feed) => string> = {
  atom: writeAtom,
  rss: writeRss,
  json: writeJsonFeed,
};

export function createFeeds(site: Site): express.Router {
  const { origin, host } = site.config;
  const router = express.Router();

  for (const format of feedFormats) {
    router.get(`/feed.${format}`, async (_request, response) => {
      await send(response, format, await read({}, { title: host, list: paths.front() }, format));
    });

    router.get(`/tags/:tag/feed.${format}`, async (request, response) => {
      const { tag } = request.params;
      const name = await tagName(site.db, tag);
      if (name === undefined) throw new NotFound("There is no text with this tag here.");
      const about = { title: `${name} · ${host}`, list: paths.tag(tag) };
      await send(response, format, await read({ tag }, about, format));
    });

    router.get(`/languages/:language/feed.${format}`, async (request, response) => {
      const { language } = request.params;
      if (readLanguage(language) !== language) throw new NotFound("There is no text in this language here.");
      const title = `${languageName(language)} · ${host}`;
      const feed = await read({ language }, { title, language, list: paths.language(language) }, format);
      if (feed.entries.length === 0) throw new NotFound("There is no text in this language here.");
      await send(response, format, feed);
    });

    router.get(`/:handle/feed.${format}`, async (request, response) => {
      const { id, handle, name, summary, languages, icon } = await knownCollective(
        site,
        request.params.handle,
      );
      const about = {
        title: name,
        subtitle: summary || undefined,
        language: languages[0],
        icon: icon === null ? undefined : cardPicture(await picture(site.db, icon), origin)?.url,
        list: paths.collective(handle),
      };
      await send(response, format, await read({ collective: id }, about, format));
    });
  }

  /** @param about what the feed is called, and the list it belongs to */
  async function read(
    filter: TextFilter,
    {
      list,
      ...about
    }: { title: string; list: string } & Partial<Pick<Feed, "subtitle" | "language" | "icon">>,
    format: FeedFormat,
  ): Promise<Feed> {
    const [collectives, { texts }] = await Promise.all([
      allCollectives(site.db),
      publicTexts(site.db, { kinds: newsKinds, ...filter }, undefined, feedLength),
    ]);
    const byId = new Map(collectives.map((collective) => [collective.id, collective]));
    const entries = texts.map((text) => entryOf(text, byId.get(text.collective)!));
    const founded = collectives.map(({ published }) => published.getTime());
    const newest = Math.max(0, ...founded, ...entries.map(({ updated }) => updated.getTime()));
    return {
      subtitle: undefined,
      language: undefined,
      icon: undefined,
      ...about,
      id: origin + paths.feed(list, "atom"),
      url: origin + list,
      self: origin + paths.feed(list, format),
      updated: new Date(newest),
      entries,
    };
  }

  function entryOf(text: PublicText, { handle, name }: Collective): FeedEntry {
    const { content_warning: warning } = text;
    const leading = warning === null ? leadingPicture(text) : undefined;
    const file = leading && cardFile(leading.files);
    return {
      ...addressesOf(text, origin),
      title: text.title,
      author: { name, url: origin + paths.collective(handle) },
      language: text.language,
      summary: warning ?? text.summary ?? undefined,
      html: withWholeAddresses(text.html, origin),
      tags: text.tags,
      picture: file && {
        url: origin + paths.media(file.name),
        mediaType: file.media_type,
        bytes: file.bytes,
      },
      published: text.published,
      updated: text.updated ?? text.published,
    };
  }

  async function send(response: Response, format: FeedFormat, feed: Feed): Promise<void> {
    const changed = await lastChange(site.db);
    // Within its own second a change cannot be told from the next one, so then only the ETag speaks.
    const isOver = changed !== undefined && site.clock.now().getTime() - changed.getTime() > 2000;
    if (isOver) response.set("last-modified", changed.toUTCString());
    response
      .set({
        "content-type": `${feedTypes[format]}; charset=utf-8`,
        "cache-control": "no-cache",
        "access-control-allow-origin": "*",
        link: `<${feed.url}>; rel="alternate"; type="text/html"`,
      })
      .send(writers[format](feed));
  }

  return router;
}
