// Answers as rows, for pages that show them: written straight into their table, by people of servers nobody asks.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "../../src/db/open.ts";
import type { Response } from "../../src/db/response.ts";
import { type ThreadPlace, threadPlace } from "../../src/domain/response.ts";

/** Somebody on another server. */
export async function stranger(
  db: Db,
  handle: string,
  name: string | null = null,
): Promise<{ id: string; host: string }> {
  const [user, host] = handle.split("@") as [string, string];
  const id = `https://${host}/users/${user}`;
  await db
    .insertInto("remote_host")
    .values({ host })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await db
    .insertInto("remote_actor")
    .values({ id, host, type: "Person", handle, name, url: `https://${host}/@${user}`, inbox: `${id}/inbox` })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return { id, host };
}

/** What an answer is, where it is not an ordinary one. */
export type AnswerWish = Partial<
  Pick<
    Response,
    "kind" | "state" | "public" | "html" | "name" | "content_warning" | "language" | "url" | "published"
  >
> & { attachments?: Response["attachments"]; parent?: { id: string; uri: string } & ThreadPlace };

/** An answer to a text. */
export async function answerTo(
  db: Db,
  { collective, report, origin }: { collective: string; report: string | null; origin: string },
  by: { id: string },
  wish: AnswerWish = {},
): Promise<{ id: string; uri: string } & ThreadPlace> {
  const id = randomUUIDv7();
  const { parent, attachments = [], kind = "reply", published = new Date(), ...rest } = wish;
  const uri = `${by.id}/posts/${id}`;
  const place = threadPlace(parent, published, id);
  const isInThread = kind === "reply" && report !== null;
  await db
    .insertInto("response")
    .values({
      id,
      kind,
      uri,
      actor: by.id,
      collective,
      report,
      object: parent?.uri ?? (report === null ? null : `${origin}/ap/articles/${report}`),
      parent: parent?.id ?? null,
      path: isInThread ? place.path : null,
      depth: isInThread ? place.depth : 0,
      state: "shown",
      public: true,
      html: "<p>I was there too.</p>",
      url: uri,
      ...rest,
      published,
      attachments: JSON.stringify(attachments),
    })
    .execute();
  return { id, uri, ...place };
}

/** Thousands of answers to one text, one below the other in threes. */
export async function fillThread(db: Db, collective: string, report: string, count: number): Promise<void> {
  const { id } = await stranger(db, "everybody@crowd.example", "Everybody");
  await sql`
    insert into response (id, kind, uri, actor, collective, report, object, path, depth, state, public, html, published)
    select made.id, 'reply', ${id} || '/posts/' || n, ${id}, ${collective}::uuid, ${report}::uuid, 'https://crowd.example/x',
      lpad(to_hex(1000000 + (n - 1) / 3 * 10), 12, '0') || lpad(to_hex((n - 1) / 3), 8, '0')
        || case when n % 3 = 1 then '' else lpad(to_hex(1000000 + n), 12, '0') || lpad(to_hex(n), 8, '0') end,
      case when n % 3 = 1 then 0 else 1 end, 'shown', true, '<p>Answer ' || n || '</p>',
      timestamptz '2030-01-01 00:00Z' + n * interval '1 minute'
    from generate_series(1, ${count}::int) n, lateral (select gen_random_uuid() as id, n as of_row) made`.execute(
    db,
  );
  for (const table of ["response", "report_echo"]) await sql.raw(`vacuum analyze ${table}`).execute(db);
}
