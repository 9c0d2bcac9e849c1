// The place where pens are kept: ending sessions, and for keepers invitations, withdrawing and the second pen.
import express, { type Request, type Response } from "express";
import { NotFound, Refused } from "../../domain/errors.ts";
import { desk as paths } from "../../domain/paths.ts";
import { invitationDays, type Role, roles } from "../../domain/pen.ts";
import { cleanLine, lengthOf } from "../../domain/plain.ts";
import { setSecondPen } from "../../newsroom/approve.ts";
import { invite, openInvitations, pensOf, withdrawInvitation, withdrawPen } from "../../newsroom/pens.ts";
import { endSessionsEverywhere } from "../../newsroom/sessions.ts";
import type { FieldErrors } from "../views/desk/frame.ts";
import { InvitationReady, Pens, WithdrawPen } from "../views/desk/pens.tsx";
import { clearCookie } from "./cookie.ts";
import { field, readForm } from "./form.ts";
import { type Ground, sessionIn } from "./ground.tsx";

const maxLabel = 60;

export function createPens(ground: Ground): express.Router {
  const { site, signedIn } = ground;
  const router = express.Router();

  async function show(
    request: Request,
    response: Response,
    typed = { label: "", role: "writer" },
    errors?: FieldErrors,
  ): Promise<void> {
    const { pen, collective } = sessionIn(response);
    const frame = ground.frame(request);
    const [pens, invitations] =
      pen.role === "keeper"
        ? await Promise.all([pensOf(site.db, collective.id), openInvitations(site, collective.id)])
        : [];
    const all = pens &&
      invitations && {
        pens: pens.map((one) => ({ ...one, isOwn: one.id === pen.id })),
        invitations,
        secondPen: collective.second_pen,
        typed,
      };
    const done = Object.entries(frame.desk.pens.done).find(([key]) => key === request.query.done)?.[1];
    const view = <Pens {...{ frame, collective, all, done, errors }} role={pen.role} />;
    ground.send(response, view, errors ? 422 : 200);
  }

  router.get(paths.pens(), signedIn(), (request, response) => show(request, response));

  router.post(`${paths.pens()}/everywhere`, signedIn(), async (_request, response) => {
    await endSessionsEverywhere(site, sessionIn(response).pen.id);
    clearCookie(site, response);
    response.redirect(303, `${paths.signIn()}?done=signed-out`);
  });

  router.post(`${paths.pens()}/second`, signedIn("keeper"), readForm, async (request, response) => {
    await setSecondPen(site, sessionIn(response).collective, field(request, "second") !== "");
    response.redirect(303, `${paths.pens()}?done=saved`);
  });

  router.post(paths.invitations(), signedIn("keeper"), readForm, async (request, response) => {
    const { collective } = sessionIn(response);
    const frame = ground.frame(request);
    const typed = { label: cleanLine(field(request, "label")), role: field(request, "role") };
    const words = frame.desk.pens;
    const errors: Record<string, string> = {};
    if (typed.label === "") errors.label = words.labelMissing;
    else if (lengthOf(typed.label) > maxLabel) errors.label = words.labelLong;
    if (!isRole(typed.role)) errors.role = words.roleMissing;
    if (Object.keys(errors).length > 0 || !isRole(typed.role)) return show(request, response, typed, errors);
    const token = await invite(site, collective.id, typed.role, typed.label);
    const ready = {
      label: typed.label,
      role: typed.role,
      link: site.config.origin + paths.join(token),
      expires: new Date(site.clock.now().getTime() + invitationDays * 86_400_000),
    };
    ground.send(response, <InvitationReady {...{ frame, collective }} {...ready} />);
  });

  router.post(`${paths.invitations()}/:id/withdraw`, signedIn("keeper"), async (request, response) => {
    await withdrawInvitation(site, sessionIn(response).collective.id, String(request.params.id));
    response.redirect(303, `${paths.pens()}?done=invitation`);
  });

  const onePen = `${paths.pens()}/:id/withdraw`;
  const showWithdrawing = async (request: Request, response: Response, problem?: string) => {
    const { pen, collective } = sessionIn(response);
    const found = (await pensOf(site.db, collective.id)).find(({ id }) => id === request.params.id);
    if (found === undefined) throw new NotFound("There is no such pen.");
    const shown = { id: found.id, label: found.label, isOwn: found.id === pen.id, problem };
    const frame = ground.frame(request);
    ground.send(response, <WithdrawPen {...{ frame, collective }} {...shown} />, problem ? 422 : 200);
  };
  router.get(onePen, signedIn("keeper"), (request, response) => showWithdrawing(request, response));

  router.post(onePen, signedIn("keeper"), async (request, response) => {
    const { pen, collective } = sessionIn(response);
    try {
      await withdrawPen(site, collective.id, String(request.params.id));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return showWithdrawing(request, response, ground.frame(request).desk.withdraw.last);
    }
    if (request.params.id !== pen.id) return response.redirect(303, `${paths.pens()}?done=withdrawn`);
    clearCookie(site, response);
    response.redirect(303, `${paths.signIn()}?done=signed-out`);
  });

  return router;
}

function isRole(text: string): text is Role {
  return roles.some((role) => role === text);
}
