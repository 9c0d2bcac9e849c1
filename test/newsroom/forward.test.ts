// Passing on in bounds: so many an hour for a text, no more kept than can be looked after, nothing for longer than a month.
import { sql } from "kysely";
import { expect, test } from "vitest";
import { tidy } from "../../src/newsroom/chores.ts";
import { settle } from "../../src/newsroom/moderate.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { keepSealed } from "../../src/newsroom/sealed.ts";
import { withdrawReport } from "../../src/newsroom/withdraw.ts";
import { followedFrom, openNewsroom } from "../support/newsroom.ts";
import { answerTo, stranger } from "../support/responses.ts";

async function scene(count: number) {
  const { site, clock, calais } = await openNewsroom();
  await followedFrom(site, calais, ["near.example", "far.example"]);
  const { id: report } = await publishReport(site, calais, { title: "The boats", source: "Nobody came." });
  const amina = await stranger(site.db, "amina@far.example");
  const held: string[] = [];
  for (let number = 0; number < count; number++) {
    const about = { collective: calais.id, report, origin: site.config.origin };
    const { id } = await answerTo(site.db, about, amina, { state: "held" });
    const row = { id, collective: calais.id, updated: null };
    await keepSealed(site.db, row, { type: "Create", body: `{"number":${number}}` }, site.clock.now());
    held.push(id);
  }
  const kept = async () => (await site.db.selectFrom("sealed_response").select("response").execute()).length;
  /** How many go out in which hour, by host. */
  const timetable = async () => {
    const { rows } = await sql<{ host: string; moment: Date; count: number }>`
      select d.host, d.next_try as moment, count(*)::int as count
      from delivery d join activity a on a.id = d.activity where a.type = 'Create' and not a.public
      group by 1, 2 order by 2`.execute(site.db);
    return rows.map(({ host, moment, count }) => [host, moment.toISOString().slice(11, 16), count]);
  };
  return { site, clock, calais, report, held, kept, timetable };
}

test("many that are approved at once go out over the hours, sixty in each", async () => {
  const { site, calais, held, timetable, kept } = await scene(130);
  expect(await settle(site, calais.id, held, "shown")).toBe(130);
  expect(await timetable()).toEqual([
    ["near.example", "08:00", 60],
    ["near.example", "09:00", 60],
    ["near.example", "10:00", 10],
  ]);
  expect(await kept()).toBe(0);
});

test("nothing is passed on of a text that was withdrawn, and nothing that waits is kept longer than a month", async () => {
  const { site, clock, calais, report, held, timetable, kept } = await scene(4);
  await settle(site, calais.id, held.slice(0, 1), "hidden");
  expect(await kept()).toBe(3);
  await withdrawReport(site, report);
  await settle(site, calais.id, held.slice(1, 2), "shown");
  expect(await timetable()).toEqual([]);
  expect(await kept()).toBe(2);
  clock.set("2026-03-30T08:00:00Z");
  await tidy(site);
  expect(await kept()).toBe(2);
  clock.set("2026-04-01T08:00:00Z");
  await tidy(site);
  expect(await kept()).toBe(0);
});

test("what is too large to be sent is not kept, and a collective keeps only so many", async () => {
  const { site, calais, held, kept } = await scene(2);
  const [first, second] = held.map((id) => ({ id, collective: calais.id, updated: null })) as [
    Parameters<typeof keepSealed>[1],
    Parameters<typeof keepSealed>[1],
  ];
  await keepSealed(site.db, first, { type: "Create", body: "x".repeat(60 * 1024 + 1) }, site.clock.now());
  expect(await kept()).toBe(1);
  await sql`
    insert into response (id, kind, uri, actor, collective, object, state, public, published)
    select gen_random_uuid(), 'mention', 'https://far.example/' || n, 'https://far.example/users/amina', ${calais.id}::uuid,
      'x', 'held', true, now() from generate_series(1, 5000) n`.execute(site.db);
  await sql`
    insert into sealed_response (response, collective, type, body, received)
    select id, collective, 'Create', '{}', now() from response where kind = 'mention' limit 4999`.execute(
    site.db,
  );
  expect(await kept()).toBe(5_000);
  await keepSealed(site.db, first, { type: "Create", body: "{}" }, site.clock.now());
  expect(await kept()).toBe(5_000);
  await keepSealed(site.db, second, { type: "Create", body: "{}" }, site.clock.now());
  expect(await kept()).toBe(5_000);
});
