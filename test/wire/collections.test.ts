// The collections of a collective and of a text: complete, in a fixed order, and telling nobody who follows.
import { expect, test } from "vitest";
import { collectionContext } from "../../federation/context.ts";
import { sendToActor, sendToFollowers } from "../../src/newsroom/send.ts";
import type { Site } from "../../src/site.ts";
import { addCollective, addText, calais, golden, now, origin, startSite } from "./fixture.ts";
import { type Served, serve } from "./served.ts";

const group = `${origin}/ap/groups/${calais}`;
const article = `${origin}/ap/articles/${golden}`;

async function startWriting(): Promise<Served & { site: Site }> {
  const site = await startSite();
  await addCollective(site.db);
  await addText(site.db);
  return { site, ...(await serve(site)) };
}

/** Walks an outbox from a page, by `next` or `prev`. */
async function walk(
  { json }: Served,
  start: unknown,
  step: "next" | "prev",
): Promise<Record<string, unknown>[]> {
  const pages: Record<string, unknown>[] = [];
  for (let address = start; address !== undefined; address = pages.at(-1)![step]) {
    expect(address).not.toMatch(/\?/);
    pages.push(await json(String(address)));
  }
  return pages;
}

test("the outbox has everything that was said to everybody, newest first, and its full pages never change", async () => {
  const { site, ...served } = await startWriting();
  const say = (times: number) =>
    site.db.transaction().execute(async (db) => {
      const ids: string[] = [];
      for (let i = 0; i < times; i++) {
        ids.push((await sendToFollowers(site, db, calais, { type: "Update", report: golden })).id);
      }
      return ids;
    });
  const follower = "https://elsewhere.example/users/amina";
  const ids = await say(30);
  await site.db.transaction().execute((db) =>
    sendToActor(
      site,
      db,
      calais,
      { type: "Block", collective: calais, actor: follower },
      {
        inbox: `${follower}/inbox`,
        host: "elsewhere.example",
      },
    ),
  );
  ids.push(...(await say(15)));

  const outbox = await served.json(`${group}/outbox`);
  expect(outbox).toEqual({
    "@context": collectionContext,
    id: `${group}/outbox`,
    type: "OrderedCollection",
    outboxOf: group,
    totalItems: 45,
    first: `${group}/outbox/3`,
    last: `${group}/outbox/1`,
  });
  const pages = await walk(served, outbox.first, "next");
  const items = pages.flatMap(({ orderedItems }) => orderedItems as { id: string }[]);
  expect(items.map(({ id }) => id)).toEqual(ids.map((id) => `${origin}/ap/activities/${id}`).reverse());
  expect(items[0]).toEqual({
    id: `${origin}/ap/activities/${ids.at(-1)}`,
    type: "Update",
    actor: group,
    published: "2026-11-23T08:30:00.250Z",
    to: ["https://www.w3.org/ns/activitystreams#Public"],
    cc: [`${group}/followers`],
    object: article,
  });
  expect(pages[1]).toMatchObject({
    "@context": collectionContext,
    id: `${group}/outbox/2`,
    type: "OrderedCollectionPage",
    partOf: `${group}/outbox`,
    next: `${group}/outbox/1`,
    prev: `${group}/outbox/3`,
  });
  expect((await walk(served, outbox.last, "prev")).map(({ id }) => id)).toEqual(
    pages.map(({ id }) => id).reverse(),
  );

  await say(20);
  expect(await served.json(`${group}/outbox/1`)).toEqual(pages[2]);
  expect(await served.json(`${group}/outbox/2`)).toEqual(pages[1]);
  for (const page of ["0", "5", "-1", "01", "first", "99999999999999999999"]) {
    expect((await served.get(`${group}/outbox/${page}`)).status).toBe(404);
  }
});

test("an empty outbox has no pages", async () => {
  const { json } = await startWriting();
  expect(await json(`${group}/outbox`)).toEqual({
    "@context": collectionContext,
    id: `${group}/outbox`,
    type: "OrderedCollection",
    outboxOf: group,
    totalItems: 0,
    orderedItems: [],
  });
});

test("followers are counted and never listed", async () => {
  const { site, json } = await startWriting();
  await site.db.insertInto("remote_host").values({ host: "elsewhere.example" }).execute();
  for (const name of ["amina", "jo"]) {
    const id = `https://elsewhere.example/users/${name}`;
    await site.db
      .insertInto("remote_actor")
      .values({ id, host: "elsewhere.example", type: "Person", inbox: `${id}/inbox` })
      .execute();
    await site.db.insertInto("follower").values({ collective: calais, actor: id }).execute();
  }
  expect(await json(`${group}/followers`)).toEqual({
    "@context": collectionContext,
    id: `${group}/followers`,
    type: "OrderedCollection",
    followersOf: group,
    totalItems: 2,
  });
});

test("pages and pinned reports are shown first, by their addresses, and nothing that is not public", async () => {
  const { site, json } = await startWriting();
  const id = (number: number) => `0199a000-0000-7000-8000-0000000000${number}`;
  await addText(site.db, { id: id(21), kind: "page", published: new Date("2026-01-01T00:00:00Z") });
  await addText(site.db, { id: id(22), pinned: true, published: new Date("2026-05-01T00:00:00Z") });
  await addText(site.db, { id: id(23), pinned: true, state: "draft", published: null });
  await addText(site.db, { id: id(24), kind: "page", state: "withdrawn", withdrawn: now });
  expect(await json(`${group}/featured`)).toEqual({
    "@context": collectionContext,
    id: `${group}/featured`,
    type: "OrderedCollection",
    attributedTo: group,
    totalItems: 2,
    orderedItems: [id(22), id(21)].map((one) => `${origin}/ap/articles/${one}`),
  });
});

test("the tags used most stand in the profile", async () => {
  const { site, json } = await startWriting();
  await addText(site.db, {
    id: "0199a000-0000-7000-8000-000000000031",
    tags: ["Calais", "Freedom of movement"],
  });
  await addText(site.db, { id: "0199a000-0000-7000-8000-000000000032", tags: ["Calais"] });
  await addText(site.db, { id: "0199a000-0000-7000-8000-000000000033", tags: ["Secret"], state: "draft" });
  expect(await json(`${group}/featured-tags`)).toEqual({
    "@context": collectionContext,
    id: `${group}/featured-tags`,
    type: "Collection",
    attributedTo: group,
    totalItems: 2,
    items: [
      { type: "Hashtag", name: "#Calais", href: `${origin}/tags/calais` },
      { type: "Hashtag", name: "#FreedomOfMovement", href: `${origin}/tags/freedom-of-movement` },
    ],
  });
});

test("a text has its conversation, answers, likes and boosts where it says they are", async () => {
  const { json } = await startWriting();
  const text = (await json(article)) as Record<
    "replies" | "likes" | "shares",
    { id: string; first?: string }
  > & {
    context: string;
  };
  expect(await json(text.context)).toEqual({
    "@context": collectionContext,
    id: `${article}/context`,
    type: "OrderedCollection",
    attributedTo: group,
    totalItems: 1,
    orderedItems: [article],
  });
  expect(await json(text.replies.id)).toEqual({
    "@context": collectionContext,
    id: `${article}/replies`,
    type: "Collection",
    repliesOf: article,
    totalItems: 0,
    first: `${article}/replies/1`,
  });
  expect(await json(text.replies.first!)).toEqual({
    "@context": collectionContext,
    id: `${article}/replies/1`,
    type: "CollectionPage",
    partOf: `${article}/replies`,
    items: [],
  });
  for (const kind of ["likes", "shares"] as const) {
    expect(await json(text[kind].id)).toEqual({
      "@context": collectionContext,
      id: `${article}/${kind}`,
      type: "Collection",
      [`${kind}Of`]: article,
      totalItems: 0,
    });
  }
});

test("the instance actor follows nobody and shows nothing first", async () => {
  const { json, get } = await startWriting();
  const instance = `${origin}/ap/groups/instance`;
  expect(await json(`${instance}/outbox`)).toMatchObject({ totalItems: 0 });
  expect((await get(`${instance}/featured`)).status).toBe(404);
  expect((await get(`${instance}/featured-tags`)).status).toBe(404);
});
