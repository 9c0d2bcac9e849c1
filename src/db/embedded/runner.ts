// Decides as whom PostgreSQL runs: it refuses to run as root, and Tern must work as root too.
import { execFile } from "node:child_process";
import { chown, lchown, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Refused } from "../../domain/errors.ts";
import { environment, type Programs } from "./programs.ts";

/** How to run a program that must not run as root. */
export interface Runner {
  /** What goes before the program: nothing, or a program that gives up root but keeps a capability. */
  readonly prefix: readonly string[];
  /** What `spawn` is told. */
  readonly ids: { uid: number; gid: number } | Record<string, never>;
}

/**
 * Finds a way to run PostgreSQL: as whoever runs Tern, or where that is root, as the owner of the data, as `postgres` or
 * as `nobody`. Where that user cannot reach the programs or the data because they lie in somebody's private folder, it
 * gets the least capability that helps; nobody's folder is opened to others.
 * @param folder an existing folder in which PostgreSQL will write; where Tern is root, it is given to that user
 * @throws {Refused} where nothing helps
 */
export async function findRunner(programs: Programs, folder: string): Promise<Runner> {
  if (process.getuid?.() !== 0) {
    const { uid } = await stat(folder);
    if (uid !== process.getuid?.()) {
      throw new Refused(
        `${folder} belongs to another user (number ${uid}): run Tern as that user, or give the folder to the one who runs Tern.`,
      );
    }
    const runner: Runner = { prefix: [], ids: {} };
    const failure = await tryOut(programs, runner, folder);
    if (failure === undefined) return runner;
    throw new Refused(`Tern's own PostgreSQL does not run on this machine: ${failure}`);
  }
  const ids = await unprivileged(folder);
  await give(folder, ids);
  const become = ["setpriv", `--reuid=${ids.uid}`, `--regid=${ids.gid}`, "--clear-groups"];
  const runners: Runner[] = [
    { prefix: [], ids },
    ...["+dac_read_search", "+dac_override", "+dac_override,+dac_read_search"].map((capabilities) => ({
      prefix: [...become, `--inh-caps=${capabilities}`, `--ambient-caps=${capabilities}`],
      ids: {},
    })),
  ];
  const failures: (string | undefined)[] = [];
  for (const runner of runners) {
    const failure = await tryOut(programs, runner, folder);
    if (failure === undefined) return runner;
    failures.push(failure);
  }
  throw new Refused(
    `PostgreSQL must not run as root, and the user with the number ${ids.uid} cannot run it here (${failures[0]}). ` +
      "Run Tern as an ordinary user, or keep it and DATA_DIR where other users may look.",
    { cause: failures },
  );
}

/** A program with its arguments, as that runner runs it. */
export function commandOf({ prefix }: Runner, words: readonly string[]): [string, string[]] {
  const [program, ...args] = [...prefix, ...words];
  return [program!, args];
}

/** @returns why it did not work */
async function tryOut(
  programs: Programs,
  { prefix, ids }: Runner,
  folder: string,
): Promise<string | undefined> {
  const look = ["/bin/sh", "-c", 'cd "$1" && exec "$0" --version', programs.postgres, folder];
  const [program, ...args] = [...prefix, ...look] as [string, ...string[]];
  return promisify(execFile)(program, args, { ...ids, env: environment, cwd: "/" }).then(
    () => undefined,
    (error: Error & { stderr?: string }) => error.stderr?.trim() || error.message,
  );
}

async function unprivileged(folder: string): Promise<{ uid: number; gid: number }> {
  const owner = await stat(folder);
  if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ["postgres", "nobody"]) {
    const ids = await Promise.all([numberOf("-u", name), numberOf("-g", name)]).catch(() => undefined);
    if (ids !== undefined) return { uid: ids[0], gid: ids[1] };
  }
  return { uid: 65534, gid: 65534 };
}

async function numberOf(option: "-u" | "-g", name: string): Promise<number> {
  const { stdout } = await promisify(execFile)("id", [option, name], { env: environment });
  return Number(stdout);
}

async function give(folder: string, { uid, gid }: { uid: number; gid: number }): Promise<void> {
  if ((await stat(folder)).uid === uid) return;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await lchown(join(entry.parentPath, entry.name), uid, gid).catch((error: NodeJS.ErrnoException) => {
      // Where somebody else started the server meanwhile, files come and go.
      if (error.code !== "ENOENT") throw error;
    });
  }
  await chown(folder, uid, gid);
}
