// Whoever has a copy of a text alone, from wherever, can tell that the collective wrote just that.
import { type DocumentLoader, verifyObject } from "@fedify/fedify";
import { Article, Note } from "@fedify/fedify/vocab";
import { describe, expect, test } from "vitest";
import { everybody, ownContextLoader } from "../../federation/context.ts";
import { publishAnswer, withdrawAnswer } from "../../src/newsroom/answer.ts";
import { editCollective } from "../../src/newsroom/collective.ts";
import { rotateKeys } from "../../src/newsroom/keys.ts";
import { withdrawRepost } from "../../src/newsroom/pass_on.ts";
import { deleteReport, withdrawReport } from "../../src/newsroom/withdraw.ts";
import type { Site } from "../../src/site.ts";
import {
  addCollective,
  addPicture,
  addRepost,
  addText,
  ally,
  calais,
  golden,
  introduction,
  now,
  origin,
  startSite,
  theirs,
} from "./fixture.ts";
import { serve } from "./served.ts";

const article = `${origin}/ap/articles/${golden}`;
const call = "0199a000-0000-7000-8000-000000000012";
const persian = "0199a000-0000-7000-8000-000000000013";
const reply = "0199a000-0000-7000-8000-0000000000d1";
const group = `${origin}/ap/groups/${calais}`;

/** A node whose clock goes on by a minute whenever somebody looks at it. */
async function startProving() {
  const quiet = await startSite();
  let minutes = 0;
  const clock = { now: () => new Date(now.getTime() + 60_000 * minutes++) };
  const site: Site = { ...quiet, clock };
  const collective = await addCollective(site.db);
  const cover = await addPicture(site.db, "0199a000-0000-7000-8000-0000000000a1", "Tents & fires at dawn");
  const text = { title: "A night <at> the fence & after", summary: "What we saw", cover, pictures: [cover] };
  await addText(site.db, { ...text, tags: ["Freedom of movement", "Calais"] });
  await addText(site.db, { id: call, wire_form: "Note", content_warning: "شرطة", language: "ar" });
  await addRepost(site.db);
  const { json, get } = await serve(site);
  return { site, collective, json, get, holds: (document: object) => holds(json, document) };
}

/** Whether Fedify, which asks for the collective and nothing else, finds a document proven. */
async function holds(json: (address: string) => Promise<Record<string, unknown>>, document: object) {
  const documentLoader: DocumentLoader = async (url) => {
    if (url.replace(/#.*/, "") !== group) throw new Error(`${url} was asked for.`);
    return { contextUrl: null, documentUrl: group, document: await json(group) };
  };
  const options = { documentLoader, contextLoader: ownContextLoader };
  const kind = (document as { type: string }).type === "Article" ? Article : Note;
  return (await verifyObject<Article | Note>(kind, document, options)) instanceof kind;
}

/** What amina has said about the text. */
async function addReply(site: Site): Promise<void> {
  await site.db
    .insertInto("response")
    .values({
      id: reply,
      kind: "reply",
      uri: `${ally}/notes/1`,
      actor: ally,
      collective: calais,
      report: golden,
      object: article,
      path: "1",
      state: "shown",
      public: true,
      published: now,
    })
    .execute();
}

async function lastEmbedded(site: Site): Promise<Record<string, unknown>> {
  const { body } = await site.db
    .selectFrom("activity_form as f")
    .innerJoin("activity as a", "a.id", "f.activity")
    .select("f.body")
    .where("f.form", "=", "whole")
    .orderBy("a.sequence", "desc")
    .executeTakeFirstOrThrow();
  return JSON.parse(body).object;
}

const proofIn = (document: Record<string, unknown>) =>
  document.proof as { created: string; proofValue: string };
const countProofs = async ({ db }: Site) =>
  (await db.selectFrom("object_proof").select("object").execute()).length;

describe("a copy of", () => {
  test.each([
    ["an Article", article],
    ["a call-out as a Note, in Arabic, with a warning", `${origin}/ap/articles/${call}`],
    ["a word before a repost", `${origin}/ap/introductions/${introduction}`],
  ])("%s is true as it is served, and no longer after a change", async (_, address) => {
    const { json, holds } = await startProving();
    const document = await json(address);
    expect(await holds(document)).toBe(true);
    expect(await holds({ ...document, content: "<p>Nobody arrived.</p>" })).toBe(false);
    expect(await holds({ ...document, published: "2020-01-01T00:00:00Z" })).toBe(false);
    expect(await holds({ ...document, attributedTo: ally })).toBe(false);
  });

  test("an answer is true as it was sent and as it is served, which is the same", async () => {
    const { site, collective, json, holds } = await startProving();
    await addReply(site);
    const { id } = await publishAnswer(site, collective, reply, { source: "We *know*." });
    const sent = await lastEmbedded(site);
    expect(await holds(sent)).toBe(true);
    expect(await json(`${origin}/ap/notes/${id}`)).toEqual(sent);
    expect(await holds({ ...sent, inReplyTo: theirs })).toBe(false);
  });
});

test("a text is signed when it is sent, and serving it signs nothing", async () => {
  const { site, json } = await startProving();
  const { forms } = await site.fediverse.compose(site.db, persian, { type: "Create", report: golden }, now);
  const sent = JSON.parse(forms[0]!.body).object;
  // A minute later another proof would be another.
  expect(proofIn(sent).created).toBe("2026-11-23T08:30:00Z");
  expect([await json(article), await json(article)]).toEqual([sent, sent]);
});

describe("the proof is made anew when something else is served:", () => {
  test("how many have liked it", async () => {
    const { site, json, holds } = await startProving();
    const before = await json(article);
    const like = { collective: calais, report: golden, object: article, state: "shown" as const };
    await site.db
      .insertInto("response")
      .values({
        ...like,
        id: reply,
        kind: "like",
        uri: `${ally}#like`,
        actor: ally,
        public: true,
        published: now,
      })
      .execute();
    const after = await json(article);
    expect(after).toMatchObject({ likes: { totalItems: 1 } });
    expect(await holds(after)).toBe(true);
    expect(proofIn(after).proofValue).not.toBe(proofIn(before).proofValue);
    // Whoever has the older copy can still tell that it was said.
    expect(await holds(before)).toBe(true);
    expect(await json(article)).toEqual(after);
    // Once it is taken back, nothing tells that it was.
    await site.db.deleteFrom("response").where("id", "=", reply).execute();
    expect(await json(article)).toEqual(before);
  });

  test("a translation beside it, and its end", async () => {
    const { site, json, holds } = await startProving();
    const alone = await json(article);
    await addText(site.db, { id: persian, language: "fa", slug: "شب", translation_set: golden });
    const together = await json(article);
    expect(together.content).toContain('hreflang="fa"');
    expect(await holds(together)).toBe(true);
    await withdrawReport(site, persian);
    const again = await json(article);
    expect(again.content).toBe(alone.content);
    expect(await holds(again)).toBe(true);
  });

  test("a setting of the collective", async () => {
    const { site, json, holds } = await startProving();
    expect(await json(article)).toHaveProperty("attachment");
    await site.db.updateTable("collective").set({ prefers_card: true }).execute();
    const after = await json(article);
    expect(after).not.toHaveProperty("attachment");
    expect(await holds(after)).toBe(true);
  });

  test("new keys, with which older copies prove nothing", async () => {
    const { site, collective, json, holds } = await startProving();
    const before = await json(article);
    await rotateKeys(site, collective);
    const after = await json(article);
    expect([await holds(after), await holds(before)]).toEqual([true, false]);
  });
});

test("nothing is left of the proof of what was taken back", async () => {
  const { site, collective, json } = await startProving();
  await addReply(site);
  const answered = await publishAnswer(site, collective, reply, { source: "We know." });
  await json(article);
  await json(`${origin}/ap/articles/${call}`);
  await json(`${origin}/ap/introductions/${introduction}`);
  expect(await countProofs(site)).toBe(4);
  await withdrawAnswer(site, collective, answered.id);
  expect(await countProofs(site)).toBe(3);
  await withdrawRepost(site, collective, theirs);
  expect(await countProofs(site)).toBe(2);
  await withdrawReport(site, golden);
  await deleteReport(site, call);
  expect(await countProofs(site)).toBe(0);
});

test("when the collective wants no more answers each text says so at once, provably, and no server is sent all of them anew", async () => {
  const { site, collective, json, holds } = await startProving();
  const callOut = `${origin}/ap/articles/${call}`;
  const policyIn = (document: Record<string, unknown>) =>
    (document.interactionPolicy as { canQuote: { automaticApproval: string[] } }).canQuote.automaticApproval;
  const before = await Promise.all([article, callOut].map(json));
  expect(before.map(policyIn)).toEqual([[everybody], [everybody]]);
  await editCollective(site, collective, { replyPolicy: "off" });
  for (const address of [article, callOut]) {
    const document = await json(address);
    expect([policyIn(document), await holds(document)]).toEqual([[], true]);
  }
  const said = await site.db
    .selectFrom("activity")
    .select(["type", "object"])
    .where("type", "=", "Update")
    .execute();
  expect(said).toEqual([{ type: "Update", object: group }]);
  await editCollective(site, collective, { replyPolicy: "open" });
  expect(policyIn(await json(article))).toEqual([everybody]);
});
