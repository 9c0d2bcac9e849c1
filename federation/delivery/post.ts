// Posts one signed body to an inbox over a kept-alive connection, and reads no more of the answer than it must.
import type { Dispatcher } from "undici";
import { type Answer, readRetryAfter } from "../../src/domain/delivery.ts";
import { Refused } from "../../src/domain/errors.ts";

/** Most of an answer that is read, in bytes; what says more is cut off. */
const longestAnswer = 16_384;

/** A request under way. */
export interface Flight {
  /** Never fails. */
  answer: Promise<Answer>;
  /** Ends it now; the answer is that error. */
  cut(error: string): void;
}

/** Posts a body. Redirects are not followed: the signature is for this address. */
export function post(
  dispatcher: Dispatcher,
  url: URL,
  headers: Record<string, string>,
  body: Uint8Array,
  now: Date,
): Flight {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const answer: Answer = {};
  let stop: (() => void) | undefined;
  let read = 0;
  let ended = false;
  const end = () => {
    ended = true;
    resolve(answer);
  };
  const fail = (error: unknown) => {
    if (ended) return;
    // Once there is a status, the rest of the answer does not matter.
    if (answer.status === undefined) answer.error = codeOf(error);
    end();
  };
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(controller) {
      stop = () => controller.abort(new Error("no longer wanted"));
      if (ended) stop();
    },
    onResponseStart(_, status, headers) {
      if (status < 200) return;
      answer.status = status;
      const after = headers["retry-after"];
      const wait = readRetryAfter(Array.isArray(after) ? after[0] : after, now);
      if (wait !== undefined) answer.retryAfter = wait;
    },
    onResponseData(_, chunk) {
      read += chunk.length;
      if (read <= longestAnswer || ended) return;
      end();
      stop?.();
    },
    onResponseEnd: end,
    onResponseError: (_, error) => fail(error),
  };
  try {
    const path = url.pathname + url.search;
    dispatcher.dispatch({ origin: url.origin, path, method: "POST", headers, body }, handler);
  } catch (error) {
    fail(error);
  }
  return {
    answer: promise,
    cut(error) {
      if (ended) return;
      if (answer.status === undefined) answer.error = error;
      end();
      stop?.();
    },
  };
}

function codeOf(error: unknown): string {
  if (error instanceof Refused) return "private";
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "broken off";
}
