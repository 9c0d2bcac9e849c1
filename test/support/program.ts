// Tern as it is installed: compiled, in a process of its own, for tests that start, signal and kill it.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { onTestFinished } from "vitest";

const root = join(import.meta.dirname, "../..");

/**
 * Compiles Tern into a folder of its own.
 * @returns the path of main.js, and what removes it all
 */
export function compile(): { main: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "tern-compiled-"));
  try {
    execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", "tsconfig.build.json", "--outDir", folder], {
      cwd: root,
      stdio: ["ignore", 2, 2],
    });
  } catch (error) {
    if (!existsSync(join(folder, "src/main.js"))) throw error;
  }
  cpSync(join(root, "src/web/public"), join(folder, "src/web/public"), { recursive: true });
  copyFileSync(join(root, "package.json"), join(folder, "package.json"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return {
    main: join(folder, "src/main.js"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface Program {
  readonly child: ChildProcess;
  /** All it has said. */
  readonly said: { out: string; err: string };
  /** Waits until it has said something on standard output. */
  heard(what: RegExp): Promise<void>;
  /** Waits for its end. */
  ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Runs a command of the compiled Tern; it is killed when the test is over. */
export function run(main: string, words: string[], env: Record<string, string>): Program {
  const child = spawn(process.execPath, [main, ...words], {
    env: { PATH: "/usr/bin:/bin", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (bytes) => {
    said.out += bytes;
  });
  child.stderr.on("data", (bytes) => {
    said.err += bytes;
  });
  const end = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await end;
  });
  return {
    child,
    said,
    async heard(what) {
      while (!what.test(said.out)) {
        if (child.exitCode !== null || child.signalCode !== null) {
          throw new Error(
            `It ended with ${child.exitCode ?? child.signalCode} and without ${what}: ${said.out}${said.err}`,
          );
        }
        await pause(20);
      }
    },
    async ended() {
      const [code, signal] = await end;
      return { code, signal };
    },
  };
}
