// The page of a text: found by its address, whatever month that says; what was taken back stays taken back.
import express, { type Request, type Response } from "express";
import type { Collective } from "../db/collective.ts";
import { Gone, NotFound } from "../domain/errors.ts";
import { ap, pages as paths } from "../domain/paths.ts";
import { neighbours } from "../newsroom/neighbours.ts";
import { type PublicText, publicTextAt } from "../newsroom/read.ts";
import { takenBackAt } from "../newsroom/read_gone.ts";
import { picture } from "../newsroom/read_picture.ts";
import { readEcho, readQuotes, readThread } from "../newsroom/thread.ts";
import { knownCollective } from "./collective.tsx";
import type { Pages } from "./page.ts";
import {
  addressesOf,
  cardPicture,
  handleOf,
  isShownInside,
  leadingPicture,
  leadOf,
  shownPicture,
} from "./shown.ts";
import type { HeadProps } from "./views/head.tsx";
import { TextPage } from "./views/text.tsx";
import { AnswersPage } from "./views/thread.tsx";

export function createText(pages: Pages): express.Router {
  const { site } = pages;
  const { origin, host } = site.config;
  const router = express.Router();

  async function show(request: Request, response: Response, handle: string, slug: string): Promise<void> {
    const collective = await knownCollective(site, handle);
    const text = await publicTextAt(site.db, collective.id, slug);
    if (!text) return await refuse(request, response, collective, slug);
    if (pages.leadServers(request, response, ap.report(text.id))) return;
    if (decodeURIComponent(request.path) !== decodeURIComponent(text.path)) {
      response.set("cache-control", "no-cache").redirect(301, text.path);
      return;
    }
    for (const { language, href } of versions(text)) {
      response.append("Link", `<${href}>; rel="alternate"; hreflang="${language}"`);
    }
    const [around, answers] = await Promise.all([neighbours(site.db, text), answersTo(text)]);
    const cover =
      text.cover_picture && !isShownInside(text.html, text.cover_picture) ? text.cover_picture : null;
    const rest = text.pictures.filter((one) => one.id !== cover?.id && !isShownInside(text.html, one));
    pages.send(
      response,
      <TextPage
        frame={pages.frame(request, text.language)}
        head={await headOf(text, collective)}
        kind={text.kind}
        title={text.title}
        path={text.path}
        language={text.language}
        lead={text.summary ?? undefined}
        contentWarning={text.content_warning ?? undefined}
        html={text.html}
        cover={shownPicture(cover)}
        pictures={rest.map(shownPicture).filter((one) => one !== undefined)}
        published={text.published}
        updated={text.updated ?? undefined}
        collective={named(collective)}
        tags={text.tags.map(({ tag, name }) => ({ name, path: paths.tag(tag) }))}
        links={text.links}
        translations={[...text.translations, ...elsewhereIn(text)]}
        before={around.before}
        after={around.after}
        followAt={paths.follow(collective.handle)}
        answers={answers}
      />,
    );
  }

  /** What others did with a text: counts always, and the rest where there is any. */
  async function answersTo({ id, reply_policy }: PublicText) {
    const echo = await readEcho(site.db, id);
    const [thread, quotes] = await Promise.all([
      echo.replies > 0 ? readThread(site.db, id) : undefined,
      echo.quotes > 0 ? readQuotes(site.db, id) : [],
    ]);
    const nothing = { answers: [], next: undefined };
    const isOpen = reply_policy !== "off";
    return { uri: origin + ap.report(id), echo, quotes, isOpen, thread: thread ?? nothing };
  }

  /** Where the thread of a text goes on. */
  async function showAnswers(request: Request, response: Response, handle: string, slug: string) {
    const collective = await knownCollective(site, handle);
    const text = await publicTextAt(site.db, collective.id, slug);
    const after = String(request.params.answer);
    const thread = text && (await readThread(site.db, text.id, { after }));
    if (!text || !thread || thread.answers.length === 0) throw new NotFound("There is no such text here.");
    const path = paths.answersAfter(text.path, after);
    if (decodeURIComponent(request.path) !== decodeURIComponent(path)) {
      response.set("cache-control", "no-cache").redirect(301, path);
      return;
    }
    const frame = pages.frame(request, text.language);
    const head = {
      title: frame.locale.words.thread.page(text.title),
      within: collective.name,
      accent: collective.accent,
    };
    const shown = { frame, head, title: text.title, path: text.path, language: text.language, thread };
    pages.send(response, <AnswersPage {...shown} locale={frame.locale} collective={named(collective)} />);
  }

  function named({ name, handle }: Collective) {
    return { name, path: paths.collective(handle), handle: handleOf(handle, host) };
  }

  /** A text that is not shown: gone where it was taken back, else as if it had never been. */
  async function refuse(request: Request, response: Response, collective: Collective, slug: string) {
    const taken = await takenBackAt(site.db, collective.id, slug);
    if (!taken) throw new NotFound("There is no such text here.");
    if (pages.leadServers(request, response, ap.report(taken.id))) return;
    throw new Gone("This text was taken back by those who published it.");
  }

  async function headOf(text: PublicText, collective: Collective): Promise<Omit<HeadProps, "frame">> {
    const { id, url } = addressesOf(text, origin);
    const isWarned = text.content_warning !== null;
    const description = text.content_warning ?? leadOf(text);
    const portrait = collective.header ?? collective.icon;
    const shown = isWarned ? undefined : leadingPicture(text);
    const card = cardPicture(
      shown ?? (portrait === null ? undefined : await picture(site.db, portrait)),
      origin,
    );
    const author = {
      "@type": "Organization",
      name: collective.name,
      url: origin + paths.collective(collective.handle),
    };
    const dates = {
      datePublished: text.published.toISOString(),
      dateModified: (text.updated ?? text.published).toISOString(),
    };
    return {
      title: text.title,
      within: collective.name,
      canonical: url,
      activity: id,
      accent: collective.accent,
      creator: handleOf(collective.handle, host),
      feeds: [{ title: collective.name, list: paths.collective(collective.handle) }],
      translations: versions(text),
      card: {
        type: "article",
        siteName: collective.name,
        title: text.title,
        description,
        language: text.language,
        picture: card,
        published: text.published,
        updated: text.updated ?? undefined,
        tags: text.tags.map(({ name }) => name),
      },
      data: {
        "@context": "https://schema.org",
        "@type": text.kind === "page" ? "WebPage" : "NewsArticle",
        "@id": id,
        ...(text.kind === "page" ? { name: text.title } : { headline: text.title }),
        url,
        mainEntityOfPage: url,
        description,
        inLanguage: text.language,
        ...dates,
        ...(card && { image: [card.url] }),
        author,
        publisher: author,
        ...(text.tags.length > 0 && { keywords: text.tags.map(({ name }) => name).join(", ") }),
      },
    };
  }

  /** The text in all its languages, itself included, as search engines want it. */
  function versions(text: PublicText) {
    const here = text.translations.map(({ language, path }) => ({ language, href: origin + path }));
    const others = [...here, ...elsewhereIn(text).map(({ language, path }) => ({ language, href: path }))];
    return others.length === 0 ? [] : [{ language: text.language, href: origin + text.path }, ...others];
  }

  /** The same on other nodes, as far as it is known in which language. */
  function elsewhereIn({ elsewhere }: PublicText) {
    return elsewhere.flatMap(({ language, href, title }) =>
      language === null ? [] : { language, path: href, title },
    );
  }

  const onward = async (request: Request<{ handle: string; slug: string }>, response: Response) => {
    await showAnswers(request as Request, response, request.params.handle, request.params.slug);
  };
  router.get("/:handle/:slug/answers/:answer", onward);
  router.get("/:handle/:year/:month/:slug/answers/:answer", onward);
  router.get("/:handle/:slug", async (request, response) => {
    await show(request, response, request.params.handle, request.params.slug);
  });
  router.get("/:handle/:year/:month/:slug", async (request, response) => {
    const { handle, year, month, slug } = request.params;
    if (!/^\d{4}$/.test(year) || !/^\d\d?$/.test(month)) throw new NotFound("There is no such text here.");
    await show(request, response, handle, slug);
  });
  return router;
}
