// Writes down what came of tries, many at once: whatever ends while one batch is written goes into the next.
import { setTimeout as pause } from "node:timers/promises";
import { getLogger } from "@logtape/logtape";
import { type Claimed, cancelForHosts, giveUp, release, type Settled, settle } from "../../src/db/ledger.ts";
import { hostsAnswered, noteHosts } from "../../src/db/remote_host.ts";
import { failuresUntilFailing, patience } from "../../src/domain/delivery.ts";
import type { Site } from "../../src/site.ts";
import type { Tried } from "./attempt.ts";
import { cancellationOf, newsOf, settlementOf } from "./verdict.ts";

export interface Settler {
  /** Writes down a try, soon. */
  add(row: Claimed, tried: Tried): void;
  /** Writes down that a row is not sent at all, soon. */
  cancel(row: Claimed, why: "blocked" | "taken back"): void;
  /** Writes down what is left, unless the database stays away. */
  stop(): Promise<void>;
}

export interface SettlerOptions {
  /** Told what was written down, and which hosts should be left alone. */
  onSettled(rows: Claimed[], failing: string[]): void;
}

interface Result {
  row: Claimed;
  /** Absent where nothing was sent. */
  tried?: Tried;
  settled: Settled;
}

const log = getLogger(["tern", "deliver"]);
/** How long results are gathered before they are written, in milliseconds. */
const gather = 10;

export function createSettler({ db, clock }: Site, { onSettled }: SettlerOptions): Settler {
  let results: Result[] = [];
  let writing: Promise<void> | undefined;
  let isStopping = false;
  const troubled = new Set<string>();

  function add(result: Result): void {
    if (result.tried && result.row.failures > 0) troubled.add(result.row.host);
    results.push(result);
    writing ??= write();
  }

  async function write(): Promise<void> {
    let failures = 0;
    await pause(gather);
    while (results.length > 0) {
      const batch = results;
      results = [];
      try {
        const failing = await writeDown(batch);
        onSettled(
          batch.map(({ row }) => row),
          failing,
        );
        failures = 0;
      } catch (error) {
        log.warn("What came of {count} deliveries could not be written down yet: {error}", {
          count: batch.length,
          error,
        });
        results = [...batch, ...results];
        if (isStopping && ++failures > 3) break;
        await pause(500);
      }
      if (!isStopping) await pause(gather);
    }
    writing = undefined;
  }

  async function writeDown(batch: Result[]): Promise<string[]> {
    const now = clock.now();
    const settled = batch.map(({ row, settled }) => ({ ...settled, lease: row.lease }));
    const blocked = new Set(
      batch.filter((one) => one.settled.error === "blocked").map(({ row }) => row.host),
    );
    const tries = batch.flatMap(({ row, tried }) => (tried ? [{ row, tried }] : []));
    const { answered, news } = newsOf(tries, now);
    const recovering = answered.filter((host) => troubled.has(host));
    if (blocked.size === 0 && recovering.length === 0 && news.length === 0) {
      await settle(db, now, settled);
      return [];
    }
    // What a host has taught is known as soon as its row is settled: the next one may be taken at that moment.
    const failing = await db.transaction().execute(async (db) => {
      const recovered = recovering.length > 0 ? await hostsAnswered(db, recovering) : [];
      const failing =
        news.length > 0
          ? await noteHosts(db, now, news, { limit: failuresUntilFailing, chance: Math.random() })
          : [];
      await settle(db, now, settled);
      if (recovered.length > 0) await release(db, now, recovered);
      if (blocked.size > 0) await cancelForHosts(db, [...blocked]);
      if (failing.length > 0) await giveUp(db, new Date(now.getTime() - patience), failing);
      return failing;
    });
    for (const host of recovering) troubled.delete(host);
    for (const { host, failures } of news) if (failures > 0) troubled.add(host);
    if (failing.length > 0) {
      log.info("{hosts} do not answer; one delivery each will try again later.", {
        hosts: failing.join(", "),
      });
    }
    return failing;
  }

  return {
    add(row, tried) {
      add({ row, tried, settled: settlementOf(row, tried, clock.now(), Math.random()) });
    },
    cancel(row, why) {
      add({ row, settled: cancellationOf(row, why, clock.now()) });
    },
    async stop() {
      isStopping = true;
      await writing;
    },
  };
}
