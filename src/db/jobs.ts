// Background work on the same PostgreSQL (pg-boss): a job that belongs to a change is enqueued in the change's transaction.
import { sql } from "kysely";
import type pg from "pg";
import { type JobInsert, PgBoss } from "pg-boss";
import { executor, oneAtATime, pooled } from "./boss_sql.ts";
import { listen } from "./listen.ts";
import type { Db } from "./open.ts";
import { type Pump, startPump } from "./pump.ts";
import { differs, type JobData, type QueueName, queues } from "./queues.ts";
import { type Write, writeTogether } from "./together.ts";

export interface WorkOptions {
  /** Jobs handled at once by this process. */
  concurrency?: number;
  /** Whether one that waits long for somebody else makes room for another; true unless given. */
  makesRoom?: boolean;
}

export interface Jobs {
  /** Makes the queues; `work` and `send` need it. */
  start(): Promise<void>;
  /** Waits for running jobs, at most `timeout` milliseconds, and lets go; what has not ended is tried again. */
  stop(timeout?: number): Promise<void>;
  /**
   * Enqueues a job.
   * @param db the transaction it belongs to
   * @param options `after`: not before that moment
   */
  send<Q extends QueueName>(db: Db, queue: Q, data: JobData[Q], options?: { after?: Date }): Promise<void>;
  /**
   * Enqueues a job that belongs to no other change, in one statement with others of the same moment.
   * @param db no transaction
   * @param options `size`: about how many bytes it carries; `after`: not before that moment
   * @returns when it is stored
   */
  sendTogether<Q extends QueueName>(
    db: Db,
    queue: Q,
    data: JobData[Q],
    options: { size: number; after?: Date },
  ): Promise<void>;
  /** Handles a queue's jobs in this process, from now on; a handler that throws is tried again later. */
  work<Q extends QueueName>(
    queue: Q,
    handler: (data: JobData[Q]) => Promise<void>,
    options?: WorkOptions,
  ): Promise<void>;
  /** How many jobs wait in a queue; counted no further than `most`. */
  waiting(queue: QueueName, most: number): Promise<number>;
  /** Enqueues a job again and again, at the times of a cron expression (UTC). */
  schedule<Q extends QueueName>(queue: Q, cron: string, data: JobData[Q]): Promise<void>;
}

/**
 * Jobs on the node's database.
 * @param onError told of a handler that threw, and of failures of the machinery itself (the database away, say); work
 *   goes on by itself
 * @param connection given to a process that works: it gets connections of its own, hears of new jobs at once, keeps the
 *   schedules and looks after jobs whose process was killed. Without it jobs are found by asking now and then.
 */
export function createJobs(db: Db, onError: (error: Error) => void, connection?: pg.PoolConfig): Jobs {
  const boss = new PgBoss({
    schema: "job",
    registerInstance: false,
    monitorVacuum: false,
    ...(connection === undefined
      ? { db: pooled(db), supervise: false, schedule: false }
      : {
          ...({
            application_name: "tern jobs",
            connectionTimeoutMillis: 5000,
            max: 4,
            ...connection,
          } as object),
          useListenNotify: true,
          monitorIntervalSeconds: 10,
          superviseIntervalSeconds: 10,
        }),
  });
  const tell = sparingly(onError);
  const pumps = new Map<QueueName, Pump>();
  const endings: (() => Promise<void>)[] = [];
  const together = new WeakMap<Db, Map<QueueName, Write<JobInsert, void>>>();

  /** Tells those who work on a queue: in this process directly, elsewhere through PostgreSQL, once for many jobs. */
  function tellOf(queue: QueueName): void {
    const pump = pumps.get(queue);
    if (pump !== undefined) pump.wake();
    else if (!queues[queue].notify)
      sql`select pg_notify(${channelOf(queue)}, '')`.execute(db).catch(() => {});
  }
  boss.on("error", tell);
  boss.on("warning", ({ message }) => tell(new Error(message)));
  return {
    start: () =>
      oneAtATime(db, async () => {
        await boss.start();
        const known = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
        for (const [name, options] of Object.entries(queues)) {
          const there = known.get(name);
          if (there === undefined) await boss.createQueue(name, options);
          else if (differs(options, there)) await boss.updateQueue(name, options);
        }
      }),
    async stop(timeout = 5000) {
      await Promise.all([...pumps.values()].map((pump) => pump.stop(timeout)));
      await Promise.all(endings.map((end) => end()));
      await boss.stop({ graceful: true, timeout });
    },
    async send(db, queue, data, { after } = {}) {
      await boss.send(queue, data, { db: executor(db), ...(after && { startAfter: after }) });
    },
    async sendTogether(db, queue, data, { size, after }) {
      const writes = together.get(db) ?? new Map<QueueName, Write<JobInsert, void>>();
      together.set(db, writes);
      const write =
        writes.get(queue) ??
        writeTogether<JobInsert, void>(async (all) => {
          await boss.insert(queue, all, { db: executor(db) });
          tellOf(queue);
          return [];
        });
      writes.set(queue, write);
      await write({ data, ...(after && { startAfter: after }) }, size);
    },
    async work(queue, handler, { concurrency = 1, makesRoom = true } = {}) {
      type Data = Parameters<typeof handler>[0];
      if (concurrency > 1) {
        const { heartbeatSeconds } = queues[queue];
        const pump = startPump<Data>(boss, queue, handler, {
          atOnce: concurrency,
          makesRoom,
          onError,
          heartbeatSeconds,
        });
        pumps.set(queue, pump);
        endings.push(listen(db, channelOf(queue), pump.wake));
        return;
      }
      const handle = async ({ id, data }: { id: string; data: Data }) => {
        try {
          await handler(data);
          return { id, status: "completed" as const };
        } catch (error) {
          onError(error as Error);
          return { id, status: "failed" as const, output: { message: String((error as Error).message) } };
        }
      };
      await boss.work<Data>(
        queue,
        {
          // Two at a time: a full pair means that more are waiting, and the next are fetched without a pause.
          batchSize: 2,
          burstWhenBatchFull: true,
          perJobResults: true,
          pollingIntervalSeconds: connection === undefined ? 0.5 : 2,
          notifyPollingIntervalSeconds: 2,
        },
        async (jobs: { id: string; data: Data }[]) => {
          const results = [];
          for (const job of jobs) results.push(await handle(job));
          return results;
        },
      );
    },
    async waiting(queue, most) {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from (
          select from job.job where name = ${queue} and state < 'active' limit ${most}
        ) waiting`.execute(db);
      return rows[0]!.count;
    },
    async schedule(queue, cron, data) {
      await boss.schedule(queue, cron, data, { tz: "UTC" });
    },
  };
}

const channelOf = (queue: QueueName) => `tern_${queue}`;

/** Says the same thing once a minute at most: a database that is away fails every few seconds. */
function sparingly(tell: (error: Error) => void): (error: Error) => void {
  const told = new Map<string, number>();
  return (error) => {
    const what = error.message.replace(/ \(Queue: .*\)$/, "");
    const now = performance.now();
    if (now - (told.get(what) ?? Number.NEGATIVE_INFINITY) < 60_000) return;
    if (told.size > 100) told.clear();
    told.set(what, now);
    tell(error);
  };
}
