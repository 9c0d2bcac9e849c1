// A published text, field by field, in both forms; and what must hold of it whatever people write.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textDocument } from "../../federation/article.ts";
import { context } from "../../federation/context.ts";
import { readDraft } from "../../src/domain/draft.ts";
import { picturesIn, renderMarkdown } from "../../src/newsroom/markdown.ts";
import { type PublicText, publicText } from "../../src/newsroom/read.ts";
import { addCollective, addPicture, addText, calais, golden, origin, proofOf, startSite } from "./fixture.ts";
import { type Served, serve } from "./served.ts";

const id = `${origin}/ap/articles/${golden}`;
const group = `${origin}/ap/groups/${calais}`;
const everybody = "https://www.w3.org/ns/activitystreams#Public";

async function startWith(changes: Parameters<typeof addText>[1], collective = {}): Promise<Served> {
  const site = await startSite();
  await addCollective(site.db, collective);
  await addPicture(site.db, "0199a000-0000-7000-8000-0000000000a1", "Tents & fires at dawn");
  await addPicture(site.db, "0199a000-0000-7000-8000-0000000000a2", "");
  await addText(site.db, changes);
  return serve(site);
}

test("a text goes out as an Article with everything that some server shows", async () => {
  const content =
    '<p>Look: <img src="/media/pa1-1200.jpg" srcset="/media/pa1-1600.webp 1600w" sizes="100vw" width="1200" height="900" alt="Tents" loading="lazy" decoding="async"></p>\n<p>Read <a href="/calais/about" rel="noopener">us</a>.</p>';
  const { json } = await startWith({
    title: "A night <at> the fence & after",
    summary: "What we saw",
    slug: "a-night",
    html: content,
    tags: ["Freedom of movement", "Calais"],
    cover: "0199a000-0000-7000-8000-0000000000a2",
    pictures: ["0199a000-0000-7000-8000-0000000000a1", "0199a000-0000-7000-8000-0000000000a2"],
    updated: new Date("2026-11-21T09:00:00.125Z"),
  });
  const whole = `<p>Look: <img src="${origin}/media/pa1-1200.jpg" width="1200" height="900" alt="Tents"></p>\n<p>Read <a href="${origin}/calais/about" rel="noopener">us</a>.</p>`;
  const image = {
    type: "Image",
    url: `${origin}/media/pa2-1200.jpg`,
    mediaType: "image/jpeg",
    width: 1200,
    height: 900,
    blurhash: "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
  };
  expect(await json(id)).toEqual({
    "@context": context,
    id,
    type: "Article",
    attributedTo: group,
    to: [everybody],
    cc: [`${group}/followers`],
    url: `${origin}/calais/2026/11/a-night`,
    published: "2026-11-20T18:00:00.000Z",
    updated: "2026-11-21T09:00:00.125Z",
    genre: "report",
    name: "A night ‹at› the fence & after",
    nameMap: { en: "A night ‹at› the fence & after" },
    summary: "What we saw",
    content: whole,
    contentMap: { en: whole },
    source: { content: "Twelve boats left. *Nine* arrived.", mediaType: "text/markdown" },
    preview: {
      type: "Note",
      attributedTo: group,
      published: "2026-11-20T18:00:00.000Z",
      content: "<p><strong>A night ‹at› the fence &amp; after</strong></p><p>What we saw</p>",
    },
    image,
    attachment: [image, { ...image, url: `${origin}/media/pa1-1200.jpg`, name: "Tents & fires at dawn" }],
    tag: [
      { type: "Hashtag", name: "#FreedomOfMovement", href: `${origin}/tags/freedom-of-movement` },
      { type: "Hashtag", name: "#Calais", href: `${origin}/tags/calais` },
    ],
    context: `${id}/context`,
    replies: { id: `${id}/replies`, type: "Collection", totalItems: 0, first: `${id}/replies/1` },
    likes: { id: `${id}/likes`, type: "Collection", totalItems: 0 },
    shares: { id: `${id}/shares`, type: "Collection", totalItems: 0 },
    interactionPolicy: { canQuote: { automaticApproval: [everybody] } },
    proof: proofOf(group),
  });
});

test.each(["Article", "Note"] as const)(
  "of an %s to which no answers are wanted it is said that nobody may quote it",
  async (wire_form) => {
    const { json } = await startWith({ wire_form, reply_policy: "off" });
    expect(await json(id)).toMatchObject({ interactionPolicy: { canQuote: { automaticApproval: [] } } });
    const { json: ofAll } = await startWith({ wire_form }, { reply_policy: "off" });
    expect(await ofAll(id)).toMatchObject({ interactionPolicy: { canQuote: { automaticApproval: [] } } });
    const { json: ofNone } = await startWith({ wire_form, reply_policy: "hold" }, { reply_policy: "off" });
    expect(await ofNone(id)).toMatchObject({
      interactionPolicy: { canQuote: { automaticApproval: [everybody] } },
    });
  },
);

test("a plain text has no attachment, so that Mastodon shows the link card, and no summary that nobody wrote", async () => {
  const { json } = await startWith({});
  const article = await json(id);
  for (const absent of [
    "attachment",
    "image",
    "summary",
    "sensitive",
    "dcterms:subject",
    "updated",
    "inReplyTo",
  ]) {
    expect(article).not.toHaveProperty(absent);
  }
  expect(article).toMatchObject({
    tag: [],
    preview: { content: expect.stringContaining("Twelve boats left. Nine arrived.") },
  });
});

test("a collective that prefers the link card keeps its pictures out of attachment", async () => {
  const picture = "0199a000-0000-7000-8000-0000000000a1";
  const { json } = await startWith({ cover: picture, pictures: [picture] }, { prefers_card: true });
  const article = await json(id);
  expect(article).not.toHaveProperty("attachment");
  expect(article.image).toMatchObject({ url: `${origin}/media/pa1-1200.jpg` });
});

test("a content warning takes the place of the lead, and the preview keeps it", async () => {
  const { json } = await startWith({ summary: "What we saw", content_warning: "Police violence" });
  expect(await json(id)).toMatchObject({
    summary: "Police violence",
    sensitive: true,
    "dcterms:subject": "Police violence",
    preview: { summary: "Police violence", sensitive: true },
  });
});

test("a text that was never changed after it was published is not said to be updated", async () => {
  const { json } = await startWith({ updated: new Date("2026-11-01T00:00:00Z") });
  expect(await json(id)).not.toHaveProperty("updated");
});

test("a call-out carries its links with it, and the same text in other languages is one click away", async () => {
  const site = await startSite();
  await addCollective(site.db);
  await addText(site.db, { kind: "call-out" });
  await addText(site.db, {
    id: "0199a000-0000-7000-8000-000000000012",
    slug: "شب",
    language: "fa",
    translation_set: golden,
  });
  await site.db
    .insertInto("report_link")
    .values({ report: golden, position: 0, href: "https://sign.example/?a=1&b=2", name: "Sign <here>" })
    .execute();
  const { json } = await serve(site);
  const { content } = await json(id);
  expect(content).toBe(
    '<p>Twelve boats left. <em>Nine</em> arrived.</p>\n<ul><li><a href="https://sign.example/?a=1&amp;b=2" rel="noopener">Sign &lt;here&gt;</a></li></ul>' +
      `<p><a href="${origin}/calais/2026/11/%D8%B4%D8%A8" hreflang="fa" lang="fa" dir="rtl">فارسی</a></p>`,
  );
});

describe("in the Note form", () => {
  test("a text is bold title, lead and link, with its pictures and without name and summary", async () => {
    const picture = "0199a000-0000-7000-8000-0000000000a1";
    const { json } = await startWith({
      wire_form: "Note",
      title: "March & <sing>",
      slug: "march",
      summary: "Bring 2 > 1 friends",
      language: "fr",
      pictures: [picture],
      cover: picture,
      tags: ["Calais"],
    });
    const note = await json(id);
    const content = `<p><strong>March &amp; ‹sing›</strong></p><p>Bring 2 &gt; 1 friends</p><p><a href="${origin}/calais/2026/11/march">${origin}/calais/2026/11/march</a></p>`;
    expect(note).toEqual({
      "@context": context,
      id,
      type: "Note",
      attributedTo: group,
      to: [everybody],
      cc: [`${group}/followers`],
      url: `${origin}/calais/2026/11/march`,
      published: "2026-11-20T18:00:00.000Z",
      genre: "report",
      content,
      contentMap: { fr: content },
      attachment: [expect.objectContaining({ type: "Image", name: "Tents & fires at dawn" })],
      tag: [{ type: "Hashtag", name: "#Calais", href: `${origin}/tags/calais` }],
      context: `${id}/context`,
      replies: expect.objectContaining({ totalItems: 0 }),
      likes: expect.objectContaining({ totalItems: 0 }),
      shares: expect.objectContaining({ totalItems: 0 }),
      interactionPolicy: { canQuote: { automaticApproval: [everybody] } },
      proof: proofOf(group),
    });
  });

  test("a content warning is the summary, and nothing else is", async () => {
    const { json } = await startWith({ wire_form: "Note", content_warning: "Police violence" });
    expect(await json(id)).toMatchObject({ summary: "Police violence", sensitive: true });
  });
});

/** Words as people and their keyboards make them: any script, markup, controls, emoji. */
const words = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.string({ unit: "grapheme", maxLength: 400 }),
  fc.constantFrom(
    "5 < 6 & 7 > 6",
    "<b>loud</b>",
    "&amp; &lt;",
    "‮abc",
    "   ",
    "a\u0000b\nc",
    "\ud800",
    "حرية التنقل",
  ),
);
const languages = fc.constantFrom("en", "fr", "ar", "fa", "zh-Hans", "pt-BR", "tlh", "ckb", "sr-Latn-RS");

test("whatever people write, Mastodon and the Misskey family can keep and show it", async () => {
  const site = await startSite();
  await addCollective(site.db);
  await addText(site.db);
  const stored = await publicText(site.db, golden);
  const prop = fc.property(
    fc.record({ title: words, summary: words, contentWarning: words, source: words, language: languages }),
    fc.constantFrom("Article" as const, "Note" as const),
    fc.boolean(),
    (draft, wire_form, prefersCard) => {
      const { text, problems } = readDraft(draft);
      fc.pre(problems.length === 0 && picturesIn(text.source).length === 0);
      const publicText: PublicText = {
        ...stored!,
        wire_form,
        title: text.title,
        summary: text.summary,
        content_warning: text.contentWarning,
        source: text.source,
        html: renderMarkdown(text.source, draft.language, new Map()),
        language: draft.language,
      };
      holdsEverywhere(textDocument(origin, publicText, prefersCard), draft.language);
    },
  );
  fc.assert(prop, { numRuns: 500 });
  expect.assertions(1);
  expect(stored?.id).toBe(golden);
});

/** What Mastodon (hosts, strings first) and Misskey (columns of 256 and 512 characters, string equality) ask for. */
function holdsEverywhere(document: ReturnType<typeof textDocument>, language: string): void {
  const check = (isTrue: boolean, what: string) => {
    if (!isTrue) throw new Error(`${what}: ${JSON.stringify(document)}`);
  };
  const lengthOf = (text: string) => [...text].length;
  const { id, url, attributedTo, type, to, cc, content, contentMap } = document;
  check(typeof type === "string" && typeof attributedTo === "string", "type and author are one string each");
  for (const address of [id, url, attributedTo]) {
    check(
      new URL(address).host === "reports.example" && address.length <= 512,
      "addresses are of one host and short",
    );
  }
  check(
    Array.isArray(to) && to.length === 1 && to[0] === everybody,
    "it is to everybody, by the full address",
  );
  check(Array.isArray(cc) && cc.length === 1, "it is to the followers");
  check(
    (content !== "" || type === "Article") && !/(?:src|href)="(?!https?:\/\/|mailto:)/.test(content),
    "content has whole addresses",
  );
  check(Object.keys(contentMap).join() === language && contentMap[language] === content, "one language");
  if ("name" in document) {
    const { name, nameMap } = document;
    check(name !== "" && lengthOf(name) <= 200 && !/[<>]/.test(name), "the name is short and has no markup");
    check(Object.keys(nameMap).join() === language && nameMap[language] === name, "one language");
  }
  check("name" in document === (type === "Article"), "a Note has no name");
  if ("summary" in document && document.summary !== undefined) {
    const { summary } = document;
    check(summary !== "" && lengthOf(summary) <= 512 && !/[<>]/.test(summary), "the summary is short");
  }
  check(
    document.updated === undefined || document.updated > document.published,
    "it is not changed before it is there",
  );
  check(
    JSON.stringify(document).isWellFormed() && !JSON.stringify(document).includes("\\u0000"),
    "it is text",
  );
}
