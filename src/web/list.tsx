// Any list of texts as a page: where it begins or goes on, what it is called, which feeds belong to it.
import type { Request, Response } from "express";
import { allCollectives, type Collective } from "../db/collective.ts";
import { NotFound } from "../domain/errors.ts";
import { pages as paths } from "../domain/paths.ts";
import { type ListedText, type ListFilter, listTexts } from "../newsroom/lists.ts";
import type { Pages } from "./page.ts";
import { readPlace, writePlace } from "./place.ts";
import { wireItem } from "./shown.ts";
import type { Frame } from "./views/frame.ts";
import { List, type Way } from "./views/list.tsx";

/** Texts of one page of a list. */
export const listLength = 20;
/** What appears in lists of news; pages are found where they belong. */
export const newsKinds = ["report", "call-out"] as const;

/** A list of texts. */
export interface Listing {
  filter: ListFilter;
  /** Path of its first page. */
  path: string;
  /** What it is called, in the reader's words. */
  title: (frame: Frame) => string;
  /** BCP 47 tag of the title, where it is not the reader's own. */
  language?: string | undefined;
  /** The collective it belongs to; without one each text names its own. */
  collective?: Collective;
  /** The list whose feeds belong to it, and what they are called; none where it has none of its own. */
  feeds?: { title: string; list: string };
  /** Ways to parts of it. */
  ways?: (frame: Frame) => Way[];
  /** Whether there is a page although nothing is in it. */
  mayBeEmpty?: boolean;
}

/**
 * Sends a page of a list.
 * @param at where it goes on, as in the address; undefined for its beginning
 * @throws {NotFound} when nothing is there
 */
export async function sendList(
  pages: Pages,
  request: Request,
  response: Response,
  { filter, path, title: called, language, collective, feeds, ways, mayBeEmpty = false }: Listing,
  at: string | undefined,
): Promise<void> {
  const { site } = pages;
  const place = at === undefined ? undefined : readPlace(at);
  if (at !== undefined && place === undefined) throw new NotFound("There is no such place in the list.");
  const [collectives, { texts, next }] = await Promise.all([
    collective ? [] : allCollectives(site.db),
    listTexts(site.db, filter, place, listLength),
  ]);
  if (texts.length === 0 && !(mayBeEmpty && place === undefined)) {
    throw new NotFound("There is nothing in this list, or it does not go on from there.");
  }
  const frame = pages.frame(request, collective?.languages[0]);
  const name = called(frame);
  const title = place === undefined ? name : frame.locale.words.before(name);
  const within = collective?.name ?? frame.host;
  pages.send(
    response,
    <List
      frame={frame}
      head={{
        title,
        within: name.includes(within) ? undefined : within,
        canonical: frame.origin + (place ? paths.before(path, writePlace(place)) : path),
        feeds: feeds && [feeds],
        card: {
          type: "website",
          siteName: within,
          title,
          description: frame.locale.words.frontLead,
          language: frame.locale.language,
          picture: undefined,
        },
      }}
      title={title}
      language={language}
      section={collective && { name: collective.name, path: paths.collective(collective.handle) }}
      feedOf={feeds?.list ?? (collective ? paths.collective(collective.handle) : paths.front())}
      ways={place === undefined ? ways?.(frame) : undefined}
      items={itemsOf(texts, collectives)}
      newest={place && path}
      older={next && paths.before(path, writePlace(next))}
    />,
  );
}

/** Texts as a list, each with its collective's name where that is among the given ones. */
export function itemsOf(texts: readonly ListedText[], collectives: readonly Collective[]) {
  const byId = new Map(collectives.map((collective) => [collective.id, collective]));
  return texts.map((text) => wireItem(text, byId.get(text.collective)));
}
