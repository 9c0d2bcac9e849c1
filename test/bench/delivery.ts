// Deliveries per second through the whole ledger, beside a bare loop that only signs and posts: same key, body, sink and connections.
import { fork } from "node:child_process";
import { randomUUIDv7 } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { startSender } from "../../federation/deliver.ts";
import { post } from "../../federation/delivery/post.ts";
import { createEgress } from "../../federation/egress.ts";
import { loadKeys, makeKeys } from "../../federation/keys.ts";
import { digestOf, signRequest } from "../../federation/signature.ts";
import { startEmbedded } from "../../src/db/embedded.ts";
import { migrate } from "../../src/db/migrate.ts";
import { openDatabase } from "../../src/db/open.ts";
import { addCollective, siteOver } from "../support/ledger_site.ts";
import { type Benchmark, median } from "./benchmark.ts";

/** Servers, each on an address of its own; with two connections to each there are 64 in both ways. */
const servers = 32;
const perHost = 2;
const atOnce = servers * perHost;
const deliveries = 4_000;
const rounds = 5;

export const run: Benchmark = async (print) => {
  await using ground = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "tern-bench-"));
  ground.defer(() => rm(folder, { recursive: true, force: true }));
  const sink = fork(join(import.meta.dirname, "sink.ts"), [String(servers)]);
  ground.defer(() => void sink.kill());
  const embedded = await startEmbedded(folder);
  ground.defer(() => embedded.stop());
  const db = openDatabase(embedded.connection);
  ground.defer(() => db.destroy());
  await migrate(db);
  const site = siteOver(db, { now: () => new Date() });
  const collective = await addCollective(site);
  await makeKeys(site, db, collective);
  const { rsa } = await loadKeys(site, db, collective);
  const [hosts] = (await once(sink, "message")) as [string[]];
  const inboxes = Array.from({ length: deliveries }, (_, n) => ({
    host: hosts[n % servers]!,
    inbox: `http://${hosts[n % servers]}/inbox/${Math.floor(n / servers)}`,
  }));
  const body = Buffer.from(
    JSON.stringify({ type: "Create", object: { content: "A long night. ".repeat(400) } }),
  );
  const digest = digestOf(body);

  /** As little as can be done: so many workers, each signs, posts and waits for the answer. */
  const ways = { bare: createEgress(site.config), ledger: createEgress(site.config) };
  for (const way of Object.values(ways)) ground.defer(() => way.close());
  async function bare(): Promise<void> {
    let next = 0;
    const work = async () => {
      while (next < deliveries) {
        const url = new URL(inboxes[next++]!.inbox);
        const now = new Date();
        const request = { method: "POST", url, contentType: "application/activity+json", digest } as const;
        const headers = await signRequest(request, rsa, "cavage", now);
        const { status } = await post(ways.bare.dispatcher, url, headers, body, now).answer;
        if (status !== 202) throw new Error(`The sink answered ${status}.`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  /** The rows are there; the sender is told, and the round ends when the last of them is written down as delivered. */
  async function ledger(): Promise<void> {
    const waits = sql<{
      waits: boolean;
    }>`select exists (select from delivery where state = 'pending') as waits`;
    await sql`select pg_notify('tern_delivery', '')`.execute(db);
    while ((await waits.execute(db)).rows[0]!.waits) await pause(5);
  }

  async function prepare(): Promise<void> {
    const activity = randomUUIDv7();
    const object = `${site.config.origin}/ap/articles/${activity}`;
    const row = { id: activity, collective, type: "Create", object, public: true, published: new Date() };
    const { sequence } = await db
      .insertInto("activity")
      .values(row)
      .returning("sequence")
      .executeTakeFirstOrThrow();
    await db.insertInto("activity_form").values({ activity, form: "whole", body: body.toString() }).execute();
    await sql`
      insert into delivery (activity, inbox, host, object, sequence)
      select ${activity}, inbox, host, ${object}, ${sequence}
      from unnest(${inboxes.map((one) => one.inbox)}::text[], ${inboxes.map((one) => one.host)}::text[]) as i (inbox, host)
    `.execute(db);
  }

  const perSecond = { bare: [] as number[], ledger: [] as number[] };
  async function measure(name: "bare" | "ledger", work: () => Promise<void>): Promise<void> {
    const began = performance.now();
    await work();
    perSecond[name].push((deliveries * 1_000) / (performance.now() - began));
  }

  print(`${deliveries} deliveries a round to ${servers} servers over ${atOnce} connections, RSA-2048.`);
  for (let round = 0; round <= rounds; round++) {
    await measure("bare", bare);
    await prepare();
    const sender = startSender(site, ways.ledger, { atOnce, perHost, poll: 60_000 });
    await measure("ledger", ledger);
    await sender.stop();
    // The first round warms up.
    if (round === 0) for (const figures of Object.values(perSecond)) figures.length = 0;
    else
      print(
        `round ${round}: bare ${perSecond.bare.at(-1)!.toFixed(0)}/s, ledger ${perSecond.ledger.at(-1)!.toFixed(0)}/s`,
      );
  }
  const result = {
    bare: Math.round(median(perSecond.bare)),
    ledger: Math.round(median(perSecond.ledger)),
    ratio: Number(
      median(perSecond.ledger.map((figure, round) => figure / perSecond.bare[round]!)).toFixed(3),
    ),
  };
  print(`bare loop ${result.bare}/s, ledger ${result.ledger}/s, ratio ${result.ratio}`);
  return result;
};
