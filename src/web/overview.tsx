// Pages that lead to lists and have no texts themselves: all tags, all languages, an archive.
import type { Request, Response } from "express";
import type { Collective } from "../db/collective.ts";
import { pages as paths } from "../domain/paths.ts";
import type { Locale } from "./locale.ts";
import type { Pages } from "./page.ts";
import type { Way } from "./views/list.tsx";
import { Overview } from "./views/overview.tsx";

export interface OverviewOf {
  path: string;
  title: (locale: Locale) => string;
  description: (locale: Locale) => string;
  groups: (locale: Locale) => { title: Way | undefined; ways: Way[] }[];
  /** Where it goes on. */
  next?: string | undefined;
  collective?: Collective;
}

export function sendOverview(
  pages: Pages,
  request: Request,
  response: Response,
  { path, title: called, description, groups, next, collective }: OverviewOf,
): void {
  const frame = pages.frame(request, collective?.languages[0]);
  const { locale, origin, host } = frame;
  const title = called(locale);
  const within = collective?.name ?? host;
  const list = collective ? paths.collective(collective.handle) : paths.front();
  pages.send(
    response,
    <Overview
      frame={frame}
      head={{
        title,
        within: title.includes(within) ? undefined : within,
        canonical: origin + path,
        feeds: [{ title: within, list }],
        card: {
          type: "website",
          siteName: within,
          title,
          description: description(locale),
          language: locale.language,
          picture: undefined,
        },
      }}
      title={title}
      section={collective && { name: collective.name, path: list }}
      feedOf={list}
      groups={groups(locale)}
      next={next}
    />,
  );
}
