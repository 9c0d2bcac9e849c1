// The log: plain lines on standard error, never with an address of a visitor in it.
import { AsyncLocalStorage } from "node:async_hooks";
import { isIP } from "node:net";
import { inspect } from "node:util";
import { configureSync, defaultTextFormatter, type LogRecord, type Sink } from "@logtape/logtape";
import type { Config } from "./config.ts";

/**
 * Says where the log goes. Without it (in tests, and in commands that report to a person) nothing is logged.
 * @param write takes whole lines
 */
export function startLog(level: Config["logLevel"], write: (line: string) => void): void {
  const sinks = { lines: lineSink(write) };
  // At "info", Fedify tells of every request.
  const quieter = level === "info" ? "warning" : level;
  configureSync({
    reset: true,
    contextLocalStorage: new AsyncLocalStorage(),
    sinks,
    loggers: [
      { category: "tern", lowestLevel: level, sinks: ["lines"] },
      { category: "fedify", lowestLevel: quieter, sinks: ["lines"] },
      { category: ["logtape", "meta"], lowestLevel: "warning", sinks: ["lines"] },
    ],
  });
}

function lineSink(write: (line: string) => void): Sink {
  return (record) =>
    write(withoutAddresses(`${defaultTextFormatter(record).trimEnd()}${unnamedError(record)}\n`));
}

/** The formatter writes out an error that the message names; one that only comes along as `error` is added here. */
function unnamedError({ message, properties: { error } }: LogRecord): string {
  return error === undefined || message.includes(error) ? "" : `\n${inspect(error)}`;
}

/**
 * Text without the network addresses in it, other than this machine's own. Nothing in Tern logs them; this holds for
 * what others write into a message.
 */
export function withoutAddresses(text: string): string {
  const version4 = /(?<![\w.])(?:::ffff:)?(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)/.source;
  const version6 = /(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}/.source;
  return text.replace(new RegExp(`${version4}|${version6}`, "gi"), hide);
}

function hide(candidate: string): string {
  const address = candidate.replace(/(?<!:):$/, "");
  const isOwn = /^(::ffff:)?(127\.|0\.0\.0\.0$|::1?$)/.test(address);
  return isIP(address) === 0 || isOwn ? candidate : "[address]";
}
