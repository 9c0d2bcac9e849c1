// The server process of Tern's own PostgreSQL: reached if it runs, started if it does not, and never mistaken.
import { execFile, spawn } from "node:child_process";
import { open, readFile, realpath, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { Refused, Unavailable } from "../../domain/errors.ts";
import { type Place, user } from "./place.ts";
import { environment } from "./programs.ts";
import { commandOf } from "./runner.ts";

export const database = "tern";

const settings = {
  listen_addresses: "",
  unix_socket_permissions: "0700",
  max_connections: "200",
  timezone: "UTC",
  log_timezone: "UTC",
  // The log says what is wrong with the server, not what was in the statements.
  log_min_messages: "warning",
  log_checkpoints: "off",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  jit: "off",
};
/** How long a server may take to come up after a crash, or to go down, in milliseconds. */
const patience = 60_000;
const largestLog = 1_000_000;

/**
 * A connection to the server of a place, which is started if it does not run.
 * @throws {Refused} when it cannot be started
 */
export async function connectToServer(place: Place): Promise<pg.Client> {
  for (const end = Date.now() + patience; Date.now() < end; await pause(30)) {
    const client = (await reach(place)) ?? ((await isComingOrGoing(place)) ? undefined : await start(place));
    if (client !== undefined) return client;
  }
  throw new Unavailable(
    `Tern's own PostgreSQL in ${place.data} runs and does not answer. Its file "log" may say why.`,
  );
}

/** Stops the server, fast: what runs there is broken off and rolled back. */
export async function stopServer(place: Place): Promise<void> {
  const pid = await writtenPid(place);
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    if (pid === undefined || !(await isServerOf(place, pid))) return;
    process.kill(pid, signal);
    for (const end = Date.now() + 4000; Date.now() < end; await pause(20)) {
      if ((await writtenPid(place)) !== pid) return;
    }
  }
}

/** @returns undefined while nobody answers */
async function reach(place: Place, name = database): Promise<pg.Client | undefined> {
  const client = new pg.Client({
    host: place.socket,
    user,
    database: name,
    application_name: "tern presence",
    connectionTimeoutMillis: 5000,
  });
  client.on("error", () => {});
  let folder: string;
  try {
    await client.connect();
    folder = (await client.query("select current_setting('data_directory') as folder")).rows[0].folder;
  } catch (error) {
    await client.end().catch(() => {});
    const { code } = error as { code?: string };
    if (code === "3D000") return makeDatabase(place);
    // Nobody there; broken off; too many at once; coming up or going down.
    if (code === undefined || /^E[A-Z]+$|^(53300|57P0[123])$/.test(code)) return undefined;
    throw error;
  }
  if ((await realpath(folder).catch(() => "")) === place.data) return client;
  await client.end();
  throw new Refused(`Another PostgreSQL (of ${folder}) answers in ${place.socket}. Stop it first.`);
}

async function makeDatabase(place: Place): Promise<undefined> {
  const client = await reach(place, "postgres");
  // Somebody else may have been quicker (42P04), two at once get in each other's way (23505), or the server goes down.
  await client?.query(`create database ${database}`).catch((error) => {
    if (!/^(42P04|23505|57P0[123])$/.test(error.code)) throw error;
  });
  await client?.end().catch(() => {});
}

async function start(place: Place): Promise<pg.Client | undefined> {
  await forgetStalePid(place);
  const log = await open(join(place.data, "log"), "a", 0o600);
  let before = (await log.stat()).size;
  if (before > largestLog) {
    await log.truncate(0);
    before = 0;
  }
  const owner = await stat(place.data);
  if (process.getuid?.() === 0) await log.chown(owner.uid, owner.gid);
  const command = commandOf(place.runner, [
    place.programs.postgres,
    ...["-D", place.data, "-c", `unix_socket_directories=${place.socket}`],
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ]);
  // Detached, so that a Ctrl-C meant for Tern does not reach it while Tern finishes what is running.
  const child = spawn(...command, {
    ...place.runner.ids,
    env: environment,
    cwd: "/",
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  child.unref();
  let ended = false;
  child.once("exit", () => (ended = true)).once("error", () => (ended = true));
  await log.close();
  while (!ended) {
    const client = await reach(place);
    if (client !== undefined) return client;
    await pause(15);
  }
  const said = (await readFile(join(place.data, "log"))).subarray(before).toString().trim();
  // Somebody else starts it too, or the processes of one that was killed have not all ended.
  if (/lock file .* already exists|is still in use/.test(said)) return undefined;
  throw new Refused(
    `Tern's own PostgreSQL does not start: ${lastWords(said)}. More is in ${join(place.data, "log")}.`,
    { cause: said },
  );
}

function lastWords(said: string): string {
  const lines = said.split("\n");
  const fatal = lines.findLast((line) => /FATAL|PANIC|ERROR|could not/.test(line)) ?? lines.at(-1) ?? "";
  return fatal.replace(/^.*?(FATAL|PANIC|ERROR): +/, "").replace(/\.$/, "") || "it ended at once";
}

async function isComingOrGoing(place: Place): Promise<boolean> {
  const pid = await writtenPid(place);
  return pid !== undefined && (await isServerOf(place, pid));
}

/**
 * PostgreSQL itself forgets the number of a process that has ended; where somebody else's process has that number now, it
 * would refuse to start.
 */
async function forgetStalePid(place: Place): Promise<void> {
  const pid = await writtenPid(place);
  if (pid === undefined || !isAlive(pid) || (await isServerOf(place, pid))) return;
  if ((await writtenPid(place)) === pid) await rm(join(place.data, "postmaster.pid"), { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function writtenPid(place: Place): Promise<number | undefined> {
  const text = await readFile(join(place.data, "postmaster.pid"), "utf8").catch(() => "");
  return Number.parseInt(text, 10) || undefined;
}

/** Whether the process with that number is the server of this place; numbers are used again, by anybody. */
async function isServerOf(place: Place, pid: number): Promise<boolean> {
  const command =
    process.platform === "linux"
      ? await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")
      : await promisify(execFile)("ps", ["-p", String(pid), "-o", "command="]).then(
          ({ stdout }) => stdout,
          () => "",
        );
  return command.includes("postgres") && command.split(/[\0 ]-D[\0 ]/)[1]?.startsWith(place.data) === true;
}
