// What a database is asked, and how it would find that out.
import { PostgresQueryCompiler, sql } from "kysely";
import type { Db } from "../../src/db/open.ts";

/** A question as it was put. */
export interface Asked {
  query: string;
  parameters: readonly unknown[];
}

/** A database that writes down what it is asked, oldest first. */
export function listening(db: Db): { db: Db; asked: Asked[] } {
  const compiler = new PostgresQueryCompiler();
  const prepared = new WeakMap<object, Asked>();
  const asked: Asked[] = [];
  const heard = db.withPlugin({
    transformQuery({ node: query, queryId }) {
      const { sql: text, parameters } = compiler.compileQuery(query, queryId);
      prepared.set(queryId, { query: text, parameters });
      return query;
    },
    // Parts of a question are prepared as well; only what has a result was asked.
    async transformResult({ result, queryId }) {
      asked.push(prepared.get(queryId)!);
      return result;
    },
  });
  return { db: heard, asked };
}

/** A step of a plan. */
export interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: Plan[];
}

/** The steps by which a question was answered, with what each has read; whatever it changes is changed. */
export async function stepsOf(db: Db, asked: Asked): Promise<Plan[]> {
  return explained(db, asked, "analyze, format json");
}

/** The steps by which a question would be answered if a whole table were gone through only where no index helps. */
export function stepsByIndex(db: Db, asked: Asked): Promise<Plan[]> {
  return db.transaction().execute(async (db) => {
    await sql`set local enable_seqscan = off`.execute(db);
    return explained(db, asked, "format json");
  });
}

async function explained(db: Db, { query, parameters }: Asked, how: string): Promise<Plan[]> {
  const { rows } = await db.executeQuery<{ "QUERY PLAN": [{ Plan: Plan }] }>({
    ...sql`select 1`.compile(db),
    sql: `explain (${how}) ${query}`,
    parameters,
  });
  return walk(rows[0]!["QUERY PLAN"][0].Plan);
}

function walk(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(walk)];
}
