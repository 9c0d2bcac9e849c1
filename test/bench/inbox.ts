// Activities per second through the whole way of an inbox, until each is in its table, beside bare verification and one insert.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { Agent, request } from "undici";
import { startEmbedded } from "../../src/db/embedded.ts";
import { openDatabase } from "../../src/db/open.ts";
import { ap } from "../../src/domain/paths.ts";
import { type Benchmark, median } from "./benchmark.ts";
import { addTexts, gather, type Ready } from "./crowd.ts";
import { build, createDatabase, end, startNode } from "./processes.ts";

/** Servers and people on each of them; everybody says something about every text. */
const servers = 16;
const onEach = 25;
const texts = 5;
const activities = servers * onEach * texts;
/** Connections, of all servers together. */
const atOnce = 64;
const rounds = 5;

export const run: Benchmark = async (print) => {
  build();
  await using ground = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "tern-bench-"));
  ground.defer(() => rm(folder, { recursive: true, force: true }));
  const embedded = await startEmbedded(folder);
  ground.defer(() => embedded.stop());
  const node = await startNode(ground, embedded, { folder, name: "inbox", command: "serve" });
  const db = openDatabase(node.connection, 2);
  ground.defer(() => db.destroy());
  const crowd = await gather(db, servers, onEach);
  const bare = fork(join(import.meta.dirname, "bare_inbox.ts"));
  end(ground, bare);
  bare.send({ connection: await createDatabase(embedded, "bench_bare"), keys: crowd.keys });
  const [bareUrl] = (await once(bare, "message")) as [string];
  const agent = new Agent({ connections: atOnce });
  ground.defer(() => agent.close());

  async function postAll(url: string, all: Ready[]): Promise<void> {
    let next = 0;
    const work = async () => {
      while (next < all.length) {
        const { body, headers } = all[next++]!;
        const answer = await request(url, { method: "POST", dispatcher: agent, headers, body });
        await answer.body.dump();
        if (answer.statusCode !== 202) throw new Error(`${url} answered ${answer.statusCode}.`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  /** What everybody says about fresh texts of the node, and how much of it has arrived where it belongs. */
  async function prepare(url: string) {
    const about = await addTexts(db, node.url, texts);
    const ids = about.map((address) => address.split("/").at(-1)!);
    const all = crowd.say(about, url + ap.sharedInbox());
    const arrived = sql<{ count: number }>`
      select count(*)::int as count from response where report = any(${ids}::uuid[]) and kind in ('like', 'reply')`;
    return { all, arrived: async () => (await arrived.execute(db)).rows[0]!.count };
  }

  const perSecond = { bare: [] as number[], door: [] as number[], inbox: [] as number[] };
  const rate = (began: number) => (activities * 1_000) / (performance.now() - began);

  print(
    `${activities} activities a round, likes and replies, of ${servers * onEach} people on ${servers} servers over ${atOnce} ` +
      "connections; RSA-2048, keys known beforehand, caches warm.",
  );
  for (let round = 0; round <= rounds; round++) {
    const said = await prepare(bareUrl);
    let began = performance.now();
    await postAll(bareUrl + ap.sharedInbox(), said.all);
    const bareRate = rate(began);
    const { all, arrived } = await prepare(node.url);
    began = performance.now();
    await postAll(node.url + ap.sharedInbox(), all);
    const doorRate = rate(began);
    while ((await arrived()) < activities) await pause(10);
    const inboxRate = rate(began);
    // The first round warms up.
    if (round === 0) continue;
    perSecond.bare.push(bareRate);
    perSecond.door.push(doorRate);
    perSecond.inbox.push(inboxRate);
    print(
      `round ${round}: bare ${bareRate.toFixed(0)}/s, inbox ${inboxRate.toFixed(0)}/s (answered ${doorRate.toFixed(0)}/s)`,
    );
  }
  const result = {
    bare: Math.round(median(perSecond.bare)),
    /** Answered with 202: stored, but perhaps not worked on yet. */
    door: Math.round(median(perSecond.door)),
    inbox: Math.round(median(perSecond.inbox)),
    ratio: Number(median(perSecond.inbox.map((figure, round) => figure / perSecond.bare[round]!)).toFixed(3)),
  };
  print(
    `bare verification and insert ${result.bare}/s, whole inbox ${result.inbox}/s, ratio ${result.ratio}`,
  );
  return result;
};
