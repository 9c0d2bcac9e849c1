// The deliveries: what was sent lately, and of one text who has it, who has not and why.
import express, { type Request, type Response } from "express";
import { isUuid } from "../../db/collective.ts";
import { NotFound } from "../../domain/errors.ts";
import { ap, desk as paths } from "../../domain/paths.ts";
import {
  type DeliveryTotals,
  deliveriesOf,
  deliveryLines,
  resend,
  saidBy,
} from "../../newsroom/deliveries.ts";
import { takenBack } from "../../newsroom/read_gone.ts";
import { saidAbout } from "../../newsroom/said_about.ts";
import { pathOf } from "../../newsroom/texts.ts";
import { Deliveries, type SaidLine, TextDeliveries } from "../views/desk/deliveries.tsx";
import { type Ground, sessionIn } from "./ground.tsx";

const listLength = 25;
/** Most servers that are named on a page. */
const mostServers = 200;

/** Where the desk has what something is about. */
const placeOf: Partial<Record<SaidLine["about"]["kind"], (id: string) => string>> = {
  text: paths.deliveriesOf,
  answer: paths.answer,
  introduction: paths.wireItem,
  repost: paths.wireItem,
};

export function createDeliveries(ground: Ground): express.Router {
  const { site } = ground;
  const router = express.Router();

  async function list(request: Request, response: Response, before: string | undefined): Promise<void> {
    const { collective } = sessionIn(response);
    const said = await saidBy(site.db, collective.id, before, listLength + 1);
    const shown = said.slice(0, listLength);
    const [totals, about] = await Promise.all([
      deliveriesOf(site.db, { collective: collective.id, activities: shown.map(({ id }) => id) }),
      saidAbout(
        site,
        collective.id,
        shown.map(({ object }) => object),
      ),
    ]);
    const byActivity = new Map(totals.map((one) => [one.activity, one]));
    const lines = shown.map(({ id, type, object, published }): SaidLine => {
      const { id: what, ...named } = about.get(object)!;
      const path = what === undefined ? undefined : placeOf[named.kind]?.(what);
      return { id, type, published, totals: byActivity.get(id), about: { ...named, path } };
    });
    const last = shown.at(-1);
    const older = said.length > listLength && last ? paths.deliveriesBefore(last.sequence) : undefined;
    const newest = before === undefined ? undefined : paths.deliveries();
    const frame = ground.frame(request);
    ground.send(response, <Deliveries {...{ frame, collective, lines, older, newest }} />);
  }

  /** The text of an address, or what is left of one that was deleted. */
  async function textOf(request: Request, response: Response) {
    const id = String(request.params.id);
    const { collective } = sessionIn(response);
    const report = isUuid(id)
      ? await site.db.selectFrom("report").selectAll().where("id", "=", id).executeTakeFirst()
      : undefined;
    const owner = report?.collective ?? (await takenBack(site.db, id))?.collective;
    if (owner !== collective.id) throw new NotFound("There is no such text here.");
    return { id, report, collective, object: site.config.origin + ap.report(id) };
  }

  router.get(paths.deliveries(), ground.signedIn(), (request, response) =>
    list(request, response, undefined),
  );
  router.get(paths.deliveriesBefore(":sequence"), ground.signedIn(), async (request, response) => {
    const sequence = String(request.params.sequence);
    if (!/^\d{1,18}$/.test(sequence)) throw new NotFound("There is no such place in the list.");
    await list(request, response, sequence);
  });

  router.get(paths.deliveriesOf(":id"), ground.signedIn(), async (request, response) => {
    const { id, report, collective, object } = await textOf(request, response);
    const frame = ground.frame(request);
    const [totals, lines] = await Promise.all([
      deliveriesOf(site.db, { object }),
      deliveryLines(
        site.db,
        { collective: collective.id, object, states: ["pending", "failed"] },
        mostServers + 1,
      ),
    ]);
    const done = Object.entries(frame.desk.deliveries.done).find(([key]) => key === request.query.done)?.[1];
    const isOut = report?.state === "published";
    const page = isOut ? pathOf(report, collective, site.clock.now()) : undefined;
    const view = (
      <TextDeliveries
        {...{ frame, collective, id, page, done }}
        text={report && { title: report.title, language: report.language }}
        totals={totals as readonly DeliveryTotals[]}
        lines={lines.slice(0, mostServers)}
        hasMore={lines.length > mostServers}
      />
    );
    ground.send(response, view);
  });

  router.post(`${paths.deliveriesOf(":id")}/again`, ground.signedIn(), async (request, response) => {
    const { id, collective, object } = await textOf(request, response);
    await resend(site, { collective: collective.id, object });
    response.redirect(303, `${paths.deliveriesOf(id)}?done=resent`);
  });

  return router;
}
