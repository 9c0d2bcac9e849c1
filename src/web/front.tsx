// The front page of the node: all its collectives and its newest texts.
import express from "express";
import { allCollectives } from "../db/collective.ts";
import { ap, pages as paths } from "../domain/paths.ts";
import { listTexts, picturesByIds } from "../newsroom/lists.ts";
import { repostsShown } from "../newsroom/reposts.ts";
import { itemsOf, listLength, newsKinds, sendList } from "./list.tsx";
import type { Pages } from "./page.ts";
import { writePlace } from "./place.ts";
import { handleOf, shownIcon } from "./shown.ts";
import { namedRepostItem, repostItem } from "./shown_repost.ts";
import { Front } from "./views/front.tsx";

/** What the node has passed on last. */
const mostReposts = 5;

export function createFront(pages: Pages): express.Router {
  const { site } = pages;
  const { origin, host } = site.config;
  const router = express.Router();

  router.get("/", async (request, response) => {
    const [collectives, { texts, next }, passedOn] = await Promise.all([
      allCollectives(site.db),
      listTexts(site.db, { kinds: newsKinds }, undefined, listLength),
      repostsShown(site.db, { host }, undefined, mostReposts),
    ]);
    const [only, ...others] = collectives;
    const alone = others.length === 0 ? only : undefined;
    if (pages.leadServers(request, response, ap.instance())) return;
    const frame = pages.frame(request, alone?.languages[0]);
    const title = alone?.name ?? host;
    const icons = await picturesByIds(
      site.db,
      collectives.flatMap(({ icon }) => icon ?? []),
    );
    const shown = collectives.map((one) => ({
      name: one.name,
      path: paths.collective(one.handle),
      handle: handleOf(one.handle, host),
      summary: one.summary.split(/\n\s*\n/, 1)[0]!.trim(),
      language: one.languages[0] ?? "en",
      icon: shownIcon(one.icon === null ? undefined : icons.get(one.icon)),
    }));
    pages.send(
      response,
      <Front
        frame={frame}
        head={{
          title,
          canonical: `${origin}/`,
          feeds: [{ title, list: paths.front() }],
          card: {
            type: "website",
            siteName: title,
            title,
            description: frame.locale.words.frontLead,
            language: frame.locale.language,
            picture: undefined,
          },
        }}
        title={title}
        collectives={shown}
        items={itemsOf(texts, alone ? [] : collectives)}
        older={next && paths.before("/", writePlace(next))}
        allReposts={paths.reposts(alone?.handle)}
        reposts={passedOn.reposts.map((repost) => (alone ? repostItem(repost) : namedRepostItem(repost)))}
      />,
    );
  });

  router.get("/before/:place", async (request, response) => {
    const listing = {
      filter: { kinds: newsKinds },
      path: paths.front(),
      title: () => host,
      feeds: { title: host, list: paths.front() },
    };
    await sendList(pages, request, response, listing, request.params.place);
  });

  return router;
}
