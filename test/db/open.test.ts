// Several statements at once, as pg-boss sends them.
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase, runStatements } from "../../src/db/open.ts";
import { Unavailable } from "../../src/domain/errors.ts";
import { freshDatabase } from "../support/site.ts";

test("of several statements each has its result, and where one fails nothing stays begun", async () => {
  const { connection } = await freshDatabase();
  const db = openDatabase(connection, 1);
  onTestFinished(() => db.destroy());
  const both = await runStatements(db, "select 1 as a; select 2 as b");
  expect(both.map(({ rows }) => rows)).toEqual([[{ a: 1 }], [{ b: 2 }]]);
  expect((await runStatements(db, "select $1::int as c", [3]))[0]?.rows).toEqual([{ c: 3 }]);
  const failing = runStatements(
    db,
    "begin; insert into kv (key, value) values ('k', '1'); select 1 / 0; commit",
  );
  await expect(failing).rejects.toThrow("division by zero");
  // The only connection there is can be used on.
  const { rows } =
    await sql`select count(*)::int as count, now() = statement_timestamp() as fresh from kv`.execute(db);
  expect(rows).toEqual([{ count: 0, fresh: true }]);
});

test("a database that is away is said to be away", async () => {
  const db = openDatabase({ host: "/nowhere/at-all", user: "x", database: "x" }, 1);
  onTestFinished(() => db.destroy());
  await expect(runStatements(db, "select 1")).rejects.toThrow(Unavailable);
});
