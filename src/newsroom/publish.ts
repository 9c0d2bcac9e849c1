// Publishing: at once, later, or from a draft. The text and its way to every follower are one transaction.
import { randomUUIDv7 } from "node:crypto";
import { type Collective, collectiveById } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import type { Report } from "../db/report.ts";
import { type Draft, noText } from "../domain/draft.ts";
import { NotFound, Refused } from "../domain/errors.ts";
import type { ReportKind, ReportState, WireForm } from "../domain/report.ts";
import type { Site } from "../site.ts";
import { sayText } from "./house_wire.ts";
import { handIn, type Prepared } from "./prepare.ts";
import { insertText, lockedReport, pathOf } from "./texts.ts";
import { joinTranslations, writeSource } from "./translation_source.ts";

/** What became of a text. */
export interface Published {
  /** Its UUID. */
  id: string;
  /** Path of its page. */
  path: string;
  state: ReportState;
  /** How many inboxes it goes to. */
  deliveries: number;
}

/**
 * Publishes a text, or schedules it if its date lies ahead.
 * @throws {Refused} when it breaks a rule or shows a picture that is not there; the message says what would do
 * @throws {Unavailable} when a picture could not be kept
 */
export function publishReport(site: Site, collective: Collective, draft: Draft): Promise<Published> {
  return handIn(site, collective, draft, async (db, prepared) => {
    const now = site.clock.now();
    const isLater = draft.published !== undefined && draft.published > now;
    const dates = isLater
      ? { state: "scheduled" as const, scheduled: draft.published, published: null }
      : { state: "published" as const, scheduled: null, published: draft.published ?? now };
    const report = await insertDraft(site, db, collective, draft, prepared, dates);
    if (isLater) {
      await site.jobs.send(db, "publish", {}, { after: draft.published! });
      return outcome(report, collective, now, 0);
    }
    const { deliveries } = await sayText(site, db, collective.id, "Create", report.id);
    return outcome(report, collective, now, deliveries);
  });
}

/**
 * Keeps a text that nobody but the collective sees; it may be no more than a title yet.
 * @throws {Refused} when it breaks a rule or shows a picture that is not there
 */
export function saveDraft(site: Site, collective: Collective, draft: Draft): Promise<Published> {
  const save = async (db: Db, prepared: Prepared) => {
    const dates = { state: "draft" as const, scheduled: null, published: draft.published ?? null };
    const report = await insertDraft(site, db, collective, draft, prepared, dates);
    return outcome(report, collective, site.clock.now(), 0);
  };
  return handIn(site, collective, draft, save, { isUnfinished: true });
}

/**
 * Publishes a draft or a scheduled text as it is.
 * @param when a moment ahead schedules it; without one it is published now, under the date it was given if that has passed
 * @param check looks at the text once nobody can change it any more, and throws where it must not go out
 * @throws {Refused} when it is published already, was withdrawn, or is no more than a title
 */
export function publishSaved(
  site: Site,
  id: string,
  when?: Date,
  check: (report: Report, collective: Collective) => void = () => {},
): Promise<Published> {
  return site.db.transaction().execute(async (db) => {
    const report = await lockedReport(db, id);
    if (report === undefined) throw new NotFound("There is no such text.");
    if (report.state === "published") throw new Refused("The text is published already.");
    if (report.source === "") throw new Refused(noText);
    if (report.state === "withdrawn") {
      throw new Refused(
        "The text was withdrawn, and other servers do not take it again. Publish it as a new one.",
      );
    }
    const collective = (await collectiveById(db, report.collective))!;
    check(report, collective);
    const now = site.clock.now();
    if (when === undefined || when <= now)
      return publishRow(site, db, report, collective, report.published ?? now);
    const scheduled = { ...report, state: "scheduled" as const, scheduled: when, published: null };
    await db
      .updateTable("report")
      .set({ state: "scheduled", scheduled: when, published: null, proposed: null })
      .where("id", "=", id)
      .execute();
    await site.jobs.send(db, "publish", {}, { after: when });
    return outcome(scheduled, collective, now, 0);
  });
}

/**
 * Publishes what was scheduled and is due, each in a transaction of its own.
 * @returns how many there were
 * @throws the first failure, after all others have had their turn
 */
export async function publishDue(site: Site): Promise<number> {
  const due = await site.db
    .selectFrom("report")
    .select("id")
    .where("state", "=", "scheduled")
    .where("scheduled", "<=", site.clock.now())
    .orderBy("scheduled")
    .execute();
  let count = 0;
  const failures: unknown[] = [];
  for (const { id } of due) {
    try {
      count += await site.db.transaction().execute((db) => publishIfDue(site, db, id));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return count;
}

async function publishIfDue(site: Site, db: Db, id: string): Promise<number> {
  const report = await lockedReport(db, id);
  if (report?.state !== "scheduled" || report.scheduled! > site.clock.now()) return 0;
  const collective = (await collectiveById(db, report.collective))!;
  await publishRow(site, db, report, collective, report.scheduled!);
  return 1;
}

async function publishRow(
  site: Site,
  db: Db,
  report: Report,
  collective: Collective,
  published: Date,
): Promise<Published> {
  const change = { state: "published", published, scheduled: null, updated: null, proposed: null } as const;
  await db.updateTable("report").set(change).where("id", "=", report.id).execute();
  const { deliveries } = await sayText(site, db, collective.id, "Create", report.id);
  return outcome({ ...report, ...change }, collective, site.clock.now(), deliveries);
}

type Dates = Pick<Report, "state"> & { scheduled: Date | null | undefined; published: Date | null };

async function insertDraft(
  site: Site,
  db: Db,
  collective: Collective,
  draft: Draft,
  prepared: Prepared,
  { state, scheduled = null, published }: Dates,
) {
  const id = randomUUIDv7();
  const kind = draft.kind ?? "report";
  const { language } = prepared;
  const joined =
    draft.translationOf === undefined
      ? undefined
      : await joinTranslations(site, db, collective, draft.translationOf, { id, language });
  const slug = await insertText(db, prepared, {
    id,
    collective: collective.id,
    kind,
    state,
    reply_policy: draft.replyPolicy ?? null,
    wire_form: draft.wireForm ?? wireFormOf(collective, kind),
    translation_set: joined?.set ?? id,
    pinned: draft.pinned ?? false,
    scheduled,
    published,
  });
  if (joined !== undefined) await writeSource(db, id, joined);
  return { id, kind, slug, state, scheduled, published };
}

/** The form in which a collective's texts of a kind go out, unless one of them says otherwise. */
export function wireFormOf(collective: Pick<Collective, "wire_forms">, kind: ReportKind): WireForm {
  return collective.wire_forms[kind] ?? "Article";
}

function outcome(
  report: Pick<Report, "id" | "kind" | "slug" | "state" | "scheduled" | "published">,
  collective: Collective,
  now: Date,
  deliveries: number,
): Published {
  return { id: report.id, path: pathOf(report, collective, now), state: report.state, deliveries };
}
