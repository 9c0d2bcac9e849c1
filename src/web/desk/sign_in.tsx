// Signing in with six words, and out again; a form that was sent without a session goes on its way afterwards.
import express, { type Request, type Response } from "express";
import { desk as paths } from "../../domain/paths.ts";
import { wordCount } from "../../domain/pen.ts";
import { misspelled, penByWords } from "../../newsroom/pens.ts";
import { endSession, openSession } from "../../newsroom/sessions.ts";
import type { Site } from "../../site.ts";
import { askerOf } from "../asker.ts";
import { createThrottle } from "../throttle.ts";
import type { DeskFrame } from "../views/desk/frame.ts";
import { doorFields, SignIn } from "../views/desk/sign_in.tsx";
import { clearCookie, cookieOf, setCookie } from "./cookie.ts";
import { field, readForm, typedIn } from "./form.ts";
import { type Ground, ownPath } from "./ground.tsx";

const limits = { each: 10, all: 300, window: 600_000 };

export function createSignIn(ground: Ground): express.Router {
  const { site } = ground;
  const router = express.Router();
  const throttle = createThrottle(limits);
  const inTurn = createTurns();

  router.get(paths.signIn(), (request, response) => {
    const next = typeof request.query.next === "string" ? ownPath(site, request.query.next) : undefined;
    const isSignedOut = request.query.done === "signed-out";
    ground.send(response, <SignIn frame={ground.frame(request)} next={next} isSignedOut={isSignedOut} />);
  });

  router.post(paths.signIn(), readForm, async (request, response) => {
    const frame = ground.frame(request);
    const typed = field(request, doorFields.words);
    const next = ownPath(site, field(request, doorFields.next));
    const isAgain = field(request, doorFields.again) !== "";
    const stay = field(request, doorFields.stay) !== "";
    const show = (status: number, problem: string) => {
      const form = { frame, next, stay, words: typed, errors: { [doorFields.words]: problem } };
      ground.send(response, <SignIn {...form} kept={isAgain ? typedIn(request) : undefined} />, status);
    };
    const seconds = throttle.take(askerOf(request), site.clock.now());
    if (seconds > 0) {
      response.set("retry-after", String(seconds));
      return show(429, frame.desk.signIn.throttled(frame.minutes(Math.ceil(seconds / 60))));
    }
    const slip = slipIn(frame, typed);
    if (slip !== undefined) return show(422, slip);
    const found = await inTurn(() => penByWords(site, typed));
    if (found === undefined) return show(422, frame.desk.signIn.wrong);
    await admit(site, request, response, found, stay);
    // 307 sends the same form to the place it was meant for, without a script.
    response.redirect(isAgain ? 307 : 303, next);
  });

  router.post(paths.signOut(), async (request, response) => {
    const cookie = cookieOf(site, request);
    if (cookie !== undefined) await endSession(site, cookie);
    clearCookie(site, response);
    response.redirect(303, `${paths.signIn()}?done=signed-out`);
  });

  return router;
}

/** Opens a session of a pen in this browser; the one it may have had ends, so that nobody can prepare one for it. */
export async function admit(
  site: Site,
  request: Request,
  response: Response,
  { pen, key }: NonNullable<Awaited<ReturnType<typeof penByWords>>>,
  stay: boolean,
): Promise<void> {
  const before = cookieOf(site, request);
  if (before !== undefined) await endSession(site, before);
  setCookie(site, response, await openSession(site, pen.id, key), stay);
}

/** What can be said about words before anybody looks for their pen. */
function slipIn(frame: DeskFrame, typed: string): string | undefined {
  const words = frame.desk.signIn;
  const { count, unknown } = misspelled(typed);
  if (count === 0) return words.none;
  if (unknown.length > 0)
    return words.unknown(frame.list(unknown.slice(0, 6).map((word) => word.slice(0, 20))));
  if (count !== wordCount) return words.count(frame.number(count));
  return undefined;
}

/** Stretching words takes 64 MiB: one after the other, however many ask. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
}
