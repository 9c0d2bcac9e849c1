// What benchmarks start beside themselves: a node in a process and a database of its own, and an end for every process.
import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import type pg from "pg";
import type { Embedded } from "../../src/db/embedded.ts";
import { openDatabase } from "../../src/db/open.ts";

const root = join(import.meta.dirname, "../..");

/** A node that runs. */
export interface BenchNode {
  url: string;
  /** Its database. */
  connection: pg.PoolConfig;
}

/** Compiles Tern, if it has changed: what is measured is what people run. */
export function build(): void {
  if (spawnSync("node", ["build.ts", "--if-stale"], { cwd: root, stdio: "inherit" }).status !== 0) {
    throw new Error("Tern could not be built.");
  }
}

/**
 * Starts a node in a process and a database of its own; it ends with the ground.
 * @param command which parts of a node run: "web" or "serve"
 */
export async function startNode(
  ground: AsyncDisposableStack,
  embedded: Embedded,
  { folder, name, command }: { folder: string; name: string; command: "web" | "serve" },
): Promise<BenchNode> {
  const connection = await createDatabase(embedded, `bench_${name}`);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { host, user, database } = connection;
  const env = {
    ...process.env,
    ORIGIN: url,
    PORT: String(port),
    DATA_DIR: join(folder, name),
    DATABASE_URL: `postgres://${user}@/${database}?host=${encodeURIComponent(host!)}`,
    ALLOW_PRIVATE_ADDRESS: "true",
    LOG_LEVEL: "error",
  };
  const stdio = ["ignore", "ignore", "inherit", "ipc"] as const;
  end(ground, fork(join(root, "dist/src/main.js"), [command], { cwd: folder, env, stdio: [...stdio] }));
  await answers(`${url}/readyz`);
  return { url, connection };
}

/** An empty database. */
export async function createDatabase({ connection }: Embedded, database: string): Promise<pg.PoolConfig> {
  const first = openDatabase(connection, 1);
  await sql.raw(`create database ${database}`).execute(first);
  await first.destroy();
  return { ...connection, database };
}

/** Ends a process with the ground. */
export function end(ground: AsyncDisposableStack, child: ChildProcess): void {
  ground.defer(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  });
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const response = await fetch(url).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await pause(100);
  }
  throw new Error(`${url} does not answer.`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
