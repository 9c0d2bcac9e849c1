// The first place of the desk: the texts of the collective, the last begun first, all or those in one state.
import express, { type Request, type Response } from "express";
import { desk as paths } from "../../domain/paths.ts";
import { type ReportState, reportStates } from "../../domain/report.ts";
import { deskTexts } from "../../newsroom/desk_list.ts";
import { pathOf } from "../../newsroom/texts.ts";
import { Texts } from "../views/desk/texts.tsx";
import { type Ground, sessionIn } from "./ground.tsx";
import { beforeIn } from "./paging.ts";

const listLength = 30;

export function createTexts(ground: Ground): express.Router {
  const { site } = ground;
  const router = express.Router();

  async function list(request: Request, response: Response, state: ReportState | undefined): Promise<void> {
    const { collective } = sessionIn(response);
    const before = beforeIn(request);
    const found = await deskTexts(site.db, collective.id, { state, before }, listLength);
    const frame = ground.frame(request);
    const now = site.clock.now();
    const texts = found.texts.map(({ scheduled, published, ...text }) => ({
      ...text,
      when: scheduled ?? published,
      page:
        text.state === "published" ? pathOf({ ...text, scheduled, published }, collective, now) : undefined,
    }));
    const first = state === undefined ? paths.texts() : paths.textsIn(state);
    const older = found.next && `${first}/before/${found.next}`;
    const done = request.query.done === "deleted" ? frame.desk.editor.done.deleted : undefined;
    const newest = before === undefined ? undefined : first;
    ground.send(response, <Texts {...{ frame, collective, texts, state, older, newest, done }} />);
  }

  for (const state of [undefined, ...reportStates]) {
    const first = state === undefined ? paths.texts() : paths.textsIn(state);
    const show = (request: Request, response: Response) => list(request, response, state);
    router.get(first, ground.signedIn(), show);
    router.get(`${first}/before/:before`, ground.signedIn(), show);
  }
  return router;
}
