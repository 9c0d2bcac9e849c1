// Whom the node speaks with, for moderators; each step is a form.
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
import { Allowed } from "../views/desk/allowed.tsx";
import { Blocks } from "../views/desk/blocks.tsx";
import type { FieldErrors } from "../views/desk/frame.ts";
import { field, readForm } from "./form.ts";
import { type Ground, sessionIn } from "./ground.tsx";
import { afterIn } from "./paging.ts";
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
    const after = afterIn(request);
    const some = await allBlocks(site.db, after, listLength + 1);
    const first = after === "" ? undefined : paths.blocks();
    const blocks = some.slice(0, listLength);
    const next = some.length > listLength ? paths.blocksAfter(blocks.at(-1)!.subject) : undefined;
    const typed = {
      subject: field(request, "subject"),
      comment: field(request, "comment"),
      list: more.errors?.list === undefined ? "" : field(request, "list"),
    };
    const frame = ground.frame(request);
    const view = (
      <Blocks {...{ frame, collective, blocks, first, next, typed, ...more }} done={doneIn(request)} />
    );
    ground.send(response, view, more.problem || more.errors ? 422 : 200);
  }

  async function showAllowed(request: Request, response: Response, problem?: string): Promise<void> {
    const { collective } = sessionIn(response);
    const after = afterIn(request);
    const { isOnly, hosts: some } = await allowList(site.db, after, listLength + 1);
    const hosts = some.slice(0, listLength);
    const view = (
      <Allowed
        {...{ frame: ground.frame(request), collective, isOnly, hosts, problem }}
        typed={problem === undefined ? "" : field(request, "host")}
        first={after === "" ? undefined : paths.allowed()}
        next={some.length > listLength ? paths.allowedAfter(hosts.at(-1)!) : undefined}
        done={doneIn(request)}
      />
    );
    ground.send(response, view, problem === undefined ? 200 : 422);
  }

  /** Does something; what cannot be is said on the page, else it goes `onward`. */
  async function attempt(
    request: Request,
    deed: () => Promise<unknown>,
    { onward, otherwise }: { onward: () => void; otherwise: (problem: string) => Promise<void> },
  ): Promise<void> {
    const { wrong } = ground.frame(request).desk.answers;
    try {
      await deed();
    } catch (error) {
      if (error instanceof Unavailable) return otherwise(wrong.away);
      const isTyped = error instanceof Refused || error instanceof NotFound || error instanceof Gone;
      if (!isTyped) throw error;
      return otherwise(wrong.subject);
    }
    onward();
  }

  const onBlocks = (request: Request, response: Response, done: string) => ({
    onward: () => response.redirect(303, `${paths.blocks()}?done=${done}`),
    otherwise: (problem: string) => show(request, response, { problem }),
  });

  /** What is wrong with a list, in the language of the page. */
  function sayOf(request: Request, error: unknown): string {
    const { wrong } = ground.frame(request).desk.answers;
    if (!(error instanceof Refused)) throw error;
    if (error.reason === "list damaged") return wrong.listDamaged;
    return error.reason === "list empty" ? wrong.listEmpty : wrong.list;
  }

  router.get(paths.blocks(), reads, (request, response) => show(request, response));
  router.get(paths.allowed(), reads, (request, response) => showAllowed(request, response));
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
    await attempt(request, deed, onBlocks(request, response, "blocked"));
  });
  router.post(`${paths.blocks()}/lift`, ...writes, async (request, response) => {
    const deed = () => unblock(site, field(request, "subject"));
    await attempt(request, deed, onBlocks(request, response, "decided"));
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
    response.redirect(303, `${paths.allowed()}?done=decided`);
  });
  for (const [name, allowed] of [
    ["allow", true],
    ["disallow", false],
  ] as const) {
    router.post(`${paths.blocks()}/${name}`, ...writes, async (request, response) => {
      await attempt(request, () => allow(site, field(request, "host"), allowed), {
        onward: () => response.redirect(303, `${paths.allowed()}?done=decided`),
        otherwise: (problem) => showAllowed(request, response, problem),
      });
    });
  }

  return router;
}
