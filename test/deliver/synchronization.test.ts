// What is said along with a delivery of those who follow from its server: signed, computed once, and only where it means something.
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { digestOfFollowers, readSynchronization } from "../../federation/followers_digest.ts";
import { ap } from "../../src/domain/paths.ts";
import { sendToActor } from "../../src/newsroom/send.ts";
import { addReport, expectStates, follow, say, startLedger, startTestSender } from "../support/ledger.ts";
import { origin } from "../support/ledger_site.ts";
import { isSigned, isSignedRfc9421 } from "../support/signed.ts";
import { startSink } from "../support/sink.ts";

test("the digest of a number of followers is the one that FEP-8fcf works out", () => {
  const followers = ["https://testing.example.org/users/1", "https://testing.example.org/users/2"];
  const digest = "c33f48cd341ef046a206b8a72ec97af65079f9a3a9b90eef79c5920dce45c61f";
  expect(digestOfFollowers(followers)).toBe(digest);
  expect(digestOfFollowers([...followers, followers[0]!])).toBe(digest);
  expect(digestOfFollowers([])).toBe("0".repeat(64));
});

test.each([
  "",
  "digest",
  `digest="${"0".repeat(64)}"`,
  'url="a" url="b"',
  "x".repeat(10_000),
  '"'.repeat(5_000),
])("a header like %.30s says nothing", (header) => {
  expect(readSynchronization(header)).toBeUndefined();
});

test("every server hears of its own followers, under a signature, and hears it of what is for followers alone", async () => {
  const ledger = await startLedger();
  const { site, collective, publicPem } = ledger;
  const sink = await startSink(3);
  const [first, second, third] = sink.hosts as [string, string, string];
  for (const name of ["ann", "ben", "cid"]) await follow(ledger, [first], name);
  await follow(ledger, [second]);
  await site.db.deleteFrom("follower").where("actor", "=", `http://${first}/ben`).execute();
  await site.db
    .insertInto("remote_host")
    .values([{ host: third, signature: "rfc9421" }])
    .execute();
  await site.db.updateTable("remote_host").set({ signature: "rfc9421" }).where("host", "=", second).execute();
  await say(ledger, { type: "Create", report: await addReport(ledger) });
  const ann = { id: undefined, actor: `http://${first}/ann` };
  await site.db.transaction().execute(async (db) => {
    const accept = { type: "Accept", collective, follow: ann } as const;
    await sendToActor(site, db, collective, accept, { inbox: `http://${first}/ann/inbox`, host: first });
    const update = { type: "Update", collective } as const;
    await sendToActor(site, db, collective, update, { inbox: `http://${third}/inbox`, host: third });
  });
  startTestSender(site);
  await expectStates(site, { delivered: 5 });

  const header = (host: string, names: string[]) => {
    const sums = names.map((name) => createHash("sha256").update(`http://${host}/${name}`).digest("hex"));
    const digest = sums.map((sum) => BigInt(`0x${sum}`)).reduce((one, other) => one ^ other);
    const list = origin + ap.followers(collective);
    return `collectionId="${list}", url="${list}/on/${host}", digest="${digest.toString(16).padStart(64, "0")}"`;
  };
  const said = Object.fromEntries(
    sink.posts.map(({ host, path, headers, body }) => [
      `${JSON.parse(body).type} ${host}${path}`,
      headers["collection-synchronization"],
    ]),
  );
  expect(said).toEqual({
    [`Create ${first}/ann/inbox`]: header(first, ["ann", "cid"]),
    [`Create ${first}/cid/inbox`]: header(first, ["ann", "cid"]),
    [`Create ${second}/reader/inbox`]: header(second, ["reader"]),
    [`Accept ${first}/ann/inbox`]: undefined,
    [`Update ${third}/inbox`]: undefined,
  });
  for (const posted of sink.posts.filter(({ headers }) => "collection-synchronization" in headers)) {
    const names = String(posted.headers["signature-input"] ?? posted.headers.signature);
    expect(names).toContain("collection-synchronization");
    expect(
      posted.host === second ? await isSignedRfc9421(posted, publicPem) : isSigned(posted, publicPem),
    ).toBe(true);
  }
});
