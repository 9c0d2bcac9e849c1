// The archive of the node and of each collective: years and months with what was published in them, and lists by kind.
import express, { type NextFunction, type Request, type Response } from "express";
import type { Collective } from "../db/collective.ts";
import { pages as paths } from "../domain/paths.ts";
import { archiveMonths, type MonthCount, periodOf } from "../newsroom/lists.ts";
import { knownCollective } from "./collective.tsx";
import { newsKinds, sendList } from "./list.tsx";
import { sendOverview } from "./overview.tsx";
import type { Pages } from "./page.ts";
import type { Frame } from "./views/frame.ts";

export function createArchive(pages: Pages): express.Router {
  const { site } = pages;
  const router = express.Router();

  router.get(paths.archive(), async (request, response) => {
    await showAll(request, response, undefined);
  });
  router.get("/archive/:year", (...at) => showPeriod(...at, undefined));
  router.get("/archive/:year/before/:place", (...at) => showPeriod(...at, undefined));
  router.get("/archive/:year/:month", (...at) => showPeriod(...at, undefined));
  router.get("/archive/:year/:month/before/:place", (...at) => showPeriod(...at, undefined));

  router.get("/:handle/archive", async (request, response) => {
    await showAll(request, response, await knownCollective(site, request.params.handle));
  });
  const kinds = { reports: "report", "call-outs": "call-out", pages: "page" } as const;
  for (const [name, kind] of Object.entries(kinds)) {
    const show = async (request: Request<{ handle: string; place?: string }>, response: Response) => {
      const collective = await knownCollective(site, request.params.handle);
      const label = ({ locale: { words } }: Frame) =>
        ({ report: words.reports, "call-out": words.callOuts, page: words.pages })[kind];
      const listing = {
        filter: { collective: collective.id, kinds: [kind] },
        path: paths.kind(collective.handle, kind),
        title: (frame: Frame) => frame.locale.words.listOf(collective.name, label(frame)),
        collective,
        feeds: { title: collective.name, list: paths.collective(collective.handle) },
        mayBeEmpty: true,
      };
      await sendList(pages, request as Request, response, listing, request.params.place);
    };
    router.get(`/:handle/${name}`, show);
    router.get(`/:handle/${name}/before/:place`, show);
  }
  const ofCollective = async (
    request: Request<{ handle: string; year: string; month?: string; place?: string }>,
    response: Response,
    next: NextFunction,
  ) => {
    // What is no year is a text's address.
    if (readPeriod(request.params.year, request.params.month) === undefined) return next();
    await showPeriod(request, response, next, await knownCollective(site, request.params.handle));
  };
  router.get("/:handle/:year", ofCollective);
  router.get("/:handle/:year/before/:place", ofCollective);
  router.get("/:handle/:year/:month", ofCollective);
  router.get("/:handle/:year/:month/before/:place", ofCollective);

  async function showAll(request: Request, response: Response, collective: Collective | undefined) {
    const months = await archiveMonths(site.db, { collective: collective?.id });
    const handle = collective?.handle;
    const years = Map.groupBy(months, ({ year }) => year);
    sendOverview(pages, request, response, {
      path: paths.archive(handle),
      title: ({ words }) => words.archiveOf(collective?.name ?? site.config.host),
      description: ({ words }) => words.frontLead,
      groups: (locale) =>
        [...years].map(([year, its]) => ({
          title: {
            name: locale.archiveYear(year),
            path: paths.period(handle, year),
            count: its.reduce((sum, { count }) => sum + count, 0),
          },
          ways: waysOf(its, handle, locale),
        })),
      ...(collective && { collective }),
    });
  }

  async function showPeriod(
    request: Request<{ year: string; month?: string; place?: string }>,
    response: Response,
    next: NextFunction,
    collective: Collective | undefined,
  ) {
    const period = readPeriod(request.params.year, request.params.month);
    if (period === undefined) return next();
    const { year, month } = period;
    const handle = collective?.handle;
    const path = paths.period(handle, year, month);
    const months =
      month === undefined ? await archiveMonths(site.db, { collective: collective?.id, year }) : [];
    const listing = {
      filter: { collective: collective?.id, kinds: newsKinds, within: periodOf(year, month) },
      path,
      title: ({ locale }: Frame) =>
        locale.words.listOf(
          collective?.name ?? site.config.host,
          month === undefined ? locale.archiveYear(year) : locale.archiveMonth(year, month),
        ),
      ways: ({ locale }: Frame) => waysOf(months, handle, locale),
      ...(collective && { collective }),
    };
    await sendList(pages, request as Request, response, listing, request.params.place);
  }

  return router;
}

function waysOf(months: MonthCount[], handle: string | undefined, locale: Frame["locale"]) {
  return months.map(({ year, month, count }) => ({
    name: locale.archiveMonth(year, month),
    path: paths.period(handle, year, month),
    count,
  }));
}

/** A year, perhaps with a month (1 to 12), as the addresses write them; undefined for anything else. */
function readPeriod(year: string, month: string | undefined) {
  if (!/^(?:19|20|21)\d\d$/.test(year)) return undefined;
  if (month === undefined) return { year: Number(year), month: undefined };
  return /^(?:0[1-9]|1[0-2])$/.test(month) ? { year: Number(year), month: Number(month) } : undefined;
}
