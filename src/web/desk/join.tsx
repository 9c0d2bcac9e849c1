// Accepting an invitation: the page behind the link, the words it hands over, and the check that they were written down.
import { randomInt } from "node:crypto";
import express, { type Request, type Response } from "express";
import { collectiveByHandle, collectiveById } from "../../db/collective.ts";
import type { Invitation } from "../../db/pen.ts";
import { Gone, Refused } from "../../domain/errors.ts";
import { readHandle } from "../../domain/handle.ts";
import { readLanguage } from "../../domain/language.ts";
import { desk as paths, reservedHandles } from "../../domain/paths.ts";
import { cleanLine, lengthOf } from "../../domain/plain.ts";
import { createCollective } from "../../newsroom/collective.ts";
import { acceptInvitation, isWord, type NewPen, openInvitation, penByWords } from "../../newsroom/pens.ts";
import type { DeskFrame, FieldErrors } from "../views/desk/frame.ts";
import { Found, type FoundProps, HandedOver, Invited } from "../views/desk/join.tsx";
import { Notice } from "../views/desk/notice.tsx";
import { field, readForm } from "./form.ts";
import type { Ground } from "./ground.tsx";
import { languageOptions } from "./languages.ts";
import { admit } from "./sign_in.tsx";

const purpose = "words just shown";
/** How long the words can be brought back while they are checked. */
const patience = 3_600_000;
const maxName = 100;

/** What is sealed into the page with the words. */
interface Shown {
  words: string[];
  asked: number[];
  until: number;
}

export function createJoin(ground: Ground): express.Router {
  const { site } = ground;
  const router = express.Router();

  router.post(paths.confirm(), readForm, async (request, response) => {
    const frame = ground.frame(request);
    const sealed = field(request, "sealed");
    const shown = unseal(sealed);
    if (shown === undefined) {
      const { late, lateText } = frame.desk.words;
      const way = { href: paths.signIn(), label: frame.desk.signIn.submit };
      return ground.send(response, <Notice frame={frame} title={late} text={lateText} way={way} />, 422);
    }
    const { words, asked } = shown;
    const errors = Object.fromEntries(
      asked
        .filter((at) => !isWord(field(request, `word-${at}`), words[at]!))
        .map((at) => [`word-${at}`, frame.desk.words.wordWrong(frame.number(at + 1))]),
    );
    if (Object.keys(errors).length > 0) {
      return ground.send(response, <HandedOver {...{ frame, words, asked, sealed, errors }} />, 422);
    }
    const found = await penByWords(site, words.join(" "));
    if (found === undefined) return gone(request, response);
    await admit(site, request, response, found, field(request, "stay") !== "");
    response.redirect(303, paths.texts());
  });

  router.get(paths.join(":token"), async (request, response) => {
    const invitation = await invitationAt(request);
    if (invitation === undefined) return gone(request, response);
    if (invitation.collective === null) return offer(request, response);
    const collective = (await collectiveById(site.db, invitation.collective))!;
    const frame = ground.frame(request, collective.languages[0]);
    ground.send(response, <Invited {...{ frame, collective }} role={invitation.role} />);
  });

  router.post(paths.join(":token"), readForm, async (request, response) => {
    const invitation = await invitationAt(request);
    if (invitation === undefined) return gone(request, response);
    const token = String(request.params.token);
    try {
      if (invitation.collective === null) return await found(request, response, token);
      const pen = await site.db.transaction().execute((db) => acceptInvitation(site, db, token));
      handOver(response, ground.frame(request), pen);
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
      gone(request, response);
    }
  });

  /** Founds the collective and takes its first pen, both or neither. */
  async function found(request: Request, response: Response, token: string): Promise<void> {
    const frame = ground.frame(request);
    const typed = {
      name: cleanLine(field(request, "name")),
      handle: field(request, "handle").trim().replace(/^@/, ""),
      language: field(request, "language"),
    };
    const errors = await problemsOf(frame, typed);
    if (Object.keys(errors).length > 0) return offer(request, response, typed, errors);
    let pen: NewPen | undefined;
    const founding = { name: typed.name, handle: typed.handle, languages: [typed.language] };
    await createCollective(site, founding, async (db, collective) => {
      pen = await acceptInvitation(site, db, token, {
        collective: collective.id,
        label: frame.desk.pens.first,
      });
    }).catch(async (error) => {
      // Somebody else may have been quicker with the handle.
      if (!(error instanceof Refused)) throw error;
      offer(request, response, typed, { handle: frame.desk.found.handleTaken });
    });
    if (pen !== undefined) handOver(response, frame, pen);
  }

  function offer(
    request: Request,
    response: Response,
    typed?: FoundProps["typed"],
    errors?: FieldErrors,
  ): void {
    const frame = ground.frame(request);
    const suggested = errors?.handle !== undefined && typed?.handle === "" ? nearHandle(typed.name) : "";
    const languages = languageOptions(frame.locale.language);
    const shown = typed
      ? { ...typed, handle: typed.handle || suggested }
      : { name: "", handle: "", language: frame.locale.language };
    ground.send(response, <Found {...{ frame, languages, errors }} typed={shown} />, errors ? 422 : 200);
  }

  async function problemsOf(frame: DeskFrame, typed: FoundProps["typed"]): Promise<FieldErrors> {
    const words = frame.desk.found;
    const errors: Record<string, string> = {};
    if (typed.name === "") errors.name = words.nameMissing;
    else if (lengthOf(typed.name) > maxName) errors.name = words.nameLong;
    const problem = await handleProblem();
    if (problem !== undefined) errors.handle = problem;
    if (readLanguage(typed.language) !== typed.language) errors.language = words.languageMissing;
    return errors;

    async function handleProblem(): Promise<string | undefined> {
      if (typed.handle === "") {
        const near = nearHandle(typed.name);
        return near === "" ? words.handleMissing : words.handleSuggested(near);
      }
      if (reservedHandles.has(typed.handle)) return words.handleKept;
      if (!isHandle(typed.handle)) return words.handleShape;
      if (await collectiveByHandle(site.db, typed.handle)) return words.handleTaken;
      return undefined;
    }
  }

  function handOver(response: Response, frame: DeskFrame, { words }: NewPen): void {
    const first = randomInt(words.length - 1);
    const asked = [first, randomInt(first + 1, words.length)];
    const shown: Shown = { words, asked, until: site.clock.now().getTime() + patience };
    const sealed = site.sealer.seal(purpose, Buffer.from(JSON.stringify(shown))).toString("base64url");
    ground.send(response, <HandedOver {...{ frame, words, asked, sealed }} />);
  }

  function unseal(sealed: string): Shown | undefined {
    try {
      const opened = site.sealer.open(purpose, Buffer.from(sealed, "base64url"));
      const shown = JSON.parse(opened.toString()) as Shown;
      return shown.until > site.clock.now().getTime() ? shown : undefined;
    } catch {
      return undefined;
    }
  }

  async function invitationAt(request: Request): Promise<Invitation | undefined> {
    try {
      return await openInvitation(site, site.db, String(request.params.token));
    } catch (error) {
      if (error instanceof Gone) return undefined;
      throw error;
    }
  }

  function gone(request: Request, response: Response): void {
    const frame = ground.frame(request);
    const { gone: title, goneText, toSignIn } = frame.desk.join;
    const way = { href: paths.signIn(), label: toSignIn };
    ground.send(response, <Notice frame={frame} title={title} text={goneText} way={way} />, 410);
  }

  return router;
}

function isHandle(text: string): boolean {
  try {
    return readHandle(text) === text;
  } catch {
    return false;
  }
}

/** A handle made from a name, or "" where it has no letters for one. */
function nearHandle(name: string): string {
  const near = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .slice(0, 30)
    .replace(/^_+|_+$/g, "");
  return isHandle(near) ? near : "";
}
