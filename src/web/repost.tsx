// The page of what a collective has passed on: a few of its words, what the collective says about it, and the way to the original.
import express from "express";
import { isUuid } from "../db/collective.ts";
import { NotFound } from "../domain/errors.ts";
import { ap, pages as paths } from "../domain/paths.ts";
import { plainText, shortened } from "../domain/prose.ts";
import { cleanHtml } from "../newsroom/clean.ts";
import { type RepostShown, repostShown } from "../newsroom/reposts.ts";
import { knownCollective } from "./collective.tsx";
import type { Pages } from "./page.ts";
import { handleOf } from "./shown.ts";
import { RepostPage } from "./views/repost.tsx";

/** Most characters of theirs that are shown; the rest is to be read with them. */
const excerptLength = 600;

export function createRepost(pages: Pages): express.Router {
  const { site } = pages;
  const { origin, host } = site.config;
  const router = express.Router();

  router.get("/:handle/reposts/:repost", async (request, response) => {
    const collective = await knownCollective(site, request.params.handle);
    const { repost: id } = request.params;
    const repost = isUuid(id) ? await repostShown(site.db, id) : undefined;
    if (repost?.collective !== collective.id)
      throw new NotFound("There is nothing passed on at this address.");
    const { introduction } = repost;
    if (introduction && pages.leadServers(request, response, ap.introduction(introduction.id))) return;
    const path = paths.collective(collective.handle);
    const title = titleOf(repost);
    pages.send(
      response,
      <RepostPage
        frame={pages.frame(request, introduction?.language ?? collective.languages[0])}
        head={{
          title,
          within: collective.name,
          canonical: repost.url,
          activity: introduction ? origin + ap.introduction(introduction.id) : undefined,
          accent: collective.accent,
          feeds: [{ title: collective.name, list: path }],
        }}
        title={title}
        language={repost.language ?? undefined}
        excerpt={excerptOf(repost)}
        author={repost.author ?? repost.handle ?? new URL(repost.actor).host}
        host={new URL(repost.url).host}
        url={repost.url}
        published={repost.published}
        reposted={repost.reposted}
        introduction={introduction ?? undefined}
        collective={{ name: collective.name, path, handle: handleOf(collective.handle, host) }}
      />,
    );
  });
  return router;
}

function titleOf({ name, html, url }: RepostShown): string {
  return name ?? (shortened(plainText(cleanHtml(html).html), 80) || url);
}

/** A warning stands for what it warns of, as it does in every list. */
function excerptOf({ summary, html }: RepostShown): string {
  return summary ?? shortened(plainText(cleanHtml(html).html), excerptLength);
}
