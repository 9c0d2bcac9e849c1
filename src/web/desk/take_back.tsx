// Taking a text back: a page that says plainly what that can do and what it cannot, and the deed itself.
import express from "express";
import { ap, desk as paths } from "../../domain/paths.ts";
import { deliveriesOf } from "../../newsroom/deliveries.ts";
import { deleteReport, withdrawReport } from "../../newsroom/withdraw.ts";
import { RemoveText, WithdrawText } from "../views/desk/take_back.tsx";
import { type Ground, sessionIn } from "./ground.tsx";
import { ownText } from "./own_text.ts";

export function createTakeBack(ground: Ground): express.Router {
  const { site } = ground;
  const router = express.Router();

  router.get(paths.withdraw(":id"), ground.signedIn(), async (request, response) => {
    const { report } = await ownText(site, request, response);
    if (report.state !== "published") return response.redirect(303, paths.text(report.id));
    const frame = ground.frame(request);
    const [newest] = await deliveriesOf(site.db, { object: site.config.origin + ap.report(report.id) }, 1);
    const { collective } = sessionIn(response);
    const { id, title } = report;
    ground.send(
      response,
      <WithdrawText {...{ frame, collective, id, title }} servers={newest?.servers ?? 0} />,
    );
  });

  router.post(paths.withdraw(":id"), ground.signedIn(), async (request, response) => {
    const { report } = await ownText(site, request, response);
    if (report.state !== "published") return response.redirect(303, paths.text(report.id));
    await withdrawReport(site, report.id);
    response.redirect(303, `${paths.deliveriesOf(report.id)}?done=withdrawn`);
  });

  router.get(paths.remove(":id"), ground.signedIn(), async (request, response) => {
    const { report } = await ownText(site, request, response);
    const frame = ground.frame(request);
    const { collective } = sessionIn(response);
    const { id, title, state } = report;
    ground.send(response, <RemoveText {...{ frame, collective, id, title, state }} />);
  });

  router.post(paths.remove(":id"), ground.signedIn(), async (request, response) => {
    const { report } = await ownText(site, request, response);
    await deleteReport(site, report.id);
    const wasPublic = report.state === "published" || report.state === "withdrawn";
    const place = wasPublic ? paths.deliveriesOf(report.id) : paths.texts();
    response.redirect(303, `${place}?done=deleted`);
  });

  return router;
}
