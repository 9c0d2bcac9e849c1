// Writes many small things together: what is handed in while one statement is under way goes into the next.
import { Unavailable } from "../domain/errors.ts";

/** Most things in one statement, and the size from which on no more are added. */
const most = { count: 200, size: 4 * 1024 * 1024 };

interface Waiting<T, R> {
  thing: T;
  size: number;
  done(result: R): void;
  failed(error: unknown): void;
}

/** Writes one thing, soon. @param size about how many bytes it has */
export type Write<T, R> = (thing: T, size: number) => Promise<R>;

/**
 * Makes a function that takes one thing and returns when it was written. One that cannot be written fails alone.
 * @param write writes all of them or none, and says what came of each
 */
export function writeTogether<T, R>(write: (things: T[]) => Promise<R[]>): Write<T, R> {
  const waiting: Waiting<T, R>[] = [];
  let isWriting = false;

  async function work(): Promise<void> {
    isWriting = true;
    // Those that come in the same moment come along.
    await new Promise(setImmediate);
    while (waiting.length > 0) await writeDown(take());
    isWriting = false;
  }

  function take(): Waiting<T, R>[] {
    const batch: Waiting<T, R>[] = [];
    let size = 0;
    while (waiting.length > 0 && batch.length < most.count && size < most.size) {
      const one = waiting.shift()!;
      size += one.size;
      batch.push(one);
    }
    return batch;
  }

  async function writeDown(batch: Waiting<T, R>[]): Promise<void> {
    try {
      const results = await write(batch.map(({ thing }) => thing));
      for (const [at, { done }] of batch.entries()) done(results[at]!);
    } catch (error) {
      if (batch.length === 1 || error instanceof Unavailable) for (const { failed } of batch) failed(error);
      else for (const one of batch) await writeDown([one]);
    }
  }

  return (thing, size) =>
    new Promise((done, failed) => {
      waiting.push({ thing, size, done, failed });
      if (!isWriting) work();
    });
}
