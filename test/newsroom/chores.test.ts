// However much there is, what is forgotten at night goes in small parts, each found by an index.
import { sql } from "kysely";
import { expect, test } from "vitest";
import { batch } from "../../src/db/batches.ts";
import type { Db } from "../../src/db/open.ts";
import { tidy } from "../../src/newsroom/chores.ts";
import { type Asked, listening, stepsByIndex } from "../support/asked.ts";
import { openNewsroom } from "../support/newsroom.ts";

/** Rows of each table that have had their time, and those that have not. */
const count = { old: 2_500, young: 20_000 };

/** Tables that may be large. */
const tables = [
  ...["kv", "received", "sealed_response", "session", "invitation", "wire_item", "wire_original"],
  ...[
    "remote_actor",
    "follower",
    "response",
    "report",
    "report_media",
    "media",
    "media_file",
    "repost",
    "glimpse",
  ],
];

/** A node after years, on the morning of 1 March 2026. */
async function fill(db: Db, collective: string): Promise<void> {
  const all = sql`generate_series(1, ${count.old + count.young}::int) n`;
  /** A moment, too long ago for the first rows. */
  const when = (days: number) =>
    sql`timestamptz '2026-03-01 07:00Z' - case when n <= ${count.old}::int then ${days}::int * interval '1 day' else n * interval '1 second' end`;
  const statements = [
    sql`insert into kv (key, value, expires)
      select 'k' || n, '1', case when n <= ${count.old}::int then now() - interval '1 hour' else now() + interval '1 day' end from ${all}`,
    sql`insert into received (actor, key, type, received) select 'a', 'k' || n, 'Like', ${when(31)} from ${all}`,
    sql`insert into pen (id, collective, role, label, words)
      select gen_random_uuid(), ${collective}::uuid, 'writer', 'one', 'x'`,
    sql`insert into session (token, pen, last_seen)
      select sha256(n::text::bytea), pen.id, (${when(60)})::date from ${all}, pen`,
    sql`insert into invitation (token, collective, role, label, expires)
      select sha256(n::text::bytea), ${collective}::uuid, 'writer', 'x', ${when(1)} + interval '12 hours' from ${all}`,
    sql`insert into remote_host (host) values ('many.example')`,
    sql`insert into remote_actor (id, host, type, inbox, fetched)
      select 'https://many.example/' || n, 'many.example', 'Person', 'https://many.example/inbox', ${when(40)} from ${all}`,
    // One in a hundred of those who were last heard of long ago follows.
    sql`insert into follower (collective, actor)
      select ${collective}::uuid, 'https://many.example/' || n from ${all} where n > ${count.old}::int or n % 100 = 0`,
    sql`insert into response (id, kind, uri, actor, collective, object, state, public, published)
      select gen_random_uuid(), 'mention', 'https://many.example/notes/' || n, 'https://many.example/' || (${count.old}::int + 1),
        ${collective}::uuid, 'x', 'held', true, now() from ${all}`,
    sql`insert into sealed_response (response, collective, type, body, received)
      select id, collective, 'Create', '{}', ${when(31)} from (select id, collective, row_number() over () as n from response) r`,
    sql`insert into wire_original (uri, body, proof, ld_signature, received)
      select 'https://many.example/texts/' || n, '{}', 'none', false, now() from ${all}`,
    // Some are too old, some were deleted long ago, and the others are more than a wire has room for.
    sql`insert into wire_item (id, collective, uri, announced, actor, type, kind, html, published, arrived, refreshed, gone)
      select gen_random_uuid(), ${collective}::uuid, 'https://many.example/texts/' || n, false,
        'https://many.example/' || (${count.old}::int + 1), 'Note', 'Note', '', ${when(900)} - n * interval '1 second', now(), now(),
        case when n <= ${count.old / 2}::int then timestamptz '2026-01-01 00:00Z' end from ${all}`,
    sql`insert into media (id, collective, width, height, blur_hash)
      select (case when n <= ${count.old}::int then '0199a000' else '019fa000' end || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
        ${collective}::uuid, 1, 1, '' from ${all}`,
    sql`insert into media_file (name, media, purpose, media_type, width, height, bytes)
      select 'f' || id, id, 'screen', 'image/webp', 1, 1, 1 from media`,
    sql`insert into glimpse (address, name, bytes, kept)
      select 'https://many.example/' || n, 'f' || n || '.webp', 1, ${when(91)} from ${all}`,
    sql`insert into report (id, collective, kind, state, slug, title, language, source, html, wire_form, translation_set, published)
      select gen_random_uuid(), ${collective}::uuid, 'report', 'published', 'r' || n, 'T', 'en', '', '', 'Article', gen_random_uuid(), now()
      from ${all}`,
    sql`insert into report_media (report, media, position)
      select r.id, m.id, 0 from (select id, row_number() over () as n from report) r
        join (select id, row_number() over (order by id desc) as n from media) m on m.n = r.n where r.n <= ${count.young}::int`,
  ];
  for (const statement of statements) await statement.execute(db);
  for (const table of tables) await sql`vacuum analyze ${sql.table(table)}`.execute(db);
}

const rowsIn = async (db: Db, table: string) => {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from ${sql.table(table)}`.execute(db);
  return rows[0]!.count;
};

/** Places in its plan where a question has to go through a whole table that may be large, because no index helps. */
async function scansOf(db: Db, asked: Asked): Promise<string[]> {
  return (await stepsByIndex(db, asked)).flatMap((step) =>
    step["Node Type"] === "Seq Scan" && tables.includes(step["Relation Name"] ?? "")
      ? [`${step["Node Type"]} on ${step["Relation Name"]}`]
      : [],
  );
}

test("what has had its time goes a thousand rows at a time, and nothing is gone through that could be looked up", {
  timeout: 240_000,
}, async () => {
  const { site, calais } = await openNewsroom();
  await fill(site.db, calais.id);
  const before = Object.fromEntries(
    await Promise.all(tables.map(async (table) => [table, await rowsIn(site.db, table)])),
  ) as Record<string, number>;
  const { db, asked } = listening(site.db);
  await tidy({ ...site, db });
  const gone = Object.fromEntries(
    await Promise.all(tables.map(async (table) => [table, before[table]! - (await rowsIn(site.db, table))])),
  );
  const { old, young } = count;
  expect(gone).toEqual({
    ...{ kv: old, received: old, sealed_response: old, session: old, invitation: old },
    // Those too old, and those that a wire of ten thousand has no room for; with them goes what they came as.
    wire_item: old + young - 10_000,
    wire_original: old + young - 10_000,
    remote_actor: old - old / 100,
    ...{ media: old, media_file: old, glimpse: old },
    ...{ follower: 0, response: 0, report: 0, report_media: 0, repost: 0 },
  });
  expect(asked.length).toBeGreaterThan(60);
  const kinds = new Map(asked.map((one) => [one.query, one]));
  expect(kinds.size).toBeGreaterThan(12);
  for (const one of kinds.values()) {
    expect([one.query, await scansOf(site.db, one)]).toEqual([one.query, []]);
    if (!one.query.trimStart().startsWith("delete")) continue;
    const isBounded = one.query.includes("limit")
      ? one.parameters.includes(batch)
      : one.query.includes("any(");
    expect([one.query, isBounded]).toEqual([one.query, true]);
  }
  const lists = asked.flatMap(({ parameters }) => parameters.filter((one) => Array.isArray(one)));
  expect(Math.max(...lists.map((list) => list.length))).toBeLessThanOrEqual(batch);
});
