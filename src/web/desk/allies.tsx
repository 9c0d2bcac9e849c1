// The place of allies: whom the collective follows, and by which rule their texts are passed on. Writers read, moderators decide.
import express, { type Request, type Response } from "express";
import { Gone, NotFound, Refused, Unavailable } from "../../domain/errors.ts";
import { desk as paths } from "../../domain/paths.ts";
import { mayActAs } from "../../domain/pen.ts";
import { cleanLine } from "../../domain/plain.ts";
import { shortened } from "../../domain/prose.ts";
import { acquaint, wordsOfSelf } from "../../newsroom/acquaint.ts";
import {
  alliesOf,
  allyNamed,
  countAllies,
  countMutual,
  followActor,
  unfollowActor,
} from "../../newsroom/ally.ts";
import type { ForeignText } from "../../newsroom/fediverse.ts";
import { setRule } from "../../newsroom/rules.ts";
import { Allies, Unfollow } from "../views/desk/allies.tsx";
import { AllyPage } from "../views/desk/ally.tsx";
import type { FieldErrors } from "../views/desk/frame.ts";
import { type Published, WhoPage } from "../views/desk/who.tsx";
import { safe } from "../views/outside.ts";
import type { AllyWords } from "../words/desk/allies/en.ts";
import { field, readForm } from "./form.ts";
import { type Ground, sessionIn } from "./ground.tsx";
import { ruleErrors, ruleIn, ruleTyped, typedRule } from "./typed_rule.ts";

const listLength = 50;

export function createAllies(ground: Ground): express.Router {
  const { site, signedIn } = ground;
  const router = express.Router();
  const writes = [signedIn("moderator"), readForm];
  const about = (request: Request, response: Response) => {
    const { collective, pen } = sessionIn(response);
    const frame = ground.frame(request);
    const done = Object.entries(frame.desk.allies.done).find(([key]) => key === request.query.done)?.[1];
    return { frame, collective, mayDecide: mayActAs(pen.role, "moderator"), done };
  };

  async function list(request: Request, response: Response, typed = "", errors?: FieldErrors): Promise<void> {
    const { collective, ...shown } = about(request, response);
    const after = typeof request.query.after === "string" ? request.query.after : undefined;
    const [found, followed, mutual] = await Promise.all([
      alliesOf(site.db, collective.id, { ...(after !== undefined && { after }), limit: listLength + 1 }),
      countAllies(site.db, collective.id),
      countMutual(site.db, collective.id),
    ]);
    const allies = found.slice(0, listLength);
    const last = found.length > listLength ? allies.at(-1) : undefined;
    const next = last && `${paths.allies()}?${new URLSearchParams({ after: last.actor })}`;
    const view = (
      <Allies
        {...{ ...shown, collective, allies, followed, mutual, typed, errors, next }}
        isFirst={after === undefined}
      />
    );
    ground.send(response, view, errors ? 422 : 200);
  }

  router.get(paths.allies(), signedIn(), (request, response) => list(request, response));

  /** Does something with whoever was typed; where they cannot be had, the form says why. */
  async function withWhom(
    request: Request,
    response: Response,
    deed: (whom: string) => Promise<void>,
  ): Promise<void> {
    const typed = cleanLine(field(request, "whom"));
    const { wrong } = ground.frame(request).desk.allies;
    const whom = whomTyped(typed);
    if (whom === "") return list(request, response, typed, { whom: wrong.empty });
    try {
      await deed(whom);
    } catch (error) {
      const sentence = whyNot(wrong, error);
      if (sentence === undefined) throw error;
      await list(request, response, typed, { whom: sentence });
    }
  }

  router.post(paths.lookUp(), ...writes, (request, response) =>
    withWhom(request, response, async (whom) => {
      const { frame, collective } = about(request, response);
      const { actor, software, state, texts } = await acquaint(site, collective, whom);
      const who = { ...actor, actor: actor.id, software, about: wordsOfSelf(actor.summary) };
      const view = <WhoPage {...{ frame, collective, who, state }} texts={texts.map(publishedText)} />;
      ground.send(response, view);
    }),
  );

  router.post(paths.allies(), ...writes, (request, response) =>
    withWhom(request, response, async (whom) => {
      const { id, host } = await followActor(site, sessionIn(response).collective, whom);
      const done = host === site.config.host ? "followed" : "asked";
      response.redirect(303, `${paths.ally(id)}&done=${done}`);
    }),
  );

  const one = `${paths.allies()}/one`;
  const known = (request: Request, response: Response) => {
    const { ally } = request.query;
    if (typeof ally !== "string") throw new NotFound("There is nobody without an address.");
    return allyNamed(site.db, sessionIn(response).collective, ally);
  };

  router.get(one, signedIn(), async (request, response) => {
    const ally = await known(request, response);
    const view = (
      <AllyPage
        {...about(request, response)}
        ally={ally}
        about={wordsOfSelf(ally.summary)}
        typed={typedRule(ally.rule)}
      />
    );
    ground.send(response, view);
  });

  router.post(one, ...writes, async (request, response) => {
    const ally = await known(request, response);
    const typed = ruleTyped(request, ally.rule);
    const shown = about(request, response);
    const errors = ruleErrors(shown.frame, typed, ally.state);
    if (errors === undefined) {
      await setRule(site, shown.collective, ally.actor, ruleIn(typed));
      return response.redirect(303, `${paths.ally(ally.actor)}&done=rule`);
    }
    ground.send(
      response,
      <AllyPage {...{ ...shown, ally, typed, errors }} about={wordsOfSelf(ally.summary)} />,
      422,
    );
  });

  const unfollow = `${paths.allies()}/unfollow`;
  router.get(unfollow, signedIn("moderator"), async (request, response) => {
    const ally = await known(request, response);
    if (ally.state === "ended") return response.redirect(303, paths.ally(ally.actor));
    ground.send(response, <Unfollow {...about(request, response)} ally={ally} />);
  });
  router.post(unfollow, ...writes, async (request, response) => {
    const { actor } = await known(request, response);
    await unfollowActor(site, sessionIn(response).collective, actor);
    response.redirect(303, `${paths.ally(actor)}&done=ended`);
  });

  return router;
}

/** A text of somebody elsewhere by its title, else by its warning or its first words. */
function publishedText({ uri, name, summary, content, language, url, published }: ForeignText): Published {
  const title = name ?? summary ?? wordsOfSelf(content, 100) ?? uri;
  return { uri, title: shortened(title, 150), language, published, href: safe(url ?? uri) };
}

/** What was typed as a handle, or as an address in the one spelling that is taken; browsers leave `https://` out. */
function whomTyped(typed: string): string {
  const address = /^[^@\s/:]+\.[^@\s/:]+\/\S*$/.test(typed) ? `https://${typed}` : typed;
  return /^https?:/i.test(address) && URL.canParse(address) ? new URL(address).href : typed;
}

/** Why somebody cannot be followed, or undefined when that is no matter of what was typed. */
function whyNot(wrong: AllyWords["wrong"], error: unknown): string | undefined {
  if (error instanceof Unavailable) return wrong.away;
  if (error instanceof NotFound || error instanceof Gone) return wrong.unknown;
  if (!(error instanceof Refused)) return undefined;
  if (error.reason === "server unreadable") return wrong.shape;
  if (error.reason === "server ours") return wrong.ours;
  if (error.reason === "oneself") return wrong.oneself;
  return error.reason === "blocked" ? wrong.blocked : wrong.refused;
}
