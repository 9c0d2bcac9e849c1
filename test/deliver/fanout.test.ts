// A report goes out to a thousand servers, and those that are in trouble do not hold up the others.
import type { KyselyPlugin } from "kysely";
import { expect, test } from "vitest";
import { sendToFollowers } from "../../src/newsroom/send.ts";
import {
  addReport,
  expectStates,
  follow,
  rows,
  say,
  startLedger,
  startTestSender,
} from "../support/ledger.ts";
import { isSigned } from "../support/signed.ts";
import { startSink } from "../support/sink.ts";

test("a report to a thousand inboxes is one statement, and every inbox gets it once, signed", async () => {
  const ledger = await startLedger();
  const { site, publicPem } = ledger;
  const sink = await startSink(1_000);
  await follow(ledger, sink.hosts);
  const report = await addReport(ledger);
  const statements: string[] = [];
  const counted = site.db.withPlugin(counting(statements));
  const sent = await counted
    .transaction()
    .execute((db) => sendToFollowers(site, db, ledger.collective, { type: "Create", report }));
  expect(sent.deliveries).toBe(1_000);
  expect(statements.filter((kind) => kind === "RawNode insert into delivery")).toHaveLength(1);
  expect(statements.length).toBeLessThan(15);

  startTestSender(site);
  await expectStates(site, { delivered: 1_000 });
  expect(sink.posts).toHaveLength(1_000);
  expect(new Set(sink.posts.map(({ host }) => host)).size).toBe(1_000);
  for (const posted of sink.posts) expect(isSigned(posted, publicPem)).toBe(true);
  const all = await rows(site);
  expect(all.every((row) => row.attempts === 1 && row.last_status === 202 && row.delivered !== null)).toBe(
    true,
  );
});

test("servers that refuse, hang or are gone do not hold up the rest, and the ledger says what happened", async () => {
  const ledger = await startLedger();
  const { site } = ledger;
  const sink = await startSink(800);
  const [refusing, hanging, gone, fine] = [
    [0, 100],
    [100, 150],
    [150, 200],
    [200, 800],
  ].map(([from, to]) => new Set(sink.hosts.slice(from, to))) as [
    Set<string>,
    Set<string>,
    Set<string>,
    Set<string>,
  ];
  // Two hundred refuse: half of them by an answer, half by not listening at all.
  const closed = Array.from({ length: 100 }, (_, n) => `127.255.1.${n + 1}:1`);
  sink.react = ({ host }) =>
    refusing.has(host) ? 403 : hanging.has(host) ? "hang" : gone.has(host) ? 410 : 202;
  await follow(ledger, [...sink.hosts, ...closed]);
  await say(ledger, { type: "Create", report: await addReport(ledger) });

  // Nobody who hangs is given up on before the test is over: what is delivered was not held up by them.
  startTestSender(site, { timeout: 3_600_000 });
  await expectStates(site, { delivered: 600, failed: 150, pending: 150 });
  const all = await rows(site);
  const of = (hosts: Set<string>) => all.filter((row) => hosts.has(row.host));
  expect(of(fine).every((row) => row.state === "delivered")).toBe(true);
  expect(of(refusing).every((row) => row.state === "failed" && row.last_status === 403)).toBe(true);
  expect(of(gone).every((row) => row.state === "failed" && row.last_status === 410)).toBe(true);
  expect(of(hanging).every((row) => row.state === "pending" && row.lease !== null)).toBe(true);
  const away = of(new Set(closed));
  await expect
    .poll(async () => (await rows(site)).filter((row) => row.last_error === "ECONNREFUSED").length)
    .toBe(away.length);
});

test("one server with a thousand inboxes gets a few requests at once, beside others", async () => {
  const ledger = await startLedger();
  const { site } = ledger;
  const sink = await startSink(20);
  const large = sink.hosts[0]!;
  let now = 0;
  let most = 0;
  sink.react = async ({ host }) => {
    if (host !== large) return 202;
    most = Math.max(most, ++now);
    await new Promise((done) => setImmediate(done));
    now--;
    return 202;
  };
  for (let reader = 0; reader < 400; reader++) await follow(ledger, [large], `reader${reader}`);
  await follow(ledger, sink.hosts.slice(1));
  await say(ledger, { type: "Create", report: await addReport(ledger) });
  startTestSender(site);
  await expectStates(site, { delivered: 419 });
  expect(most).toBeLessThanOrEqual(3);
  const others = sink.posts.findLastIndex(({ host }) => host !== large);
  expect(others).toBeLessThan(200);
});

test("two senders share the work, and no inbox gets anything twice", async () => {
  const ledger = await startLedger();
  const { site } = ledger;
  const sink = await startSink(300);
  await follow(ledger, sink.hosts);
  await say(ledger, { type: "Create", report: await addReport(ledger) });
  startTestSender(site, { atOnce: 8 });
  startTestSender(site, { atOnce: 8 });
  await expectStates(site, { delivered: 300 });
  expect(sink.posts).toHaveLength(300);
});

test("a sender that is told to stop gives back what it has not sent", async () => {
  const ledger = await startLedger();
  const { site } = ledger;
  const sink = await startSink(200);
  await follow(ledger, sink.hosts);
  sink.react = () => (sink.posts.length > 20 ? "hang" : 202);
  await say(ledger, { type: "Create", report: await addReport(ledger) });
  const sender = startTestSender(site, { patience: 50 });
  await expect.poll(() => sink.posts.length).toBeGreaterThan(20);
  await sender.stop();
  const all = await rows(site);
  expect(all.every((row) => row.lease === null && row.leased_until === null)).toBe(true);
  sink.react = () => 202;
  startTestSender(site);
  await expectStates(site, { delivered: 200 });
});

/** Notes the kind of every statement. */
function counting(statements: string[]): KyselyPlugin {
  return {
    transformQuery({ node }) {
      const raw =
        node.kind === "RawNode" ? node.sqlFragments.join("?").trim().replace(/\s+/g, " ").slice(0, 20) : "";
      statements.push(`${node.kind} ${raw}`.trim());
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}
