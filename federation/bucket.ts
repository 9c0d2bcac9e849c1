// Counts what comes from each origin, in memory and for minutes only: who asks for too much has to wait. No client address is known here.

export interface Buckets {
  /** Takes one from the bucket of a name; false when it is empty. */
  take(name: string, now: Date): boolean;
}

/** Most names remembered at once; beyond that all start anew with a full bucket. */
const most = 10_000;

/**
 * Buckets that hold `size` and fill up again by `perSecond`.
 */
export function createBuckets({ size, perSecond }: { size: number; perSecond: number }): Buckets {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(name, now) {
      if (buckets.size >= most) buckets.clear();
      const at = now.getTime();
      const bucket = buckets.get(name) ?? { left: size, at };
      bucket.left = Math.min(size, bucket.left + (Math.max(0, at - bucket.at) / 1000) * perSecond);
      bucket.at = at;
      buckets.set(name, bucket);
      if (bucket.left < 1) return false;
      bucket.left -= 1;
      return true;
    },
  };
}
