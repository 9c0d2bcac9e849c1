// What a node does by itself at set times: publishing what is due, looking what allies have published and what became of what was passed on, forgetting what is kept only for a while.
import { createHash } from "node:crypto";
import { sql } from "kysely";
import { deleteInBatches } from "../db/batches.ts";
import { kvTidy } from "../db/kv.ts";
import type { Site } from "../site.ts";
import { backfill, lookAround } from "./backfill.ts";
import { forgetStrangers } from "./follow.ts";
import { removeGlimpses, takeGlimpses, tidyGlimpses } from "./glimpses.ts";
import { tidyInvitations } from "./pens.ts";
import { publishDue } from "./publish.ts";
import { revisit, revisitDue } from "./revisit.ts";
import { tidySessions } from "./sessions.ts";
import { tidyWire } from "./tidy_wire.ts";
import { tidyPictures } from "./unused.ts";

/** How long it is known what came in; other servers try for about a week. */
const memory = 30 * 24 * 3_600_000;

/** Does the chores from now on, in this process; several may share them. */
export async function startChores(site: Site): Promise<void> {
  await site.jobs.work("publish", async () => {
    await publishDue(site);
  });
  await site.jobs.work("tidy", () => tidy(site));
  await site.jobs.work("backfill", ({ actor }) => backfill(site, actor));
  await site.jobs.work("revisit", ({ uri }) => revisit(site, uri));
  await site.jobs.work(
    "glimpse",
    (wanted) => ("uri" in wanted ? takeGlimpses(site, wanted.uri) : removeGlimpses(site, wanted.remove)),
    { concurrency: 3, makesRoom: false },
  );
  await site.jobs.work("look", async () => {
    await lookAround(site);
    await revisitDue(site);
  });
  await site.jobs.schedule("publish", "* * * * *", {});
  await site.jobs.schedule("tidy", "23 4 * * *", {});
  await site.jobs.schedule("look", `${minuteOf(site)} * * * *`, {});
  // The node may have been away for so long that allies have given up.
  await site.jobs.send(site.db, "look", {});
}

/** A minute of the hour, another on each node: allies are not asked by all of them at once. */
function minuteOf({ config: { origin } }: Site): number {
  return createHash("sha256").update(origin).digest().readUInt32BE() % 60;
}

/** Forgets what has had its time: everything in small parts, and each part by an index. */
export async function tidy(site: Site): Promise<void> {
  await kvTidy(site.db);
  await tidySessions(site);
  await tidyInvitations(site);
  const before = new Date(site.clock.now().getTime() - memory);
  for (const table of ["received", "sealed_response"] as const) {
    await deleteInBatches(site.db, table, sql`received < ${before}`, sql`received`);
  }
  await tidyWire(site);
  await forgetStrangers(site, before);
  await tidyPictures(site);
  await tidyGlimpses(site);
}
