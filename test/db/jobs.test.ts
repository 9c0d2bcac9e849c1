// Background work: what belongs to a change comes and goes with it, is done soon, and is tried again when it fails.
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { createJobs } from "../../src/db/jobs.ts";
import type { Db } from "../../src/db/open.ts";
import { freshDatabase } from "../support/site.ts";

async function freshJobs({ working = true } = {}) {
  const { db, connection } = await freshDatabase();
  const errors: Error[] = [];
  const jobs = createJobs(db, (error) => errors.push(error), working ? connection : undefined);
  await jobs.start();
  onTestFinished(() => jobs.stop(1000));
  return { db, connection, jobs, errors };
}

async function waiting(db: Db): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::integer as n from job.job where state < 'active'`.execute(db);
  return rows[0]!.n;
}

test("a job is handled with what it carries", async () => {
  const { db, jobs } = await freshJobs();
  const seen: unknown[] = [];
  await jobs.work("host", async (data) => void seen.push(data));
  await jobs.send(db, "host", { host: "peer.example" });
  await expect.poll(() => seen).toEqual([{ host: "peer.example" }]);
  await expect.poll(() => waiting(db)).toBe(0);
});

test("a job of a change that is taken back never was", async () => {
  const { db, jobs } = await freshJobs();
  const change = db.transaction().execute(async (db) => {
    await jobs.send(db, "host", { host: "never.example" });
    expect(await waiting(db)).toBe(1);
    throw new Error("on second thoughts");
  });
  await expect(change).rejects.toThrow("on second thoughts");
  expect(await waiting(db)).toBe(0);
});

test("a job is not handled before its change is made", async () => {
  const { db, jobs } = await freshJobs();
  const seen: string[] = [];
  await jobs.work("host", async ({ host }) => void seen.push(host));
  await db.transaction().execute(async (within) => {
    await jobs.send(within, "host", { host: "first.example" });
    await jobs.send(db, "host", { host: "other.example" });
    await expect.poll(() => seen).toEqual(["other.example"]);
  });
  await expect.poll(() => seen).toEqual(["other.example", "first.example"]);
});

test("a process that only sends needs no connections of its own, and another does the work", async () => {
  const { db, connection, jobs: worker } = await freshJobs();
  const sender = createJobs(db, () => {});
  await sender.start();
  onTestFinished(() => sender.stop(1000));
  const seen: string[] = [];
  await worker.work("host", async ({ host }) => void seen.push(host));
  await sender.send(db, "host", { host: "peer.example" });
  await expect.poll(() => seen).toEqual(["peer.example"]);
  expect(connection.database).toMatch(/^tern_/);
});

test("several processes may start at the same moment on an empty database", async () => {
  const { db, connection } = await freshDatabase();
  for (let round = 0; round < 5; round++) {
    await sql`drop schema if exists job cascade`.execute(db);
    const all = Array.from({ length: 4 }, (_, number) =>
      createJobs(db, () => {}, number === 0 ? connection : undefined),
    );
    await Promise.all(all.map((jobs) => jobs.start()));
    await Promise.all(all.map((jobs) => jobs.stop(1000)));
  }
  const { rows } = await sql<{ name: string }>`select name from job.queue order by name`.execute(db);
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(["host", "inbox", "publish", "tidy"]));
});

test("a process that only enqueues has nothing to complain about", async () => {
  const { db, connection } = await freshDatabase();
  const errors: Error[] = [];
  for (const given of [undefined, connection]) {
    const jobs = createJobs(db, (error) => errors.push(error), given);
    await jobs.start();
    await jobs.send(db, "host", { host: "a.example" });
    await pause(500);
    await jobs.stop(1000);
  }
  expect(errors).toEqual([]);
});

test("a job that fails is tried again, told of, and holds up no other", async () => {
  const { db, jobs, errors } = await freshJobs();
  const tries: Record<string, number> = {};
  await jobs.work(
    "inbox",
    async ({ message }) => {
      const name = String(message);
      tries[name] = (tries[name] ?? 0) + 1;
      if (name === "bad" && tries[name] < 2) throw new Error("not yet");
    },
    { concurrency: 2 },
  );
  await jobs.send(db, "inbox", { message: "bad" });
  await jobs.send(db, "inbox", { message: "good" });
  await expect.poll(() => tries, { timeout: 20_000 }).toEqual({ bad: 2, good: 1 });
  expect(errors.map(({ message }) => message)).toContain("not yet");
});

test("a backlog is worked off without a pause between jobs, so many at once and no more", async () => {
  const { db, jobs } = await freshJobs();
  for (let number = 0; number < 200; number++) await jobs.send(db, "inbox", { message: number });
  let done = 0;
  let now = 0;
  let most = 0;
  await jobs.work(
    "inbox",
    async () => {
      most = Math.max(most, ++now);
      await pause(1);
      now--;
      done++;
    },
    { concurrency: 6 },
  );
  // At one job for each look into the queue it would take minutes.
  await expect.poll(() => done, { timeout: 15_000 }).toBe(200);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(6);
});

test("one at a time means one at a time", async () => {
  const { db, jobs } = await freshJobs();
  for (let number = 0; number < 6; number++) await jobs.send(db, "host", { host: `${number}.example` });
  const order: string[] = [];
  let now = 0;
  await jobs.work("host", async ({ host }) => {
    expect(++now).toBe(1);
    await pause(2);
    now--;
    order.push(host);
  });
  await expect.poll(() => order.length, { timeout: 10_000 }).toBe(6);
});

test("what is for later waits until then", async () => {
  const { db, jobs } = await freshJobs();
  const seen: string[] = [];
  await jobs.work("host", async ({ host }) => void seen.push(host), { concurrency: 2 });
  await jobs.send(db, "host", { host: "later.example" }, { after: new Date(Date.now() + 3_600_000) });
  await jobs.send(db, "host", { host: "now.example" });
  await expect.poll(() => seen).toEqual(["now.example"]);
  expect(await waiting(db)).toBe(1);
});

test("who stops waits for what is running, and what has not ended is tried again by another", async () => {
  const { db, connection } = await freshDatabase();
  const first = createJobs(db, () => {}, connection);
  await first.start();
  const ended: string[] = [];
  let isStuck = false;
  await first.work(
    "inbox",
    async ({ message }) => {
      if (message === "short") await pause(300);
      else {
        isStuck = true;
        await new Promise(() => {});
      }
      ended.push(String(message));
    },
    { concurrency: 4 },
  );
  await first.send(db, "inbox", { message: "endless" });
  await expect.poll(() => isStuck).toBe(true);
  await first.send(db, "inbox", { message: "short" });
  await expect
    .poll(async () => (await sql`select from job.job where state = 'active'`.execute(db)).rows.length)
    .toBe(2);
  await first.stop(1500);
  expect(ended).toEqual(["short"]);
  const second = createJobs(db, () => {}, connection);
  await second.start();
  onTestFinished(() => second.stop(1000));
  const again: unknown[] = [];
  await second.work("inbox", async ({ message }) => void again.push(message));
  await expect.poll(() => again, { timeout: 20_000 }).toEqual(["endless"]);
});
