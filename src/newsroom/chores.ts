// What a node does by itself at set times: publishing what is due, forgetting what is kept only for a while.
import { sql } from "kysely";
import { kvTidy } from "../db/kv.ts";
import type { Site } from "../site.ts";
import { backfill } from "./backfill.ts";
import { forgetStrangers } from "./follow.ts";
import { tidyInvitations } from "./pens.ts";
import { publishDue } from "./publish.ts";
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
  await site.jobs.work("backfill", ({ collective, actor }) => backfill(site, collective, actor));
  await site.jobs.schedule("publish", "* * * * *", {});
  await site.jobs.schedule("tidy", "23 4 * * *", {});
}

/** Forgets what has had its time. */
export async function tidy(site: Site): Promise<void> {
  await kvTidy(site.db);
  await tidySessions(site);
  await tidyInvitations(site);
  const before = new Date(site.clock.now().getTime() - memory);
  await sql`delete from received where received < ${before}`.execute(site.db);
  await sql`delete from sealed_response where received < ${before}`.execute(site.db);
  await tidyWire(site);
  await forgetStrangers(site, before);
  await tidyPictures(site);
}
