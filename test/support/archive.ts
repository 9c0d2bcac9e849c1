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
  await vacuum(db, "report", "report_tag", "report_media");
}

/**
 * Adds what a collective has passed on, of a thousand authors, one every few hours backwards from 2030.
 * @param count how many
 */
export async function fillReposts(db: Db, collective: string, count: number): Promise<void> {
  await sql`insert into remote_host (host) values ('many.example') on conflict do nothing`.execute(db);
  await sql`
    insert into remote_actor (id, host, type, name, inbox, fetched)
    select 'https://many.example/' || n, 'many.example', 'Person', 'Author ' || n, 'https://many.example/inbox', now()
    from generate_series(1, 1000) n on conflict do nothing`.execute(db);
  await sql`
    with original as (
      insert into wire_original (uri, body, proof, ld_signature, received)
      select 'https://many.example/texts/' || n, '{}', 'none', false, now() from generate_series(1, ${count}::int) n
      on conflict do nothing
    ), item as (
      insert into wire_item (id, collective, uri, announced, actor, type, kind, name, html, published, arrived, refreshed)
      select gen_random_uuid(), ${collective}::uuid, 'https://many.example/texts/' || n, false,
        'https://many.example/' || 1 + n % 1000, 'Article', 'report', 'Text ' || n,
        repeat('They came at noon and stayed until the evening. ', 60), at, at, at
      from generate_series(1, ${count}::int) n, lateral (select timestamptz '2030-01-01 00:00Z' - n * interval '7 hours') made (at)
      returning *
    )
    insert into repost (id, collective, object, item, announce, by_rule, reposted)
    select gen_random_uuid(), collective, uri, id, gen_random_uuid(), false, published from item`.execute(db);
  await vacuum(db, "remote_actor", "wire_item", "repost");
}

/** What PostgreSQL does by itself within a minute. */
async function vacuum(db: Db, ...tables: string[]): Promise<void> {
  for (const table of tables) await sql`vacuum analyze ${sql.table(table)}`.execute(db);
}
