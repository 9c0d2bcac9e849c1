// What a collective says, field by field; and how it is made to fit for servers that take only small bodies.
import { randomUUIDv7 } from "node:crypto";
import { compact } from "jsonld";
import { describe, expect, test } from "vitest";
import { maxBody } from "../../federation/compose.ts";
import { actorContext, context, ownContextLoader } from "../../federation/context.ts";
import type { Composed, Saying } from "../../src/newsroom/fediverse.ts";
import type { Site } from "../../src/site.ts";
import {
  addCollective,
  addRepost,
  addText,
  ally,
  calais,
  golden,
  introduction,
  now,
  origin,
  proofOf,
  startSite,
  theirs,
} from "./fixture.ts";
import { serve } from "./served.ts";

const group = `${origin}/ap/groups/${calais}`;
const article = `${origin}/ap/articles/${golden}`;
const follower = "https://elsewhere.example/users/amina";
const everybody = "https://www.w3.org/ns/activitystreams#Public";
const publicly = { to: [everybody], cc: [`${group}/followers`] };

async function startWriting(text: Parameters<typeof addText>[1] = {}): Promise<Site> {
  const site = await startSite();
  await addCollective(site.db);
  await addText(site.db, text);
  return site;
}

async function say(
  site: Site,
  saying: Saying,
): Promise<{ id: string; said: Composed; whole: Record<string, unknown> }> {
  const id = randomUUIDv7();
  const said = await site.fediverse.compose(site.db, id, saying, now);
  return { id: `${origin}/ap/activities/${id}`, said, whole: parse(said, "whole")! };
}

function parse({ forms }: Composed, form: string): Record<string, unknown> | undefined {
  const found = forms.find((one) => one.form === form);
  return found && JSON.parse(found.body);
}

function head(id: string, type: string, terms: unknown = context) {
  return { "@context": terms, id, type, actor: group, published: "2026-11-23T08:30:00.250Z" };
}

const proof = (terms: unknown = context) => proofOf(group, terms);

const signature = {
  "@context": "https://w3id.org/identity/v1",
  type: "RsaSignature2017",
  creator: `${group}#main-key`,
  created: expect.any(String),
  signatureValue: expect.stringMatching(/^[\w+/]{342}==$/),
};

/** What is served at an address. */
async function servedAt(site: Site, address: string): Promise<Record<string, unknown>> {
  const { json } = await serve(site);
  return json(address);
}

test("Create embeds the Article as it is served, with its proof", async () => {
  const site = await startWriting();
  const { id, said, whole } = await say(site, { type: "Create", report: golden });
  expect(whole).toEqual({
    ...head(id, "Create"),
    ...publicly,
    object: await servedAt(site, article),
    proof: proof(),
    signature,
  });
  expect({ ...said, forms: said.forms.map(({ form }) => form) }).toEqual({
    type: "Create",
    object: article,
    public: true,
    forms: ["whole"],
  });
});

test("Update of an Article has a form typed Note, for servers that edit nothing else", async () => {
  const site = await startWriting({ updated: new Date("2026-11-22T00:00:00Z") });
  const { id, said, whole } = await say(site, { type: "Update", report: golden });
  const object = await servedAt(site, article);
  expect(object).toMatchObject({ type: "Article", updated: "2026-11-22T00:00:00.000Z", proof: proof() });
  expect(whole).toEqual({ ...head(id, "Update"), ...publicly, object, proof: proof(), signature });
  const { "@context": _, proof: __, ...unproven } = object;
  const asNote = { ...unproven, type: "Note" };
  expect(parse(said, "note")).toEqual({
    ...whole,
    object: asNote,
    proof: proof(),
    signature,
  });
});

test("Update of a Note is one form for everybody", async () => {
  const site = await startWriting({ wire_form: "Note" });
  const { said } = await say(site, { type: "Update", report: golden });
  expect(said.forms.map(({ form }) => form)).toEqual(["whole"]);
});

test("Delete carries a Tombstone that does not say what it was", async () => {
  const site = await startWriting();
  const { id, said, whole } = await say(site, {
    type: "Delete",
    report: golden,
    collective: calais,
    deleted: now,
  });
  expect(whole).toEqual({
    ...head(id, "Delete"),
    ...publicly,
    object: { id: article, type: "Tombstone", deleted: "2026-11-23T08:30:00.250Z" },
    signature,
  });
  expect(said).toMatchObject({ type: "Delete", object: article, public: true });
});

// Mastodon passes on, to the followers of those who boosted it, what is the same after it was said in its own context.
test.each([
  { type: "Delete", report: golden, collective: calais, deleted: now },
  { type: "Delete", introduction, collective: calais, deleted: now },
] as const)("nothing of a Delete is lost on a server that rewrites it in its own context", async (saying) => {
  const site = await startWriting();
  await addRepost(site.db);
  const { whole } = await say(site, saying);
  const { signature: _, ...signed } = whole;
  const theirContext = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"];
  const rewritten = await compact(signed, theirContext, { documentLoader: ownContextLoader });
  const { to, cc, ...rest } = signed;
  expect(rewritten).toEqual({ ...rest, "@context": theirContext, to: "as:Public", cc: (cc as string[])[0] });
  // A report is said with terms that the other server has no word for: so the test would see what is lost.
  const { whole: report } = await say(site, { type: "Create", report: golden });
  expect(await compact(report, theirContext, { documentLoader: ownContextLoader })).not.toHaveProperty(
    "proof",
  );
});

test("Update of the profile embeds the actor whole, so that no server resets what is left out", async () => {
  const site = await startWriting();
  const { id, whole } = await say(site, { type: "Update", collective: calais });
  const { "@context": _, ...profile } = await servedAt(site, group);
  expect(whole).toEqual({
    ...head(id, "Update", actorContext),
    ...publicly,
    object: profile,
    proof: proof(actorContext),
    signature,
  });
  expect(whole.object).toMatchObject({ attributionDomains: ["reports.example"] });
});

describe("what is said to one actor alone is nobody else's business", () => {
  test.each(["Accept", "Reject"] as const)("%s embeds the Follow with its own id", async (type) => {
    const site = await startWriting();
    const follow = { id: `${follower}#follows/1`, actor: follower };
    const { id, said, whole } = await say(site, { type, collective: calais, follow });
    expect(whole).toEqual({
      ...head(id, type),
      to: [follower],
      object: { ...follow, type: "Follow", object: group },
      proof: proof(),
    });
    expect(said).toMatchObject({ type, object: follower, public: false });
  });

  test("a Follow that had no id of its own is embedded without one", async () => {
    const site = await startWriting();
    const follow = { id: undefined, actor: follower };
    const { whole } = await say(site, { type: "Accept", collective: calais, follow });
    expect(whole.object).toEqual({ type: "Follow", actor: follower, object: group });
  });

  test.each(["Follow", "Block"] as const)("%s names the actor", async (type) => {
    const site = await startWriting();
    const { id, whole } = await say(site, { type, collective: calais, actor: follower });
    expect(whole).toEqual({ ...head(id, type), to: [follower], object: follower, proof: proof() });
  });

  test("the end of following embeds the Follow", async () => {
    const site = await startWriting();
    const saying = { type: "UndoFollow", collective: calais, actor: follower, follow: golden } as const;
    const { id, said, whole } = await say(site, saying);
    expect(whole).toEqual({
      ...head(id, "Undo"),
      to: [follower],
      object: { id: `${origin}/ap/activities/${golden}`, type: "Follow", actor: group, object: follower },
      proof: proof(),
    });
    expect(said).toMatchObject({ type: "Undo", object: follower, public: false });
  });

  test("the end of a Block embeds the Block", async () => {
    const site = await startWriting();
    const { id, said, whole } = await say(site, {
      type: "UndoBlock",
      collective: calais,
      actor: follower,
      block: golden,
    });
    expect(whole).toEqual({
      ...head(id, "Undo"),
      to: [follower],
      object: { id: `${origin}/ap/activities/${golden}`, type: "Block", actor: group, object: follower },
      proof: proof(),
    });
    expect(said).toMatchObject({ type: "Undo", object: follower, public: false });
  });
});

describe("what an ally wrote", () => {
  const toAuthorToo = { to: [everybody], cc: [`${group}/followers`, ally] };
  const announce = { id: golden, published: new Date("2026-11-22T08:00:00Z") };

  test("is passed on by its address alone, to the followers and its author", async () => {
    const site = await startWriting();
    const saying = { type: "Announce", collective: calais, object: theirs, author: ally } as const;
    const { id, said, whole } = await say(site, saying);
    expect(whole).toEqual({
      ...head(id, "Announce"),
      ...toAuthorToo,
      object: theirs,
      proof: proof(),
      signature,
    });
    expect(said).toMatchObject({ type: "Announce", object: theirs, public: true });
  });

  test("is taken back with the whole Announce, which is no news for the outbox", async () => {
    const site = await startWriting();
    const saying = {
      type: "UndoAnnounce",
      collective: calais,
      object: theirs,
      author: ally,
      announce,
    } as const;
    const { id, said, whole } = await say(site, saying);
    expect(whole).toEqual({
      ...head(id, "Undo"),
      ...toAuthorToo,
      object: {
        id: `${origin}/ap/activities/${golden}`,
        type: "Announce",
        actor: group,
        published: "2026-11-22T08:00:00.000Z",
        ...toAuthorToo,
        object: theirs,
      },
      proof: proof(),
      signature,
    });
    expect(said).toMatchObject({ type: "Undo", object: theirs, public: false });
  });

  test("is introduced by a Note that quotes it, and links it for those who show no quotations", async () => {
    const site = await startWriting();
    await addRepost(site.db);
    const { id, said, whole } = await say(site, { type: "Create", introduction, collective: calais });
    const address = `${origin}/ap/introductions/${introduction}`;
    const link =
      '<a href="https://elsewhere.example/@amina/nine?of=9&amp;more">Nine &lt;arrived&gt; &amp; sang</a>';
    const content = `<p>Read what <em>Amina</em> saw.</p><p class="quote-inline">RE: ${link}</p>`;
    const note = {
      "@context": context,
      id: address,
      type: "Note",
      attributedTo: group,
      ...publicly,
      url: `${origin}/calais/reposts/0199a000-0000-7000-8000-0000000000e2`,
      published: "2026-11-23T08:30:00.250Z",
      content,
      contentMap: { en: content },
      source: { content: "Read what *Amina* saw.", mediaType: "text/markdown" },
      quote: theirs,
      tag: [],
      proof: proof(),
    };
    expect(whole).toEqual({ ...head(id, "Create"), ...publicly, object: note, proof: proof(), signature });
    expect(await servedAt(site, address)).toEqual(note);
    expect(said).toMatchObject({ type: "Create", object: address, public: true });
    const end = { type: "Delete", introduction, collective: calais, deleted: now } as const;
    const { whole: deletion } = await say(site, end);
    expect(deletion).toMatchObject({
      type: "Delete",
      ...publicly,
      object: { id: address, type: "Tombstone", deleted: "2026-11-23T08:30:00.250Z" },
    });
  });
});

describe("a long text is made to fit", () => {
  const html = (kilobytes: number) => `<p>${"night ".repeat((kilobytes * 1024) / 6)}</p>`;
  const cases = [
    [5, { source: true, contentMap: true, reference: false }],
    [15, { source: true, contentMap: true, reference: true }],
    [27, { source: false, contentMap: true, reference: true }],
    [50, { source: false, contentMap: false, reference: true }],
  ] as const;

  test.each(cases)("of %i kB: %o", async (kilobytes, { source, contentMap, reference }) => {
    const site = await startWriting({ html: html(kilobytes), source: "x".repeat(kilobytes * 1024) });
    const { said, whole } = await say(site, { type: "Create", report: golden });
    const object = whole.object as object;
    expect("source" in object).toBe(source);
    // Only what says all that is served is proven as that.
    expect("proof" in object && "@context" in object).toBe(source);
    expect("contentMap" in object && "nameMap" in object).toBe(contentMap);
    expect(object).toMatchObject({ id: article, name: "A night at the fence", content: html(kilobytes) });
    expect(parse(said, "reference")?.object).toBe(reference ? article : undefined);
    expect(sizes(said)).toEqual(sizes(said).map((size) => Math.min(size, maxBody)));
  });

  test("of 100 kB: only its address is sent, and all of it is served", async () => {
    const site = await startWriting({ html: html(100) });
    const { said, whole } = await say(site, { type: "Update", report: golden });
    expect(whole.object).toBe(article);
    expect(parse(said, "note")?.object).toBe(article);
    expect(said.forms.map(({ form }) => form)).toEqual(["whole", "note"]);
    expect(await servedAt(site, article)).toMatchObject({
      content: html(100),
      contentMap: { en: html(100) },
    });
  });

  function sizes({ forms }: Composed): number[] {
    return forms.map(({ body }) => Buffer.byteLength(body));
  }
});
