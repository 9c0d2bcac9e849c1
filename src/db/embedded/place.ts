// The folder of Tern's own PostgreSQL: made once, recognised ever after, and where its socket lies.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chown, lstat, mkdir, readdir, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Refused } from "../../domain/errors.ts";
import { environment, findPrograms, majorVersion, type Programs } from "./programs.ts";
import { commandOf, findRunner, type Runner } from "./runner.ts";

export interface Place {
  readonly programs: Programs;
  readonly runner: Runner;
  /** The real path of the data. */
  readonly data: string;
  /** The folder of the socket. */
  readonly socket: string;
}

/** The role that owns everything. */
export const user = "tern";

/**
 * Finds the data under DATA_DIR/postgres, or makes them if there are none.
 * @throws {Refused} where they are another version's, another user's, or no data at all
 */
export async function findPlace(dataDir: string): Promise<Place> {
  const programs = await findPrograms();
  const data = join(await realpath(dataDir), "postgres");
  if ((await readdir(data).catch(() => [])).length === 0) await makeData(programs, data);
  const runner = await findRunner(programs, data);
  const version = await readFile(join(data, "PG_VERSION"), "utf8").catch((cause) => {
    throw new Refused(`${data} is not empty and holds no PostgreSQL data: move away what is in it.`, {
      cause,
    });
  });
  const ours = await majorVersion(programs, runner);
  if (Number(version) !== ours) {
    throw new Refused(
      `${data} was made by PostgreSQL ${version.trim()}, and this Tern brings PostgreSQL ${ours}. ` +
        `Go back to the Tern you had, or carry the data over: dump the database with PostgreSQL ${version.trim()} (pg_dump), ` +
        "move the folder away, start this Tern once and load the dump.",
    );
  }
  return { programs, runner, data, socket: await socketFolder(data) };
}

/** Makes the data beside their place and moves them there whole, so that a kill in the middle leaves nothing half. */
async function makeData(programs: Programs, data: string): Promise<void> {
  const fresh = `${data}.new-${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  try {
    const runner = await findRunner(programs, fresh);
    const command = commandOf(runner, [
      programs.initdb,
      `--pgdata=${fresh}`,
      `--username=${user}`,
      "--auth=trust",
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      `--locale=${process.platform === "darwin" ? "en_US.UTF-8" : "C.UTF-8"}`,
      "--lc-messages=C",
      "--no-instructions",
    ]);
    await promisify(execFile)(...command, { ...runner.ids, env: environment, cwd: "/" }).catch((cause) => {
      const said = String(cause.stderr).trim().split("\n").at(-1);
      throw new Refused(`PostgreSQL's data cannot be made in ${data}: ${said}`, { cause });
    });
    await rename(fresh, data).catch((error: NodeJS.ErrnoException) => {
      // Somebody else was quicker.
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** The data folder itself; where its path is too long for a socket, a private folder among the temporary ones. */
async function socketFolder(data: string): Promise<string> {
  const longest = 100;
  const tooLong = (folder: string) => Buffer.byteLength(join(folder, ".s.PGSQL.5432")) > longest;
  if (!tooLong(data)) return data;
  const name = `tern-${createHash("sha256").update(data).digest("hex").slice(0, 16)}`;
  const folder = join(tooLong(join(tmpdir(), name)) ? "/tmp" : tmpdir(), name);
  const owner = await stat(data);
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  if (process.getuid?.() === 0 && (await lstat(folder)).uid === 0) await chown(folder, owner.uid, owner.gid);
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== owner.uid || (found.mode & 0o077) !== 0) {
    throw new Refused(
      `The path of DATA_DIR is too long for PostgreSQL's socket, and ${folder}, where it would go instead, is somebody else's. Choose a shorter DATA_DIR.`,
    );
  }
  return folder;
}
