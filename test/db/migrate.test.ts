// The tables come up from nothing, and a second start finds nothing to do.
import { sql } from "kysely";
import { expect, test } from "vitest";
import { isMigrated, migrate } from "../../src/db/migrate.ts";
import { freshDatabase } from "../support/site.ts";

test("a database that is up to date is left alone", async () => {
  const { db } = await freshDatabase();
  expect(await migrate(db)).toEqual([]);
  expect(await isMigrated(db)).toBe(true);
});

test("a database that a newer Tern has changed is left alone, with a sentence", async () => {
  const { db } = await freshDatabase();
  await sql`insert into kysely_migration values ('9999_future', '2099-01-01T00:00:00Z')`.execute(db);
  await expect(migrate(db)).rejects.toThrow(
    /^This database was brought up to date by a newer Tern \(9999_future\)\./,
  );
});
