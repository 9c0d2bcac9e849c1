// Whom the node speaks with, complaints and followers, for moderators; each step is a form.
import { readFile, stat } from "node:fs/promises";
import express, { type Request, type Response } from "express";
import { Gone, NotFound, Refused, Unavailable } from "../../domain/errors.ts";
import { desk as paths } from "../../domain/paths.ts";
import {
  applyBlocklist,
  compareBlocklist,
  type Difference,
  decodeBlocklist,
  maxList,
  writeBlocklist,
} from "../../newsroom/blocklist.ts";
import { allBlocks, allow, allowList, block, setOnlyAllowed, unblock } from "../../newsroom/blocks.ts";
import { complaintsOf, settleComplaint } from "../../newsroom/complain.ts";
import { followersOf, removeFollower } from "../../newsroom/follow.ts";
import { Blocks, Complaints, Followers } from "../views/desk/blocks.tsx";
import type { FieldErrors } from "../views/desk/frame.ts";
import { field, readForm } from "./form.ts";
import { type Ground, sessionIn } from "./ground.tsx";
import { readUploads, type Upload, uploads } from "./upload.ts";

const listLength = 100;

/** @throws {Refused} when it is too large, or no text */
async function readList({ path }: Upload): Promise<string> {
  const isSmall = path !== undefined && (await stat(path)).size <= maxList;
  return decodeBlocklist(isSmall ? await readFile(path) : undefined);
}

export function createBlocksPlace(ground: Ground): express.Router {
  const { site } = ground;
  const router = express.Router();
  const reads = ground.signedIn("moderator");
  const writes = [reads, readForm];
  const doneIn = (request: Request) => {
    const { done } = ground.frame(request).desk.answers;
    return Object.entries(done).find(([key]) => key === request.query.done)?.[1];
  };

  async function show(
    request: Request,
    response: Response,
    more: { problem?: string; errors?: FieldErrors; difference?: Difference } = {},
  ): Promise<void> {
    const { collective } = sessionIn(response);
    const after = typeof request.query.after === "string" ? request.query.after : "";
    const [some, allowed] = await Promise.all([
      allBlocks(site.db, after, listLength + 1),
      allowList(site.db),
    ]);
    const blocks = some.slice(0, listLength);
    const next = some.length > listLength ? paths.blocksAfter(blocks.at(-1)!.subject) : undefined;
    const typed = {
      subject: field(request, "subject"),
      comment: field(request, "comment"),
      list: more.errors?.list === undefined ? "" : field(request, "list"),
    };
    const frame = ground.frame(request);
    const view = (
      <Blocks {...{ frame, collective, blocks, next, allowed, typed, ...more }} done={doneIn(request)} />
    );
    ground.send(response, view, more.problem || more.errors ? 422 : 200);
  }

  /** Does something to a block; what cannot be is said on the page. */
  async function attempt(request: Request, response: Response, deed: () => Promise<unknown>, done: string) {
    const { wrong } = ground.frame(request).desk.answers;
    try {
      await deed();
    } catch (error) {
      if (error instanceof Unavailable) return show(request, response, { problem: wrong.away });
      const isTyped = error instanceof Refused || error instanceof NotFound || error instanceof Gone;
      if (!isTyped) throw error;
      return show(request, response, { problem: wrong.subject });
    }
    response.redirect(303, `${paths.blocks()}?done=${done}`);
  }

  /** What is wrong with a list, in the language of the page. */
  function sayOf(request: Request, error: unknown): string {
    const { wrong } = ground.frame(request).desk.answers;
    if (!(error instanceof Refused)) throw error;
    if (error.reason === "list damaged") return wrong.listDamaged;
    return error.reason === "list empty" ? wrong.listEmpty : wrong.list;
  }

  router.get(paths.blocks(), reads, (request, response) => show(request, response));
  router.get(paths.blocklist(), reads, async (_request, response) => {
    response
      .set("content-disposition", 'attachment; filename="blocks.csv"')
      .type("text/csv")
      .send(await writeBlocklist(site.db));
  });
  router.post(paths.blocks(), ...writes, async (request, response) => {
    const severity = field(request, "severity") === "limited" ? "limited" : "blocked";
    const comment = field(request, "comment");
    const deed = () => block(site, field(request, "subject"), { severity, comment });
    await attempt(request, response, deed, "blocked");
  });
  router.post(`${paths.blocks()}/lift`, ...writes, async (request, response) => {
    await attempt(request, response, () => unblock(site, field(request, "subject")), "decided");
  });
  router.post(
    `${paths.blocks()}/compare`,
    reads,
    ...readUploads(site, ["file"]),
    async (request, response) => {
      const [file] = uploads(request, "file");
      try {
        const list = file === undefined ? field(request, "list") : await readList(file);
        await show(request, response, { difference: await compareBlocklist(site, list) });
      } catch (error) {
        const sentence = sayOf(request, error);
        await show(request, response, { errors: { [file === undefined ? "list" : "file"]: sentence } });
      }
    },
  );
  router.post(`${paths.blocks()}/apply`, reads, ...readUploads(site, []), async (request, response) => {
    try {
      await applyBlocklist(site, field(request, "list"));
    } catch (error) {
      return show(request, response, { errors: { list: sayOf(request, error) } });
    }
    response.redirect(303, `${paths.blocks()}?done=decided`);
  });
  router.post(`${paths.blocks()}/only`, ...writes, async (request, response) => {
    await setOnlyAllowed(site.db, field(request, "only") !== "");
    response.redirect(303, `${paths.blocks()}?done=decided`);
  });
  for (const [name, allowed] of [
    ["allow", true],
    ["disallow", false],
  ] as const) {
    router.post(`${paths.blocks()}/${name}`, ...writes, async (request, response) => {
      await attempt(request, response, () => allow(site, field(request, "host"), allowed), "decided");
    });
  }

  router.get(paths.complaints(), reads, async (request, response) => {
    const { collective } = sessionIn(response);
    const complaints = await complaintsOf(site.db, collective.id);
    const frame = ground.frame(request);
    ground.send(response, <Complaints {...{ frame, collective, complaints }} done={doneIn(request)} />);
  });
  router.post(`${paths.complaints()}/:id/settle`, reads, async (request, response) => {
    await settleComplaint(site, String(request.params.id), sessionIn(response).collective.id);
    response.redirect(303, `${paths.complaints()}?done=decided`);
  });

  router.get(paths.followers(), reads, async (request, response) => {
    const { collective } = sessionIn(response);
    const after = typeof request.query.after === "string" ? request.query.after : "";
    const page = await followersOf(site.db, collective.id, { after });
    const next = page.next && `${paths.followers()}?${new URLSearchParams({ after: page.next })}`;
    const shown = { frame: ground.frame(request), collective, followers: page.followers, next };
    ground.send(response, <Followers {...shown} done={doneIn(request)} />);
  });
  router.post(`${paths.followers()}/remove`, ...writes, async (request, response) => {
    await removeFollower(site, sessionIn(response).collective, field(request, "actor"));
    response.redirect(303, `${paths.followers()}?done=decided`);
  });

  return router;
}
