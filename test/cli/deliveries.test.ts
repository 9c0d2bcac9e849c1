// tern deliveries, as it is typed: for people, for programs, and sending again.
import { expect, test } from "vitest";
import { type } from "../support/command_line.ts";
import {
  addReport,
  addressOf,
  expectStates,
  follow,
  say,
  startLedger,
  startTestSender,
} from "../support/ledger.ts";
import { startSink } from "../support/sink.ts";

async function startWithOneRefusal() {
  const ledger = await startLedger();
  const { site } = ledger;
  const sink = await startSink(3);
  sink.react = ({ host }) => (host === sink.hosts[0] ? 403 : 202);
  await follow(ledger, sink.hosts);
  const report = await addReport(ledger);
  const { id } = await say(ledger, { type: "Create", report });
  await say(ledger, { type: "Create", report: await addReport(ledger) });
  startTestSender(site);
  await expectStates(site, { delivered: 4, failed: 2 });
  return { ...ledger, sink, report, activity: id };
}

test("a program gets an array with everything about each delivery", async () => {
  const { site, sink, report, activity } = await startWithOneRefusal();
  const { code, out } = await type(site, "deliveries", "calais", "--report", report, "--json");
  expect(code).toBe(0);
  const lines = JSON.parse(out);
  expect(lines).toHaveLength(3);
  expect(lines.find((line: { host: string }) => line.host === sink.hosts[0])).toEqual({
    activity,
    type: "Create",
    object: addressOf(report),
    inbox: `http://${sink.hosts[0]}/reader/inbox`,
    host: sink.hosts[0],
    state: "failed",
    attempts: 1,
    lastStatus: 403,
    reason: "The server does not take anything from this node (403).",
    reasonKind: "not from here",
    givenUp: false,
    nextTry: null,
    delivered: null,
  });
  expect(JSON.parse((await type(site, "deliveries", "--json")).out)).toHaveLength(6);
  expect(JSON.parse((await type(site, "deliveries", "--failed", "--json")).out)).toHaveLength(2);
  expect(JSON.parse((await type(site, "deliveries", "--limit", "1", "--json")).out)).toHaveLength(1);
});

test("a person reads how many servers have a report, and why one has not", async () => {
  const { site, report } = await startWithOneRefusal();
  const { out } = await type(site, "deliveries", "--report", addressOf(report));
  expect(out).toContain("Create: delivered to 2 of 3 servers.");
  expect(out).toContain("The server does not take anything from this node (403).");
});

test("what failed is sent again by hand", async () => {
  const { site, sink, report } = await startWithOneRefusal();
  sink.react = () => 202;
  expect((await type(site, "deliveries", "resend", "--report", report)).out).toBe(
    "One delivery is on its way again.\n",
  );
  await expectStates(site, { delivered: 5, failed: 1 });
  expect(JSON.parse((await type(site, "deliveries", "resend", "calais", "--json")).out)).toEqual({
    deliveries: 1,
  });
  await expectStates(site, { delivered: 6 });
});

test("what cannot be understood or found is said", async () => {
  const { site } = await startLedger();
  expect((await type(site, "deliveries", "resend")).code).toBe(2);
  expect((await type(site, "deliveries", "--limit", "many")).code).toBe(2);
  expect((await type(site, "deliveries", "nobody")).code).toBe(1);
  const unknown = await type(site, "deliveries", "--report", "no-such-text");
  expect(unknown.code).toBe(1);
  expect(unknown.err).toContain("There is no text");
  expect((await type(site, "deliveries")).out).toBe("There is nothing to show.\n");
});
