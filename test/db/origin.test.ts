// The address that data were made under stays theirs: whoever starts a node under another one is told before harm is done.
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { openSite } from "../../src/main.ts";
import { createCollective } from "../../src/newsroom/collective.ts";
import type { Site } from "../../src/site.ts";
import { addressOf } from "../support/node.ts";
import { freshDatabase, freshFolder } from "../support/site.ts";

/** Data that can be opened under one address after another. */
async function someData() {
  const { db, connection } = await freshDatabase();
  const env = { DATA_DIR: await freshFolder(), DATABASE_URL: addressOf(connection), LOG_LEVEL: "error" };
  const under = async (ORIGIN: string): Promise<Site> => {
    const { site, close } = await openSite(readConfig({ ...env, ORIGIN }));
    onTestFinished(close);
    return site;
  };
  return { db, under };
}

const founding = { handle: "harbour", name: "Harbour Watch", languages: ["en"] };

test("before there is a collective, a node's address may still be chosen", async () => {
  const { under } = await someData();
  await under("http://localhost:3000");
  const { config } = await under("https://reports.example");
  expect(config.origin).toBe("https://reports.example");
});

test("a node with a collective does not start under another address, and says what would do", async () => {
  const { under } = await someData();
  await createCollective(await under("https://reports.example"), founding);
  await expect(under("https://news.example")).rejects.toThrow(
    /^ORIGIN is https:\/\/news\.example, but what is kept here was made under https:\/\/reports\.example\. .*permanent.*Set ORIGIN=https:\/\/reports\.example again\. .*another DATA_DIR/,
  );
  await under("https://reports.example");
});

test("two who found at once under two addresses do not both succeed", async () => {
  const { under } = await someData();
  const sites = [await under("https://reports.example"), await under("https://news.example")];
  const founded = await Promise.allSettled(
    sites.map((site, number) => createCollective(site, { ...founding, handle: `harbour_${number}` })),
  );
  expect(founded.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(founded.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { message: expect.stringMatching(/^ORIGIN is https/) },
  });
});

test("data from before their address was noted belong to the one they are started under next", async () => {
  const { db, under } = await someData();
  await createCollective(await under("https://reports.example"), founding);
  await db.deleteFrom("node_origin").execute();
  await under("https://reports.example");
  await expect(under("https://news.example")).rejects.toThrow(/made under https:\/\/reports\.example/);
});
