// What all places of the desk stand on: frames with its words, pages that nobody keeps, and the check of who is there.
import type { Request, RequestHandler, Response } from "express";
import type { VNode } from "preact";
import { desk as paths } from "../../domain/paths.ts";
import { mayActAs, type Role } from "../../domain/pen.ts";
import { type Session, sessionOf } from "../../newsroom/sessions.ts";
import type { Site } from "../../site.ts";
import type { Pages } from "../page.ts";
import type { DeskFrame } from "../views/desk/frame.ts";
import { Notice } from "../views/desk/notice.tsx";
import { SignIn } from "../views/desk/sign_in.tsx";
import { deskWords } from "../words/desk/catalogue.ts";
import { cookieOf } from "./cookie.ts";
import { readTypedOnly, typedIn } from "./form.ts";

export interface Ground {
  readonly site: Site;
  /** The frame for a request: in what the browser asks for, else in the language of the collective. */
  frame(request: Request, language?: string): DeskFrame;
  /** Sends a page that is kept nowhere. */
  send(response: Response, view: VNode, status?: number): void;
  /**
   * Lets pass whoever is signed in and may act in that role; others are shown the door. What a form brought is kept
   * there and sent again after signing in. Goes before whatever reads the form.
   */
  signedIn(role?: Role): RequestHandler;
}

/** Who is at the desk; only behind `signedIn`. */
export function sessionIn(response: Response): Session {
  return response.locals.session as Session;
}

export function createGround(pages: Pages): Ground {
  const { site } = pages;
  const ground: Ground = {
    site,
    frame(request, language) {
      const session = request.res?.locals.session as Session | undefined;
      const frame = pages.frame(request, language ?? session?.collective.languages[0]);
      const tag = frame.locale.language;
      return {
        ...frame,
        desk: deskWords[tag],
        number: (value) => new Intl.NumberFormat(tag).format(value),
        minutes: (value) =>
          new Intl.NumberFormat(tag, { style: "unit", unit: "minute", unitDisplay: "long" }).format(value),
        list: (items) => new Intl.ListFormat(tag, { type: "unit", style: "short" }).format(items),
      };
    },
    send(response, view, status = 200) {
      response.status(status).set("cache-control", "no-store");
      pages.send(response, view);
    },
    signedIn(role = "writer") {
      return async (request, response, next) => {
        const session = await sessionOf(site, cookieOf(site, request));
        if (session !== undefined && mayActAs(session.pen.role, role)) {
          response.locals.session = session;
          return next();
        }
        if (session !== undefined) return refuse(ground, request, response, session, role);
        if (request.method === "GET" || request.method === "HEAD") {
          const next =
            request.originalUrl === paths.texts()
              ? ""
              : `?${new URLSearchParams({ next: request.originalUrl })}`;
          return response.redirect(303, paths.signIn() + next);
        }
        await read(request, response);
        const kept = typedIn(request);
        const frame = ground.frame(request);
        ground.send(response, <SignIn frame={frame} next={request.originalUrl} kept={kept} />, 403);
      };
    },
  };
  return ground;
}

function refuse(ground: Ground, request: Request, response: Response, session: Session, role: Role): void {
  const frame = ground.frame(request, session.collective.languages[0]);
  const { forbidden, forbiddenText, roles, form } = frame.desk;
  const way = { href: paths.texts(), label: form.toDesk };
  const text = forbiddenText(roles[role]);
  ground.send(response, <Notice frame={frame} title={forbidden} text={text} way={way} />, 403);
}

/** Reads the typed fields of a form, whichever way it was sent. */
async function read(request: Request, response: Response): Promise<void> {
  for (const reader of readTypedOnly) {
    await new Promise<void>((done, failed) => {
      reader(request, response, (error?: unknown) => (error ? failed(error) : done()));
    });
  }
}

/** The path if it leads to a place of the desk, else the desk itself: nobody is sent elsewhere. */
export function ownPath(site: Site, path: string): string {
  const { origin } = site.config;
  if (!/^\/desk(?:[/?]|$)/.test(path) || path.length > 500 || !URL.canParse(path, origin))
    return paths.texts();
  const url = new URL(path, origin);
  const isOwn =
    url.origin === origin && url.pathname + url.search === path && /^\/desk(?:\/|$)/.test(url.pathname);
  return isOwn && url.pathname !== paths.signIn() && url.pathname !== paths.signOut() ? path : paths.texts();
}
