// A newsroom may be killed at any moment of publishing: a text is out with all that belongs to it, or it is not there.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { openSite } from "../../src/main.ts";
import { createCollective } from "../../src/newsroom/collective.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { filesIn, followedFrom, saidAbout } from "../support/newsroom.ts";
import { addressOf } from "../support/node.ts";
import { freshDatabase, freshFolder } from "../support/site.ts";

const program = join(import.meta.dirname, "../support/publishing_process.ts");
const hosts = ["one.example", "two.example"];

test("who is killed with -9 while publishing has published whole texts or none, and loses none that was accepted", async () => {
  const { connection } = await freshDatabase();
  const env = { DATA_DIR: await freshFolder(), DATABASE_URL: addressOf(connection), LOG_LEVEL: "error" };
  const { site, close } = await openSite(readConfig(env));
  onTestFinished(close);
  const calais = await createCollective(site, { handle: "calais", name: "Calais", languages: ["en"] });
  await followedFrom(site, calais, hosts);

  const accepted: string[] = [];
  const lives = [1, 2, 3, 4].map((life) => publisher(env, life));
  for (const { child, ended } of lives) {
    child.on("message", (id: string) => accepted.push(id));
    const before = accepted.length;
    child.send("go");
    await expect.poll(() => accepted.length, { timeout: 30_000, interval: 1 }).toBeGreaterThan(before);
    // The next text has begun, or is about to.
    await pause(Math.random() * 80);
    child.kill("SIGKILL");
    await ended;
  }

  const texts = await site.db.selectFrom("report").select(["id", "state"]).execute();
  const ids = texts.map(({ id }) => id);
  expect(accepted.filter((id) => !ids.includes(id))).toEqual([]);
  const files = new Set((await filesIn(site)).map(({ name }) => name));
  for (const { id, state } of texts) {
    expect(state).toBe("published");
    expect(await saidAbout(site, id)).toEqual([
      { type: "Create", to: Object.fromEntries(hosts.map((host) => [host, "pending"])) },
    ]);
    const tags = await site.db.selectFrom("report_tag").select("tag").where("report", "=", id).execute();
    expect(tags).toEqual([{ tag: "killed" }]);
    const pictures = await site.db
      .selectFrom("report_media as r")
      .innerJoin("media_file as f", "f.media", "r.media")
      .select("f.name")
      .where("r.report", "=", id)
      .execute();
    expect(pictures.length).toBeGreaterThan(2);
    expect(pictures.filter(({ name }) => !files.has(name))).toEqual([]);
  }
  expect(await publishReport(site, calais, { title: "Afterwards", source: "It goes on." })).toMatchObject({
    state: "published",
    deliveries: hosts.length,
  });
}, 120_000);

/** A newsroom that has opened its data and waits for a word. */
function publisher(env: object, life: number) {
  const child = fork(program, [JSON.stringify({ env, life })], { execArgv: [] });
  const ended = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return { child, ended };
}
