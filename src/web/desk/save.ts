// What the buttons of the editor do to a text: save, publish, schedule, revise, propose. Each is one or two verbs of the newsroom.
import type { Report } from "../../db/report.ts";
import type { Draft } from "../../domain/draft.ts";
import { Refused } from "../../domain/errors.ts";
import { propose } from "../../newsroom/approve.ts";
import { publishReport, publishSaved, saveDraft } from "../../newsroom/publish.ts";
import { reviseReport } from "../../newsroom/revise.ts";
import type { Session } from "../../newsroom/sessions.ts";
import { withdrawReport } from "../../newsroom/withdraw.ts";
import type { Site } from "../../site.ts";
import { draftOf, momentTyped, type Typed } from "./typed.ts";

export interface Outcome {
  id: string;
  done: "saved" | "scheduled" | "published" | "revised" | "proposed";
}

/**
 * Does what a button says.
 * @param report the text as it is stored, if it is
 * @throws {Refused} when it breaks a rule, or (reason "changed") somebody else was faster
 */
export async function save(
  site: Site,
  session: Session,
  typed: Typed,
  report: Report | undefined,
  action: string,
): Promise<Outcome> {
  const { collective } = session;
  if (report !== undefined && typed.revision !== undefined && typed.revision !== report.revision) {
    throw new Refused("Somebody has changed the text meanwhile.", { reason: "changed" });
  }
  const draft = draftOf(typed);
  const moment = momentTyped(typed);
  const when = moment instanceof Date ? moment : undefined;
  if (report?.state === "published") {
    await revise(site, report, typed, draft, undefined);
    return { id: report.id, done: "revised" };
  }
  const mayPublish = !collective.second_pen;
  const isPublishing = action === "publish" || action === "schedule";
  if (isPublishing && !mayPublish) throw new Refused("The collective wants a second pen to agree first.");
  if (report === undefined && isPublishing) {
    const { published: _, ...now } = draft;
    const { id, state } = await publishReport(
      site,
      collective,
      action === "schedule" ? { ...draft, published: when } : now,
    );
    return { id, done: state === "scheduled" ? "scheduled" : "published" };
  }
  const id = report?.id ?? (await saveDraft(site, collective, { ...draft, published: when })).id;
  if (report !== undefined) {
    // Whoever changes what a second pen has agreed to needs its agreement anew.
    if (report.state === "scheduled" && !mayPublish) await withdrawReport(site, id);
    const planned = action === "publish" ? plannedNow(site, report) : (when ?? null);
    await revise(site, report, typed, draft, planned);
  }
  const revision = report === undefined ? 1 : (typed.revision ?? report.revision) + 1;
  if (action === "propose") {
    await propose(site, session, id, revision);
    return { id, done: "proposed" };
  }
  if (!isPublishing) return { id, done: report?.state === "scheduled" && mayPublish ? "scheduled" : "saved" };
  const { state } = await publishSaved(site, id, action === "schedule" ? when : undefined, (now) => {
    if (now.revision === revision) return;
    throw new Refused("Somebody has changed the text meanwhile.", { reason: "changed" });
  });
  return { id, done: state === "scheduled" ? "scheduled" : "published" };
}

async function revise(
  site: Site,
  report: Report,
  typed: Typed,
  draft: Draft,
  published: Date | null | undefined,
): Promise<void> {
  const { slug, wireForm, ...rest } = draft;
  // What is out keeps its address and its form.
  const changes = report.state === "published" ? rest : draft;
  await reviseReport(site, report.id, { ...changes, published, revision: typed.revision ?? report.revision });
}

/** A draft that was planned for later is published under the date of now; an old date that was given stays. */
function plannedNow(site: Site, { state, published }: Report): Date | undefined {
  const now = site.clock.now();
  return state === "draft" && published !== null && published > now ? now : undefined;
}
