// One PostgreSQL for the whole test run, with a migrated template that every test's database is copied from.
import { access, constants, mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import type { ProvidedContext } from "vitest";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "../../src/db/embedded.ts";
import { createJobs } from "../../src/db/jobs.ts";
import { migrate } from "../../src/db/migrate.ts";
import { openDatabase } from "../../src/db/open.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Folder of the unix socket, and the user to connect as. */
    postgres: { host: string; user: string };
  }
}

export const templateName = "tern_template";
/** What a run needs at most, in bytes. */
const room = 2_000_000_000;

export default async function setup(project: Pick<TestProject, "provide">): Promise<() => Promise<void>> {
  // Whoever starts many runs prepares one for all of them.
  const { TEST_POSTGRES: given } = process.env;
  if (given !== undefined) {
    project.provide("postgres", JSON.parse(given) as ProvidedContext["postgres"]);
    return async () => {};
  }
  await useMemory();
  const dataDir = await mkdtemp(join(tmpdir(), "tern-test-"));
  const embedded = await startEmbedded(dataDir);
  const { host, user } = embedded.connection as { host: string; user: string };
  const root = openDatabase({ host, user, database: "postgres" }, 1);
  // Tests do not pull the plug on this server; waiting for the disk would only make them slow.
  for (const setting of ["fsync", "synchronous_commit", "full_page_writes", "autovacuum"]) {
    await sql.raw(`alter system set ${setting} = off`).execute(root);
  }
  await sql`alter system set max_connections = 300`.execute(root);
  await sql`select pg_reload_conf()`.execute(root);
  await sql.raw(`create database ${templateName}`).execute(root);
  const template = openDatabase({ host, user, database: templateName }, 2);
  await migrate(template);
  const jobs = createJobs(template, () => {});
  await jobs.start();
  await jobs.stop(1000);
  await template.destroy();
  await root.destroy();
  project.provide("postgres", { host, user });
  return async () => {
    await embedded.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** Puts everything temporary, of the processes of this run too, into memory where that serves as a disk and has room. */
async function useMemory(): Promise<void> {
  const memory = "/dev/shm";
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }));
  const isOpen = await access(memory, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (isOpen && bavail * bsize > room) process.env.TMPDIR = memory;
}
