// Whoever watches over a node is told whether it lives and whether it can work.
import { sql } from "kysely";
import { expect, test } from "vitest";
import { startTestNode } from "../support/node.ts";

const ask = async (url: string, path: string) => {
  const response = await fetch(`${url}${path}`);
  return {
    status: response.status,
    text: await response.text(),
    cache: response.headers.get("cache-control"),
  };
};

test("a node whose tables are behind is alive and not ready, until they are brought up to date", async () => {
  const { site, url } = await startTestNode({ worker: false });
  const { rows } = await sql<{ name: string; timestamp: string }>`
    delete from kysely_migration where name = (select max(name) from kysely_migration) returning *`.execute(
    site.db,
  );
  expect(await ask(url, "/readyz")).toEqual({
    status: 503,
    text: "The database is not up to date: `tern migrate` brings it there.\n",
    cache: "no-store",
  });
  expect(await ask(url, "/healthz")).toEqual({ status: 200, text: "Alive.\n", cache: "no-store" });
  await sql`insert into kysely_migration values (${rows[0]!.name}, ${rows[0]!.timestamp})`.execute(site.db);
  expect(await ask(url, "/readyz")).toEqual({ status: 200, text: "Ready.\n", cache: "no-store" });
});

test("a node without its database is alive and not ready", async () => {
  const { site, url } = await startTestNode({ worker: false });
  expect((await ask(url, "/readyz")).status).toBe(200);
  await site.db.destroy();
  expect(await ask(url, "/readyz")).toMatchObject({ status: 503, text: "The database cannot be reached.\n" });
  expect((await ask(url, "/healthz")).status).toBe(200);
});
