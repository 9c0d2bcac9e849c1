// The environment, read once and only here, as one frozen Config; a wrong value is a sentence that names it.
import { existsSync } from "node:fs";
import { isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";

/** Everything the environment decides. */
export interface Config {
  /** Where the world finds this node: scheme and host, no path, no trailing slash. */
  readonly origin: string;
  /** The host of `origin`, with its port if it has one. */
  readonly host: string;
  /** The address to listen on. */
  readonly listenHost: string;
  readonly port: number;
  /** Absolute path of the folder that holds pictures, the secret and Tern's own PostgreSQL. */
  readonly dataDir: string;
  /** A PostgreSQL to use instead of Tern's own. */
  readonly databaseUrl: string | undefined;
  /** The secret that seals keys, if it is not to be read from `DATA_DIR/secret`. */
  readonly secret: string | undefined;
  /** What Express takes as `trust proxy`. */
  readonly trustProxy: string | number | boolean;
  /** For tests: private addresses, http and ports in handles are allowed. */
  readonly allowPrivateAddress: boolean;
  readonly logLevel: "trace" | "debug" | "info" | "warning" | "error" | "fatal";
}

/** A value of the environment that cannot be used; the message names the variable and a cure. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

const flag = z.enum(["true", "false", "1", "0", ""]).transform((value) => value === "true" || value === "1");
const levels = ["trace", "debug", "info", "warning", "error", "fatal"] as const;

/** Adds to the environment what a file `.env` in the working folder says; what is there already goes first. */
export function readEnvFile(): void {
  if (existsSync(".env")) process.loadEnvFile(".env");
}

/**
 * Reads the configuration.
 * @param from the environment to use instead of the process's, or what makes one from it
 * @throws {ConfigError} when a value cannot be used
 */
export function readConfig(
  from: NodeJS.ProcessEnv | ((given: NodeJS.ProcessEnv) => NodeJS.ProcessEnv) = process.env,
): Config {
  const env = typeof from === "function" ? from(process.env) : from;
  const value = (name: string) => (env[name] === "" ? undefined : env[name]);
  const read = <T>(name: string, schema: z.ZodType<T, string>, fallback: string, cure: string): T => {
    const parsed = schema.safeParse(value(name) ?? fallback);
    if (!parsed.success) throw new ConfigError(`${name} is "${value(name)}": ${cure}`);
    return parsed.data;
  };
  const port = read(
    "PORT",
    z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.number().max(65535)),
    "3000",
    "it must be a number from 0 to 65535.",
  );
  const allowPrivateAddress = read("ALLOW_PRIVATE_ADDRESS", flag, "false", "it must be true or false.");
  const origin = readOrigin(value("ORIGIN") ?? `http://localhost:${port}`, allowPrivateAddress);
  return Object.freeze({
    origin: origin.origin,
    host: origin.host,
    listenHost: read(
      "HOST",
      z.string().regex(/^[\w.:-]+$/),
      "127.0.0.1",
      "it must be an address of this machine, 127.0.0.1 behind a proxy on it or 0.0.0.0 in a container.",
    ),
    port,
    dataDir: resolve(value("DATA_DIR") ?? "./data"),
    databaseUrl: readDatabaseUrl(value("DATABASE_URL")),
    secret: readSecret(value("TERN_SECRET")),
    trustProxy: readTrustProxy(value("TRUST_PROXY")),
    allowPrivateAddress,
    logLevel: read("LOG_LEVEL", z.enum(levels), "info", `it must be one of ${levels.join(", ")}.`),
  });
}

/** What is wrong with it is said without showing it: there may be a password in it. */
function readDatabaseUrl(text: string | undefined): string | undefined {
  if (text === undefined || /^postgres(ql)?:\/\/\S+$/.test(text)) return text;
  throw new ConfigError("DATABASE_URL must look like postgres://user:password@host/database.");
}

function readSecret(text: string | undefined): string | undefined {
  if (text === undefined || text.trim().length >= 32) return text?.trim();
  throw new ConfigError(
    "TERN_SECRET is too short: give it at least 32 characters, for example from `openssl rand -base64 48`.",
  );
}

function readOrigin(text: string, allowsHttp: boolean): URL {
  const cure = "it must be the address of this node and nothing more, for example https://reports.example.";
  if (!URL.canParse(text)) throw new ConfigError(`ORIGIN is "${text}": ${cure}`);
  const url = new URL(text);
  const isMore = url.pathname !== "/" || /[?#@]/.test(text);
  if (!["https:", "http:"].includes(url.protocol) || isMore) {
    throw new ConfigError(`ORIGIN is "${text}": ${cure}`);
  }
  const isLocal = /^(localhost|127\..*|\[::1\]|.*\.localhost)$/.test(url.hostname);
  if (url.protocol === "http:" && !isLocal && !allowsHttp) {
    throw new ConfigError(
      `ORIGIN is "${text}": other servers only talk to https. Put a proxy with a certificate in front and use its https address.`,
    );
  }
  return url;
}

function readTrustProxy(text: string | undefined): string | number | boolean {
  if (text === undefined || text === "false") return false;
  if (text === "true") return true;
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const parts = text.split(",").map((part) => part.trim());
  if (!parts.every((part) => /^(loopback|linklocal|uniquelocal)$/.test(part) || isNetwork(part))) {
    throw new ConfigError(
      `TRUST_PROXY is "${text}": it must be true, false, a number of proxies, or addresses such as loopback or 10.0.0.0/8.`,
    );
  }
  return parts.join(",");
}

function isNetwork(text: string): boolean {
  const [, address = "", bits = "0"] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(bits) <= (version === 4 ? 32 : 128);
}
