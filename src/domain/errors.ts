// The few errors that carry a sentence for a person; their cause is for the log alone.

class Spoken extends Error {
  override name = this.constructor.name;
}

/** There is no such thing here, or none that the asker may know of. Shown as 404. */
export class NotFound extends Spoken {}

/** The thing was here and is gone for good. Shown as 410. */
export class Gone extends Spoken {}

/** The asker may not do this. Shown as 403. */
export class Forbidden extends Spoken {}

/** Why something was refused, for those who say it in the language of a page. */
export type RefusalReason =
  | "changed"
  | "slug taken"
  | "language taken"
  | "picture empty"
  | "picture large"
  | "picture wide"
  | "picture drawing"
  | "picture telephone"
  | "picture damaged"
  | "picture unknown"
  | "picture elsewhere"
  | "picture missing"
  | "pictures many"
  | "alt long"
  | "server unreadable"
  | "server ours"
  | "oneself"
  | "blocked"
  | "list large"
  | "list damaged"
  | "list empty";

/** What was asked cannot be done as it was asked; the message says why and what would do. Shown as 422. */
export class Refused extends Spoken {
  readonly reason: RefusalReason | undefined;
  constructor(message: string, { reason, ...options }: ErrorOptions & { reason?: RefusalReason } = {}) {
    super(message, options);
    this.reason = reason;
  }
}

/** The node cannot answer now and will later. Shown as 503. */
export class Unavailable extends Spoken {}

export type SpokenError = NotFound | Gone | Forbidden | Refused | Unavailable;

/** Whether the message of an error is meant for people. */
export function isSpoken(error: unknown): error is SpokenError {
  return error instanceof Spoken;
}
