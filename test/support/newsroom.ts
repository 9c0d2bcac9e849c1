// A newsroom without doors: a node's data and verbs, a collective, and followers on other servers whom nobody writes to.
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Collective } from "../../src/db/collective.ts";
import { ap } from "../../src/domain/paths.ts";
import { createCollective } from "../../src/newsroom/collective.ts";
import type { Clock, Site } from "../../src/site.ts";
import { startTestNode } from "./node.ts";

/** A clock that stands still until it is set. */
export class SetClock implements Clock {
  #now: Date;
  constructor(now: string) {
    this.#now = new Date(now);
  }
  now(): Date {
    return new Date(this.#now);
  }
  set(now: string): void {
    this.#now = new Date(now);
  }
}

export interface Newsroom {
  site: Site;
  clock: SetClock;
  /** @calais, which writes in English and French. */
  calais: Collective;
}

/** Opens a newsroom on the morning of 1 March 2026. */
export async function openNewsroom(): Promise<Newsroom> {
  const clock = new SetClock("2026-03-01T08:00:00Z");
  const { site } = await startTestNode({ web: false, worker: false, clock });
  const calais = await createCollective(site, {
    handle: "calais",
    name: "Calais Watch",
    languages: ["en", "fr"],
  });
  return { site, clock, calais };
}

/** Somebody on each of these hosts follows a collective; the host has one inbox for all. */
export async function followedFrom(
  { db }: Site,
  { id: collective }: Collective,
  hosts: string[],
): Promise<void> {
  for (const host of hosts) {
    const actor = `https://${host}/users/${createHash("sha256").update(collective).digest("hex").slice(0, 8)}`;
    await db
      .insertInto("remote_host")
      .values({ host })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await db
      .insertInto("remote_actor")
      .values({
        id: actor,
        host,
        type: "Person",
        inbox: `${actor}/inbox`,
        shared_inbox: `https://${host}/inbox`,
      })
      .execute();
    await db.insertInto("follower").values({ collective, actor }).execute();
  }
}

/** What was said about a text, in order, with the state of each delivery by host. */
export async function saidAbout({ db, config }: Site, report: string) {
  const activities = await db
    .selectFrom("activity")
    .select(["id", "type"])
    .where("object", "=", config.origin + ap.report(report))
    .orderBy("sequence")
    .execute();
  return Promise.all(
    activities.map(async ({ id, type }) => {
      const rows = await db
        .selectFrom("delivery")
        .select(["host", "state"])
        .where("activity", "=", id)
        .orderBy("host")
        .execute();
      return { type, to: Object.fromEntries(rows.map(({ host, state }) => [host, state])) };
    }),
  );
}

/** The JSON of what was said about a text last. */
export async function lastSaidAbout({ db, config }: Site, report: string) {
  const { body } = await db
    .selectFrom("activity_form as f")
    .innerJoin("activity as a", "a.id", "f.activity")
    .select("f.body")
    .where("a.object", "=", config.origin + ap.report(report))
    .where("f.form", "=", "whole")
    .orderBy("a.sequence", "desc")
    .executeTakeFirstOrThrow();
  return JSON.parse(body);
}

/** Every file under a folder of DATA_DIR. */
export async function filesIn(
  { config }: Site,
  folder = "media",
): Promise<{ name: string; bytes: Buffer }[]> {
  const root = join(config.dataDir, folder);
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => ({
        name: entry.name,
        bytes: await readFile(join(entry.parentPath, entry.name)),
      })),
  );
}
