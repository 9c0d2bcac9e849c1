// Servers are down now and then, an ally's or our own: what it published meanwhile arrives all the same, and nobody is asked often.
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import type { Collective } from "../../src/db/collective.ts";
import { ap } from "../../src/domain/paths.ts";
import { startNode } from "../../src/main.ts";
import { alliesOf, followActor } from "../../src/newsroom/ally.ts";
import { lookAround } from "../../src/newsroom/backfill.ts";
import { createCollective } from "../../src/newsroom/collective.ts";
import { passOn } from "../../src/newsroom/pass_on.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { repostsShown } from "../../src/newsroom/reposts.ts";
import { revisitDue } from "../../src/newsroom/revisit.ts";
import { setRule } from "../../src/newsroom/rules.ts";
import { wireItems } from "../../src/newsroom/wire.ts";
import type { Site } from "../../src/site.ts";
import { openAlliance } from "../support/ally.ts";
import { startTestNode } from "../support/node.ts";
import { about, type PeerPost, post, serve } from "../support/posts.ts";

const patient = { timeout: 20_000 };
const day = 24 * 3_600_000;

test("an ally whose server goes down as it accepts is read once it is back", {
  timeout: 120_000,
}, async () => {
  const [us, door] = await Promise.all([startTestNode(), startTestNode({ worker: false })]);
  const london = await found(us.site, "london");
  const calais = await found(door.site, "calais");
  await publish(door.site, calais, "What was there before");
  await followActor(us.site, london, `@calais@${door.site.config.host}`);
  await expect.poll(() => door.site.jobs.waiting("inbox", 10), patient).toBe(1);
  await door.stop();
  // It reads what came and accepts, but answers nobody.
  const clerk = await start(door.site, { web: false, worker: true });
  await expect.poll(async () => (await alliesOf(us.site.db, london.id))[0]?.state, patient).toBe("accepted");
  await expect.poll(() => retried(us.site), patient).toBe(1);
  await clerk.stop();
  // The quick tries are over.
  await sql`delete from job.job where name = 'backfill'`.execute(us.site.db);
  expect(await titles(us.site, london)).toEqual([]);
  expect(await lookAround(us.site)).toBe(0);

  await start(door.site, { web: true, worker: true });
  await passes(us.site, 1);
  expect(await lookAround(us.site)).toBe(1);
  await expect.poll(() => titles(us.site, london), patient).toEqual(["What was there before"]);
  await expect.poll(() => looked(us.site), patient).toBe(true);
  await passes(us.site, 2);
  expect(await lookAround(us.site)).toBe(0);
});

test("what an ally published while our node was down arrives when it is back, given up or not", {
  timeout: 120_000,
}, async () => {
  const [us, them] = await Promise.all([startTestNode(), startTestNode()]);
  const london = await found(us.site, "london");
  const calais = await found(them.site, "calais");
  await followActor(us.site, london, `@calais@${them.site.config.host}`);
  await expect.poll(() => looked(us.site), patient).toBe(true);
  await setRule(us.site, london, them.url + ap.collective(calais.id), { rule: "propose" });
  await passes(us.site, 24);
  await us.stop();

  await publish(them.site, calais, "Given up");
  await publish(them.site, calais, "Still tried");
  const { db } = them.site;
  const tried = async () => {
    const rows = await db.selectFrom("delivery").select("attempts").where("state", "=", "pending").execute();
    return rows.map(({ attempts }) => attempts);
  };
  await expect.poll(async () => Math.max(...(await tried())), patient).toBeGreaterThan(0);
  await sql`update delivery set state = 'failed', final = true where sequence = (
    select min(sequence) from activity where type = 'Create')`.execute(db);

  const back = await start(us.site, { web: true, worker: true });
  const later = new Date(Date.now() - 1000);
  await db
    .updateTable("remote_host")
    .set({ next_probe: later })
    .where("next_probe", "is not", null)
    .execute();
  await db.updateTable("delivery").set({ next_try: later }).where("state", "=", "pending").execute();
  await sql`select pg_notify('tern_delivery', '')`.execute(db);
  await expect
    .poll(async () => (await titles(back.site, london)).sort(), patient)
    .toEqual(["Given up", "Still tried"]);
  // It is news all the same.
  const { items } = await wireItems(back.site.db, london.id, { proposed: true }, undefined, 10);
  expect(items.map(({ name }) => name).sort()).toEqual(["Given up", "Still tried"]);
});

test("an ally's outbox is read once a day, its newest part, and nothing that is old or known is fetched again", {
  timeout: 60_000,
}, async () => {
  const here = await openAlliance();
  const { peer, alice, node, collective } = here;
  const { site } = node;
  await expect.poll(() => looked(site), patient).toBe(true);
  await setRule(site, collective, alice.id, { rule: "propose" });
  const at = (days: number) => new Date(Date.now() - days * day).toISOString();
  const [known, lost, old, forged] = [
    post(peer, alice, { published: at(0) }),
    post(peer, alice, { published: at(0) }),
    post(peer, alice, { published: at(400) }),
    post(peer, alice, { published: at(0), attributedTo: peer.actor("mallory").id }),
  ];
  await here.say(alice, about(peer, alice, "Create", known));
  for (const note of [known, lost, old, forged]) serve(peer, note);
  const created = [forged, lost, known, old].map((note) => ({
    ...about(peer, alice, "Create", { ...note, content: "<p>Not what is there</p>" }),
    published: note.published,
  }));
  const outbox = `${alice.id}/outbox`;
  serve(peer, { id: outbox, type: "OrderedCollection", first: `${outbox}/3` } as never);
  for (const page of [1, 2, 3]) {
    const next = page > 1 && { next: `${outbox}/${page - 1}` };
    const items = page === 3 ? created : [];
    serve(peer, {
      id: `${outbox}/${page}`,
      type: "OrderedCollectionPage",
      orderedItems: items,
      ...next,
    } as never);
  }
  const asked = (address: string) => peer.asked(new URL(address).pathname);

  await passes(site, 23);
  expect(await lookAround(site)).toBe(0);
  const before = asked(outbox);
  await passes(site, 1);
  await Promise.all([lookAround(site), lookAround(site), lookAround(site)]);
  await expect
    .poll(async () => (await here.wire()).map(({ uri }) => uri).sort(), patient)
    .toEqual([known.id, lost.id].sort());
  await expect.poll(() => unfinished(site), patient).toBe(0);
  expect(asked(outbox) - before).toBe(1);
  expect([known, lost, old].map(({ id }) => asked(id))).toEqual([0, 1, 0]);
  expect([3, 2, 1].map((page) => asked(`${outbox}/${page}`))).toEqual([1, 1, 0]);
  const [found] = (await here.wire({ proposed: true })).filter(({ uri }) => uri === lost.id);
  expect(found).toMatchObject({ html: lost.content });
  expect(await lookAround(site)).toBe(0);
});

test("what was passed on is asked for again now and then: edits and deletions that never came are followed", {
  timeout: 60_000,
}, async () => {
  const here = await openAlliance();
  const { peer, alice, node, collective } = here;
  const { site } = node;
  const write = (name: string) => post(peer, alice, { type: "Article", name, content: "<p>They came.</p>" });
  const [edited, deleted, moved, away, hidden] = ["Edited", "Deleted", "Moved", "Away", "Hidden"].map(write);
  for (const { id } of [edited!, deleted!, moved!, away!, hidden!]) await passOn(site, collective, id);
  const asked = ({ id }: PeerPost) => peer.asked(new URL(id).pathname);
  const shown = async () => {
    const { reposts } = await repostsShown(site.db, { collective: collective.id }, undefined, 10);
    return reposts.map(({ name }) => name).sort();
  };
  const answer = ({ id }: PeerPost, status: number) =>
    peer.serves.set(new URL(id).pathname, { status, body: "{}" });
  const hours = (count: number) =>
    sql`update repost set revisit = revisit - interval '1 hour' * ${count}::int,
      missing = missing - interval '1 hour' * ${count}::int`.execute(site.db);
  const visits = async (count: number) => {
    expect(await revisitDue(site)).toBe(count);
    await expect.poll(() => unfinished(site, "revisit"), patient).toBe(0);
  };

  serve(peer, { ...edited!, name: "Corrected", updated: new Date().toISOString() });
  answer(deleted!, 410);
  answer(moved!, 404);
  answer(away!, 503);
  serve(peer, { ...hidden!, to: [`${alice.id}/followers`], cc: [] });
  await hours(23);
  await visits(0);
  expect(await shown()).toEqual(["Away", "Deleted", "Edited", "Hidden", "Moved"]);
  await hours(2);
  const before = asked(edited!);
  expect(await revisitDue(site)).toBe(5);
  await expect.poll(shown, patient).toEqual(["Away", "Corrected", "Moved"]);
  await expect.poll(() => retried(site, "revisit"), patient).toBe(1);
  await sql`delete from job.job where name = 'revisit'`.execute(site.db);
  expect(asked(edited!) - before).toBe(1);
  await expect
    .poll(() => here.said("Undo").map(({ json }) => (json as { object: { object: string } }).object.object))
    .toEqual(expect.arrayContaining([deleted!.id, hidden!.id]));
  // Not found is not yet deleted: it is asked for again on the next day, and then it is.
  answer(away!, 404);
  await hours(25);
  await visits(3);
  expect(await shown()).toEqual(["Away", "Corrected"]);
  serve(peer, away!);
  await hours(25);
  await visits(2);
  answer(away!, 404);
  await hours(25);
  await visits(2);
  expect(await shown()).toEqual(["Away", "Corrected"]);
  const page = await fetch(`${node.url}/harbour/reposts`, { headers: { accept: "text/html" } });
  expect(await page.text()).toContain("Corrected");
});

test("after days in which nothing could come, what an ally had corrected or deleted meanwhile is found out", {
  timeout: 60_000,
}, async () => {
  const here = await openAlliance();
  const { peer, alice, node } = here;
  const { site } = node;
  await expect.poll(() => looked(site), patient).toBe(true);
  const [edited, deleted, missing] = ["Edited", "Deleted", "Missing"].map((name) =>
    post(peer, alice, { type: "Article", name }),
  ) as [PeerPost, PeerPost, PeerPost];
  for (const one of [edited, deleted, missing]) await here.say(alice, about(peer, alice, "Create", one));
  const names = async () => (await here.wire()).map(({ name }) => name).sort();
  serve(peer, { ...edited, name: "Corrected", updated: new Date().toISOString() });
  peer.serves.set(new URL(deleted.id).pathname, { status: 410, body: "{}" });
  peer.serves.set(new URL(missing.id).pathname, { status: 404, body: "{}" });
  const away = async (days: number) => {
    await sql`update ally set looked = looked - interval '1 day' * ${days}::int,
      look_again = look_again - interval '1 day' * ${days}::int`.execute(site.db);
    expect(await lookAround(site)).toBe(1);
    for (const queue of ["backfill", "revisit"])
      await expect.poll(() => unfinished(site, queue), patient).toBe(0);
  };
  await away(1);
  expect(await names()).toEqual(["Deleted", "Edited", "Missing"]);
  await away(3);
  expect(await names()).toEqual(["Corrected", "Missing"]);
});

test("the longer something has been passed on, the less often it is asked for", async () => {
  const here = await openAlliance();
  const { peer, alice, node, collective } = here;
  const { site } = node;
  await passOn(site, collective, post(peer, alice, { type: "Article", name: "A night on the quay" }).id);
  const next = async (ago: number) => {
    const reposted = new Date(Date.now() - ago * day);
    await site.db
      .updateTable("repost")
      .set({ reposted, revisit: new Date(Date.now() - 1000) })
      .execute();
    expect(await revisitDue(site)).toBe(1);
    const { revisit } = await site.db.selectFrom("repost").select("revisit").executeTakeFirstOrThrow();
    return Math.round((revisit.getTime() - Date.now()) / day);
  };
  for (const [ago, wait] of [
    [0, 1],
    [3, 1],
    [40, 10],
    [4_000, 30],
  ] as const)
    expect([ago, await next(ago)]).toEqual([ago, wait]);
});

function found(site: Site, handle: string): Promise<Collective> {
  return createCollective(site, { handle, name: handle, languages: ["en"] });
}

function publish(site: Site, by: Collective, title: string) {
  return publishReport(site, by, { title, language: "en", source: "It rained, and people sang." });
}

/** Starts a node, or part of it, that has been stopped. */
async function start({ config }: Site, parts: Parameters<typeof startNode>[1]) {
  const node = await startNode(config, parts);
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= node.stop();
    return stopped;
  };
  onTestFinished(stop);
  return { ...node, stop };
}

async function titles({ db }: Site, { id }: Collective): Promise<(string | null)[]> {
  return (await wireItems(db, id, {}, undefined, 100)).items.map(({ name }) => name);
}

/** Whether the outboxes of all allies have been read. */
async function looked({ db }: Site): Promise<boolean> {
  const rows = await db.selectFrom("ally").select("looked").execute();
  return rows.length > 0 && rows.every((row) => row.looked !== null);
}

/** Hours pass since outboxes were read, or not found. */
async function passes({ db }: Site, hours: number): Promise<void> {
  await sql`update ally set look_again = look_again - interval '1 hour' * ${hours}::int - interval '1 second'`.execute(
    db,
  );
}

/** How many jobs of a queue, else readings of an outbox, have failed and are to be tried again. */
async function retried({ db }: Site, queue = "backfill"): Promise<number> {
  const { rows } = await sql`
    select from job.job where name = ${queue} and (state = 'retry' or retry_count > 0)`.execute(db);
  return rows.length;
}

async function unfinished({ db }: Site, queue = "backfill"): Promise<number> {
  const { rows } = await sql`
    select from job.job where name = ${queue} and state in ('created', 'retry', 'active')`.execute(db);
  return rows.length;
}
