// Tern as it is run by those who run it: the built program as a process of its own, spoken to by its commands.
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import { runCommand, startServer } from "./child.ts";
import { backends, given, type Host } from "./hosts.ts";

const program = resolve("dist/src/main.js");

/** A running Tern. */
export interface Tern {
  readonly origin: string;
  /** Runs a command of Tern with `--json` and gives what it printed. */
  ask<T>(...command: string[]): Promise<T>;
  /** Puts a file beside the others; gives its path. */
  file(name: string, content: string | Buffer): Promise<string>;
}

/**
 * Starts Tern behind https with an empty data folder; it ends with the test.
 * @param host its name; two that meet have two
 */
export async function startTern(host: Host = "tern.test"): Promise<Tern> {
  const origin = `https://${host}`;
  const folder = join(process.env[given.folder] ?? "", `tern-${randomUUID()}`);
  const env = {
    PATH: process.env.PATH,
    NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS,
    ORIGIN: origin,
    PORT: String(backends[host]),
    DATA_DIR: folder,
    TRUST_PROXY: "loopback",
    ALLOW_PRIVATE_ADDRESS: "true",
    LOG_LEVEL: "debug",
  };
  startServer(process.execPath, [program, "serve"], env);
  await expect.poll(() => isReady(origin), { message: `Tern is ready at ${host}` }).toBe(true);
  return {
    origin,
    ask: async (...command) =>
      JSON.parse(await runCommand(process.execPath, [program, ...command, "--json"], { env })),
    file: async (name, content) => {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    },
  };
}

async function isReady(origin: string): Promise<boolean> {
  return await fetch(`${origin}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
