// The second pen: where a collective wants it, one pen proposes a text and another one publishes it.
import { timingSafeEqual } from "node:crypto";
import type { Collective } from "../db/collective.ts";
import type { Report } from "../db/report.ts";
import { NotFound, Refused } from "../domain/errors.ts";
import type { Site } from "../site.ts";
import { type Published, publishSaved } from "./publish.ts";
import { markOf, type Session } from "./sessions.ts";
import { lockedReport } from "./texts.ts";

/** Whether the pen of a session is the one that proposed a text. Nobody else can tell whose proposal it is. */
export function hasProposed(session: Session, report: Pick<Report, "id" | "proposed">): boolean {
  const mark = markOf(session, report.id);
  return (
    report.proposed !== null &&
    report.proposed.length === mark.length &&
    timingSafeEqual(report.proposed, mark)
  );
}

/**
 * Asks for a second pen: the text stays a draft, with the mark of the pen that proposes it.
 * @param revision what the pen has read; if it is not the last one, somebody else was faster
 * @throws {Refused} when it is no draft, waits for a second pen already, or was changed meanwhile
 */
export async function propose(site: Site, session: Session, id: string, revision: number): Promise<void> {
  await site.db.transaction().execute(async (db) => {
    const report = await lockedReport(db, id);
    if (report === undefined || report.collective !== session.collective.id) {
      throw new NotFound("There is no such text.");
    }
    checkRevision(report, revision);
    if (report.state !== "draft") throw new Refused("Only a draft can be proposed.");
    if (report.proposed !== null) throw new Refused("The text waits for a second pen already.");
    await db
      .updateTable("report")
      .set({ proposed: markOf(session, id) })
      .where("id", "=", id)
      .execute();
  });
}

/**
 * Agrees to a proposed text: it is published, or scheduled if the date it was given lies ahead.
 * @param revision what the pen has read
 * @throws {Refused} when it is not proposed, was proposed by this very pen, or was changed meanwhile
 */
export async function approve(
  site: Site,
  session: Session,
  id: string,
  revision: number,
): Promise<Published> {
  const planned = await site.db
    .selectFrom("report")
    .select("published")
    .where("id", "=", id)
    .where("collective", "=", session.collective.id)
    .executeTakeFirst();
  if (planned === undefined) throw new NotFound("There is no such text.");
  return publishSaved(site, id, planned.published ?? undefined, (report) => {
    checkRevision(report, revision);
    if (report.proposed === null) throw new Refused("Nobody has proposed this text yet.");
    if (hasProposed(session, report)) {
      throw new Refused("Your own pen has proposed this text. Another pen must agree to it.");
    }
  });
}

/** Sets whether texts of a collective need a second pen before they are published. */
export async function setSecondPen(site: Site, collective: Collective, isWanted: boolean): Promise<void> {
  await site.db
    .updateTable("collective")
    .set({ second_pen: isWanted })
    .where("id", "=", collective.id)
    .execute();
}

function checkRevision(report: Report, revision: number): void {
  if (report.revision === revision) return;
  throw new Refused("Somebody has changed the text meanwhile: read what it says now.", { reason: "changed" });
}
