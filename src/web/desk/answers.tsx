// The place of answers: everybody at the desk reads them and answers, moderators decide about them.
import express, { type Request, type Response } from "express";
import { type Collective, isUuid } from "../../db/collective.ts";
import type { Report } from "../../db/report.ts";
import { NotFound, Refused, Unavailable } from "../../domain/errors.ts";
import { readLanguage } from "../../domain/language.ts";
import { desk as paths, type QueuePart } from "../../domain/paths.ts";
import { mayActAs } from "../../domain/pen.ts";
import { lengthOf } from "../../domain/plain.ts";
import { responseStates, verdicts } from "../../domain/response.ts";
import { languageToAnswerIn, maxAnswer, publishAnswer, reviseAnswer } from "../../newsroom/answer.ts";
import { block, blockHost } from "../../newsroom/blocks.ts";
import { maxComplaint, sendComplaint } from "../../newsroom/complain.ts";
import { findOwnReport } from "../../newsroom/find.ts";
import { picturesIn, renderMarkdown } from "../../newsroom/markdown.ts";
import {
  deleteAnswers,
  mostAtOnce,
  remember,
  remembered,
  setFilterWords,
  settle,
} from "../../newsroom/moderate.ts";
import {
  countQueue,
  judgedKinds,
  pathOfAnswer,
  type QueuedAnswer,
  queuedAnswer,
  queueOf,
} from "../../newsroom/queue.ts";
import { Answer } from "../views/desk/answer.tsx";
import { Answers } from "../views/desk/answers.tsx";
import type { FieldErrors } from "../views/desk/frame.ts";
import { field, fields, readForm } from "./form.ts";
import { type Ground, sessionIn } from "./ground.tsx";
import { languageOptions } from "./languages.ts";
import { beforeIn } from "./paging.ts";

const listLength = 30;

/** The language that is chosen for an answer, or for the correction of one, until somebody chooses. */
function languageFor(collective: Collective, { author, language, text }: QueuedAnswer): string {
  if (author === null && language !== null) return language;
  return languageToAnswerIn(collective, language, text?.language);
}

export function createAnswers(ground: Ground): express.Router {
  const { site, signedIn } = ground;
  const router = express.Router();
  const doneIn = (request: Request) => {
    const { done } = ground.frame(request).desk.answers;
    return Object.entries(done).find(([key]) => key === request.query.done)?.[1];
  };

  /** Which part of the answers is asked for; a text that is none of the collective's is a problem to be shown. */
  async function partOf(
    request: Request,
    response: Response,
  ): Promise<{ kind: QueuePart["kind"]; text: Report | undefined; typed: string; errors?: FieldErrors }> {
    const kind = judgedKinds.find((one) => one === request.query.kind);
    const typed = typeof request.query.text === "string" ? request.query.text.trim() : "";
    if (typed === "") return { kind, text: undefined, typed };
    try {
      return { kind, text: await findOwnReport(site, typed, sessionIn(response).collective.id), typed };
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      const errors = { text: ground.frame(request).desk.answers.wrong.text };
      return { kind, text: undefined, typed, errors };
    }
  }

  async function list(request: Request, response: Response, problem?: string): Promise<void> {
    const { collective, pen } = sessionIn(response);
    const state = responseStates.find((one) => one === (request.params.state ?? "held"));
    if (state === undefined) throw new NotFound("There is no such place in the list.");
    const before = beforeIn(request);
    const { kind, text, typed, errors } = await partOf(request, response);
    const [{ answers, next }, counts] = await Promise.all([
      queueOf(site.db, collective.id, { state, kind, report: text?.id, before }, listLength),
      countQueue(site.db, collective.id, text?.id),
    ]);
    const frame = ground.frame(request);
    const only = { text: text?.id, kind };
    const view = (
      <Answers
        {...{ frame, collective, answers, counts, state, only, text, typed, errors, problem }}
        mayDecide={mayActAs(pen.role, "moderator")}
        filterWords={collective.filter_words}
        older={next && paths.answersBefore(state, only, next)}
        newest={before === undefined ? undefined : paths.answersIn(state, only)}
        done={doneIn(request)}
      />
    );
    ground.send(response, view, problem || errors ? 422 : 200);
  }

  for (const first of [paths.answers(), "/desk/answers/:state", "/desk/answers/:state/before/:before"]) {
    router.get(first, signedIn(), (request, response) => list(request, response));
  }

  router.post(`${paths.answers()}/words`, signedIn("moderator"), readForm, async (request, response) => {
    await setFilterWords(site.db, sessionIn(response).collective.id, field(request, "words"));
    response.redirect(303, `${paths.answers()}?done=decided`);
  });

  router.post("/desk/answers/:state", signedIn("moderator"), readForm, async (request, response) => {
    const ids = fields(request, "id[]").filter(isUuid);
    if (ids.length === 0 || ids.length > mostAtOnce) {
      return list(request, response, ground.frame(request).desk.answers.wrong.none);
    }
    await decide(request, response, ids);
    const state = responseStates.find((one) => one === request.params.state) ?? "held";
    const { kind, text } = await partOf(request, response);
    const back = new URL(paths.answersIn(state, { text: text?.id, kind }), site.config.origin);
    back.searchParams.set("done", "decided");
    response.redirect(303, back.pathname + back.search);
  });

  async function decide(request: Request, response: Response, ids: string[]): Promise<void> {
    const { collective } = sessionIn(response);
    const deed = field(request, "deed");
    if (deed === "delete") await deleteAnswers(site, collective, ids);
    else if (deed === "show" || deed === "hide") {
      await settle(site, collective.id, ids, deed === "show" ? "shown" : "hidden");
    } else throw new NotFound("There is nothing like that to do.");
  }

  const one = paths.answer(":id");
  const known = (request: Request, response: Response) =>
    queuedAnswer(site.db, sessionIn(response).collective.id, String(request.params.id));

  async function show(
    request: Request,
    response: Response,
    more: {
      typed?: { text: string; language: string };
      preview?: { html: string; language: string };
      errors?: FieldErrors;
    } = {},
    problem?: string,
  ): Promise<void> {
    const { collective, pen } = sessionIn(response);
    const answer = await known(request, response);
    const [parent, page, decided] = await Promise.all([
      answer.parent === null ? undefined : queuedAnswer(site.db, collective.id, answer.parent),
      pathOfAnswer(site.db, answer),
      answer.author === null
        ? { actor: undefined, host: undefined }
        : remembered(site.db, collective.id, answer.author),
    ]);
    const frame = ground.frame(request);
    const typed = more.typed ?? { text: answer.source ?? "", language: languageFor(collective, answer) };
    const view = (
      <Answer
        {...{ frame, collective, answer, parent, page, problem }}
        mayDecide={mayActAs(pen.role, "moderator")}
        remembered={decided}
        typed={typed}
        languages={languageOptions(frame.locale.language, [...collective.languages, typed.language])}
        preview={more.preview}
        errors={more.errors}
        done={doneIn(request)}
      />
    );
    ground.send(response, view, more.errors || problem ? 422 : 200);
  }

  router.get(one, signedIn(), (request, response) => show(request, response));

  router.post(`${one}/decide`, signedIn("moderator"), readForm, async (request, response) => {
    const { id } = await known(request, response);
    await decide(request, response, [id]);
    const back = field(request, "deed") === "delete" ? paths.answers() : paths.answer(id);
    response.redirect(303, `${back}?done=decided`);
  });

  router.post(`${one}/reply`, signedIn(), readForm, async (request, response) => {
    const answer = await known(request, response);
    const { collective } = sessionIn(response);
    const { wrong } = ground.frame(request).desk.answers;
    const source = field(request, "text").replaceAll("\r\n", "\n");
    const language = readLanguage(field(request, "language")) ?? languageFor(collective, answer);
    const typed = { text: source, language };
    const again = (text: string) => show(request, response, { typed, errors: { text } });
    if (source.trim() === "") return again(wrong.empty);
    if (lengthOf(source) > maxAnswer) return again(wrong.long);
    if (picturesIn(source).length > 0) return again(wrong.pictures);
    if (field(request, "action") === "preview") {
      const html = renderMarkdown(source, language, new Map());
      return show(request, response, { typed, preview: { html, language } });
    }
    const said = answer.author === null ? reviseAnswer : publishAnswer;
    const { id } = await said(site, collective, answer.id, { source, language });
    response.redirect(303, `${paths.answer(id)}?done=sent`);
  });

  router.post(`${one}/remember`, signedIn("moderator"), readForm, async (request, response) => {
    const { id, author } = await known(request, response);
    const verdict = verdicts.find((one) => one === field(request, "verdict")) ?? null;
    const kind = field(request, "whom") === "host" ? "host" : "actor";
    if (author !== null) {
      const subject = kind === "host" ? author.host : author.actor;
      await remember(site, sessionIn(response).collective.id, kind, subject, verdict);
    }
    response.redirect(303, `${paths.answer(id)}?done=decided`);
  });

  router.post(`${one}/block`, signedIn("moderator"), readForm, async (request, response) => {
    const { id, author } = await known(request, response);
    const what = field(request, "what");
    if (author !== null && what === "actor") await block(site, author.actor);
    else if (author !== null && (what === "host" || what === "limit")) {
      await blockHost(site, author.host, what === "host" ? "blocked" : "limited", null);
    }
    response.redirect(303, `${paths.answer(id)}?done=blocked`);
  });

  router.post(`${one}/complain`, signedIn("moderator"), readForm, async (request, response) => {
    const { id, author, uri } = await known(request, response);
    const { wrong } = ground.frame(request).desk.answers;
    const content = field(request, "complaint").trim();
    if (content === "") return show(request, response, { errors: { complaint: wrong.empty } });
    if (lengthOf(content) > maxComplaint) {
      return show(request, response, { errors: { complaint: wrong.long } });
    }
    if (author === null) throw new NotFound("That is the collective’s own answer.");
    try {
      const { collective } = sessionIn(response);
      await sendComplaint(site, collective, { about: author.actor, objects: [uri], content });
    } catch (error) {
      const isTheirs = error instanceof Unavailable || error instanceof Refused || error instanceof NotFound;
      if (!isTheirs) throw error;
      return show(request, response, {}, wrong.away);
    }
    response.redirect(303, `${paths.answer(id)}?done=complained`);
  });

  return router;
}
