// A large archive, written straight into the tables: what a node has after years.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "../../src/db/open.ts";

/**
 * Adds reports to a collective, one every few hours backwards from 2030, with tags, in three languages.
 * @param count how many
 */
export async function fillArchive(db: Db, collective: string, count: number): Promise<void> {
  const seed = randomUUIDv7().slice(-12);
  await sql`
    insert into report (id, collective, kind, state, slug, title, summary, language, source, html, wire_form,
      translation_set, published)
    select id, ${collective}::uuid, case when n % 10 = 0 then 'call-out' else 'report' end, 'published',
      ${seed} || '-' || n, 'Report ' || n, case when n % 2 = 0 then 'What happened on day ' || n end,
      case when n % 50 = 0 then 'fa' when n % 5 = 0 then 'fr' else 'en' end, text, '<p>' || text || '</p>', 'Article', id,
      timestamptz '2030-01-01 00:00Z' - n * interval '7 hours'
    from generate_series(1, ${count}::int) n,
      lateral (select gen_random_uuid() as id, repeat('They came at noon and stayed until the evening. ', 60)
        || case when n % 100 = 0 then 'lantern' else 'harbour' end as text) made`.execute(db);
  await sql`
    insert into report_tag (report, tag, name, position)
    select r.id, t.tag, initcap(t.tag), 0
    from (select id, row_number() over () as n from report where collective = ${collective}::uuid) r,
      lateral (values ('everywhere'), ('topic-' || r.n % 300), ('rare-' || r.n / 3)) t (tag)
    on conflict do nothing`.execute(db);
  const picture = randomUUIDv7();
  await sql`
    insert into media (id, collective, alt, width, height, blur_hash)
    values (${picture}::uuid, ${collective}::uuid, 'The harbour.', 1200, 800, '00')`.execute(db);
  await sql`
    insert into report_media (report, media, position)
    select id, ${picture}::uuid, 0 from report where collective = ${collective}::uuid and language = 'en'`.execute(
    db,
  );
  // What autovacuum does within a minute.
  for (const table of ["report", "report_tag", "report_media"])
    await sql.raw(`vacuum analyze ${table}`).execute(db);
}
