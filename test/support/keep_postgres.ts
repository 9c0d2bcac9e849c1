// A process of its own that uses Tern's PostgreSQL until its standard input ends, for tests that kill it.
import pg from "pg";
import { type Part, startEmbedded } from "../../src/db/embedded.ts";

const [dataDir, parts = ""] = process.argv.slice(2) as [string, string?];
try {
  const embedded = await startEmbedded(dataDir, {
    parts: parts.split(",").filter((part) => part !== "") as Part[],
  });
  const client = new pg.Client(embedded.connection);
  await client.connect();
  await client.query("create table if not exists kept (word text)");
  const { rows } = await client.query(
    "insert into kept values ('here') returning (select count(*) from kept)",
  );
  await client.end();
  process.stdout.write(`${JSON.stringify({ before: Number(rows[0].count), uid: process.getuid?.() })}\n`);
  for await (const _ of process.stdin);
  await embedded.stop();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
