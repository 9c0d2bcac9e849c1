// Tern's own PostgreSQL: as root and as anybody, after kills, beside others, and when it must refuse.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type Embedded, type Part, startEmbedded } from "../../src/db/embedded.ts";
import { openDatabase } from "../../src/db/open.ts";
import { freshFolder } from "../support/site.ts";

let pattern: string;
beforeAll(async () => {
  pattern = await mkdtemp(join(tmpdir(), "tern-pattern-"));
  await (await startEmbedded(pattern)).stop();
});
afterAll(() => rm(pattern, { recursive: true, force: true }));

/** A DATA_DIR whose PostgreSQL has been started before, which is quicker than making one. */
async function usedFolder(): Promise<string> {
  const folder = await freshFolder();
  await cp(join(pattern, "postgres"), join(folder, "postgres"), { recursive: true });
  return folder;
}

async function start(folder: string, parts: Part[] = []): Promise<Embedded> {
  const embedded = await startEmbedded(folder, { parts });
  onTestFinished(() => embedded.stop());
  return embedded;
}

async function ask(embedded: Embedded, question: string): Promise<unknown> {
  const client = new pg.Client(embedded.connection);
  await client.connect();
  try {
    const { rows } = await client.query(question);
    return rows[0] && Object.values(rows[0])[0];
  } finally {
    await client.end();
  }
}

async function serverPid(folder: string): Promise<number | undefined> {
  const text = await readFile(join(folder, "postgres/postmaster.pid"), "utf8").catch(() => "");
  return Number.parseInt(text, 10) || undefined;
}

/** Another process that uses the folder. */
async function neighbour(folder: string, { parts = "", as = [] as string[] } = {}) {
  const script = join(import.meta.dirname, "../support/keep_postgres.ts");
  const [program, ...args] = [...as, process.execPath, script, folder, parts];
  const child = spawn(program!, args, { cwd: "/" });
  // Listened for from the first moment: an end that came before somebody listened would be waited for without end.
  const ended = once(child, "close");
  onTestFinished(async () => {
    child.stdin.end();
    await ended;
  });
  let said = "";
  child.stderr.on("data", (bytes) => {
    said += bytes;
  });
  const ready = await Promise.race([
    once(createInterface(child.stdout), "line").then(
      ([line]) => JSON.parse(line) as { before: number; uid: number },
    ),
    ended.then(() => undefined),
  ]);
  return { child, ended, ready, said: () => said };
}

test("the first start makes a database, and the second finds what the first has kept", async () => {
  const folder = await freshFolder();
  const first = await start(folder);
  expect(await ask(first, "show listen_addresses")).toBe("");
  expect(await ask(first, "select current_database()")).toBe("tern");
  await ask(first, "create table note as select 'kept' as word");
  await first.stop();
  expect(await serverPid(folder)).toBeUndefined();
  const second = await start(folder);
  expect(await ask(second, "select word from note")).toBe("kept");
});

test("a server that a killed node left behind is adopted", async () => {
  const folder = await usedFolder();
  const { child, ended, ready } = await neighbour(folder, { parts: "web,worker" });
  expect(ready?.before).toBe(0);
  const pid = await serverPid(folder);
  child.kill("SIGKILL");
  await ended;
  const embedded = await start(folder, ["web", "worker"]);
  expect(await serverPid(folder)).toBe(pid);
  expect(await ask(embedded, "select count(*) from kept")).toBe("1");
  await embedded.stop();
  expect(await serverPid(folder)).toBeUndefined();
});

test("a server that is killed while the node runs is started again", async () => {
  const folder = await usedFolder();
  const embedded = await start(folder, ["web"]);
  const db = openDatabase(embedded.connection);
  onTestFinished(() => db.destroy());
  const names = () =>
    db
      .selectFrom("pg_tables" as never)
      .selectAll()
      .limit(1)
      .execute();
  expect(await names()).toHaveLength(1);
  const pid = (await serverPid(folder))!;
  process.kill(pid, "SIGKILL");
  await expect.poll(() => serverPid(folder), { timeout: 15_000 }).not.toBe(pid);
  await expect
    .poll(
      () =>
        names().then(
          (rows) => rows.length,
          () => 0,
        ),
      { timeout: 15_000 },
    )
    .toBe(1);
});

test("a node and its server that were killed together come up again with what they kept", async () => {
  const folder = await usedFolder();
  const { child, ended } = await neighbour(folder, { parts: "web" });
  child.kill("SIGKILL");
  process.kill((await serverPid(folder))!, "SIGKILL");
  await ended;
  expect(await ask(await start(folder, ["web"]), "select count(*) from kept")).toBe("1");
});

test("a number in the pid file that somebody else's process has by now is not mistaken for the server", async () => {
  const folder = await usedFolder();
  const sleeper = spawn("sleep", ["60"]);
  onTestFinished(() => void sleeper.kill());
  const file = join(folder, "postgres/postmaster.pid");
  await writeFile(file, `${sleeper.pid}\n${join(folder, "postgres")}\n1\n5432\n${folder}\n\n`);
  expect(await ask(await start(folder), "select 1")).toBe(1);
  expect(sleeper.exitCode).toBeNull();
});

test("a second node on the same data is refused with a sentence, and the first goes on", async () => {
  const folder = await usedFolder();
  const first = await start(folder, ["web", "worker"]);
  await expect(startEmbedded(folder, { parts: ["web"] })).rejects.toThrow(/Another Tern already runs on/);
  expect(await ask(first, "select 1")).toBe(1);
});

test("a web and a worker may share one machine's data", async () => {
  const folder = await usedFolder();
  await start(folder, ["web"]);
  const { ready } = await neighbour(folder, { parts: "worker" });
  expect(ready).toBeDefined();
});

test("a command beside a running node uses its server and leaves it running", async () => {
  const folder = await usedFolder();
  const node = await start(folder, ["web", "worker"]);
  const pid = await serverPid(folder);
  const command = await start(folder);
  await command.stop();
  expect(await serverPid(folder)).toBe(pid);
  expect(await ask(node, "select 1")).toBe(1);
});

test("whoever leaves last turns off the light, also when that is not who turned it on", async () => {
  const folder = await usedFolder();
  const first = await start(folder);
  const second = await start(folder);
  await first.stop();
  expect(await ask(second, "select 1")).toBe(1);
  await second.stop();
  expect(await serverPid(folder)).toBeUndefined();
});

test("many commands at once, coming and going, never lose the server under their feet", async () => {
  const folder = await usedFolder();
  const visits = Array.from({ length: 12 }, async (_, number) => {
    for (let visit = 0; visit < 3; visit++) {
      const embedded = await startEmbedded(folder);
      try {
        expect(await ask(embedded, `select ${number}`)).toBe(number);
      } finally {
        await embedded.stop();
      }
    }
  });
  await Promise.all(visits);
  expect(await serverPid(folder)).toBeUndefined();
});

test("data of another version are refused with a sentence that names both", async () => {
  const folder = await usedFolder();
  await writeFile(join(folder, "postgres/PG_VERSION"), "16\n");
  await expect(startEmbedded(folder)).rejects.toThrow(
    /made by PostgreSQL 16, and this Tern brings PostgreSQL 18\. .*pg_dump/,
  );
});

test("a folder with something else in it is left alone", async () => {
  const folder = await freshFolder();
  await mkdir(join(folder, "postgres"));
  await writeFile(join(folder, "postgres/diary.txt"), "mine");
  await expect(startEmbedded(folder)).rejects.toThrow(/holds no PostgreSQL data/);
  expect(await readFile(join(folder, "postgres/diary.txt"), "utf8")).toBe("mine");
});

test("a server that cannot start says why", async () => {
  const folder = await usedFolder();
  await writeFile(join(folder, "postgres/postgresql.auto.conf"), "shared_buffers = 'plenty'\n");
  await expect(startEmbedded(folder)).rejects.toThrow(
    /PostgreSQL does not start: .*postgresql\.auto\.conf" contains errors\. More is in/,
  );
});

test("a path that is too long for a socket is no obstacle", async () => {
  const folder = join(await freshFolder(), "a-long-name-".repeat(9));
  await mkdir(folder);
  await cp(join(pattern, "postgres"), join(folder, "postgres"), { recursive: true });
  const embedded = await start(folder);
  expect(await ask(embedded, "select 1")).toBe(1);
  const { mode } = await stat(embedded.connection.host);
  expect(mode & 0o077).toBe(0);
  onTestFinished(() => rm(embedded.connection.host, { recursive: true, force: true }));
});

const isRoot = process.getuid?.() === 0;

test.runIf(isRoot)(
  "root keeps its data in a private folder, which stays private, and the server is not root",
  async () => {
    const folder = await usedFolder();
    await chmod(folder, 0o700);
    await start(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    const status = await readFile(`/proc/${await serverPid(folder)}/status`, "utf8");
    expect(status).not.toMatch(/^Uid:\s+0/m);
  },
);

test.runIf(isRoot)("where nothing is in the way, the server has no more rights than its user", async () => {
  const folder = await usedFolder();
  await chmod(folder, 0o755);
  const embedded = await start(folder);
  expect(await ask(embedded, "select 1")).toBe(1);
  const status = await readFile(`/proc/${await serverPid(folder)}/status`, "utf8");
  if (await isOpenToAll(import.meta.dirname)) expect(status).toMatch(/^CapEff:\s+0+$/m);
  expect(status).not.toMatch(/^Uid:\s+0/m);
});

async function isOpenToAll(folder: string): Promise<boolean> {
  if (((await stat(folder)).mode & 0o005) !== 0o005) return false;
  return folder === dirname(folder) || isOpenToAll(dirname(folder));
}

/** To be `nobody`, and yet be able to read the project, wherever it lies. */
const asNobody = [
  ...["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"],
  ...["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"],
];
const canBeNobody = isRoot && canRun([...asNobody, "true"]);

test.runIf(canBeNobody)("an ordinary user's node keeps its data as that user", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tern-nobody-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  execFileSync("chown", ["65534:65534", folder]);
  const first = await neighbour(folder, { as: asNobody });
  expect(first.ready).toEqual({ before: 0, uid: 65534 });
  expect((await stat(join(folder, "postgres"))).uid).toBe(65534);
  first.child.stdin.end();
  await first.ended;
  const second = await neighbour(folder, { as: asNobody });
  expect(second.ready).toEqual({ before: 1, uid: 65534 });
});

test.runIf(canBeNobody)("an ordinary user is told whose the data are", async () => {
  const folder = await usedFolder();
  await chmod(folder, 0o755);
  await (await startEmbedded(folder)).stop();
  execFileSync("chown", ["-R", "65533:65533", join(folder, "postgres")]);
  const { ready, said } = await neighbour(folder, { as: asNobody });
  expect(ready).toBeUndefined();
  expect(said()).toMatch(/belongs to another user \(number 65533\)/);
});

function canRun([program, ...args]: string[]): boolean {
  try {
    execFileSync(program!, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
