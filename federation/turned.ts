// A request of another server that is turned away at the door, with the status and the reason it is told.

/** Thrown by whoever looks at a request; the door answers with it. */
export class Turned extends Error {
  override name = "Turned";
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 429 | 503;
  /** Seconds after which it makes sense to come back. */
  readonly retryAfter: number | undefined;

  constructor(
    status: Turned["status"],
    reason: string,
    options: { retryAfter?: number; cause?: unknown } = {},
  ) {
    super(reason, { cause: options.cause });
    this.status = status;
    this.retryAfter = options.retryAfter;
  }
}
