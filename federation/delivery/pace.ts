// How fast a sender goes, and how patient it is; tests bring their own.

/** How a sender goes about it; times in milliseconds. */
export interface Pace {
  /** Requests at once, of those that are answered quickly. */
  atOnce: number;
  /** Requests at once to one host. */
  perHost: number;
  /** After that time a request no longer counts among those at once, so that slow hosts do not hold up the others. */
  slow: number;
  /** Slow requests at once. */
  slowAtOnce: number;
  /** A request that has no answer by then is over. */
  timeout: number;
  /** How long a row stays taken when the sender is heard of no more. */
  lease: number;
  /** How often the ledger is looked at without being told to. */
  poll: number;
  /** How long requests under way are waited for when the sender stops. */
  patience: number;
}

export const usualPace: Pace = {
  atOnce: 64,
  perHost: 3,
  slow: 1_000,
  slowAtOnce: 256,
  timeout: 12_000,
  lease: 45_000,
  poll: 1_000,
  patience: 4_000,
};
