// Pages per second of a node beside a route of Express that only sends as much, and the front page of a small and a large archive.
import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { randomUUIDv7 } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { Agent, request } from "undici";
import { startEmbedded } from "../../src/db/embedded.ts";
import { openDatabase } from "../../src/db/open.ts";
import { fillArchive } from "../support/archive.ts";
import { type Benchmark, median } from "./benchmark.ts";

const root = join(import.meta.dirname, "../..");
const archives = { small: 100, large: 10_000 } as const;
const atOnce = 4;
/** Requests of one measurement. */
const requests = 300;
const rounds = 5;

export const run: Benchmark = async (print) => {
  if (spawnSync("node", ["build.ts", "--if-stale"], { cwd: root, stdio: "inherit" }).status !== 0) {
    throw new Error("Tern could not be built.");
  }
  await using ground = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "tern-bench-"));
  ground.defer(() => rm(folder, { recursive: true, force: true }));
  const embedded = await startEmbedded(folder);
  ground.defer(() => embedded.stop());
  const agent = new Agent({ connections: atOnce });
  ground.defer(() => agent.close());

  /** A node with so many reports, in a process and a database of its own. */
  async function open(name: string, count: number) {
    const connection = { ...embedded.connection, database: `bench_${name}` };
    const first = openDatabase(embedded.connection, 1);
    await sql.raw(`create database ${connection.database}`).execute(first);
    await first.destroy();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const { host, user, database } = connection;
    const env = {
      ...process.env,
      ORIGIN: url,
      PORT: String(port),
      DATA_DIR: join(folder, name),
      DATABASE_URL: `postgres://${user}@/${database}?host=${encodeURIComponent(host)}`,
      ALLOW_PRIVATE_ADDRESS: "true",
      LOG_LEVEL: "error",
    };
    const stdio = ["ignore", "ignore", "inherit", "ipc"] as const;
    start(ground, fork(join(root, "dist/src/main.js"), ["web"], { cwd: folder, env, stdio: [...stdio] }));
    await answers(`${url}/readyz`);
    const db = openDatabase(connection, 1);
    const collective = randomUUIDv7();
    await db
      .insertInto("collective")
      .values({ id: collective, handle: "harbour", name: "Harbour", languages: ["en"] })
      .execute();
    await fillArchive(db, collective, count);
    const { id } = await db
      .selectFrom("report")
      .select("id")
      .orderBy("published")
      .limit(1)
      .executeTakeFirstOrThrow();
    await db.destroy();
    const front = await (await fetch(url, { headers: { accept: "text/html" } })).text();
    const report = url + /class="u-url" href="([^"]+)"/.exec(front)![1]!;
    return { front: url, report, object: `${url}/ap/articles/${id}`, length: front.length };
  }

  async function perSecond(url: string, accept: string): Promise<number> {
    let left = requests;
    const began = performance.now();
    const work = async () => {
      while (left-- > 0) {
        const { statusCode, body } = await request(url, { dispatcher: agent, headers: { accept } });
        await body.dump({ limit: 1_000_000 });
        if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}.`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return (requests * 1000) / (performance.now() - began);
  }

  const small = await open("small", archives.small);
  const large = await open("large", archives.large);
  const bare = fork(join(import.meta.dirname, "bare.ts"), [String(large.length)]);
  start(ground, bare);
  const [bareUrl] = (await once(bare, "message")) as [string];
  const activity = "application/activity+json";
  const ways = {
    bare: () => perSecond(bareUrl, "text/html"),
    frontOfSmall: () => perSecond(small.front, "text/html"),
    front: () => perSecond(large.front, "text/html"),
    report: () => perSecond(large.report, "text/html"),
    object: () => perSecond(large.object, activity),
  };
  const figures = Object.fromEntries(Object.keys(ways).map((name) => [name, [] as number[]]));
  print(`${requests} requests a measurement over ${atOnce} connections, ${archives.large} reports.`);
  for (let round = 0; round <= rounds; round += 1) {
    const said: string[] = [];
    // Forth and back, so that nobody is always measured on a machine that others have warmed up.
    const order = Object.entries(ways);
    for (const [name, way] of round % 2 === 0 ? order : order.reverse()) {
      const figure = await way();
      // The first round warms up.
      if (round > 0) figures[name]!.push(figure);
      said.push(`${name} ${figure.toFixed(0)}/s`);
    }
    if (round > 0) print(`round ${round}: ${said.join(", ")}`);
  }
  const of = (name: keyof typeof ways, other: keyof typeof ways) =>
    Number(median(figures[name]!.map((figure, round) => figure / figures[other]![round]!)).toFixed(3));
  const result = {
    ...Object.fromEntries(Object.entries(figures).map(([name, all]) => [name, Math.round(median(all))])),
    frontOfBare: of("front", "bare"),
    reportOfBare: of("report", "bare"),
    objectOfBare: of("object", "bare"),
    /** Front pages per second with the large archive, of those with the small one: 1 where it does not matter. */
    ratio: of("front", "frontOfSmall"),
  };
  print(
    `of a bare route: front ${result.frontOfBare}, report ${result.reportOfBare}, object ${result.objectOfBare}; ` +
      `front with ${archives.large} reports of front with ${archives.small}: ratio ${result.ratio}`,
  );
  return result;
};

function start(ground: AsyncDisposableStack, child: ChildProcess): void {
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
