// Tells a database that cannot be reached from one that was asked something wrong.
import { Unavailable } from "../domain/errors.ts";

const networkCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);
const messages =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Cannot use a pool after calling end|driver has already been destroyed)/;

/**
 * Whether an error means that PostgreSQL is away, restarting or full, so that the same question may be answered later.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html: classes 08 and 53, 57P01 to 57P03
 */
export function isOutage(error: unknown): boolean {
  if (error instanceof Unavailable && error.cause !== undefined) return isOutage(error.cause);
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === "connect" || messages.test(error.message)) return true;
  return code !== undefined && (networkCodes.has(code) || /^(08...|53...|57P0[123])$/.test(code));
}
