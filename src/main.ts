// The composition root: puts a node together from its parts, and runs the command that was typed.
import { randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { getLogger } from "@logtape/logtape";
import { type OtherSettings, type Parts, type RunningNode, runCommand } from "./cli/command.ts";
import { commands } from "./cli/index.ts";
import { type Config, ConfigError, readConfig, readEnvFile } from "./config.ts";
import { awaitDatabase } from "./db/await.ts";
import { type Embedded, type Part, startEmbedded } from "./db/embedded.ts";
import { createJobs, type Jobs } from "./db/jobs.ts";
import { migrate } from "./db/migrate.ts";
import { type Db, openDatabase } from "./db/open.ts";
import { proveOrigin } from "./db/origin.ts";
import { createSealer } from "./db/seal.ts";
import { proveSecret, readSecret } from "./db/secret.ts";
import { startLog, withoutAddresses } from "./log.ts";
import type { Fediverse } from "./newsroom/fediverse.ts";
import { type Clock, type Site, systemClock } from "./site.ts";

const log = getLogger(["tern"]);

/** A node's data, opened; nothing listens. */
export interface OpenSite {
  readonly site: Site;
  close(): Promise<void>;
}

/**
 * Opens a node's data: database, migrations, secret, jobs and the way to other servers. Nothing listens.
 * @param options `parts`: what of a node this process is going to run, none for a command beside it
 * @throws {ConfigError | Refused} with a sentence
 */
export async function openSite(
  config: Config,
  { clock = systemClock, parts = [] }: { clock?: Clock; parts?: readonly Part[] } = {},
): Promise<OpenSite> {
  await prepareFolder(config.dataDir);
  let embedded: Embedded | undefined;
  let db: Db | undefined;
  let jobs: Jobs | undefined;
  // What works jobs has waited for them before: with the five seconds there, all this stays below ten.
  const close = async () => {
    await within(1500, jobs?.stop(1000));
    await within(1000, db?.destroy());
    await embedded?.stop();
  };
  try {
    if (config.databaseUrl === undefined) {
      const onTrouble = (error: unknown) =>
        log.error("PostgreSQL was lost and is not back yet: {error}", { error });
      embedded = await startEmbedded(config.dataDir, { parts, onTrouble });
    }
    const connection = embedded?.connection ?? { connectionString: config.databaseUrl! };
    db = openDatabase(connection);
    await awaitDatabase(db, 15_000);
    await migrate(db);
    const sealer = createSealer(config.secret ?? (await readSecret(config.dataDir)));
    await proveSecret(
      db,
      sealer,
      config.secret === undefined ? join(config.dataDir, "secret") : "TERN_SECRET",
    );
    await proveOrigin(db, config.origin);
    const onError = (error: Error) => log.warning("A job could not be done: {error}", { error });
    jobs = createJobs(db, onError, parts.includes("worker") ? connection : undefined);
    await jobs.start();
    const ground = { config, db, jobs, sealer, clock };
    return { site: { ...ground, fediverse: fediverseOf(ground) }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What speaks to other servers is heavy: a command that has nothing to say to them does without it. */
function fediverseOf(ground: Omit<Site, "fediverse">): Fediverse {
  let loading: Promise<Fediverse> | undefined;
  const load = () => {
    loading ??= import("../federation/fediverse.ts").then(({ createFediverse }) => createFediverse(ground));
    return loading;
  };
  return {
    compose: async (...said) => (await load()).compose(...said),
    lookup: async (...asked) => (await load()).lookup(...asked),
    learnSoftware: async (...asked) => (await load()).learnSoftware(...asked),
    subscribeAddress: async (...asked) => (await load()).subscribeAddress(...asked),
    fetchText: async (...asked) => (await load()).fetchText(...asked),
    readOwn: async (...asked) => (await load()).readOwn(...asked),
    newestOf: async (...asked) => (await load()).newestOf(...asked),
    fetchPicture: async (...asked) => (await load()).fetchPicture(...asked),
    makeKeys: async (...wanted) => (await load()).makeKeys(...wanted),
  };
}

/** Runs a node: its data, and what of it is asked for. */
export async function startNode(
  config: Config,
  { web, worker, clock = systemClock }: Parts & { clock?: Clock },
): Promise<RunningNode> {
  const parts = [...(web ? ["web" as const] : []), ...(worker ? ["worker" as const] : [])];
  const { site, close } = await openSite(config, { clock, parts });
  const running: Stoppable[] = [];
  const stop = async () => {
    await Promise.all(running.map((part) => within(5000, (async () => part.stop())())));
    await close();
  };
  try {
    const listening = web ? await startWeb(site) : undefined;
    if (listening !== undefined) running.push({ stop: () => listening.stop(4000) });
    if (worker) running.push(...(await startWorker(site)));
    return { site, url: listening?.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Stoppable {
  stop(): unknown;
}

async function startWeb(site: Site) {
  const { createApp } = await import("./web/app.ts");
  const { sweepUploads } = await import("./web/desk/upload.ts");
  const { listen } = await import("./web/listen.ts");
  const { createFederationDoor } = await import("../federation/middleware.ts");
  await sweepUploads(site, new Date(performance.timeOrigin)).catch((error) =>
    log.warning("What was left of uploads could not be removed: {error}", { error }),
  );
  return listen(site.config, createApp(site, createFederationDoor(site)));
}

async function startWorker(site: Site): Promise<Stoppable[]> {
  const { startSender } = await import("../federation/deliver.ts");
  const { startInboxWorker } = await import("../federation/inbox_worker.ts");
  const { startHostWorker } = await import("../federation/host_software.ts");
  const { startThreadWorker } = await import("../federation/thread_worker.ts");
  const { startFollowersWorker } = await import("../federation/followers_heard.ts");
  const { startChores } = await import("./newsroom/chores.ts");
  const endInbox = await startInboxWorker(site);
  await startThreadWorker(site);
  await startFollowersWorker(site);
  await startChores(site);
  const jobs = { stop: () => site.jobs.stop(4000).finally(endInbox) };
  return [jobs, await startHostWorker(site), startSender(site)];
}

/** Waits for something, but not longer than so many milliseconds; its failure is not ours any more. */
async function within(patience: number, work: Promise<unknown> | undefined): Promise<void> {
  const ended = new AbortController();
  const done = work?.catch((error) => log.warning("While ending: {error}", { error }));
  await Promise.race([done, pause(patience, undefined, { signal: ended.signal }).catch(() => {})]);
  ended.abort();
}

async function prepareFolder(dataDir: string): Promise<void> {
  const probe = join(dataDir, `.probe-${randomUUID()}`);
  try {
    await mkdir(dataDir, { recursive: true });
    await writeFile(probe, "");
    await rm(probe);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ConfigError(
      `DATA_DIR is "${dataDir}", where Tern cannot write (${code}): give it to the user who runs Tern, or choose another folder.`,
      { cause },
    );
  }
}

/** Runs the command that was typed, and ends the process. */
async function main(): Promise<void> {
  const err = (text: string) => void process.stderr.write(text);
  const report = (error: unknown) =>
    err(`${withoutAddresses(error instanceof Error ? error.stack! : String(error))}\n`);
  let isBroken = false;
  readEnvFile();
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  process.on("unhandledRejection", (error) =>
    log.error("Something failed that nobody waited for: {error}", { error }),
  );
  // Nobody knows what state this leaves the process in: it finishes what it can, and ends.
  process.on("uncaughtException", (error) => {
    report(error);
    if (isBroken || process.listenerCount("SIGTERM") === 0) process.exit(1);
    isBroken = true;
    process.kill(process.pid, "SIGTERM");
  });
  const code = await runCommand(commands, process.argv.slice(2), {
    async openSite() {
      const config = readConfig();
      // A command says what went wrong by itself; its log is for what it does not expect.
      startLog(["info", "warning"].includes(config.logLevel) ? "error" : config.logLevel, err);
      return closedWhenInterrupted(await openSite(config));
    },
    async startNode(parts: Parts, settings?: OtherSettings) {
      const config = readConfig(settings);
      startLog(config.logLevel, err);
      return startNode(config, parts);
    },
    out: (text) => void process.stdout.write(text),
    err,
    report,
  });
  process.exitCode = isBroken ? 1 : code;
  // Everything is closed; what still holds the process is of no use to anybody.
  setTimeout(() => process.exit(), 500).unref();
}

/** A command that is interrupted leaves no PostgreSQL behind. */
function closedWhenInterrupted({ site, close }: OpenSite): OpenSite {
  const leave = () => void close().finally(() => process.exit(130));
  process.once("SIGINT", leave).once("SIGTERM", leave);
  return {
    site,
    async close() {
      process.off("SIGINT", leave).off("SIGTERM", leave);
      await close();
    },
  };
}

if (import.meta.main) await main();
