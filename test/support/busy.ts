// How long something keeps the processor, whatever else the machine has to do meanwhile.

/** Longest time in milliseconds for which a single case may keep it. */
const longest = 100;

/**
 * Does something that must be done at once. What seems to keep this thread busy for too long is done again, twice at most:
 * the first of many of a kind pays for what the engine prepares for all of them.
 * @throws {Error} where it is too long each time
 */
export function atOnce<T>(work: () => T): T {
  for (let time = 1; ; time += 1) {
    const start = process.threadCpuUsage();
    const done = work();
    const { user, system } = process.threadCpuUsage(start);
    if (user + system < longest * 1000) return done;
    if (time === 3) throw new Error(`It kept the processor for ${(user + system) / 1000} ms.`);
  }
}
