// A node that only writes and sends: one collective, followers on the servers of a sink, and a clock that tests turn.
import { randomUUIDv7 } from "node:crypto";
import type pg from "pg";
import { expect, onTestFinished } from "vitest";
import { type Sender, startSender } from "../../federation/deliver.ts";
import type { Pace } from "../../federation/delivery/pace.ts";
import { loadKeys, makeKeys } from "../../federation/keys.ts";
import type { Db } from "../../src/db/open.ts";
import { ap } from "../../src/domain/paths.ts";
import type { Saying } from "../../src/newsroom/fediverse.ts";
import { sendToFollowers } from "../../src/newsroom/send.ts";
import type { Clock, Site } from "../../src/site.ts";
import { addCollective, origin, siteOver } from "./ledger_site.ts";
import { freshDatabase } from "./site.ts";

/** A clock that goes on by itself and can be turned forward. */
export class TurnedClock implements Clock {
  ahead = 0;
  now(): Date {
    return new Date(Date.now() + this.ahead);
  }
  turn(milliseconds: number): void {
    this.ahead += milliseconds;
  }
}

export interface Ledger {
  site: Site;
  clock: TurnedClock;
  connection: pg.PoolConfig;
  collective: string;
  publicPem: string;
}

/** A site over a database, with one collective that has keys. */
export async function startLedger(): Promise<Ledger> {
  const { db, connection } = await freshDatabase();
  return startLedgerOver(db, connection);
}

/** The same over a database that is there. */
export async function startLedgerOver(db: Db, connection: pg.PoolConfig): Promise<Ledger> {
  const clock = new TurnedClock();
  const site = siteOver(db, clock);
  const collective = await addCollective(site);
  await makeKeys(site, db, collective);
  const { rsa } = await loadKeys(site, db, collective);
  return { site, clock, connection, collective, publicPem: rsa.publicPem };
}

/** Starts a sender that stops when the test is over. */
export function startTestSender(site: Site, pace: Partial<Pace> = {}): Sender {
  const sender = startSender(site, undefined, { poll: 200, patience: 1_000, ...pace });
  onTestFinished(() => sender.stop());
  return sender;
}

/** Somebody on each of these hosts follows the collective; each has an inbox of their own. */
export async function follow({ site, collective }: Ledger, hosts: string[], name = "reader"): Promise<void> {
  const { db } = site;
  const actors = hosts.map((host) => ({
    id: `http://${host}/${name}`,
    host,
    inbox: `http://${host}/${name}/inbox`,
  }));
  await db
    .insertInto("remote_host")
    .values([...new Set(hosts)].map((host) => ({ host })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await db
    .insertInto("remote_actor")
    .values(actors.map((actor) => ({ ...actor, type: "Person" })))
    .execute();
  await db
    .insertInto("follower")
    .values(actors.map((actor) => ({ collective, actor: actor.id })))
    .execute();
}

/** A text of the collective; nothing is sent. */
export async function addReport(
  { site, collective, clock }: Ledger,
  html = "<p>Twelve boats left.</p>",
): Promise<string> {
  const id = randomUUIDv7();
  await site.db
    .insertInto("report")
    .values({
      id,
      collective,
      kind: "report",
      state: "published",
      slug: `text-${id.slice(-12)}`,
      title: "A night at the fence",
      language: "en",
      source: html,
      html,
      wire_form: "Article",
      translation_set: id,
      published: clock.now(),
    })
    .execute();
  return id;
}

/** Says something to all followers. */
export function say(
  { site, collective }: Ledger,
  saying: Saying,
): Promise<{ id: string; deliveries: number }> {
  return site.db.transaction().execute((db) => sendToFollowers(site, db, collective, saying));
}

/** The address of a text. */
export const addressOf = (report: string) => origin + ap.report(report);

/** All rows of the ledger, in the order in which things were said. */
export function rows(site: Site) {
  return site.db
    .selectFrom("delivery as d")
    .innerJoin("activity as a", "a.id", "d.activity")
    .selectAll("d")
    .select("a.type")
    .orderBy("d.sequence")
    .orderBy("d.inbox")
    .execute();
}

/** How many rows there are in each state. */
export async function states(site: Site): Promise<Record<string, number>> {
  const counted = await site.db
    .selectFrom("delivery")
    .select((is) => ["state", is.fn.countAll<string>().as("count")])
    .groupBy("state")
    .execute();
  return Object.fromEntries(counted.map(({ state, count }) => [state, Number(count)]));
}

/** Waits until the ledger looks like that. */
export async function expectStates(
  site: Site,
  wanted: Record<string, number>,
  timeout = 20_000,
): Promise<void> {
  await expect.poll(() => states(site), { timeout, interval: 50 }).toEqual(wanted);
}
