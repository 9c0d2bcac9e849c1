// The ledger is read by people: how many servers have it, why the others have not, and sending it again.
import { sql } from "kysely";
import { expect, test } from "vitest";
import { deliveriesOf, deliveryLines, resend } from "../../src/newsroom/deliveries.ts";
import {
  addReport,
  addressOf,
  expectStates,
  follow,
  rows,
  say,
  startLedger,
  startTestSender,
} from "../support/ledger.ts";
import { startSink } from "../support/sink.ts";

test("the ledger says in plain words why a report has not arrived", async () => {
  const ledger = await startLedger();
  const { site, collective } = ledger;
  const sink = await startSink(4);
  const [fine, refusing, gone, down] = sink.hosts as [string, string, string, string];
  sink.react = ({ host }) => ({ [refusing]: 403, [gone]: 410, [down]: 503 })[host] ?? 202;
  await follow(ledger, [...sink.hosts, "127.255.9.9:1"]);
  const report = await addReport(ledger);
  await say(ledger, { type: "Create", report });
  startTestSender(site);
  await expect.poll(async () => (await rows(site)).every((row) => row.attempts === 1)).toBe(true);

  expect(await deliveriesOf(site.db, { object: addressOf(report) })).toMatchObject([
    { type: "Create", servers: 5, delivered: 1, pending: 2, failed: 2 },
  ]);
  const lines = await deliveryLines(site.db, { collective });
  const of = (host: string) => lines.find((line) => line.host === host)!;
  expect(of(fine)).toMatchObject({
    type: "Create",
    object: addressOf(report),
    inbox: `http://${fine}/reader/inbox`,
    state: "delivered",
    attempts: 1,
    lastStatus: 202,
    reason: "It has arrived.",
    nextTry: null,
  });
  expect(of(fine).delivered).toBeInstanceOf(Date);
  expect(of(refusing)).toMatchObject({
    state: "failed",
    reason: "The server does not take anything from this node (403).",
    nextTry: null,
  });
  expect(of(gone).reason).toBe("The inbox is gone for good (410).");
  expect(of(down)).toMatchObject({
    state: "pending",
    lastStatus: 503,
    reason: "The server is out of service for now (503).",
  });
  expect(of(down).nextTry!.getTime()).toBeGreaterThan(ledger.clock.now().getTime());
  expect(of("127.255.9.9:1").reason).toBe("The server refuses connections.");
  expect(await deliveryLines(site.db, { collective, states: ["failed"] })).toHaveLength(2);
  expect(await deliveryLines(site.db, { collective }, 3)).toHaveLength(3);
});

test("what failed is sent again when somebody asks for it, and the attempts stay readable", async () => {
  const ledger = await startLedger();
  const { site, collective } = ledger;
  const sink = await startSink(2);
  let isOpen = false;
  sink.react = ({ host }) => (host === sink.hosts[0] && !isOpen ? 403 : 202);
  await follow(ledger, sink.hosts);
  await say(ledger, { type: "Create", report: await addReport(ledger) });
  startTestSender(site);
  await expectStates(site, { delivered: 1, failed: 1 });
  expect(await resend(site, { collective })).toBe(1);
  await expect.poll(() => sink.posts.length).toBe(3);
  await expectStates(site, { delivered: 1, failed: 1 });
  isOpen = true;
  expect(await resend(site, { collective })).toBe(1);
  await expectStates(site, { delivered: 2 });
  expect((await rows(site)).find((row) => row.host === sink.hosts[0])!.attempts).toBe(3);
  expect(await resend(site, { collective })).toBe(0);
});

test("an inbox that missed a text gets it with its later edits when it is sent again, in their order", async () => {
  const ledger = await startLedger();
  const { site } = ledger;
  const sink = await startSink(1);
  let isOpen = false;
  sink.react = ({ body }) => (!isOpen && JSON.parse(body).type === "Create" ? 403 : 202);
  await follow(ledger, sink.hosts);
  const report = await addReport(ledger);
  await say(ledger, { type: "Create", report });
  await say(ledger, { type: "Update", report });
  startTestSender(site);
  await expectStates(site, { failed: 1, delivered: 1 });
  isOpen = true;
  sink.posts.length = 0;
  expect(await resend(site, { object: addressOf(report) })).toBe(2);
  await expectStates(site, { delivered: 2 });
  expect(sink.posts.map(({ body }) => JSON.parse(body).type)).toEqual(["Create", "Update"]);
});

test("what was deleted since is not sent again", async () => {
  const ledger = await startLedger();
  const { site, collective, clock } = ledger;
  const sink = await startSink(1);
  sink.react = ({ body }) => (JSON.parse(body).type === "Create" ? 403 : 202);
  await follow(ledger, sink.hosts);
  const report = await addReport(ledger);
  await say(ledger, { type: "Create", report });
  startTestSender(site);
  await expectStates(site, { failed: 1 });
  await say(ledger, { type: "Delete", report, collective, deleted: clock.now() });
  await expectStates(site, { failed: 1, delivered: 1 });
  expect(await resend(site, { collective })).toBe(0);
  expect(await deliveriesOf(site.db, { object: addressOf(report) })).toMatchObject([
    { type: "Delete", servers: 1, delivered: 1 },
    { type: "Create", servers: 1, failed: 1 },
  ]);
});

test("sending again does not wait for the next probe of a server that was failing", async () => {
  const ledger = await startLedger();
  const { site, collective, clock } = ledger;
  const sink = await startSink(1);
  await follow(ledger, sink.hosts);
  await say(ledger, { type: "Create", report: await addReport(ledger) });
  const later = new Date(clock.now().getTime() + 40_000_000);
  await sql`update delivery set state = 'failed', attempts = 20`.execute(site.db);
  await sql`update remote_host set failures = 20, next_probe = ${later}`.execute(site.db);
  startTestSender(site);
  await resend(site, { collective });
  await expectStates(site, { delivered: 1 });
});

test("what waits for a failing server says so", async () => {
  const ledger = await startLedger();
  const { site, collective, clock } = ledger;
  await follow(ledger, ["peer.example"]);
  const later = new Date(clock.now().getTime() + 3_600_000);
  await sql`update remote_host set failures = 5, next_probe = ${later}`.execute(site.db);
  await say(ledger, { type: "Create", report: await addReport(ledger) });
  expect(await deliveryLines(site.db, { collective })).toMatchObject([
    {
      state: "pending",
      attempts: 0,
      reason: "The server has been failing; it is tried now and then with one delivery, and this one waits.",
      nextTry: later,
    },
  ]);
});
