// Works off a queue of jobs, many at once: they are fetched and settled in bulk, and one that takes long holds up no other.
import { setTimeout as pause } from "node:timers/promises";
import type { Job, PgBoss } from "pg-boss";

export interface PumpOptions {
  /** Jobs handled at once. */
  atOnce: number;
  /** Told of a job that failed, and of failures of the database; what they were about is tried again. */
  onError(error: Error): void;
  /** Fetched again at the latest after so many milliseconds, for what nobody has told of. */
  poll?: number;
  /** Whether a job that takes long makes room for another; true unless given. Else there are never more than that at once. */
  makesRoom?: boolean;
  /** A job that takes longer than so many milliseconds waits for somebody else, and no longer counts among those at once. */
  slow?: number;
  /** Most jobs that take long. */
  slowAtOnce?: number;
  /** Seconds after which a job whose process shows no sign of life is given to another. */
  heartbeatSeconds: number;
}

export interface Pump {
  /** Looks for jobs now. */
  wake(): void;
  /** Begins no more jobs, waits for those that run, at most `timeout` milliseconds, and gives back what has not ended. */
  stop(timeout: number): Promise<void>;
}

/** A job in hand. */
interface InHand<Data> {
  job: Job<Data>;
  error?: Error;
}

/** As many again as are under way are in hand, so that nobody waits for the database. */
const ahead = 1;
/** How long what has ended is gathered before it is written down, in milliseconds. */
const gather = 10;

/**
 * Handles the jobs of a queue, until it is stopped; in the order in which they came, as far as that many at once have
 * one. A handler that throws is tried again later. What was under way when the process was killed is done again.
 */
export function startPump<Data extends object>(
  boss: PgBoss,
  queue: string,
  handle: (data: Data) => Promise<void>,
  {
    atOnce,
    makesRoom = true,
    onError,
    poll = 2_000,
    slow = 1_000,
    slowAtOnce = 4 * atOnce,
    heartbeatSeconds,
  }: PumpOptions,
): Pump {
  const inHand = new Set<InHand<Data>>();
  const waiting: InHand<Data>[] = [];
  let ended: InHand<Data>[] = [];
  let running = 0;
  let slowOnes = 0;
  let isStopping = false;
  let isWorthLooking = true;
  let isLooking = false;
  let looked: Promise<void> | undefined;
  let settling: Promise<void> | undefined;

  /** Fetches as many as there is room for, over and over while there are as many. */
  async function look(): Promise<void> {
    for (;;) {
      const room = atOnce * (1 + ahead) - (inHand.size - slowOnes);
      if (isStopping || !isWorthLooking || room < atOnce || slowOnes >= slowAtOnce) break;
      isWorthLooking = false;
      try {
        const jobs = await boss.fetch<Data>(queue, { batchSize: room });
        for (const job of jobs) {
          const one = { job };
          inHand.add(one);
          waiting.push(one);
        }
        if (jobs.length === room) isWorthLooking = true;
      } catch (error) {
        if (!isStopping) onError(error as Error);
      }
      launch();
    }
    isLooking = false;
  }

  function wake(): void {
    isWorthLooking = true;
    more();
  }

  function more(): void {
    if (isLooking) return;
    isLooking = true;
    looked = look();
  }

  function launch(): void {
    while (!isStopping && running - slowOnes < atOnce && slowOnes < slowAtOnce) {
      const one = waiting.shift();
      if (one === undefined) return;
      run(one);
    }
  }

  async function run(one: InHand<Data>): Promise<void> {
    running += 1;
    let isSlow = false;
    const becomeSlow = () => {
      isSlow = true;
      slowOnes += 1;
      launch();
      more();
    };
    const timer = makesRoom ? setTimeout(becomeSlow, slow) : undefined;
    try {
      await handle(one.job.data);
    } catch (error) {
      one.error = error as Error;
      onError(one.error);
    }
    clearTimeout(timer);
    running -= 1;
    if (isSlow) slowOnes -= 1;
    ended.push(one);
    settling ??= settle();
    launch();
    more();
  }

  /** Whatever ends while one batch is written goes into the next. */
  async function settle(): Promise<void> {
    let failures = 0;
    await pause(gather);
    while (ended.length > 0) {
      const batch = ended;
      ended = [];
      try {
        await write(batch);
        for (const one of batch) inHand.delete(one);
        failures = 0;
      } catch (error) {
        onError(error as Error);
        ended = [...batch, ...ended];
        failures += 1;
        if (isStopping && failures > 3) break;
        await pause(500);
      }
      more();
    }
    settling = undefined;
  }

  async function write(batch: InHand<Data>[]): Promise<void> {
    const done = batch.filter(({ error }) => error === undefined);
    if (done.length > 0)
      await boss.complete(
        queue,
        done.map(({ job }) => job),
      );
    for (const { job, error } of batch) {
      if (error !== undefined) await boss.fail(queue, job, { message: error.message });
    }
  }

  const polling = setInterval(wake, poll);
  const beating = setInterval(
    () => {
      const jobs = [...inHand].map(({ job }) => job);
      if (jobs.length > 0) boss.touch(queue, jobs).catch(onError);
    },
    (heartbeatSeconds * 1000) / 2,
  );
  more();

  return {
    wake,
    async stop(timeout) {
      if (isStopping) return;
      isStopping = true;
      clearInterval(polling);
      await looked;
      const until = performance.now() + timeout;
      while ((running > 0 || settling !== undefined) && performance.now() < until) await pause(10);
      clearInterval(beating);
      const left = [...inHand].map(({ job }) => job);
      if (left.length > 0)
        await boss.fail(queue, left, { message: "The process was stopped." }).catch(onError);
    },
  };
}
