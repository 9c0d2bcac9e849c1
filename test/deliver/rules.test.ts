// What a server answers decides what happens next: another form, another signature, patience, or the end.
import { sql } from "kysely";
import { expect, test } from "vitest";
import {
  addReport,
  expectStates,
  follow,
  rows,
  say,
  startLedger,
  startTestSender,
} from "../support/ledger.ts";
import { isSigned, isSignedRfc9421 } from "../support/signed.ts";
import { startSink } from "../support/sink.ts";

const hour = 3_600_000;
const day = 24 * hour;

async function startWith(count = 1) {
  const ledger = await startLedger();
  const sink = await startSink(count);
  await follow(ledger, sink.hosts);
  const publish = async (html?: string) =>
    say(ledger, { type: "Create", report: await addReport(ledger, html) });
  const hostRow = () =>
    ledger.site.db
      .selectFrom("remote_host")
      .selectAll()
      .where("host", "=", sink.hosts[0]!)
      .executeTakeFirstOrThrow();
  return { ...ledger, ledger, sink, publish, hostRow };
}

test("a server that refuses draft-cavage twice gets RFC 9421, and from then on at once", async () => {
  const { site, clock, sink, publish, publicPem, hostRow } = await startWith();
  sink.react = ({ headers }) => ("signature-input" in headers ? 202 : 401);
  await publish();
  startTestSender(site);
  await expect.poll(async () => (await rows(site))[0]!.attempts).toBe(1);
  expect(sink.posts).toHaveLength(1);
  const [first] = await rows(site);
  expect(first!.next_try.getTime() - clock.now().getTime()).toBeLessThan(15_000);
  clock.turn(20_000);
  await expectStates(site, { delivered: 1 });
  expect(sink.posts.map(({ headers }) => "signature-input" in headers)).toEqual([false, false, true]);
  expect(isSigned(sink.posts[1]!, publicPem)).toBe(true);
  expect(await isSignedRfc9421(sink.posts[2]!, publicPem)).toBe(true);
  expect((await hostRow()).signature).toBe("rfc9421");

  await publish();
  await expectStates(site, { delivered: 2 });
  expect(sink.posts).toHaveLength(4);
  expect(await isSignedRfc9421(sink.posts[3]!, publicPem)).toBe(true);
});

test("a server that has gone back to draft-cavage is understood again", async () => {
  const { site, sink, publish, publicPem, hostRow } = await startWith();
  await site.db.updateTable("remote_host").set({ signature: "rfc9421" }).execute();
  sink.react = ({ headers }) => ("signature-input" in headers ? 400 : 202);
  await publish();
  startTestSender(site);
  await expectStates(site, { delivered: 1 });
  expect(isSigned(sink.posts[1]!, publicPem)).toBe(true);
  expect((await hostRow()).signature).toBe("cavage");
});

test("a server that is still fetching our key the first time is asked again soon, in the same words", async () => {
  const { site, clock, sink, publish, hostRow } = await startWith();
  sink.react = () => (sink.posts.length === 1 ? 401 : 202);
  await publish();
  startTestSender(site);
  await expect.poll(async () => (await rows(site))[0]!.last_status).toBe(401);
  clock.turn(20_000);
  await expectStates(site, { delivered: 1 });
  expect(sink.posts.every(({ headers }) => "digest" in headers)).toBe(true);
  expect((await hostRow()).signature).toBe("cavage");
});

test("a 400 in both dialects is the end, after two requests", async () => {
  const { site, sink, publish } = await startWith();
  sink.react = () => 400;
  await publish();
  startTestSender(site);
  await expectStates(site, { failed: 1 });
  expect(sink.posts).toHaveLength(2);
  expect((await rows(site))[0]).toMatchObject({ attempts: 1, last_status: 400 });
});

test.each([403, 404, 405, 410, 422])("an inbox that answers %i is not tried again", async (status) => {
  const { site, sink, publish } = await startWith();
  sink.react = () => status;
  await publish();
  startTestSender(site);
  await expectStates(site, { failed: 1 });
  expect(sink.posts).toHaveLength(1);
});

test("a server that takes nothing large gets the address instead, and from then on at once", async () => {
  const { site, sink, publish, hostRow } = await startWith();
  const limit = 16_384;
  sink.react = ({ body }) => (body.length > limit ? 413 : 202);
  await publish(`<p>${"A long night. ".repeat(2_000)}</p>`);
  startTestSender(site);
  await expectStates(site, { delivered: 1 });
  expect(sink.posts.map(({ body }) => typeof JSON.parse(body).object)).toEqual(["object", "string"]);
  expect((await hostRow()).max_body).toBe(Buffer.byteLength(sink.posts[0]!.body) - 1);

  await publish(`<p>${"A cold night. ".repeat(2_004)}</p>`);
  await expectStates(site, { delivered: 2 });
  expect(sink.posts).toHaveLength(3);
  expect(typeof JSON.parse(sink.posts[2]!.body).object).toBe("string");
  await publish("<p>A short night.</p>");
  await expectStates(site, { delivered: 3 });
  expect(JSON.parse(sink.posts[3]!.body).object.type).toBe("Article");
});

test("a server that takes not even the address of a text is given up on, in plain words", async () => {
  const { site, sink, publish } = await startWith();
  sink.react = () => 413;
  await publish();
  startTestSender(site);
  await expectStates(site, { failed: 1 });
  expect((await rows(site))[0]!.last_status).toBe(413);
});

test("servers of the Misskey family get the edit of an article as that of a note, all others do not", async () => {
  const { site, ledger, sink } = await startWith(3);
  const [sharkey, mastodon, unknown] = sink.hosts;
  const name = (host: string, software: string) =>
    site.db.updateTable("remote_host").set({ software }).where("host", "=", host).execute();
  await name(sharkey!, "Sharkey");
  await name(mastodon!, "mastodon");
  const report = await addReport(ledger);
  await say(ledger, { type: "Create", report });
  startTestSender(site);
  await expectStates(site, { delivered: 3 });
  await site.db.updateTable("report").set({ updated: ledger.clock.now() }).execute();
  await say(ledger, { type: "Update", report });
  await expectStates(site, { delivered: 6 });
  const typesAt = (host: string) =>
    sink.posts.filter((posted) => posted.host === host).map(({ body }) => JSON.parse(body).object.type);
  expect(typesAt(sharkey!)).toEqual(["Article", "Note"]);
  expect(typesAt(mastodon!)).toEqual(["Article", "Article"]);
  expect(typesAt(unknown!)).toEqual(["Article", "Article"]);
});

test.each([429, 503])(
  "a server that answers %i with Retry-After is left alone for as long as it asks",
  async (status) => {
    const { site, clock, sink, publish } = await startWith();
    sink.react = () => (sink.posts.length === 1 ? { status, headers: { "retry-after": "1800" } } : 202);
    await publish();
    startTestSender(site);
    await expect.poll(async () => (await rows(site))[0]!.last_status).toBe(status);
    await publish();
    clock.turn(1_700_000);
    // A delivery to nobody else's server shows that the ledger was looked at after the clock was turned.
    await expectLookedAt(site, clock);
    expect(sink.posts).toHaveLength(1);
    clock.turn(200_000);
    await expectStates(site, { delivered: 2 });
  },
);

test("a Retry-After of a year is twelve hours", async () => {
  const { site, clock, sink, publish } = await startWith();
  sink.react = () => ({ status: 503, headers: { "retry-after": "31536000" } });
  await publish();
  startTestSender(site);
  await expect.poll(async () => (await rows(site))[0]!.last_status).toBe(503);
  const wait = (await rows(site))[0]!.next_try.getTime() - clock.now().getTime();
  expect(wait).toBeLessThanOrEqual(12 * hour);
  expect(wait).toBeGreaterThan(11.9 * hour);
});

test("a redirect is not followed and counts as a failure", async () => {
  const { site, sink, publish } = await startWith(2);
  const [from, to] = sink.hosts;
  sink.react = ({ host }) =>
    host === from ? { status: 307, headers: { location: `http://${to}/other` } } : 202;
  await publish();
  startTestSender(site);
  await expectStates(site, { pending: 1, delivered: 1 });
  await expect.poll(async () => (await rows(site)).find((row) => row.host === from)!.last_status).toBe(307);
  expect(sink.posts.filter(({ path }) => path === "/other")).toHaveLength(0);
});

test("an answer without end is cut off, and its status counts", async () => {
  const { site, sink, publish } = await startWith();
  sink.react = () => ({ status: 202, body: "x".repeat(4_000_000) });
  await publish();
  startTestSender(site);
  await expectStates(site, { delivered: 1 });
});

test("a server that hangs is hung up on, and tried again later", async () => {
  const { site, clock, sink, publish } = await startWith();
  sink.react = () => (sink.posts.length === 1 ? "hang" : 202);
  await publish();
  startTestSender(site, { timeout: 300, slow: 100 });
  await expect.poll(async () => (await rows(site))[0]!.last_error).toBe("timeout");
  clock.turn(60_000);
  await expectStates(site, { delivered: 1 });
});

test("a server that never answers is tried for six days with growing pauses, and then given up", async () => {
  const { site, clock, sink, publish } = await startWith();
  sink.react = () => "cut";
  const began = clock.now().getTime();
  await publish();
  startTestSender(site);
  const pauses: number[] = [];
  for (;;) {
    const tries = sink.posts.length;
    await expect.poll(async () => (await rows(site))[0]!.attempts).toBe(tries === 0 ? 1 : tries);
    const [row] = await rows(site);
    if (row!.state !== "pending") break;
    pauses.push(row!.next_try.getTime() - clock.now().getTime());
    const host = await site.db.selectFrom("remote_host").select("next_probe").executeTakeFirstOrThrow();
    const next = Math.max(row!.next_try.getTime(), host.next_probe?.getTime() ?? 0);
    clock.turn(next - clock.now().getTime() + 1_000);
    await expect.poll(() => sink.posts.length, { timeout: 10_000 }).toBeGreaterThan(tries);
  }
  const [row] = await rows(site);
  expect(row).toMatchObject({ state: "failed", delivered: null });
  expect(clock.now().getTime() - began).toBeGreaterThan(5 * day);
  expect(clock.now().getTime() - began).toBeLessThan(6.1 * day);
  expect(row!.attempts).toBeGreaterThan(12);
  expect(row!.attempts).toBeLessThan(30);
  expect(pauses[0]).toBeLessThan(40_000);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(15 * hour);
});

test("a failing server is probed by one delivery, not by a hundred, and gets them all once it is well", async () => {
  const { site, ledger, clock, sink, hostRow } = await startWith();
  const [host] = sink.hosts;
  for (let reader = 0; reader < 99; reader++) await follow(ledger, [host!], `reader${reader}`);
  let isWell = false;
  sink.react = () => (isWell ? 202 : 500);
  await say(ledger, { type: "Create", report: await addReport(ledger) });
  startTestSender(site, { perHost: 2 });
  await expect.poll(async () => (await hostRow()).next_probe).not.toBeNull();
  await expect.poll(async () => (await rows(site)).filter((row) => row.lease !== null).length).toBe(0);
  const before = sink.posts.length;
  expect(before).toBeLessThan(20);

  for (let probe = 1; probe <= 3; probe++) {
    clock.turn((await hostRow()).next_probe!.getTime() - clock.now().getTime() + 100);
    await expect.poll(() => sink.posts.length).toBe(before + probe);
    await expect.poll(async () => (await rows(site)).filter((row) => row.lease !== null).length).toBe(0);
    expect((await hostRow()).next_probe!.getTime() - clock.now().getTime()).toBeGreaterThan(30_000);
  }
  expect(await untried(site)).toBeGreaterThan(70);

  isWell = true;
  clock.turn((await hostRow()).next_probe!.getTime() - clock.now().getTime() + 100);
  await expectStates(site, { delivered: 100 });
  expect(await hostRow()).toMatchObject({ failures: 0, failing_since: null, next_probe: null });
});

test("what waits for a failing server is given up with it after six days", async () => {
  const { site, ledger, clock, sink, hostRow } = await startWith();
  const [host] = sink.hosts;
  for (let reader = 0; reader < 29; reader++) await follow(ledger, [host!], `reader${reader}`);
  sink.react = () => 502;
  await say(ledger, { type: "Create", report: await addReport(ledger) });
  startTestSender(site);
  await expect.poll(async () => (await hostRow()).next_probe).not.toBeNull();
  await expect.poll(async () => (await rows(site)).filter((row) => row.lease !== null).length).toBe(0);
  clock.turn(6 * day + hour);
  await expectStates(site, { failed: 30 });
});

test("one delivery that a server always chokes on does not keep it from the others", async () => {
  const { site, ledger, sink } = await startWith();
  const [host] = sink.hosts;
  for (let reader = 0; reader < 49; reader++) await follow(ledger, [host!], `reader${reader}`);
  sink.react = ({ path }) => (path === "/reader7/inbox" ? 500 : 202);
  await say(ledger, { type: "Create", report: await addReport(ledger) });
  startTestSender(site);
  await expectStates(site, { delivered: 49, pending: 1 });
  expect(sink.posts.filter(({ path }) => path === "/reader7/inbox")).toHaveLength(1);
});

test("a server that was blocked in the meantime gets nothing, and the ledger says so", async () => {
  const { site, ledger, sink } = await startWith(2);
  const [blocked] = sink.hosts;
  for (let reader = 0; reader < 20; reader++) await follow(ledger, [blocked!], `reader${reader}`);
  await say(ledger, { type: "Create", report: await addReport(ledger) });
  await site.db.updateTable("remote_host").set({ block: "blocked" }).where("host", "=", blocked!).execute();
  startTestSender(site);
  await expectStates(site, { delivered: 1, cancelled: 21 });
  expect(sink.posts.filter(({ host }) => host === blocked)).toHaveLength(0);
  const said = await say(ledger, { type: "Create", report: await addReport(ledger) });
  expect(said.deliveries).toBe(1);
});

test("an inbox that is no address is never asked", async () => {
  const { site, sink, publish } = await startWith();
  await site.db.updateTable("remote_actor").set({ inbox: "mailto:reader@peer.example" }).execute();
  await publish();
  startTestSender(site);
  await expectStates(site, { failed: 1 });
  expect(sink.posts).toHaveLength(0);
  expect((await rows(site))[0]!.last_error).toBe("unusable");
});

test("a sender that was not told of anything looks for itself", async () => {
  const { site, sink, publish } = await startWith();
  startTestSender(site);
  await publish();
  await expectStates(site, { delivered: 1 });
  await sql`update delivery set state = 'pending', delivered = null, next_try = created`.execute(site.db);
  await expectStates(site, { delivered: 1 });
  expect(sink.posts).toHaveLength(2);
});

async function untried(site: Awaited<ReturnType<typeof startLedger>>["site"]): Promise<number> {
  return (await rows(site)).filter((row) => row.attempts === 0).length;
}

/** Waits until a sender has taken and settled a row that is due only since the clock was turned. */
async function expectLookedAt(site: Awaited<ReturnType<typeof startLedger>>["site"], clock: { now(): Date }) {
  await sql`
    insert into delivery (activity, inbox, host, object, sequence, next_try, created)
    select id, 'nowhere:', 'nowhere', 'nowhere', sequence, ${clock.now()}, ${clock.now()} from activity limit 1
  `.execute(site.db);
  const nowhere = () =>
    site.db.selectFrom("delivery").select("state").where("host", "=", "nowhere").executeTakeFirst();
  await expect.poll(nowhere, { timeout: 10_000 }).toEqual({ state: "failed" });
  await site.db.deleteFrom("delivery").where("host", "=", "nowhere").execute();
}

test("a server under one that was blocked in the meantime gets nothing either, and where only some are allowed nobody else does", async () => {
  const { site, ledger, sink, publish } = await startWith();
  const { db } = site;
  const names = ["deep.x.blocked.example", "x.blocked.example:8443", "notblocked.example"];
  await follow(ledger, names);
  await publish();
  await db.insertInto("remote_host").values({ host: "blocked.example", block: "blocked" }).execute();
  startTestSender(site);
  const ends = async () =>
    Object.fromEntries((await rows(site)).map(({ host, state, last_error }) => [host, [state, last_error]]));
  await expect.poll(ends).toMatchObject({
    [sink.hosts[0]!]: ["delivered", null],
    [names[0]!]: ["cancelled", "blocked"],
    [names[1]!]: ["cancelled", "blocked"],
  });
  expect((await ends())[names[2]!]![1]).not.toBe("blocked");

  const elsewhere = await startWith(2);
  await elsewhere.publish();
  const [allowed, other] = elsewhere.sink.hosts as [string, string];
  await elsewhere.site.db.updateTable("node_setting").set({ only_allowed: true }).execute();
  await elsewhere.site.db
    .updateTable("remote_host")
    .set({ allowed: true })
    .where("host", "=", allowed)
    .execute();
  startTestSender(elsewhere.site);
  const states = async () =>
    Object.fromEntries((await rows(elsewhere.site)).map((row) => [row.host, row.state]));
  await expect.poll(states).toEqual({ [allowed]: "delivered", [other]: "cancelled" });
  expect(elsewhere.sink.posts.map(({ host }) => host)).toEqual([allowed]);
});
