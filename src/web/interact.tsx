// From here to a reader's own server: to follow a collective there, or to do there what another server sent them here for.
import express, { type Request, type Response } from "express";
import { Gone, NotFound, Refused, Unavailable } from "../domain/errors.ts";
import { ap, pages as paths } from "../domain/paths.ts";
import { ownPageOf, readUri } from "../newsroom/subscribe.ts";
import { askerOf } from "./asker.ts";
import { knownCollective } from "./collective.tsx";
import type { Pages } from "./page.ts";
import { requireSameOrigin } from "./same_origin.ts";
import { handleOf } from "./shown.ts";
import { createThrottle } from "./throttle.ts";
import { FollowPage, Interact } from "./views/interact.tsx";
import type { Words } from "./words/en.ts";

/** Each question makes this node ask another one. */
const limits = { each: 10, all: 120, window: 300_000 };
const maxForm = 8192;

type Trouble = keyof Words["followTrouble"];

export function createInteract(pages: Pages): express.Router {
  const { site } = pages;
  const { origin, host } = site.config;
  const router = express.Router();
  const throttle = createThrottle(limits);
  const form = [
    requireSameOrigin(origin),
    express.urlencoded({ extended: false, limit: maxForm, parameterLimit: 10 }),
  ];

  async function showFollow(request: Request, response: Response, trouble?: Trouble) {
    const collective = await knownCollective(site, String(request.params.handle));
    const { handle, name, languages } = collective;
    const frame = pages.frame(request, languages[0]);
    pages.allowForms(response);
    pages.send(
      response,
      <FollowPage
        frame={{ ...frame, path: paths.follow(handle) }}
        follow={{
          locale: frame.locale,
          origin,
          name,
          path: paths.collective(handle),
          handle: handleOf(handle, host),
          form: {
            action: paths.follow(handle),
            typed: typedIn(request, "server"),
            trouble: trouble && frame.locale.words.followTrouble[trouble],
          },
          hasCode: true,
        }}
      />,
    );
  }

  async function showInteract(request: Request, response: Response, uri: string, trouble?: Trouble) {
    const frame = pages.frame(request);
    pages.allowForms(response);
    pages.send(
      response,
      <Interact
        frame={{ ...frame, path: `${paths.interact()}?${new URLSearchParams({ uri })}` }}
        form={{
          action: paths.interact(),
          typed: typedIn(request, "server"),
          trouble: trouble && frame.locale.words.followTrouble[trouble],
          uri,
        }}
      />,
    );
  }

  /** Leads there, or says why not. */
  async function lead(
    request: Request,
    response: Response,
    uri: string,
    show: (trouble: Trouble) => Promise<void>,
  ): Promise<void> {
    response.set("cache-control", "no-store");
    const typed = typedIn(request, "server")?.trim() ?? "";
    if (typed === "") {
      response.status(422);
      return await show("empty");
    }
    const seconds = throttle.take(askerOf(request), site.clock.now());
    if (seconds > 0) {
      response.status(429).set("retry-after", String(seconds));
      return await show("slow");
    }
    let there: string;
    try {
      there = await site.fediverse.subscribeAddress(typed, uri);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === undefined) throw error;
      response.status(422);
      return await show(trouble);
    }
    response.redirect(303, there);
  }

  router.get("/:handle/follow", async (request, response) => {
    await showFollow(request, response);
  });
  router.post("/:handle/follow", form, async (request: Request, response: Response) => {
    const { id } = await knownCollective(site, String(request.params.handle));
    const show = (trouble: Trouble) => showFollow(request, response, trouble);
    await lead(request, response, origin + ap.collective(id), show);
  });
  router.get(paths.interact(), async (request, response) => {
    const uri = readUri(request.query.uri);
    const own = uri === undefined ? undefined : await ownPageOf(site, uri);
    if (own !== undefined) {
      response.set("cache-control", "no-cache").redirect(303, own);
      return;
    }
    if (uri !== undefined) return await showInteract(request, response, uri);
    pages.send(response, <Interact frame={pages.frame(request)} form={undefined} />);
  });
  router.post(paths.interact(), form, async (request: Request, response: Response) => {
    const uri = readUri(typedIn(request, "uri"));
    if (uri === undefined) throw new NotFound("There is no such page.");
    await lead(request, response, uri, (trouble) => showInteract(request, response, uri, trouble));
  });
  return router;
}

function typedIn(request: Request, name: string): string | undefined {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === "string" ? value.slice(0, 2048) : undefined;
}

function troubleOf(error: unknown): Trouble | undefined {
  if (error instanceof NotFound || error instanceof Gone) return "unknown";
  if (error instanceof Unavailable) return "away";
  if (!(error instanceof Refused)) return undefined;
  if (error.reason === "server unreadable") return "unreadable";
  return error.reason === "server ours" ? "ours" : "refused";
}
