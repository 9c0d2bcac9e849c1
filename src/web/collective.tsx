// The pages of a collective: its own, and the older part of what it published.
import express from "express";
import { type Collective, collectiveByHandle } from "../db/collective.ts";
import { NotFound } from "../domain/errors.ts";
import { ap, pages as paths } from "../domain/paths.ts";
import { firstWords } from "../domain/prose.ts";
import { listTexts } from "../newsroom/lists.ts";
import { portrait } from "../newsroom/read_picture.ts";
import { repostsShown } from "../newsroom/reposts.ts";
import type { Site } from "../site.ts";
import { listLength, newsKinds, sendList } from "./list.tsx";
import type { Locale } from "./locale.ts";
import type { Pages } from "./page.ts";
import { writePlace } from "./place.ts";
import { cardPicture, handleOf, shownIcon, shownPicture, wireItem } from "./shown.ts";
import { repostItem } from "./shown_repost.ts";
import { CollectivePage } from "./views/collective.tsx";

/** Most pages that a collective's own page leads to. */
const mostPages = 50;
const mostPinned = 5;
/** What it has passed on last. */
const mostReposts = 3;

export function createCollective(pages: Pages): express.Router {
  const { site } = pages;
  const { origin, host } = site.config;
  const router = express.Router();

  router.get("/:handle", async (request, response) => {
    const collective = await knownCollective(site, request.params.handle);
    if (pages.leadServers(request, response, ap.collective(collective.id))) return;
    const of = { collective: collective.id };
    const [{ icon, header }, news, pinned, own, passedOn] = await Promise.all([
      portrait(site.db, collective),
      listTexts(site.db, { ...of, kinds: newsKinds }, undefined, listLength),
      listTexts(site.db, { ...of, kinds: newsKinds, pinned: true }, undefined, mostPinned),
      listTexts(site.db, { ...of, kinds: ["page"] }, undefined, mostPages),
      repostsShown(site.db, of, undefined, mostReposts),
    ]);
    const { name, handle, languages, summary, fields, moved_to: movedTo } = collective;
    const path = paths.collective(handle);
    const language = languages[0] ?? "en";
    const at = handleOf(handle, host);
    const description = firstWords(summary, 240) || undefined;
    const frame = pages.frame(request, language);
    pages.allowForms(response);
    pages.send(
      response,
      <CollectivePage
        frame={frame}
        head={{
          title: name,
          canonical: origin + path,
          activity: origin + ap.collective(collective.id),
          accent: collective.accent,
          creator: at,
          feeds: [{ title: name, list: path }],
          card: {
            type: "profile",
            siteName: name,
            title: name,
            description,
            language,
            picture: cardPicture(header ?? icon, origin),
          },
          data: {
            "@context": "https://schema.org",
            "@type": "Organization",
            "@id": origin + ap.collective(collective.id),
            name,
            url: origin + path,
            description,
            logo: cardPicture(icon, origin)?.url,
          },
        }}
        name={name}
        path={path}
        handle={at}
        summary={paragraphs(summary)}
        language={language}
        fields={fields.map((field) => ({ ...field, isAddress: isAddress(field.value) }))}
        icon={shownIcon(icon)}
        header={shownPicture(header)}
        movedTo={movedTo ?? undefined}
        pages={own.texts.map((text) => ({ title: text.title, path: text.path, language: text.language }))}
        pinned={pinned.texts.map((text) => wireItem(text))}
        items={news.texts.map((text) => wireItem(text))}
        older={news.next && paths.before(path, writePlace(news.next))}
        reposts={passedOn.reposts.map((repost) => repostItem(repost))}
        allReposts={paths.reposts(handle)}
        ways={waysOf(handle, frame.locale)}
        followAt={paths.follow(handle)}
      />,
    );
  });

  router.get("/:handle/before/:place", async (request, response) => {
    const collective = await knownCollective(site, request.params.handle);
    const path = paths.collective(collective.handle);
    const listing = {
      filter: { collective: collective.id, kinds: newsKinds },
      path,
      title: () => collective.name,
      collective,
      feeds: { title: collective.name, list: path },
    };
    await sendList(pages, request, response, listing, request.params.place);
  });

  return router;
}

/**
 * The collective with that handle.
 * @throws {NotFound}
 */
export async function knownCollective(site: Site, handle: string): Promise<Collective> {
  const collective = await collectiveByHandle(site.db, handle);
  if (!collective) throw new NotFound("There is no such collective here.");
  return collective;
}

function waysOf(handle: string, { words }: Locale) {
  return [
    { name: words.reports, path: paths.kind(handle, "report") },
    { name: words.callOuts, path: paths.kind(handle, "call-out") },
    { name: words.pages, path: paths.kind(handle, "page") },
    { name: words.archive, path: paths.archive(handle) },
  ];
}

function paragraphs(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "");
}

function isAddress(value: string): boolean {
  return /^https?:\/\/\S+$/.test(value) && URL.canParse(value);
}
