// A whole node in this process for one test: a free port, a fresh database, an empty data folder.
import { createServer } from "node:net";
import { onTestFinished } from "vitest";
import { readConfig } from "../../src/config.ts";
import { startNode } from "../../src/main.ts";
import type { Clock, Site } from "../../src/site.ts";
import { freshDatabase, freshFolder, type WhenOver } from "./site.ts";

export interface TestNode {
  site: Site;
  /** Its origin: http://127.0.0.1 and the port. */
  url: string;
  /** Stops it before the test is over. */
  stop(): Promise<void>;
}

/**
 * Starts a node; it stops when the test is over.
 * @param options `web` and `worker`: which parts run (both, unless said otherwise); `env`: further settings; `whenOver`:
 *   for a node that several tests share
 */
export async function startTestNode(
  options: {
    web?: boolean;
    worker?: boolean;
    clock?: Clock;
    env?: Record<string, string>;
    whenOver?: WhenOver;
  } = {},
): Promise<TestNode> {
  const { whenOver = onTestFinished } = options;
  const { connection } = await freshDatabase(whenOver);
  const dataDir = await freshFolder(whenOver);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const config = readConfig({
    ORIGIN: origin,
    PORT: String(port),
    DATA_DIR: dataDir,
    DATABASE_URL: addressOf(connection),
    ALLOW_PRIVATE_ADDRESS: "true",
    LOG_LEVEL: "error",
    ...options.env,
  });
  const { web = true, worker = true, clock } = options;
  const node = await startNode(config, { web, worker, ...(clock && { clock }) });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= node.stop();
    return stopped;
  };
  whenOver(stop);
  return { site: node.site, url: origin, stop };
}

/** A DATABASE_URL for a database behind a unix socket. */
export function addressOf({
  host,
  user,
  database,
}: {
  host: string;
  user: string;
  database: string;
}): string {
  return `postgres://${user}@/${database}?host=${encodeURIComponent(host)}`;
}

/**
 * A port that nobody listens on. It is below those that the system hands out by itself, to servers and to whoever makes a
 * connection, and each worker of the run has its own: until the node listens there, nobody else takes it.
 */
export async function freePort(): Promise<number> {
  const perWorker = 600;
  const first = 20_000 + (Number(process.env.VITEST_POOL_ID ?? 0) % 20) * perWorker;
  for (;;) {
    const port = first + Math.floor(Math.random() * perWorker);
    const server = createServer();
    const isFree = await new Promise<boolean>((told) => {
      server.once("error", () => told(false));
      server.listen(port, "127.0.0.1", () => told(true));
    });
    if (!isFree) continue;
    await new Promise((closed) => server.close(closed));
    return port;
  }
}
