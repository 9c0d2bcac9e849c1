// What is said about one text reaches an inbox in its order, and what was taken back stays away.
import { sql } from "kysely";
import { expect, test } from "vitest";
import { cancelPending } from "../../src/newsroom/deliveries.ts";
import { sendToFollowers } from "../../src/newsroom/send.ts";
import {
  addReport,
  addressOf,
  expectStates,
  follow,
  type Ledger,
  rows,
  say,
  startLedger,
  startTestSender,
} from "../support/ledger.ts";
import { type Sink, startSink } from "../support/sink.ts";

const typesAt = (sink: Sink, host: string) =>
  sink.posts.filter((posted) => posted.host === host).map(({ body }) => JSON.parse(body).type as string);

/** Takes a text back as the newsroom does: what is pending ends, then the Delete goes out. */
function takeBack({ site, collective, clock }: Ledger, report: string) {
  return site.db.transaction().execute(async (db) => {
    await cancelPending(db, addressOf(report));
    return sendToFollowers(site, db, collective, {
      type: "Delete",
      report,
      collective,
      deleted: clock.now(),
    });
  });
}

const attemptsOf = async (ledger: Ledger, host: string) =>
  (await rows(ledger.site)).filter((row) => row.host === host).map((row) => row.attempts);

test("an edit does not overtake the text itself on its way to a failing server", async () => {
  const ledger = await startLedger();
  const { site, clock } = ledger;
  const sink = await startSink(2);
  const [failing, fine] = sink.hosts as [string, string];
  let isWell = false;
  sink.react = ({ host }) => (host === failing && !isWell ? 500 : 202);
  await follow(ledger, sink.hosts);
  const report = await addReport(ledger);
  await say(ledger, { type: "Create", report });
  startTestSender(site);
  await expectStates(site, { delivered: 1, pending: 1 });
  await say(ledger, { type: "Update", report });
  await say(ledger, { type: "Update", report });
  await expect.poll(() => typesAt(sink, fine)).toEqual(["Create", "Update", "Update"]);
  for (const tries of [2, 3]) {
    clock.turn(3_600_000);
    await expect.poll(() => attemptsOf(ledger, failing)).toEqual([tries, 0, 0]);
  }
  expect(typesAt(sink, failing)).toEqual(["Create", "Create", "Create"]);
  isWell = true;
  clock.turn(3_600_000);
  await expectStates(site, { delivered: 6 });
  expect(typesAt(sink, failing).slice(3)).toEqual(["Create", "Update", "Update"]);
});

test("an edit goes out once the text before it was refused for good", async () => {
  const ledger = await startLedger();
  const { site } = ledger;
  const sink = await startSink(1);
  sink.react = ({ body }) => (JSON.parse(body).type === "Create" ? 422 : 202);
  await follow(ledger, sink.hosts);
  const report = await addReport(ledger);
  await say(ledger, { type: "Create", report });
  await say(ledger, { type: "Update", report });
  startTestSender(site);
  await expectStates(site, { failed: 1, delivered: 1 });
  expect(typesAt(sink, sink.hosts[0]!)).toEqual(["Create", "Update"]);
});

test("two texts do not wait for each other", async () => {
  const ledger = await startLedger();
  const { site } = ledger;
  const sink = await startSink(1);
  const first = await addReport(ledger);
  sink.react = ({ body }) => (body.includes(first) ? "hang" : 202);
  await follow(ledger, sink.hosts);
  await say(ledger, { type: "Create", report: first });
  await say(ledger, { type: "Create", report: await addReport(ledger) });
  startTestSender(site);
  await expectStates(site, { pending: 1, delivered: 1 });
  expect(sink.posts).toHaveLength(2);
});

test("a text that is deleted while it is being retried leaves no zombie", async () => {
  const ledger = await startLedger();
  const { site, clock } = ledger;
  const sink = await startSink(2);
  const [failing, fine] = sink.hosts as [string, string];
  let isWell = false;
  sink.react = ({ host }) => (host === failing && !isWell ? 500 : 202);
  await follow(ledger, sink.hosts);
  const report = await addReport(ledger);
  await say(ledger, { type: "Create", report });
  startTestSender(site);
  await expectStates(site, { delivered: 1, pending: 1 });
  await takeBack(ledger, report);
  await expect.poll(() => typesAt(sink, fine)).toEqual(["Create", "Delete"]);
  isWell = true;
  clock.turn(3_600_000);
  await expectStates(site, { delivered: 3, cancelled: 1 });
  const last = typesAt(sink, failing).filter((_, index, all) => index === all.length - 1);
  expect(last).toEqual(["Delete"]);
  expect(typesAt(sink, failing).lastIndexOf("Create")).toBe(0);
});

test("a text that is deleted while it is under way is followed by its deletion, and not tried again", async () => {
  const ledger = await startLedger();
  const { site } = ledger;
  const sink = await startSink(1);
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  sink.react = async ({ body }) => {
    if (JSON.parse(body).type !== "Create") return 202;
    await answered;
    return 503;
  };
  await follow(ledger, sink.hosts);
  const report = await addReport(ledger);
  await say(ledger, { type: "Create", report });
  startTestSender(site);
  await expect.poll(() => sink.posts.length).toBe(1);
  const said = await takeBack(ledger, report);
  expect(said.deliveries).toBe(1);
  expect((await rows(site)).map((row) => row.state)).toEqual(["pending", "pending"]);
  expect(sink.posts).toHaveLength(1);
  answer();
  await expectStates(site, { cancelled: 1, delivered: 1 });
  expect(typesAt(sink, sink.hosts[0]!)).toEqual(["Create", "Delete"]);
});

test("what a killed sender had under way when the text was deleted is not sent again", async () => {
  const ledger = await startLedger();
  const { site, clock } = ledger;
  const sink = await startSink(1);
  await follow(ledger, sink.hosts);
  const report = await addReport(ledger);
  await say(ledger, { type: "Create", report });
  const until = new Date(clock.now().getTime() + 30_000);
  await sql`update delivery set lease = gen_random_uuid(), leased_until = ${until}`.execute(site.db);
  expect((await takeBack(ledger, report)).deliveries).toBe(1);
  startTestSender(site);
  clock.turn(31_000);
  await expectStates(site, { cancelled: 1, delivered: 1 });
  expect(typesAt(sink, sink.hosts[0]!)).toEqual(["Delete"]);
});

test("a deletion goes where the text was tried, and to followers that may have found it, not where it never went", async () => {
  const ledger = await startLedger();
  const { site, collective } = ledger;
  const sink = await startSink(5);
  const [delivered, tried, untried, left, late] = sink.hosts as [string, string, string, string, string];
  await follow(ledger, [delivered, tried, untried, left]);
  const report = await addReport(ledger);
  await say(ledger, { type: "Create", report });
  const set = (host: string, change: object) =>
    site.db.updateTable("delivery").set(change).where("host", "=", host).execute();
  await set(delivered, { state: "delivered", attempts: 1 });
  await set(tried, { attempts: 3 });
  await set(left, { state: "delivered", attempts: 1 });
  await site.db.deleteFrom("follower").where("actor", "like", `%${left}%`).execute();
  await follow(ledger, [late]);
  const { id } = await takeBack(ledger, report);
  const told = (await rows(site)).filter((row) => row.activity === id).map((row) => row.host);
  expect(new Set(told)).toEqual(new Set([delivered, tried, left, late]));
  expect((await rows(site)).find((row) => row.host === untried)).toMatchObject({
    state: "cancelled",
    attempts: 0,
  });
  expect(collective).toMatch(/^[0-9a-f-]{36}$/);
});
