// What a collective says about what others say: answers, consents to quotations, complaints; and the thread as it is served.
import { expect, test } from "vitest";
import { collectionContext, context, quoteContext } from "../../federation/context.ts";
import type { ResponseKind, ResponseState } from "../../src/domain/response.ts";
import { publishAnswer, reviseAnswer, withdrawAnswer } from "../../src/newsroom/answer.ts";
import { sendComplaint } from "../../src/newsroom/complain.ts";
import { answerQuoteRequest, revokeQuotes } from "../../src/newsroom/quote.ts";
import { withdrawReport } from "../../src/newsroom/withdraw.ts";
import type { Site } from "../../src/site.ts";
import { addCollective, addText, calais, golden, now, origin, proofOf, startSite } from "./fixture.ts";
import { serve } from "./served.ts";

const group = `${origin}/ap/groups/${calais}`;
const article = `${origin}/ap/articles/${golden}`;
const amina = "https://elsewhere.example/users/amina";
const everybody = "https://www.w3.org/ns/activitystreams#Public";

async function startThread() {
  const site = await startSite();
  const collective = await addCollective(site.db);
  await addText(site.db, { slug: "a-night-at-the-fence" });
  await site.db.insertInto("remote_host").values({ host: "elsewhere.example" }).execute();
  await site.db
    .insertInto("remote_actor")
    .values({
      id: amina,
      host: "elsewhere.example",
      type: "Person",
      handle: "amina@elsewhere.example",
      url: "https://elsewhere.example/@amina",
      inbox: `${amina}/inbox`,
    })
    .execute();
  return { site, collective, ...(await serve(site)) };
}

const uuid = (number: number) => `0199a000-0000-7000-8000-${String(number).padStart(12, "0")}`;

/** Something amina has said. */
async function add(
  { db }: Site,
  number: number,
  kind: ResponseKind,
  more: { state?: ResponseState; public?: boolean; uri?: string } = {},
) {
  const inThread = kind === "reply" ? { path: String(number).padStart(20, "0") } : {};
  const about = kind === "mention" ? {} : { report: golden, object: article };
  await db
    .insertInto("response")
    .values({
      id: uuid(number),
      kind,
      uri: `${amina}/notes/${number}`,
      actor: amina,
      collective: calais,
      state: "shown",
      public: true,
      published: now,
      ...inThread,
      ...about,
      ...more,
    })
    .execute();
  return uuid(number);
}

/** The last thing that was said, without what signs it. */
async function lastSaid({ db }: Site) {
  const { body } = await db
    .selectFrom("activity_form as f")
    .innerJoin("activity as a", "a.id", "f.activity")
    .select("f.body")
    .orderBy("a.sequence", "desc")
    .executeTakeFirstOrThrow();
  const { proof, signature, id, ...activity } = JSON.parse(body);
  return { activity, isPublic: signature !== undefined, isProven: proof !== undefined, id };
}

test("an answer is a Note in the thread that mentions whom it answers", async () => {
  const { site, collective, json, get } = await startThread();
  const reply = await add(site, 1, "reply");
  const { id, deliveries } = await publishAnswer(site, collective, reply, { source: "We *know*." });
  expect(deliveries).toBe(1);
  const mention =
    '<p><span class="h-card"><a href="https://elsewhere.example/@amina" class="u-url mention">@<span>amina</span></a></span></p>';
  const content = `${mention}<p>We <em>know</em>.</p>`;
  const note = {
    "@context": context,
    id: `${origin}/ap/notes/${id}`,
    type: "Note",
    attributedTo: group,
    to: [everybody],
    cc: [`${group}/followers`, amina],
    inReplyTo: `${amina}/notes/1`,
    context: `${article}/context`,
    url: `${origin}/calais/2026/11/a-night-at-the-fence#response-${id}`,
    published: "2026-11-23T08:30:00.250Z",
    content,
    contentMap: { en: content },
    source: { content: "We *know*.", mediaType: "text/markdown" },
    tag: [{ type: "Mention", href: amina, name: "@amina@elsewhere.example" }],
    proof: proofOf(group),
  };
  expect(await json(note.id)).toEqual(note);
  expect((await get(note.id, { accept: "text/html" })).headers.get("location")).toBe(note.url);
  const said = await lastSaid(site);
  expect(said).toMatchObject({ isPublic: true, isProven: true });
  expect(said.activity).toEqual({
    "@context": context,
    type: "Create",
    actor: group,
    published: "2026-11-23T08:30:00.250Z",
    to: [everybody],
    cc: [`${group}/followers`, amina],
    object: note,
  });
  expect(await json(said.id)).toMatchObject({ object: { id: note.id, content } });

  await reviseAnswer(site, collective, id, { source: "We know it.", language: "fr" });
  const { activity: update } = await lastSaid(site);
  expect(update).toMatchObject({
    type: "Update",
    object: {
      ...note,
      updated: expect.any(String),
      content: `${mention}<p>We know it.</p>`,
      contentMap: { fr: expect.any(String) },
      source: { content: "We know it." },
      proof: proofOf(group),
    },
  });
  expect(await json(said.id)).toMatchObject({ object: note.id });

  await withdrawAnswer(site, collective, id);
  const { activity: deletion, isPublic } = await lastSaid(site);
  expect(deletion).toEqual({
    "@context": context,
    type: "Delete",
    actor: group,
    published: "2026-11-23T08:30:00.250Z",
    to: [everybody],
    cc: [`${group}/followers`, amina],
    object: { id: note.id, type: "Tombstone", deleted: "2026-11-23T08:30:00.250Z" },
  });
  expect(isPublic).toBe(true);
  const gone = await get(note.id);
  expect(gone.status).toBe(410);
  expect(await gone.json()).toMatchObject({ id: note.id, type: "Tombstone", formerType: "Note" });
  expect((await get(said.id)).status).toBe(404);
});

test("an answer to words for the collective alone goes to their author alone, and nobody else can read it", async () => {
  const { site, collective, get } = await startThread();
  const mention = await add(site, 1, "mention", { state: "held", public: false });
  const { id } = await publishAnswer(site, collective, mention, { source: "Thank you." });
  const said = await lastSaid(site);
  expect(said.isPublic).toBe(false);
  expect(said.activity).toMatchObject({ to: [amina], cc: [], object: { to: [amina], cc: [] } });
  // Nobody should be able to prove to others what was said to them alone.
  expect(said.activity.object).not.toHaveProperty("proof");
  expect((await get(`${origin}/ap/notes/${id}`)).status).toBe(404);
  expect((await get(said.id)).status).toBe(404);
  await withdrawAnswer(site, collective, id);
  const { activity, isPublic } = await lastSaid(site);
  expect([isPublic, activity.to, activity.cc]).toEqual([false, [amina], []]);
  expect((await get(`${origin}/ap/notes/${id}`)).status).toBe(404);
});

test("what nobody sees is not answered in public, and nobody answers without words", async () => {
  const { site, collective } = await startThread();
  const held = await add(site, 1, "reply", { state: "held" });
  await expect(publishAnswer(site, collective, held, { source: "No." })).rejects.toThrow(/^Show it first/);
  const shown = await add(site, 2, "reply");
  await expect(publishAnswer(site, collective, shown, { source: " \n" })).rejects.toThrow(/no words/);
  await expect(publishAnswer(site, collective, shown, { source: "x".repeat(10_001) })).rejects.toThrow(
    /10000/,
  );
  const like = await add(site, 3, "like");
  await expect(publishAnswer(site, collective, like, { source: "No." })).rejects.toThrow(/no such answer/);
});

test("with a text go the answers of the collective, and whoever has answered it is told", async () => {
  const { site, collective, get } = await startThread();
  const reply = await add(site, 1, "reply");
  const { id } = await publishAnswer(site, collective, reply, { source: "We know." });
  const { deliveries } = await withdrawReport(site, golden);
  expect(deliveries).toBe(1);
  expect((await get(`${origin}/ap/notes/${id}`)).status).toBe(410);
  const { activity } = await lastSaid(site);
  expect(activity).toMatchObject({ type: "Delete", object: { id: article } });
  const about = await site.db.selectFrom("activity").select(["type", "object"]).orderBy("sequence").execute();
  expect(about.map(({ type, object }) => `${type} ${object.split("/").at(-2)}`)).toEqual([
    "Create notes",
    "Delete notes",
    "Delete articles",
  ]);
});

test("a consent to a quotation has an address of its own, until it is taken back", async () => {
  const { site, json, get } = await startThread();
  const quote = await add(site, 1, "quote", { state: "held" });
  const instrument = `${amina}/notes/1`;
  await answerQuoteRequest(site, { id: `${amina}#quote`, actor: amina, object: article, instrument });
  const { activity, isPublic } = await lastSaid(site);
  expect(isPublic).toBe(false);
  expect(activity).toEqual({
    "@context": quoteContext,
    type: "Accept",
    actor: group,
    published: "2026-11-23T08:30:00.250Z",
    to: [amina],
    object: { id: `${amina}#quote`, type: "QuoteRequest", actor: amina, object: article, instrument },
    result: expect.stringMatching(/^https:\/\/reports\.example\/ap\/stamps\/[0-9a-f-]{36}$/),
  });
  expect(await json(activity.result)).toEqual({
    "@context": quoteContext,
    id: activity.result,
    type: "QuoteAuthorization",
    attributedTo: group,
    interactingObject: instrument,
    interactionTarget: article,
  });
  await site.db.transaction().execute((db) => revokeQuotes(site, db, [quote]));
  const { activity: revocation } = await lastSaid(site);
  expect(revocation).toMatchObject({ type: "Delete", actor: group, to: [amina], object: activity.result });
  expect((await get(activity.result)).status).toBe(404);
});

test("a wish to quote what nobody may quote is refused, with the request as it came", async () => {
  const { site } = await startThread();
  await add(site, 1, "quote", { state: "held" });
  await site.db.updateTable("report").set({ reply_policy: "off" }).execute();
  const request = { id: `${amina}#quote`, actor: amina, object: article, instrument: `${amina}/notes/1` };
  await answerQuoteRequest(site, request);
  const { activity, isPublic } = await lastSaid(site);
  expect(isPublic).toBe(false);
  expect(activity).toEqual({
    "@context": quoteContext,
    type: "Reject",
    actor: group,
    published: "2026-11-23T08:30:00.250Z",
    to: [amina],
    object: { type: "QuoteRequest", ...request },
  });
  expect(await site.db.selectFrom("response").select("stamp").execute()).toEqual([{ stamp: null }]);
});

test("a complaint is the node's own, so that no collective is named in it", async () => {
  const { site, collective } = await startThread();
  const { db } = site;
  const lookup = async () =>
    db.selectFrom("remote_actor").selectAll().where("id", "=", amina).executeTakeFirstOrThrow();
  const asking = { ...site, fediverse: { ...site.fediverse, lookup } };
  const objects = [`${amina}/notes/1`];
  await sendComplaint(asking, collective, { about: amina, objects, content: "Spam." });
  const { activity, isPublic } = await lastSaid(site);
  expect(isPublic).toBe(false);
  expect(activity).toEqual({
    "@context": context,
    type: "Flag",
    actor: `${origin}/ap/groups/instance`,
    published: "2026-11-23T08:30:00.250Z",
    to: [amina],
    object: [amina, ...objects],
    content: "Spam.",
  });
  const elsewhere = { about: amina, objects: ["https://other.example/1"], content: "" };
  await expect(sendComplaint(asking, collective, elsewhere)).rejects.toThrow(/goes to elsewhere\.example/);
});

test("a thread is served in pages, as far as it is public and shown, with its totals", async () => {
  const { site, collective, json, get } = await startThread();
  for (let number = 1; number <= 60; number++) await add(site, number, "reply");
  await add(site, 61, "reply", { state: "held" });
  await add(site, 62, "reply", { state: "hidden" });
  await add(site, 63, "reply", { public: false });
  await add(site, 64, "like");
  await add(site, 65, "boost");
  await add(site, 66, "quote");
  const { id } = await publishAnswer(site, collective, uuid(1), { source: "We know." });
  const all = [
    ...Array.from({ length: 60 }, (_, at) => `${amina}/notes/${at + 1}`),
    `${origin}/ap/notes/${id}`,
  ];
  expect(await json(article)).toMatchObject({
    replies: { totalItems: 61 },
    likes: { totalItems: 1 },
    shares: { totalItems: 1 },
  });
  const replies = await json(`${article}/replies`);
  expect(replies).toMatchObject({ totalItems: 61, first: `${article}/replies/1` });
  const pages = [await json(`${article}/replies/1`), await json(`${article}/replies/2`)];
  expect(pages[0]).toMatchObject({ partOf: `${article}/replies`, next: `${article}/replies/2` });
  expect(pages[1]).not.toHaveProperty("next");
  expect(pages.flatMap(({ items }) => items)).toEqual(all);
  expect(await json(`${article}/context`)).toEqual({
    "@context": collectionContext,
    id: `${article}/context`,
    type: "OrderedCollection",
    attributedTo: group,
    totalItems: 62,
    first: `${article}/context/1`,
  });
  const talk = [await json(`${article}/context/1`), await json(`${article}/context/2`)];
  expect(talk.flatMap(({ orderedItems }) => orderedItems)).toEqual([article, ...all]);
  for (const page of ["replies/0", "replies/3", "replies/01", "context/3", "context/x"]) {
    expect((await get(`${article}/${page}`)).status).toBe(404);
  }
});
