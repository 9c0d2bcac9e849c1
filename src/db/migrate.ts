// Brings the tables up to date: numbered files, forward only, one process at a time (an advisory lock).
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Migration, Migrator } from "kysely/migration";
import { Refused } from "../domain/errors.ts";
import type { Db } from "./open.ts";

const folder = join(import.meta.dirname, "../../migrations");

/**
 * Runs the migrations that have not run yet.
 * @returns the names of those that ran
 * @throws {Refused} when a newer Tern has been here; otherwise the error of the first that failed; what it did is rolled back
 */
export async function migrate(db: Db): Promise<string[]> {
  const { error, results } = await migrator(db).migrateToLatest();
  const [, unknown] = /previously executed migration (\S+) is missing/.exec(String(error)) ?? [];
  if (unknown !== undefined) {
    throw new Refused(
      `This database was brought up to date by a newer Tern (${unknown}). Install that one, or go back to a backup from before.`,
      { cause: error },
    );
  }
  if (error !== undefined) throw error;
  return (results ?? [])
    .filter((result) => result.status === "Success")
    .map((result) => result.migrationName);
}

/** Whether every migration that this version knows has run. */
export async function isMigrated(db: Db): Promise<boolean> {
  const known = await migrator(db).getMigrations();
  return known.every((migration) => migration.executedAt !== undefined);
}

function migrator(db: Db): Migrator {
  return new Migrator({ db, provider: { getMigrations } });
}

async function getMigrations(): Promise<Record<string, Migration>> {
  const migrations: Record<string, Migration> = {};
  for (const file of await readdir(folder)) {
    if (!/^\d{4}_\w+\.(js|ts)$/.test(file)) continue;
    migrations[file.replace(/\.\w+$/, "")] = await import(pathToFileURL(join(folder, file)).href);
  }
  return migrations;
}
