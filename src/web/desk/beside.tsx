// The places beside the answers: complaints and followers, for moderators.
import express, { type Request } from "express";
import { desk as paths } from "../../domain/paths.ts";
import { settleComplaint } from "../../newsroom/complain.ts";
import { complaintsShown } from "../../newsroom/complaints.ts";
import { followersOf, removeFollower } from "../../newsroom/follow.ts";
import { Complaints } from "../views/desk/complaints.tsx";
import { Followers } from "../views/desk/followers.tsx";
import { field, readForm } from "./form.ts";
import { type Ground, sessionIn } from "./ground.tsx";
import { afterIn, beforeIn } from "./paging.ts";

const listLength = 50;

export function createBeside(ground: Ground): express.Router {
  const { site } = ground;
  const router = express.Router();
  const reads = ground.signedIn("moderator");
  const done = (request: Request) =>
    request.query.done === "decided" ? ground.frame(request).desk.answers.done.decided : undefined;

  router.get([paths.complaints(), paths.complaintsBefore(":before")], reads, async (request, response) => {
    const { collective } = sessionIn(response);
    const before = beforeIn(request);
    const { complaints, next } = await complaintsShown(site, collective.id, before, listLength);
    const view = (
      <Complaints
        {...{ frame: ground.frame(request), collective, complaints }}
        first={before && paths.complaints()}
        next={next && paths.complaintsBefore(next)}
        done={done(request)}
      />
    );
    ground.send(response, view);
  });
  router.post(`${paths.complaints()}/:id/settle`, reads, async (request, response) => {
    await settleComplaint(site, String(request.params.id), sessionIn(response).collective.id);
    response.redirect(303, `${paths.complaints()}?done=decided`);
  });

  router.get(paths.followers(), reads, async (request, response) => {
    const { collective } = sessionIn(response);
    const after = afterIn(request);
    const { followers, next } = await followersOf(site.db, collective.id, { after });
    const view = (
      <Followers
        {...{ frame: ground.frame(request), collective, followers }}
        first={after === "" ? undefined : paths.followers()}
        next={next && paths.followersAfter(next)}
        done={done(request)}
      />
    );
    ground.send(response, view);
  });
  router.post(`${paths.followers()}/remove`, reads, readForm, async (request, response) => {
    await removeFollower(site, sessionIn(response).collective, field(request, "actor"));
    response.redirect(303, `${paths.followers()}?done=decided`);
  });

  return router;
}
