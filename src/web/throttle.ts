// Slows down guessing without keeping anybody's address: buckets in memory, named by a salted hash whose salt changes.
import { createHmac, randomBytes } from "node:crypto";

/** How often something may be tried. */
export interface ThrottleLimits {
  /** Tries per asker in a window. */
  each: number;
  /** Tries of everybody together in a window: bounds guessing from many addresses. */
  all: number;
  /** Length of the window in milliseconds; the salt, and with it every bucket, is forgotten at its end. */
  window: number;
}

export interface Throttle {
  /**
   * Counts a try.
   * @param asker undefined where askers cannot be told apart, as behind an onion service: then only all together count
   * @returns 0 if it may go ahead, else in how many seconds to come back
   */
  take(asker: string | undefined, now: Date): number;
}

const mostBuckets = 20_000;

/** A throttle of its own; nothing of it outlives the process. */
export function createThrottle({ each, all, window }: ThrottleLimits): Throttle {
  let salt = randomBytes(32);
  let buckets = new Map<string, number>();
  let total = 0;
  let ends = 0;
  return {
    take(asker, now) {
      if (now.getTime() >= ends) {
        salt = randomBytes(32);
        buckets = new Map();
        total = 0;
        ends = now.getTime() + window;
      }
      const wait = () => Math.ceil((ends - now.getTime()) / 1000);
      total += 1;
      if (asker === undefined) return total > all ? wait() : 0;
      const bucket = createHmac("sha256", salt).update(asker).digest("base64url").slice(0, 16);
      const tries = (buckets.get(bucket) ?? 0) + 1;
      if (buckets.size < mostBuckets) buckets.set(bucket, tries);
      return tries > each || total > all ? wait() : 0;
    },
  };
}
