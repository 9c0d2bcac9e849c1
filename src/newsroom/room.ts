// Whether a thread has room for more answers; counted now and then, because to count fifty thousand for each would be slow.
import { sql } from "kysely";
import type { Db } from "../db/open.ts";
import type { Site } from "../site.ts";

/** Most answers that a text can have, give or take what comes in while a count is good. */
const mostInThread = 50_000;
/** How long a count is good for, in milliseconds. */
const goodFor = 5_000;
/** Most texts whose counts are kept at hand. */
const mostTexts = 1_000;

const counts = new WeakMap<Site["config"], Map<string, { isFull: boolean; until: number }>>();

/** Whether a text has as many answers as it can have. */
export async function isThreadFull({ config, clock }: Site, db: Db, report: string): Promise<boolean> {
  const known = counts.get(config) ?? new Map();
  counts.set(config, known);
  const now = clock.now().getTime();
  const last = known.get(report);
  if (last !== undefined && last.until > now) return last.isFull;
  const { rows } = await sql<{ isFull: boolean }>`
    select exists (
      select from response where report = ${report}::uuid and kind in ('reply', 'quote') offset ${mostInThread - 1}
    ) as "isFull"`.execute(db);
  if (known.size >= mostTexts) known.clear();
  known.set(report, { isFull: rows[0]!.isFull, until: now + goodFor });
  return rows[0]!.isFull;
}
