// What is at the addresses of texts and of the activities about them; a text that was taken back has left its Tombstone.
import { publicActivity } from "../src/db/activity.ts";
import { collectiveById } from "../src/db/collective.ts";
import { ap, pages } from "../src/domain/paths.ts";
import { publicAnswer } from "../src/newsroom/answers.ts";
import { echoOf, shownAnswers } from "../src/newsroom/echo.ts";
import { type PublicText, publicText } from "../src/newsroom/read.ts";
import { takenBack } from "../src/newsroom/read_gone.ts";
import type { Site } from "../src/site.ts";
import { textDocument } from "./article.ts";
import {
  activitySummary,
  answersPerPage,
  contextDocument,
  contextPageDocument,
  echoDocument,
  pagesOf,
  repliesDocument,
  repliesPageDocument,
} from "./collections.ts";
import { context } from "./context.ts";
import { loadKeys } from "./keys.ts";
import { prove } from "./proven.ts";
import type { Find, Found } from "./show.ts";
import { tombstoneDocument } from "./tombstone.ts";

/** The addresses and how to look up what is there. */
export function textAddresses(site: Site): [path: string, find: Find][] {
  const { db } = site;
  const { origin } = site.config;
  const ofText =
    (describe: (text: PublicText, page: string) => Promise<object | undefined>): Find =>
    async ({ id = "", page = "" }) => {
      const text = await publicText(db, id);
      const document = text && (await describe(text, page));
      if (text !== undefined) return document && { document, page: origin + text.path };
      const { deleted } = (await takenBack(db, id)) ?? {};
      return deleted && { document: tombstoneDocument(origin, id, deleted), isGone: true };
    };

  async function article(text: PublicText) {
    const [collective, echo, keys] = await Promise.all([
      collectiveById(db, text.collective),
      echoOf(db, text.id),
      loadKeys(site, db, text.collective),
    ]);
    const document = textDocument(origin, text, collective?.prefers_card ?? false, echo);
    return prove(site, db, keys, text, document);
  }

  /** A page by its number; undefined where there is none such. */
  async function paged(
    report: string,
    page: string,
    before: number,
    describe: typeof repliesPageDocument | typeof contextPageDocument,
  ) {
    const number = /^[1-9]\d{0,8}$/.test(page) ? Number(page) : 0;
    const pageCount = pagesOf(before + (await echoOf(db, report)).replies);
    if (number < 1 || number > pageCount) return undefined;
    const start = (number - 1) * answersPerPage;
    const first = start === 0 && before > 0 ? [origin + ap.report(report)] : [];
    const offset = Math.max(0, start - before);
    const answers = await shownAnswers(db, report, offset, answersPerPage - first.length);
    return describe(origin, report, number, pageCount, [...first, ...answers]);
  }

  /**
   * An activity with its signatures only while it is the last word about its object; else with the object's address,
   * because what a text said before it was corrected or taken back is not to be had here.
   */
  async function activity({ id = "" }: Record<string, string>): Promise<Found | undefined> {
    const found = await publicActivity(db, id);
    const collective = found?.collective && (await collectiveById(db, found.collective));
    if (!found || !collective) return undefined;
    const { page: at, isThere } = await subject(found.object);
    const page = origin + (at ?? pages.collective(collective.handle));
    if (found.isLast && (isThere || found.type === "Delete"))
      return { document: JSON.parse(found.body), page };
    return { document: { "@context": context, ...activitySummary(origin, collective.id, found) }, page };
  }

  /** The page of a text or answer that an activity is about, and whether that is still there; anything else always is. */
  async function subject(object: string): Promise<{ page?: string | undefined; isThere: boolean }> {
    const [report, note] = [origin + ap.report(""), origin + ap.note("")];
    if (object.startsWith(report)) {
      const text = await publicText(db, object.slice(report.length));
      return { page: text?.path, isThere: text !== undefined };
    }
    if (object.startsWith(note)) {
      const answer = await publicAnswer(db, object.slice(note.length));
      return { page: answer?.text ?? undefined, isThere: answer !== undefined };
    }
    return { isThere: true };
  }

  return [
    [ap.report(":id"), ofText(article)],
    [
      ap.replies(":id"),
      ofText(async ({ id }) => repliesDocument(origin, id, (await echoOf(db, id)).replies)),
    ],
    [ap.repliesPage(":id", ":page"), ofText(({ id }, page) => paged(id, page, 0, repliesPageDocument))],
    [
      ap.likes(":id"),
      ofText(async ({ id }) => echoDocument(origin, "likes", id, (await echoOf(db, id)).likes)),
    ],
    [
      ap.shares(":id"),
      ofText(async ({ id }) => echoDocument(origin, "shares", id, (await echoOf(db, id)).shares)),
    ],
    [
      ap.context(":id"),
      ofText(async ({ id, collective }) =>
        contextDocument(origin, collective, id, (await echoOf(db, id)).replies),
      ),
    ],
    [ap.contextPage(":id", ":page"), ofText(({ id }, page) => paged(id, page, 1, contextPageDocument))],
    [ap.activity(":id"), activity],
  ];
}
