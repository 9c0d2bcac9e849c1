// The place of one text on the wire: everybody reads it, moderators pass it on, turn it down and take that back.
import express, { type Request, type Response } from "express";
import type { Collective } from "../../db/collective.ts";
import { isOutage } from "../../db/outage.ts";
import { Gone, NotFound, Refused, Unavailable } from "../../domain/errors.ts";
import { readLanguage } from "../../domain/language.ts";
import { pages, desk as paths } from "../../domain/paths.ts";
import { mayActAs } from "../../domain/pen.ts";
import { lengthOf } from "../../domain/plain.ts";
import { keptOf } from "../../newsroom/glimpses.ts";
import { picturesIn } from "../../newsroom/markdown.ts";
import {
  declineProposal,
  maxIntroduction,
  passOn,
  previewIntroduction,
  withdrawRepost,
} from "../../newsroom/pass_on.ts";
import { portrait } from "../../newsroom/read_picture.ts";
import { markRead, type WireShown, wireItem } from "../../newsroom/wire.ts";
import { translationsOnWire } from "../../newsroom/wire_translations.ts";
import { handleOf, shownIcon } from "../shown.ts";
import { onItsPage, repostItem } from "../shown_repost.ts";
import type { FieldErrors } from "../views/desk/frame.ts";
import { Notice } from "../views/desk/notice.tsx";
import type { RepostPreviewed } from "../views/desk/repost_preview.tsx";
import { WireItem } from "../views/desk/wire_item.tsx";
import type { AllyWords } from "../words/desk/allies/en.ts";
import { field, readForm } from "./form.ts";
import { type Ground, sessionIn } from "./ground.tsx";
import { languageOptions } from "./languages.ts";
import { alone, onWire, uuidIn } from "./on_wire.ts";
import { doneOnWire, wayBack } from "./wire.tsx";

interface Typed {
  introduction: string;
  language: string;
}

export function createWireItem(ground: Ground): express.Router {
  const { site } = ground;
  const router = express.Router();
  const one = paths.wireItem(":id");
  const wordsFor = (request: Request) => ground.frame(request).desk.allies.wire;

  /** The text of the address; where its author has deleted it, that is said and nothing is given. */
  async function known(request: Request, response: Response): Promise<WireShown | undefined> {
    const { collective } = sessionIn(response);
    const id = uuidIn(request.params.id);
    if (id === undefined) throw new NotFound("There is no such text on the wire.");
    try {
      return await wireItem(site.db, collective, id);
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
      sayGone(request, response, wordsFor(request).deleted);
      return undefined;
    }
  }

  function sayGone(request: Request, response: Response, text: string): void {
    const frame = ground.frame(request);
    const { title, back } = frame.desk.allies.wire;
    const way = { href: paths.wire(), label: back };
    ground.send(response, <Notice {...{ frame, title, text, way }} />, 410);
  }

  async function show(
    request: Request,
    response: Response,
    item: WireShown,
    more: { typed?: Typed; preview?: RepostPreviewed; errors?: FieldErrors; problem?: string } = {},
  ): Promise<void> {
    const { collective, pen } = sessionIn(response);
    const frame = ground.frame(request);
    const { languages } = collective;
    const { origin } = site.config;
    const [translations, kept] = await Promise.all([
      translationsOnWire(site.db, origin, collective.id, [item.id]),
      keptOf(site, [item]),
    ]);
    const view = (
      <WireItem
        {...{ frame, collective, ...more }}
        text={onWire(item, collective.handle, alone, { translations: translations.get(item.id), kept })}
        mayDecide={mayActAs(pen.role, "moderator")}
        typed={more.typed ?? { introduction: "", language: languages[0] ?? "" }}
        languages={languageOptions(frame.locale.language, languages)}
        done={doneOnWire(frame, request)}
      />
    );
    ground.send(response, view, more.errors || more.problem ? 422 : 200);
  }

  async function previewOf(collective: Collective, item: WireShown, typed: Typed): Promise<RepostPreviewed> {
    const { name, handle } = collective;
    const { icon } = await portrait(site.db, collective);
    const { introduction: source, language } = typed;
    const as = { url: item.url ?? item.uri, path: "", reposted: site.clock.now(), introduction: null };
    return {
      collective: { name, path: pages.collective(handle), handle: handleOf(handle, site.config.host) },
      icon: shownIcon(icon),
      said: previewIntroduction(collective, { source, language }, item),
      item: repostItem({ ...item, ...as }, onItsPage),
    };
  }

  router.get(one, ground.signedIn(), async (request, response) => {
    const item = await known(request, response);
    if (item !== undefined) await show(request, response, item);
  });

  router.post(`${one}/read`, ground.signedIn(), readForm, async (request, response) => {
    const item = await known(request, response);
    if (item === undefined) return;
    await markRead(site, sessionIn(response).collective, [item.id]);
    response.redirect(303, wayBack(ground, request, paths.wireItem(item.id), "read"));
  });

  router.post(`${one}/repost`, ground.signedIn("moderator"), readForm, async (request, response) => {
    const item = await known(request, response);
    if (item === undefined) return;
    const words = wordsFor(request);
    const typed = {
      introduction: field(request, "introduction").replaceAll("\r\n", "\n"),
      language: field(request, "language"),
    };
    const errors = wrongIn(words, typed);
    if (errors !== undefined) return show(request, response, item, { typed, errors });
    if (field(request, "action") === "preview") {
      const preview = await previewOf(sessionIn(response).collective, item, typed);
      return show(request, response, item, { typed, preview });
    }
    const said = typed.introduction.trim() === "" ? undefined : typed;
    try {
      const { collective } = sessionIn(response);
      await passOn(site, collective, item.id, said && { source: said.introduction, language: said.language });
    } catch (error) {
      if (error instanceof Gone) return sayGone(request, response, words.gone);
      const problem = problemOf(words, error);
      if (problem === undefined) throw error;
      return show(request, response, item, { typed, problem });
    }
    response.redirect(303, wayBack(ground, request, paths.wireItem(item.id), "reposted"));
  });

  router.post(`${one}/undo`, ground.signedIn("moderator"), readForm, async (request, response) => {
    const item = await known(request, response);
    if (item === undefined) return;
    await withdrawRepost(site, sessionIn(response).collective, item.id);
    response.redirect(303, wayBack(ground, request, paths.wireItem(item.id), "undone"));
  });

  router.post(`${one}/decline`, ground.signedIn("moderator"), readForm, async (request, response) => {
    const item = await known(request, response);
    if (item === undefined) return;
    await declineProposal(site, sessionIn(response).collective, item.id);
    response.redirect(303, wayBack(ground, request, paths.wireItem(item.id), "declined"));
  });

  return router;
}

/** What is wrong with a word before it; undefined where nothing is, or nothing is said. */
function wrongIn(words: AllyWords["wire"], { introduction, language }: Typed): FieldErrors | undefined {
  if (introduction.trim() === "") return undefined;
  const sentence =
    lengthOf(introduction.trim()) > maxIntroduction
      ? words.introductionLong
      : picturesIn(introduction).length > 0
        ? words.introductionPictures
        : undefined;
  const errors = {
    ...(sentence !== undefined && { introduction: sentence }),
    ...(readLanguage(language) === undefined && { language: words.languageMissing }),
  };
  return Object.keys(errors).length === 0 ? undefined : errors;
}

/** Why it was not passed on, in the language of the page; undefined where that is our own mistake. */
function problemOf(words: AllyWords["wire"], error: unknown): string | undefined {
  if (error instanceof Unavailable || isOutage(error)) return words.away;
  return error instanceof Refused || error instanceof NotFound ? words.refused : undefined;
}
