// Pages per second of a node beside a route of Express that only sends as much, and the front page of a small and a large archive.
import { fork } from "node:child_process";
import { randomUUIDv7 } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent, request } from "undici";
import { startEmbedded } from "../../src/db/embedded.ts";
import { openDatabase } from "../../src/db/open.ts";
import { fillArchive } from "../support/archive.ts";
import { type Benchmark, median } from "./benchmark.ts";
import { build, end, startNode } from "./processes.ts";

const archives = { small: 100, large: 10_000 } as const;
const atOnce = 4;
/** Requests of one measurement. */
const requests = 300;
const rounds = 5;

export const run: Benchmark = async (print) => {
  build();
  await using ground = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "tern-bench-"));
  ground.defer(() => rm(folder, { recursive: true, force: true }));
  const embedded = await startEmbedded(folder);
  ground.defer(() => embedded.stop());
  const agent = new Agent({ connections: atOnce });
  ground.defer(() => agent.close());

  /** A node with so many reports, in a process and a database of its own. */
  async function open(name: string, count: number) {
    const { url, connection } = await startNode(ground, embedded, { folder, name, command: "web" });
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
  end(ground, bare);
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
