// The one object that is passed down: a node's configuration, its database, its jobs, its clock and its way out.
import type { Config } from "./config.ts";
import type { Jobs } from "./db/jobs.ts";
import type { Db } from "./db/open.ts";
import type { Sealer } from "./db/seal.ts";
import type { Fediverse } from "./newsroom/fediverse.ts";

export interface Site {
  readonly config: Config;
  readonly db: Db;
  readonly jobs: Jobs;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly fediverse: Fediverse;
}

/** Tells the time; tests bring their own. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
