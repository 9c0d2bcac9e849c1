// The queues of background work: what the jobs of each carry, and how often and how long they are tried.

/** Every queue there is and what its jobs carry. */
export interface JobData {
  /** An activity that came in, as Fedify's message queue passes it on. */
  inbox: { message: unknown };
  /** Publish whatever is due. */
  publish: Record<string, never>;
  /** Forget what is kept only for a while. */
  tidy: Record<string, never>;
  /** Ask a host what software it runs. */
  host: { host: string };
  /** Fetch what an ally has published last. */
  backfill: { actor: string };
  /** Have the outboxes of allies read, and what was passed on asked for, whose time it is. */
  look: Record<string, never>;
  /** Fetch the pictures of a text on the wire, or remove files of such that are forgotten. */
  glimpse: { uri: string } | { remove: string[] };
  /** Ask its origin for a text that is on a wire. */
  revisit: { uri: string };
  /** Ask an actor's server who of this node follows it, because that is known differently here. */
  followers: { actor: string; collectionId: string; url: string; digest: string };
  /** Look upward from an answer for the text it is about, or downward for answers to it; the address says to which. */
  thread: { climb: string } | { gather: string; round: number };
}

export type QueueName = keyof JobData;

export interface QueueRules {
  retryLimit: number;
  retryBackoff: boolean;
  /** Most seconds between two tries. */
  retryDelayMax: number;
  /** After so many seconds a job that has not ended is tried again. */
  expireInSeconds: number;
  /** A job whose process is gone is tried again after so many seconds without a sign of life. */
  heartbeatSeconds: number;
  /** Forgotten so many seconds after its end. */
  deleteAfterSeconds: number;
  /**
   * Whether every job is told of when it is enqueued. PostgreSQL lets those who tell something commit only one after
   * another, so that what comes by the thousand does without.
   */
  notify: boolean;
}

const rules = {
  retryBackoff: true,
  retryDelayMax: 600,
  heartbeatSeconds: 20,
  deleteAfterSeconds: 3600,
  notify: true,
};
export const queues: Record<QueueName, QueueRules> = {
  inbox: { ...rules, retryLimit: 10, expireInSeconds: 120, notify: false },
  publish: { ...rules, retryLimit: 3, expireInSeconds: 120 },
  tidy: { ...rules, retryLimit: 1, expireInSeconds: 600 },
  host: { ...rules, retryLimit: 2, expireInSeconds: 60 },
  backfill: { ...rules, retryLimit: 5, expireInSeconds: 600 },
  look: { ...rules, retryLimit: 1, expireInSeconds: 60 },
  glimpse: { ...rules, retryLimit: 4, expireInSeconds: 300 },
  revisit: { ...rules, retryLimit: 3, expireInSeconds: 60 },
  followers: { ...rules, retryLimit: 3, expireInSeconds: 120 },
  thread: { ...rules, retryLimit: 3, expireInSeconds: 600 },
};

/** Whether a queue that is there has other rules. */
export function differs(wanted: QueueRules, there: object): boolean {
  return Object.entries(wanted).some(([name, value]) => (there as Record<string, unknown>)[name] !== value);
}
