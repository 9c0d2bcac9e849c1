// What a collective, or any of the node, has passed on: the list, and a page for each with what the collective says about it and the way to the original.
import express, { type Request, type Response } from "express";
import type { Collective } from "../db/collective.ts";
import { Gone, NotFound } from "../domain/errors.ts";
import { ap, pages as paths } from "../domain/paths.ts";
import { type RepostShown, repostShown, repostsShown, repostTakenBack } from "../newsroom/reposts.ts";
import { knownCollective } from "./collective.tsx";
import { listLength } from "./list.tsx";
import type { Pages } from "./page.ts";
import { readPlace, writePlace } from "./place.ts";
import { handleOf } from "./shown.ts";
import { namedRepostItem, onItsPage, repostItem } from "./shown_repost.ts";
import { RepostPage } from "./views/repost.tsx";
import { RepostsPage } from "./views/reposts.tsx";

export function createRepost(pages: Pages): express.Router {
  const { site } = pages;
  const { origin, host } = site.config;
  const router = express.Router();

  const list = async (request: Request<{ handle?: string; place?: string }>, response: Response) => {
    const { handle, place: at } = request.params;
    const collective = handle === undefined ? undefined : await knownCollective(site, handle);
    const place = at === undefined ? undefined : readPlace(at);
    if (at !== undefined && place === undefined) throw new NotFound("There is no such place in the list.");
    const filter = collective ? { collective: collective.id } : { host };
    const { reposts, next } = await repostsShown(site.db, filter, place, listLength);
    if (reposts.length === 0 && place !== undefined)
      throw new NotFound("The list does not go on from there.");
    const frame = pages.frame(request as Request, collective?.languages[0]);
    const { words } = frame.locale;
    const within = collective?.name ?? host;
    const name = words.listOf(within, words.passedOn);
    const title = place === undefined ? name : words.before(name);
    const section = collective && { name: collective.name, path: paths.collective(collective.handle) };
    const path = paths.reposts(collective?.handle);
    pages.send(
      response,
      <RepostsPage
        frame={frame}
        head={{
          title,
          canonical: origin + (place ? paths.before(path, writePlace(place)) : path),
          accent: collective?.accent,
          feeds: [{ title: within, list: section?.path ?? paths.front() }],
          card: {
            type: "website",
            siteName: within,
            title,
            description: words.passedOnLead,
            language: frame.locale.language,
            picture: undefined,
          },
        }}
        title={title}
        section={section}
        items={reposts.map((repost) => (collective ? repostItem(repost) : namedRepostItem(repost)))}
        newest={place && path}
        older={next && paths.before(path, writePlace(next))}
      />,
    );
  };
  router.get(["/reposts", "/reposts/before/:place"], list);
  router.get(["/:handle/reposts", "/:handle/reposts/before/:place"], list);

  router.get("/:handle/reposts/:repost", async (request, response) => {
    const collective = await knownCollective(site, request.params.handle);
    const repost = await repostShown(site.db, request.params.repost);
    if (repost?.collective !== collective.id)
      return await refuse(request, response, collective.id, request.params.repost);
    sendRepost(request, response, collective, repost);
  });

  function sendRepost(request: Request, response: Response, collective: Collective, repost: RepostShown) {
    const { introduction } = repost;
    if (introduction && pages.leadServers(request, response, ap.introduction(introduction.id))) return;
    const path = paths.collective(collective.handle);
    const item = repostItem(repost, onItsPage);
    pages.send(
      response,
      <RepostPage
        frame={pages.frame(request, introduction?.language ?? collective.languages[0])}
        head={{
          title: item.title,
          within: collective.name,
          canonical: repost.url,
          activity: introduction ? origin + ap.introduction(introduction.id) : undefined,
          accent: collective.accent,
          feeds: [{ title: collective.name, list: path }],
        }}
        item={item}
        introduction={introduction ?? undefined}
        collective={{ name: collective.name, path, handle: handleOf(collective.handle, host) }}
        all={paths.reposts(collective.handle)}
      />,
    );
  }

  /** One that is not shown: gone where it was taken back or deleted by its author, else as if it had never been. */
  async function refuse(request: Request, response: Response, collective: string, id: string) {
    const taken = await repostTakenBack(site.db, collective, id);
    if (taken === undefined) throw new NotFound("There is nothing passed on at this address.");
    if (taken.introduction && pages.leadServers(request, response, ap.introduction(taken.introduction)))
      return;
    throw new Gone("What was passed on here was taken back, or deleted by those who wrote it.");
  }
  return router;
}
