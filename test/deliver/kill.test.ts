// A sender may be killed at any moment, and PostgreSQL restarted: nothing is lost, and only what was under way may be sent twice.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { startEmbedded } from "../../src/db/embedded.ts";
import { migrate } from "../../src/db/migrate.ts";
import { openDatabase } from "../../src/db/open.ts";
import {
  addReport,
  expectStates,
  follow,
  rows,
  say,
  startLedger,
  startLedgerOver,
  startTestSender,
  states,
} from "../support/ledger.ts";
import { startSink } from "../support/sink.ts";
import { freshFolder } from "../support/site.ts";

const program = join(import.meta.dirname, "../support/sender_process.ts");
const atOnce = 16;
const kills = 10;

test("a sender that is killed ten times at random moments loses nothing, and doubles only what was under way", async () => {
  const ledger = await startLedger();
  const { site, connection } = ledger;
  const sink = await startSink(300);
  await follow(ledger, sink.hosts);
  for (let text = 0; text < 6; text++) await say(ledger, { type: "Create", report: await addReport(ledger) });
  const total = 1_800;
  // Slow enough that ten kills fall into the work.
  sink.react = () => pause(5 + Math.random() * 20).then(() => 202);
  const underWay = new Set<string>();
  const nameOf = (row: { activity: string; inbox: string }) => `${row.activity} ${row.inbox}`;
  const cache = await freshFolder();
  // The next one is made ready while the one before works: what takes time is to start a process.
  let next = prepareSender(connection, 0, cache);
  for (let life = 1; life <= kills; life++) {
    const sender = next;
    next = prepareSender(connection, life, cache);
    const aim = Math.min(sink.posts.length + 20 + Math.floor(Math.random() * 120), total - 1);
    sender.child.send("go");
    await expect.poll(() => sink.posts.length, { timeout: 60_000, interval: 1 }).toBeGreaterThan(aim);
    sender.child.kill("SIGKILL");
    await sender.ended;
    const leased = (await rows(site)).filter((row) => row.state === "pending" && row.lease !== null);
    for (const row of leased) underWay.add(nameOf(row));
  }
  expect((await states(site)).pending).toBeGreaterThan(0);
  next.child.send("go");
  await expectStates(site, { delivered: total }, 60_000);

  const came = new Map<string, number>();
  for (const { host, path, body } of sink.posts) {
    const id: string = JSON.parse(body).id.split("/").at(-1);
    const name = nameOf({ activity: id, inbox: `http://${host}${path}` });
    came.set(name, (came.get(name) ?? 0) + 1);
  }
  expect(came.size).toBe(total);
  const doubled = [...came].filter(([, times]) => times > 1).map(([name]) => name);
  expect(doubled.filter((name) => !underWay.has(name))).toEqual([]);
  // Many of those that were taken had not been posted, or only were not written down yet.
  expect(sink.posts.length - total).toBeLessThanOrEqual(kills * atOnce * 4);
}, 240_000);

test("PostgreSQL is restarted in the middle, and the sender goes on by itself", async () => {
  const folder = await freshFolder();
  let embedded = await startEmbedded(folder);
  onTestFinished(() => embedded.stop());
  const db = openDatabase(embedded.connection);
  onTestFinished(() => db.destroy());
  await migrate(db);
  const ledger = await startLedgerOver(db, embedded.connection);
  const sink = await startSink(300);
  sink.react = () => pause(20).then(() => 202);
  await follow(ledger, sink.hosts);
  await say(ledger, { type: "Create", report: await addReport(ledger) });
  startTestSender(ledger.site, { atOnce: 8, lease: 3_000 });
  await expect.poll(() => sink.posts.length).toBeGreaterThan(50);
  await embedded.stop();
  expect(sink.posts.length).toBeLessThan(300);
  embedded = await startEmbedded(folder);
  await expect
    .poll(() => states(ledger.site).catch(() => undefined), { timeout: 30_000 })
    .toEqual({ delivered: 300 });
  expect(new Set(sink.posts.map(({ host }) => host)).size).toBe(300);
}, 60_000);

/** A sender that waits for a word. Each life has a clock so far ahead that the leases of the one before have run out. */
function prepareSender(
  connection: object,
  life: number,
  cache: string,
): { child: ChildProcess; ended: Promise<unknown> } {
  const settings = JSON.stringify({ connection, ahead: life * 60_000, pace: { atOnce } });
  const child = fork(program, [settings], {
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
    execArgv: [],
  });
  const ended = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return { child, ended };
}
