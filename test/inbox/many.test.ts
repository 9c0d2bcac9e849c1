// A text that everybody talks about: every like counts once, and among ten thousand answers each has its place.
import { sql } from "kysely";
import { expect, test } from "vitest";
import { shownAnswers } from "../../src/newsroom/echo.ts";
import type { PostHeard } from "../../src/newsroom/post_heard.ts";
import { react, unreact } from "../../src/newsroom/react.ts";
import { respond } from "../../src/newsroom/respond.ts";
import { everybody } from "../support/posts.ts";
import { openThread, type ThreadScene } from "../support/thread.ts";

const person = (number: number) => `https://many.example/users/${number}`;

/** So many people on one server. */
async function people({ node }: ThreadScene, count: number): Promise<void> {
  await sql`insert into remote_host (host) values ('many.example')`.execute(node.site.db);
  await sql`
    insert into remote_actor (id, host, type, inbox)
    select 'https://many.example/users/' || n, 'many.example', 'Person', 'https://many.example/inbox'
    from generate_series(1, ${count}::int) n`.execute(node.site.db);
}

test("a thousand people like a text at once, and some of them twice: each counts once", async () => {
  const here = await openThread({ worker: false });
  const { node, text } = here;
  await people(here, 1000);
  const like = (number: number, time: number) => ({
    kind: "like" as const,
    uri: `${person(number)}#likes/${time}`,
    actor: person(number),
    object: text,
    published: null,
    isPublic: true,
  });
  const all = Array.from({ length: 1000 }, (_, at) => [
    like(at + 1, 1),
    ...(at % 3 === 0 ? [like(at + 1, at % 2)] : []),
  ]);
  await Promise.all(all.flat().map((deed) => react(node.site, deed, new Date())));
  expect(await here.echo()).toMatchObject({ likes: 1000 });
  const undone = { actor: person(7), uri: undefined, of: { kind: "like" as const, object: text } };
  await unreact(node.site, { ...undone, uri: `${person(2)}#likes/1` }, new Date());
  await unreact(node.site, { ...undone, actor: person(2), uri: `${person(2)}#likes/1` }, new Date());
  expect(await here.echo()).toMatchObject({ likes: 999 });
}, 120_000);

test("among ten thousand answers a new one finds its place, and all of them are served in order", async () => {
  const here = await openThread({ worker: false });
  const { node, text, report, collective } = here;
  const { db } = node.site;
  await people(here, 1000);
  const start = new Date("2026-03-01T00:00:00Z");
  await sql`
    insert into response (id, kind, uri, actor, collective, report, object, path, depth, state, settled, public, published)
    select ('0190a000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'reply', 'https://many.example/notes/' || n,
      'https://many.example/users/' || 1 + n % 1000, ${collective.id}, ${report}, ${text},
      lpad(to_hex((extract(epoch from m) * 1000)::bigint), 12, '0') || lpad(to_hex(n), 8, '0'), 0, 'shown', false, true, m
    from generate_series(1, 9990) n, lateral (select ${start}::timestamptz + n * interval '1 minute' as m) moment`.execute(
    db,
  );
  const answer = (number: number, inReplyTo: string): PostHeard => ({
    uri: `https://many.example/notes/${number}`,
    attributedTo: person(1 + (number % 1000)),
    inReplyTo,
    quote: null,
    context: null,
    name: null,
    summary: null,
    content: `<p>${number}</p>`,
    language: null,
    url: null,
    published: new Date(),
    updated: null,
    to: [everybody],
    cc: [],
    isPublic: true,
    mentions: [],
    attachments: [],
  });
  for (let number = 9_991; number <= 10_000; number++) {
    const above = number === 9_991 ? 5_000 : number - 1;
    const heard = answer(number, `https://many.example/notes/${above}`);
    expect(await respond(node.site, heard, new Date())).toBe("kept");
  }
  expect(await here.echo()).toMatchObject({ replies: 10_000 });
  const around = await db
    .selectFrom("response")
    .select(["uri", "depth"])
    .where("report", "=", report)
    .where("path", "is not", null)
    .orderBy("path")
    .offset(4_999)
    .limit(12)
    .execute();
  expect(around.map(({ uri, depth }) => [Number(uri.split("/").at(-1)), depth])).toEqual([
    [5_000, 0],
    ...Array.from({ length: 10 }, (_, at) => [9_991 + at, at + 1]),
    [5_001, 0],
  ]);
  expect(await shownAnswers(db, report, 9_999, 50)).toEqual(["https://many.example/notes/10000"]);
  const last = await (await fetch(`${text}/replies/200`)).json();
  expect((last as { items: string[] }).items).toHaveLength(50);
  expect(last).not.toHaveProperty("next");
  const { rows } = await sql<{ "QUERY PLAN": string }>`
    explain select uri from response where report = ${report} and state = 'shown' and public and path is not null
    order by id limit 50`.execute(db);
  expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain("response_in_order");
}, 120_000);
