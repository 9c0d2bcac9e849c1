// How addresses answer: to servers and to people, for what is there, what was taken back and what never was.
import { randomUUIDv7 } from "node:crypto";
import { describe, expect, onTestFinished, test } from "vitest";
import { context } from "../../federation/context.ts";
import { openDatabase } from "../../src/db/open.ts";
import type { Saying } from "../../src/newsroom/fediverse.ts";
import { sendToFollowers } from "../../src/newsroom/send.ts";
import type { Site } from "../../src/site.ts";
import { freshFolder } from "../support/site.ts";
import { addCollective, addText, calais, golden, now, origin, startSite } from "./fixture.ts";
import { serve } from "./served.ts";

const group = `${origin}/ap/groups/${calais}`;
const article = `${origin}/ap/articles/${golden}`;

async function startWriting(text: Parameters<typeof addText>[1] = {}) {
  const site = await startSite();
  await addCollective(site.db);
  await addText(site.db, text);
  return { site, ...(await serve(site)) };
}

function say(site: Site, saying: Saying): Promise<string> {
  return site.db.transaction().execute(async (db) => (await sendToFollowers(site, db, calais, saying)).id);
}

describe("a server gets the document", () => {
  test.each([
    "application/activity+json",
    'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
    "application/ld+json",
    "application/json",
    "application/ld+json; profile=https://www.w3.org/ns/activitystreams,application/activity+json",
    "application/activity+json, application/ld+json",
    "*/*",
  ])("that asks for %s", async (accept) => {
    const { get } = await startWriting();
    const answer = await get(article, { accept });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/activity+json");
    expect(answer.headers.get("vary")).toMatch(/\baccept\b/i);
    expect(answer.headers.get("link")).toContain(
      `<${origin}/calais/2026/11/text-11>; rel="alternate"; type="text/html"`,
    );
    expect(await answer.json()).toMatchObject({ id: article });
  });

  test("whatever its signature is worth", async () => {
    const { get } = await startWriting();
    const signature =
      'keyId="https://elsewhere.example/u#k",headers="(request-target) host",signature="bm8="';
    const headers = { signature, "signature-input": "sig1=(broken", authorization: "Signature no" };
    for (const address of [article, group]) {
      const answer = await get(address, { headers });
      expect(answer.status).toBe(200);
    }
  });

  test("and only the news of it when it asks again with the ETag", async () => {
    const { site, get } = await startWriting();
    const etag = (await get(article)).headers.get("etag")!;
    // Said outright, because fetch would ask caches to stay out of it.
    const headers = { "if-none-match": etag, "cache-control": "max-age=0" };
    expect((await get(article, { headers })).status).toBe(304);
    await site.db.updateTable("report").set({ title: "Corrected" }).execute();
    expect((await get(article, { headers })).status).toBe(200);
  });

  test("or its head", async () => {
    const { get } = await startWriting();
    const answer = await get(article, { method: "HEAD" });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/activity+json");
    expect(await answer.text()).toBe("");
  });

  test("and a query string changes nothing of it", async () => {
    const { get } = await startWriting();
    const answer = await get(`${article}?page=1`);
    expect(await answer.json()).toMatchObject({ id: article });
  });
});

test("a person is led to the page", async () => {
  const { get } = await startWriting();
  const accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
  const places = {
    [article]: "/calais/2026/11/text-11",
    [`${article}/replies`]: "/calais/2026/11/text-11",
    [group]: "/calais",
    [`${group}/outbox`]: "/calais",
    [`${origin}/ap/groups/instance`]: "/",
  };
  for (const [address, page] of Object.entries(places)) {
    const answer = await get(address, { accept });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, origin + page]);
    expect(answer.headers.get("vary")).toMatch(/\baccept\b/i);
  }
});

test("a withdrawn text and a deleted one answer 410 with their Tombstone", async () => {
  const { site, get } = await startWriting({ state: "withdrawn", withdrawn: now });
  const deleted = "0199a000-0000-7000-8000-000000000013";
  await site.db
    .insertInto("tombstone")
    .values({ id: deleted, collective: calais, slug: "gone", published: now, deleted: now })
    .execute();
  for (const id of [golden, deleted]) {
    const answer = await get(`${origin}/ap/articles/${id}`);
    expect(answer.status).toBe(410);
    expect(answer.headers.get("content-type")).toBe("application/activity+json");
    expect(await answer.json()).toEqual({
      "@context": context,
      id: `${origin}/ap/articles/${id}`,
      type: "Tombstone",
      formerType: "Article",
      deleted: "2026-11-23T08:30:00.250Z",
    });
    expect((await get(`${origin}/ap/articles/${id}/replies`)).status).toBe(410);
    const page = await get(`${origin}/ap/articles/${id}`, { accept: "text/html,*/*;q=0.8" });
    expect([page.status, page.headers.get("content-type")]).toEqual([410, "text/html; charset=utf-8"]);
  }
});

test("a draft, a scheduled text, an unknown one and nonsense cannot be told apart", async () => {
  const { site, get } = await startWriting({ state: "draft", published: null });
  const scheduled = "0199a000-0000-7000-8000-000000000014";
  await addText(site.db, { id: scheduled, state: "scheduled", scheduled: now, published: null });
  const answers = new Set<string>();
  for (const id of [golden, scheduled, randomUUIDv7(), "nonsense", "%27;--", calais]) {
    for (const part of ["", "/replies", "/replies/1", "/likes", "/shares", "/context"]) {
      const answer = await get(`${origin}/ap/articles/${id}${part}`);
      const { date: _, ...headers } = Object.fromEntries(answer.headers);
      answers.add(JSON.stringify([answer.status, headers, await answer.text()]));
    }
  }
  for (const address of [
    "/ap",
    "/ap/",
    "/ap/nothing",
    "/ap/groups/x",
    `/ap/groups/${calais}/`,
    "/ap/activities/x",
  ]) {
    const answer = await get(address);
    const { date: _, ...headers } = Object.fromEntries(answer.headers);
    answers.add(JSON.stringify([answer.status, headers, await answer.text()]));
  }
  const [only, ...others] = answers;
  expect(others).toEqual([]);
  expect(only).toMatch(/^\[404,.*application\/problem\+json/);
});

test("only GET and HEAD are taken, and an inbox takes only POST", async () => {
  const { get } = await startWriting();
  const addresses = [
    group,
    `${group}/outbox`,
    `${group}/followers`,
    article,
    `${article}/replies`,
    "/.well-known/webfinger",
  ];
  for (const address of addresses) {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const answer = await get(address, { method });
      expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    }
  }
  for (const inbox of [`${group}/inbox`, "/ap/inbox"]) {
    const answer = await get(inbox);
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
  }
});

test("while the database is away everything is put off, and nothing is said to be gone", async () => {
  const { site, get } = await startWriting();
  // A folder without the socket of a server.
  const away = openDatabase({ host: await freshFolder() });
  onTestFinished(() => away.destroy());
  const { get: getAway } = await serve({ ...site, db: away });
  expect((await get(article)).status).toBe(200);
  const webfinger = `/.well-known/webfinger?resource=acct:calais@reports.example`;
  for (const address of [article, group, `${group}/outbox`, `/ap/activities/${golden}`, webfinger]) {
    const answer = await getAway(address);
    expect([address, answer.status]).toEqual([address, 503]);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  }
});

describe("an activity", () => {
  test("is served as it was signed while it is the last word", async () => {
    const { site, json } = await startWriting();
    const id = await say(site, { type: "Create", report: golden });
    const { body } = await site.db.selectFrom("activity_form").select("body").executeTakeFirstOrThrow();
    expect(await json(`/ap/activities/${id}`)).toEqual(JSON.parse(body));
  });

  test("does not tell what a text said before it was corrected", async () => {
    const { site, get, json } = await startWriting({ title: "With a name in it" });
    const create = await say(site, { type: "Create", report: golden });
    await site.db.updateTable("report").set({ title: "Without" }).execute();
    const update = await say(site, { type: "Update", report: golden });
    expect(await json(`/ap/activities/${create}`)).toEqual({
      "@context": context,
      id: `${origin}/ap/activities/${create}`,
      type: "Create",
      actor: group,
      published: "2026-11-23T08:30:00.250Z",
      to: ["https://www.w3.org/ns/activitystreams#Public"],
      cc: [`${group}/followers`],
      object: article,
    });
    expect(await json(`/ap/activities/${update}`)).toMatchObject({ object: { name: "Without" } });
    await site.db.updateTable("report").set({ state: "withdrawn", withdrawn: now }).execute();
    expect(await (await get(`/ap/activities/${update}`)).text()).not.toContain("Without");
  });

  test("that was said to one actor alone is not there for others", async () => {
    const { site, get } = await startWriting();
    const id = await say(site, { type: "Block", collective: calais, actor: "https://elsewhere.example/u" });
    expect((await get(`/ap/activities/${id}`)).status).toBe(404);
  });
});
