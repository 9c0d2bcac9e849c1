// A node of its own for one test: its own database, data folder, port and clock; and a check that nothing is left running.

import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { inject, onTestFinished } from "vitest";
import { type Db, openDatabase } from "../../src/db/open.ts";
import { templateName } from "./postgres.ts";

/** Takes what is to be undone: when the test is over, unless several tests share it. */
export type WhenOver = (undo: () => Promise<void>) => void;

/** A fresh, migrated database, dropped when the test is over. */
export async function freshDatabase(whenOver: WhenOver = onTestFinished): Promise<{
  db: Db;
  connection: { host: string; user: string; database: string };
}> {
  const { host, user } = inject("postgres");
  const database = `tern_${randomBytes(6).toString("hex")}`;
  await asRoot(`create database ${database} template ${templateName} strategy file_copy`);
  const connection = { host, user, database };
  const db = openDatabase(connection);
  whenOver(async () => {
    await db.destroy();
    await asRoot(`drop database if exists ${database} with (force)`);
  });
  return { db, connection };
}

/** An empty folder, removed when the test is over. */
export async function freshFolder(whenOver: WhenOver = onTestFinished): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tern-"));
  whenOver(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function asRoot(statement: string): Promise<void> {
  const { host, user } = inject("postgres");
  const root = openDatabase({ host, user, database: "postgres" }, 1);
  try {
    await sql.raw(statement).execute(root);
  } finally {
    await root.destroy();
  }
}
