// Keeps threads in order: answers that came before what they answer get their place when that arrives.
import { sql } from "kysely";
import type { Db } from "../db/open.ts";
import type { Response } from "../db/response.ts";
import { type ThreadPlace, threadPlace } from "../domain/response.ts";

/** Most answers below one that move with it. */
const mostMoved = 5_000;

/** An answer that has its place, for what is below it. */
interface Placed extends ThreadPlace {
  id: string;
  collective: string;
  report: string;
  uri: string;
}

/** Puts the answers to an answer below it that came before it. */
export async function adopt(db: Db, placed: Placed): Promise<void> {
  const children = await db
    .selectFrom("response")
    .selectAll()
    .where("object", "=", placed.uri)
    .where("parent", "is", null)
    .where("kind", "in", ["reply", "mention"])
    .where("collective", "=", placed.collective)
    .where("id", "<>", placed.id)
    .orderBy("id")
    .limit(mostMoved)
    .execute();
  for (const child of children) {
    await moveBelow(db, child, { report: placed.report, parent: placed });
  }
}

/**
 * Moves an answer, and everything below it, to its place. Nothing is put below itself.
 * @returns whether it has moved
 */
export async function moveBelow(
  db: Db,
  answer: Response,
  { report, parent }: { report: string; parent: (ThreadPlace & { id: string }) | undefined },
): Promise<boolean> {
  const below = await subtree(db, answer.id);
  if (parent !== undefined && below.some(({ id }) => id === parent.id)) return false;
  const places = new Map<string, ThreadPlace>();
  for (const { id, parent: above, published } of below) {
    const known = id === answer.id ? parent : places.get(above!);
    places.set(id, threadPlace(known, published, id));
  }
  const moved = [...places];
  await sql`
    update response r set kind = 'reply', report = ${report}, path = v.path, depth = v.depth,
      parent = case when r.id = ${answer.id} then ${parent?.id ?? null}::uuid else r.parent end
    from unnest(
      ${moved.map(([id]) => id)}::uuid[], ${moved.map(([, { path }]) => path)}::text[],
      ${moved.map(([, { depth }]) => depth)}::int[]
    ) as v (id, path, depth)
    where r.id = v.id and r.kind <> 'answer'`.execute(db);
  return true;
}

/** An answer and all below it, each after what it answers. */
async function subtree(db: Db, id: string): Promise<Pick<Response, "id" | "parent" | "published">[]> {
  const { rows } = await sql<Pick<Response, "id" | "parent" | "published">>`
    with recursive below as (
      select id, parent, published, 0 as steps from response where id = ${id}
      union all
      select r.id, r.parent, r.published, below.steps + 1 from response r join below on r.parent = below.id
      where r.path is not null and below.steps < 1000
    )
    select id, parent, published from below order by steps limit ${mostMoved}`.execute(db);
  return rows;
}
