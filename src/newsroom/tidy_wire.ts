// Forgets what has been on the wire for long, so that it stays of a size that can be read.
import { sql } from "kysely";
import type { Site } from "../site.ts";

/** Most texts on the wire of a collective. */
const most = 10_000;
const day = 24 * 3_600_000;
/** How long a text stays: two years; of one that was deleted it is known for thirty days that it was. */
const kept = { read: 730 * day, gone: 30 * day };

/** Forgets what is too old or too much; what was passed on, or is translated here, stays as long as that does. */
export async function tidyWire({ db, clock }: Site): Promise<void> {
  const now = clock.now().getTime();
  const [old, erased] = [new Date(now - kept.read), new Date(now - kept.gone)];
  await sql`
    delete from wire_item w using (
      select id, row_number() over (partition by collective order by published desc, id desc) as place from wire_item
    ) ordered
    where ordered.id = w.id
      and (w.gone < ${erased} or (w.gone is null and (w.published < ${old} or ordered.place > ${most})))
      and not exists (select from repost r where r.item = w.id and r.withdrawn is null)`.execute(db);
  await sql`
    delete from wire_original o where not exists (select from wire_item w where w.uri = o.uri)`.execute(db);
}
