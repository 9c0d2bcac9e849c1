// A node's life as whoever runs it sees it: it starts, says where it is, ends when asked, survives, and keeps everything.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { startEmbedded } from "../../src/db/embedded.ts";
import { addressOf, freePort } from "../support/node.ts";
import { compile, run } from "../support/program.ts";
import { freshDatabase, freshFolder } from "../support/site.ts";

// Processes start and end here, some of them many times.
vi.setConfig({ testTimeout: 90_000 });

let main: string;
let remove: () => void;
beforeAll(() => {
  ({ main, remove } = compile());
});
afterAll(() => remove());

/** Settings of a node with its own PostgreSQL. */
async function settings(): Promise<{ DATA_DIR: string; PORT: string; LOG_LEVEL: string }> {
  const DATA_DIR = await freshFolder();
  onTestFinished(() => stopPostgres(DATA_DIR));
  return { DATA_DIR, PORT: String(await freePort()), LOG_LEVEL: "info" };
}

/** Settings of a node on the PostgreSQL of the test run, which is there at once. */
async function lightSettings() {
  const { db, connection } = await freshDatabase();
  const env = { DATA_DIR: await freshFolder(), PORT: String(await freePort()), LOG_LEVEL: "info" };
  return { db, env: { ...env, DATABASE_URL: addressOf(connection) } };
}

async function stopPostgres(dataDir: string): Promise<void> {
  if ((await stat(join(dataDir, "postgres")).catch(() => undefined)) === undefined) return;
  await (await startEmbedded(dataDir)).stop();
}

const status = (port: string, path = "/readyz") =>
  fetch(`http://127.0.0.1:${port}${path}`).then(
    (response) => response.status,
    () => 0,
  );

const postgresPid = async (dataDir: string) =>
  Number.parseInt(await readFile(join(dataDir, "postgres/postmaster.pid"), "utf8"), 10);

test("an empty folder becomes a node, which ends when asked and keeps everything for the next start", async () => {
  const env = await settings();
  const first = run(main, ["serve"], env);
  await first.heard(/Ctrl-C ends it/);
  expect(first.said.out).toContain(`Tern is at http://localhost:${env.PORT}\n`);
  expect(await status(env.PORT, "/healthz")).toBe(200);
  expect(await status(env.PORT)).toBe(200);
  const secret = await readFile(join(env.DATA_DIR, "secret"), "utf8");

  const create = run(
    main,
    ["collective", "create", "calais", "--name", "Calais", "--language", "en", "--json"],
    env,
  );
  expect({ ...(await create.ended()), err: create.said.err }).toEqual({ code: 0, signal: null, err: "" });
  expect(JSON.parse(create.said.out)).toMatchObject({ name: "Calais" });

  first.child.kill("SIGTERM");
  expect(await first.ended()).toEqual({ code: 0, signal: null });
  expect(first.said.out).toMatch(/Tern has ended\.\n$/);
  expect(first.said.err).toBe("");
  await expect(stat(join(env.DATA_DIR, "postgres/postmaster.pid"))).rejects.toThrow();

  const second = run(main, ["serve"], env);
  await second.heard(/Ctrl-C ends it/);
  expect(await status(env.PORT, "/calais")).toBe(200);
  expect(await readFile(join(env.DATA_DIR, "secret"), "utf8")).toBe(secret);
});

test("a node that was killed with -9 starts again with all it had", async () => {
  const env = await settings();
  const first = run(main, ["serve"], env);
  await first.heard(/Ctrl-C ends it/);
  await run(main, ["collective", "create", "calais", "--name", "Calais", "--language", "en"], env).ended();
  first.child.kill("SIGKILL");
  await first.ended();
  const second = run(main, ["serve"], env);
  await second.heard(/Ctrl-C ends it/);
  expect(await status(env.PORT, "/calais")).toBe(200);
});

test("who hangs on the line does not keep a node from ending", async () => {
  const { env } = await lightSettings();
  const node = run(main, ["serve"], env);
  await node.heard(/Ctrl-C ends it/);
  const hanging = await Promise.all(
    [
      "",
      "GET / HTTP/1.1\r\nhost: a",
      "POST /ap/inbox HTTP/1.1\r\nhost: a\r\ncontent-length: 99\r\n\r\n{",
    ].map(async (text) => {
      const socket: Socket = connect(Number(env.PORT), "127.0.0.1");
      socket.on("error", () => {});
      onTestFinished(() => void socket.destroy());
      await once(socket, "connect");
      socket.write(text);
      return socket;
    }),
  );
  node.child.kill("SIGTERM");
  const end = await Promise.race([node.ended(), once(AbortSignal.timeout(10_000), "abort")]);
  expect(end).toEqual({ code: 0, signal: null });
  expect(hanging).toHaveLength(3);
});

test("a Ctrl-C that arrives twice, from the terminal and from npm, ends the node in order", async () => {
  const env = await settings();
  const node = run(main, ["serve"], env);
  await node.heard(/Ctrl-C ends it/);
  node.child.kill("SIGINT");
  await node.heard(/Finishing what is running/);
  node.child.kill("SIGINT");
  expect(await node.ended()).toEqual({ code: 0, signal: null });
  const log = await readFile(join(env.DATA_DIR, "postgres/log"), "utf8");
  expect(log).toMatch(/database system is shut down\n$/);
});

test("while PostgreSQL is away the node says 503, and works again by itself when it is back", async () => {
  const env = await settings();
  const node = run(main, ["serve"], env);
  await node.heard(/Ctrl-C ends it/);
  const answers: number[] = [];
  let isLooking = true;
  const load = Promise.all(
    Array.from({ length: 8 }, async () => {
      while (isLooking) answers.push(await status(env.PORT, "/"));
    }),
  );
  await expect.poll(() => answers.length).toBeGreaterThan(20);
  const pid = await postgresPid(env.DATA_DIR);
  process.kill(pid, "SIGQUIT");
  await expect.poll(() => postgresPid(env.DATA_DIR).catch(() => pid), { timeout: 20_000 }).not.toBe(pid);
  await expect.poll(() => status(env.PORT), { timeout: 20_000 }).toBe(200);
  answers.push(-1);
  await expect
    .poll(() => answers.slice(answers.indexOf(-1)).filter((answer) => answer === 200).length)
    .toBeGreaterThan(20);
  isLooking = false;
  await load;
  expect(new Set(answers.slice(0, answers.indexOf(-1)))).toEqual(new Set([200, 503]));
  expect(node.child.exitCode).toBeNull();
}, 60_000);

test("a PostgreSQL of DATABASE_URL that goes away and comes back is waited for", async () => {
  const folder = await freshFolder();
  let server = await startEmbedded(folder);
  onTestFinished(() => server.stop());
  const env = { ...(await settings()), DATABASE_URL: addressOf(server.connection) };
  const node = run(main, ["serve"], env);
  // Not earlier: until it has made the link of the first run, the node needs its database and ends without it.
  await node.heard(/Ctrl-C ends it/);
  expect(node.said.out).toContain("everything else is in the PostgreSQL of DATABASE_URL");
  expect(await status(env.PORT)).toBe(200);
  await server.stop();
  expect(await status(env.PORT)).toBe(503);
  expect(await status(env.PORT, "/")).toBe(503);
  expect(await status(env.PORT, "/healthz")).toBe(200);
  server = await startEmbedded(folder);
  await expect.poll(() => status(env.PORT, "/"), { timeout: 20_000 }).toBe(200);
  await expect(stat(join(env.DATA_DIR, "postgres"))).rejects.toThrow();
  node.child.kill("SIGTERM");
  expect(await node.ended()).toEqual({ code: 0, signal: null });
});

test("several web and worker processes share one DATABASE_URL", async () => {
  const { connection } = await freshDatabase();
  const shared = { DATA_DIR: await freshFolder(), DATABASE_URL: addressOf(connection), LOG_LEVEL: "info" };
  const ports = [await freePort(), await freePort()].map(String);
  const webs = ports.map((PORT) => run(main, ["web"], { ...shared, PORT }));
  const workers = [0, 1].map(() => run(main, ["worker"], shared));
  await Promise.all([...webs, ...workers].map((part) => part.heard(/Ctrl-C ends it/)));
  for (const port of ports) expect(await status(port)).toBe(200);
  for (const part of [...webs, ...workers]) part.child.kill("SIGTERM");
  for (const part of [...webs, ...workers]) expect((await part.ended()).code, part.said.err).toBe(0);
});

test("a second node on the same data is refused with a sentence", async () => {
  const env = await settings();
  const first = run(main, ["serve"], env);
  await first.heard(/Ctrl-C ends it/);
  const second = run(main, ["serve"], { ...env, PORT: String(await freePort()) });
  expect((await second.ended()).code).toBe(1);
  expect(second.said.err).toMatch(/^Another Tern already runs on [^\n]+\n$/);
  expect(await status(env.PORT)).toBe(200);
});

test("a port that is taken is said, and no PostgreSQL is left behind", async () => {
  const env = await settings();
  const other = createServer().listen(Number(env.PORT), "127.0.0.1");
  onTestFinished(() => void other.close());
  const node = run(main, ["serve"], env);
  expect((await node.ended()).code).toBe(2);
  expect(node.said.err).toBe(
    `PORT is ${env.PORT}, but another program listens there already: end it, or choose another port.\n`,
  );
  await expect(stat(join(env.DATA_DIR, "postgres/postmaster.pid"))).rejects.toThrow();
});

test.each([
  [{ PORT: "http" }, /^PORT is "http": [^\n]+\n$/],
  [{ DATA_DIR: "/dev/null/tern" }, /^DATA_DIR is "\/dev\/null\/tern", where Tern cannot write [^\n]+\n$/],
  [
    { HOST: "203.0.113.1" },
    /^HOST is "203\.0\.113\.1", where this machine cannot listen \(EADDRNOTAVAIL\)\.\n$/,
  ],
])("%o is refused with one sentence and exit code 2", async (wrong, sentence) => {
  const node = run(main, ["serve"], { ...(await lightSettings()).env, ...wrong } as Record<string, string>);
  expect((await node.ended()).code).toBe(2);
  expect(node.said).toEqual({ out: "", err: expect.stringMatching(sentence) });
});

test("a DATABASE_URL that lets nobody in is refused with the reason and without the password", async () => {
  const { connection } = await freshDatabase();
  const DATABASE_URL = addressOf({ ...connection, user: "tern:opensesame", database: "nowhere" });
  const node = run(main, ["migrate"], { DATA_DIR: await freshFolder(), DATABASE_URL });
  expect((await node.ended()).code).toBe(1);
  expect(node.said.err).toBe(
    'The PostgreSQL of DATABASE_URL cannot be used: database "nowhere" does not exist.\n',
  );
});

test("another secret than the one the data were made with is refused, and nothing is made anew", async () => {
  const { env } = await lightSettings();
  expect((await run(main, ["migrate"], env).ended()).code).toBe(0);
  const file = join(env.DATA_DIR, "secret");
  await rm(file);
  const node = run(main, ["serve"], { ...env, TERN_SECRET: "another secret, and long enough for one" });
  expect((await node.ended()).code).toBe(1);
  expect(node.said.err).toMatch(
    /^The secret in TERN_SECRET is not the one this database was made with[^\n]+\n$/,
  );
  await writeFile(file, "yet another secret, and long enough as well\n");
  const again = run(main, ["serve"], env);
  expect((await again.ended()).code).toBe(1);
  expect(again.said.err).toContain(file);
});

test("a command leaves no PostgreSQL behind, whether it is done or interrupted", async () => {
  const env = await settings();
  const done = run(main, ["migrate", "--json"], env);
  expect((await done.ended()).code).toBe(0);
  expect(JSON.parse(done.said.out)).toEqual({ upToDate: true });
  expect(done.said.err).toBe("");
  await expect(postgresPid(env.DATA_DIR)).rejects.toThrow();

  const mute = createServer(() => {});
  onTestFinished(() => mute.closeAllConnections());
  onTestFinished(() => void mute.close());
  await once(mute.listen(0, "127.0.0.1"), "listening");
  const address = `http://127.0.0.1:${(mute.address() as { port: number }).port}/users/mute`;
  const asked = once(mute, "request");
  const interrupted = run(main, ["lookup", address], { ...env, ALLOW_PRIVATE_ADDRESS: "true" });
  await asked;
  expect(await postgresPid(env.DATA_DIR)).toBeGreaterThan(0);
  interrupted.child.kill("SIGINT");
  expect(await interrupted.ended()).toEqual({ code: 130, signal: null });
  await expect(postgresPid(env.DATA_DIR)).rejects.toThrow();
});

test("a failure that nobody waited for is logged, and one that nobody caught ends the node in order", async () => {
  const { env } = await lightSettings();
  const trouble = `
    process.on("SIGUSR1", () => void Promise.reject(new Error("nobody waited")));
    process.on("SIGUSR2", () => { throw new Error("nobody caught, 203.0.113.77"); });`;
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(trouble)}`;
  const node = run(main, ["serve"], { ...env, NODE_OPTIONS });
  await node.heard(/Ctrl-C ends it/);
  node.child.kill("SIGUSR1");
  await expect.poll(() => node.said.err).toMatch(/nobody waited/);
  expect(await status(env.PORT)).toBe(200);
  node.child.kill("SIGUSR2");
  expect(await node.ended()).toEqual({ code: 1, signal: null });
  expect(node.said.err).toMatch(/nobody caught, \[address\]/);
  expect(node.said.out).toMatch(/Tern has ended\.\n$/);
});

test("a visitor's address is written nowhere", async () => {
  const { db, env: plain } = await lightSettings();
  const env = { ...plain, TRUST_PROXY: "true", LOG_LEVEL: "trace" };
  const node = run(main, ["serve"], env);
  await node.heard(/Ctrl-C ends it/);
  const planted = "203.0.113.77";
  const headers = { "x-forwarded-for": planted, forwarded: `for=${planted}`, "x-real-ip": planted };
  const url = `http://127.0.0.1:${env.PORT}`;
  for (const path of [
    "/",
    "/nowhere",
    "/healthz",
    "/ap/groups/instance",
    "/.well-known/webfinger?resource=x",
    "/%00",
    "/search?q=x",
  ]) {
    await (await fetch(`${url}${path}`, { headers })).bytes();
  }
  const activity = {
    "@context": "https://www.w3.org/ns/activitystreams",
    type: "Follow",
    id: "https://peer.example/1",
  };
  for (const path of ["/ap/inbox", "/desk", "/desk/session", "/"]) {
    const body = JSON.stringify({ ...activity, actor: "https://peer.example/u", object: url });
    const type = { "content-type": "application/activity+json" };
    await (await fetch(`${url}${path}`, { method: "POST", headers: { ...headers, ...type }, body })).bytes();
  }
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'job')`.execute(
    db,
  );
  for (const { name } of tables) {
    const { rows } = await sql`select 1 from ${sql.raw(name)} t where t::text like ${`%${planted}%`}`.execute(
      db,
    );
    expect(rows, name).toEqual([]);
  }
  node.child.kill("SIGTERM");
  await node.ended();
  expect(tables.length).toBeGreaterThan(15);
  expect(node.said.out + node.said.err).not.toContain(planted);
  const found = spawn("grep", ["-rlaF", planted, env.DATA_DIR]);
  const [code] = await once(found, "close");
  expect(code).toBe(1);
});

const canBeNobody =
  process.getuid?.() === 0 &&
  (() => {
    try {
      execFileSync("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "true"], {
        stdio: "ignore",
      });
      return true;
    } catch {
      return false;
    }
  })();

test.runIf(canBeNobody)("a folder that the user may not write to is said", async () => {
  const folder = await freshFolder();
  await chmod(folder, 0o755);
  const words = ["--reuid=65534", "--regid=65534", "--clear-groups"];
  const caps = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"];
  const child = spawn("setpriv", [...words, ...caps, process.execPath, main, "migrate"], {
    env: { PATH: "/usr/bin:/bin", DATA_DIR: join(folder, "data") },
    cwd: "/",
  });
  let err = "";
  child.stderr.on("data", (bytes) => {
    err += bytes;
  });
  const [code] = await once(child, "close");
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringMatching(/^DATA_DIR is .*cannot write \(EACCES\)/),
  });
});
