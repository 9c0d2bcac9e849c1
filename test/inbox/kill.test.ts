// A node may be killed at any moment while activities come in: what it has answered 2xx is kept, once, and the rest is sent again.
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { Agent, request } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { ap } from "../../src/domain/paths.ts";
import { addTexts, gather, type Ready } from "../bench/crowd.ts";
import { addressOf, freePort } from "../support/node.ts";
import { compile, run } from "../support/program.ts";
import { freshDatabase, freshFolder } from "../support/site.ts";

const servers = 10;
const onEach = 25;
const texts = 20;
const kills = 3;

test("of five thousand activities none that was answered is lost or doubled, though the node is killed with -9 in between", async () => {
  const { db, connection } = await freshDatabase();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ORIGIN: url,
    PORT: String(port),
    DATA_DIR: await freshFolder(),
    DATABASE_URL: addressOf(connection),
    ALLOW_PRIVATE_ADDRESS: "true",
    LOG_LEVEL: "error",
  };
  const crowd = await gather(db, servers, onEach);
  const addresses = await addTexts(db, url, texts);
  const all = crowd.say(addresses, url + ap.sharedInbox());
  expect(all).toHaveLength(5_000);
  const { main, remove } = compile();
  onTestFinished(remove);
  let node = run(main, ["serve"], env);
  await node.heard(/http:/);

  const agent = new Agent({ connections: 16 });
  onTestFinished(() => agent.destroy());
  const answered: Ready[] = [];
  let next = 0;
  const work = async () => {
    while (next < all.length) {
      const one = all[next++]!;
      // Whoever gets no answer comes again, as every server does.
      while ((await post(agent, url + ap.sharedInbox(), one)) !== 202) await pause(50);
      answered.push(one);
    }
  };
  const posting = Promise.all(Array.from({ length: 16 }, work));
  for (let kill = 1; kill <= kills; kill++) {
    const moment = (kill * all.length) / (kills + 1) - Math.random() * 500;
    await expect.poll(() => answered.length, { timeout: 60_000, interval: 5 }).toBeGreaterThan(moment);
    node.child.kill("SIGKILL");
    await node.ended();
    // Nobody is there to work on anything: what was answered is either done or waits.
    expect(await lost(answered)).toEqual([]);
    node = run(main, ["serve"], env);
  }
  await posting;
  const count = async () => {
    const { rows } = await sql<{ all: number; different: number }>`
      select count(*)::int as all, count(distinct uri)::int as different from response`.execute(db);
    return rows[0];
  };
  await expect.poll(count, { timeout: 60_000, interval: 200 }).toEqual({ all: 5_000, different: 5_000 });
  const { rows } = await sql<{ likes: number; replies: number }>`
    select sum(likes)::int as likes, sum(replies)::int as replies from report_echo`.execute(db);
  expect(rows).toEqual([{ likes: 2_500, replies: 2_500 }]);

  /** The addresses of what was answered and is neither in its table nor waiting. */
  async function lost(said: Ready[]): Promise<string[]> {
    const uris = said.map(({ body }) => {
      const { type, id, object } = JSON.parse(body);
      return type === "Like" ? id : object.id;
    });
    const { rows } = await sql<{ uri: string }>`
      select uri from unnest(${uris}::text[]) uri
      where not exists (select from response r where r.uri = uri.uri)
        and not exists (
          select from job.job j where j.name = 'inbox' and j.state < 'completed'
            and uri.uri in (j.data #>> '{message,activity,id}', j.data #>> '{message,activity,object,id}'))`.execute(
      db,
    );
    return rows.map(({ uri }) => uri);
  }
}, 180_000);

async function post(agent: Agent, url: string, { body, headers }: Ready): Promise<number | undefined> {
  try {
    const answer = await request(url, { method: "POST", dispatcher: agent, headers, body });
    await answer.body.dump();
    return answer.statusCode;
  } catch {
    return undefined;
  }
}
