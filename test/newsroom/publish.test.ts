import { expect, test } from "vitest";
import { Refused } from "../../src/domain/errors.ts";
import { createCollective } from "../../src/newsroom/collective.ts";
import { publishDue, publishReport, publishSaved, saveDraft } from "../../src/newsroom/publish.ts";
import { publicText, publicTexts } from "../../src/newsroom/read.ts";
import { reviseReport } from "../../src/newsroom/revise.ts";
import { filesIn, followedFrom, lastSaidAbout, openNewsroom, saidAbout } from "../support/newsroom.ts";
import { startTestNode } from "../support/node.ts";
import { planted, pngBomb, spyingJpeg, twoColours } from "../support/pictures.ts";

test("a collective publishes a text, and every server that follows it is written to once", async () => {
  const { site, calais } = await openNewsroom();
  await followedFrom(site, calais, ["one.example", "two.example"]);
  const { id, path, state, deliveries } = await publishReport(site, calais, {
    title: "  The gate\nis open ",
    summary: "Since this morning.",
    contentWarning: "Police",
    tags: ["Freedom of movement", "#Calais", "freedom of  Movement"],
    links: [{ href: "https://a.example/map", name: "Map" }],
    source: "People are *walking*.",
  });
  expect({ path, state, deliveries }).toEqual({
    path: "/calais/2026/03/the-gate-is-open",
    state: "published",
    deliveries: 2,
  });
  expect(await publicText(site.db, id)).toMatchObject({
    title: "The gate is open",
    kind: "report",
    language: "en",
    summary: "Since this morning.",
    content_warning: "Police",
    html: "<p>People are <em>walking</em>.</p>",
    wire_form: "Article",
    published: new Date("2026-03-01T08:00:00Z"),
    updated: null,
    tags: [
      { tag: "freedom-of-movement", name: "Freedom of movement" },
      { tag: "calais", name: "Calais" },
    ],
    links: [{ href: "https://a.example/map", name: "Map" }],
  });
  expect(await saidAbout(site, id)).toEqual([
    { type: "Create", to: { "one.example": "pending", "two.example": "pending" } },
  ]);
  expect(await lastSaidAbout(site, id)).toMatchObject({
    type: "Create",
    object: { name: "The gate is open" },
  });
});

test("pictures are taken from beside the text, and nothing else of them or of the author's folders is kept", async () => {
  const { site, calais } = await openNewsroom();
  const photo = await spyingJpeg();
  const { id } = await publishReport(site, calais, {
    title: "A march",
    source: "![Drums](/home/ana/march.jpg)\n\nAnd again: ![](</home/ana/march.jpg>)",
    pictures: [
      { name: "/home/ana/march.jpg", read: async () => photo },
      { name: "unused.jpg", read: () => Promise.reject(new Error("Nobody asks for this one.")) },
    ],
  });
  const text = (await publicText(site.db, id))!;
  expect(text.pictures).toHaveLength(1);
  expect(text.pictures[0]).toMatchObject({ alt: "Drums", width: 900, height: 600 });
  expect(text.cover).toBe(text.pictures[0]!.id);
  expect(text.source).not.toContain("ana");
  expect(text.html.match(/<img src="\/media\/[0-9a-f]{32}\.jpg"/g)).toHaveLength(2);
  const files = await filesIn(site);
  expect(files.map(({ name }) => name).sort()).toEqual(
    text.pictures[0]!.files.map(({ name }) => name).sort(),
  );
  for (const { name, bytes } of files) {
    expect(name).toMatch(/^[0-9a-f]{32}\.(jpg|webp)$/);
    expect(bytes.includes(planted)).toBe(false);
  }
  expect(JSON.stringify(await lastSaidAbout(site, id))).not.toContain("ana");
});

test("a cover that is not in the text comes first among its pictures", async () => {
  const { site, calais } = await openNewsroom();
  const red = await twoColours(100, 100).png().toBuffer();
  const { id } = await publishReport(site, calais, {
    title: "A march",
    cover: "cover.png",
    source: "![In it](in.png)",
    pictures: [
      { name: "in.png", read: async () => red },
      { name: "cover.png", read: () => twoColours(200, 100).png().toBuffer() },
    ],
  });
  const text = (await publicText(site.db, id))!;
  expect(text.pictures.map(({ width }) => width)).toEqual([200, 100]);
  expect(text.cover_picture!.width).toBe(200);
});

test("when one of two pictures is hostile, nothing is published and no file is left", async () => {
  const { site, calais } = await openNewsroom();
  const outcome = publishReport(site, calais, {
    title: "A march",
    source: "![a](a.jpg) ![b](b.png)",
    pictures: [
      { name: "a.jpg", read: () => twoColours().jpeg().toBuffer() },
      { name: "b.png", read: async () => pngBomb() },
    ],
  });
  await expect(outcome).rejects.toThrow(/million pixels/);
  expect(await filesIn(site)).toEqual([]);
  expect((await publicTexts(site.db, {}, undefined, 10)).texts).toEqual([]);
});

test("when the transaction fails after the pictures were written, no file is left either", async () => {
  const { site, calais } = await openNewsroom();
  await publishReport(site, calais, { title: "First", slug: "march", source: "Text." });
  const outcome = publishReport(site, calais, {
    title: "Second",
    slug: "march",
    source: "![a](a.jpg)",
    pictures: [{ name: "a.jpg", read: () => twoColours().jpeg().toBuffer() }],
  });
  await expect(outcome).rejects.toThrow('Another text of the collective has the address "march"');
  expect(await filesIn(site)).toEqual([]);
  expect(await site.db.selectFrom("media").select("id").execute()).toEqual([]);
});

test("everything that is wrong with a text is said at once", async () => {
  const { site, calais } = await openNewsroom();
  const outcome = publishReport(site, calais, { title: "", source: "", tags: ["!"], language: "klingon" });
  await expect(outcome).rejects.toThrow(Refused);
  await expect(outcome).rejects.toThrow(/language tag.*"!" cannot be a tag.*title is missing.*no text/);
});

test("a picture of another collective cannot be used, nor one that is not there", async () => {
  const { site, calais } = await openNewsroom();
  const dover = await createCollective(site, { handle: "dover", name: "Dover", languages: ["en"] });
  const { id } = await publishReport(site, dover, {
    title: "Theirs",
    source: "![a](a.png)",
    pictures: [{ name: "a.png", read: () => twoColours(50, 50).png().toBuffer() }],
  });
  const [theirs] = (await publicText(site.db, id))!.pictures;
  for (const source of [
    `![a](/media/${theirs!.files[0]!.name})`,
    "![a](/media/00000000000000000000000000000000.jpg)",
  ]) {
    await expect(publishReport(site, calais, { title: "Ours", source })).rejects.toThrow(/is not there/);
  }
  const named = { title: "Ours", source: "![a](a.png)", pictures: [{ name: "a.png", media: theirs!.id }] };
  await expect(publishReport(site, calais, named)).rejects.toThrow(/is not there/);
});

test("two texts of one title have two addresses, also when they are published at the same moment", async () => {
  const { site, calais } = await openNewsroom();
  const draft = { title: "A march", source: "Text." };
  const both = await Promise.all([publishReport(site, calais, draft), publishReport(site, calais, draft)]);
  expect(both.map(({ path }) => path).sort()).toEqual([
    "/calais/2026/03/a-march",
    "/calais/2026/03/a-march-2",
  ]);
});

test("an old report is published under its old date", async () => {
  const { site, calais } = await openNewsroom();
  const { path, state } = await publishReport(site, calais, {
    title: "مظاهرة في كاليه",
    language: "ar",
    published: new Date("2015-09-12T18:30:00Z"),
    source: "نص",
  });
  expect(state).toBe("published");
  expect(decodeURIComponent(path)).toBe("/calais/2015/09/مظاهرة-في-كاليه");
});

test("a page has an address without a date, and call-outs go out in the form the collective chose for them", async () => {
  const { site } = await openNewsroom();
  const dover = await createCollective(site, {
    handle: "dover",
    name: "Dover",
    languages: ["en"],
    wireForms: { "call-out": "Note" },
  });
  expect((await publishReport(site, dover, { kind: "page", title: "About us", source: "We." })).path).toBe(
    "/dover/about-us",
  );
  const { id } = await publishReport(site, dover, { kind: "call-out", title: "Come", source: "Now." });
  expect((await lastSaidAbout(site, id)).object.type).toBe("Note");
  const article = await publishReport(site, dover, {
    kind: "call-out",
    title: "Come",
    wireForm: "Article",
    source: "Now.",
  });
  expect((await lastSaidAbout(site, article.id)).object.type).toBe("Article");
});

test("translations know each other, and there is one for each language", async () => {
  const { site, calais } = await openNewsroom();
  const { id, path } = await publishReport(site, calais, { title: "The gate", source: "Open." });
  const french = await publishReport(site, calais, {
    title: "La porte",
    language: "fr",
    translationOf: site.config.origin + path,
    source: "Ouverte.",
  });
  await publishReport(site, calais, {
    title: "البوابة",
    language: "ar",
    translationOf: "la-porte",
    source: "مفتوحة",
  });
  const text = (await publicText(site.db, id))!;
  expect(text.translations.map(({ language }) => language)).toEqual(["ar", "fr"]);
  const again = { title: "Une porte", language: "fr", translationOf: id, source: "Ouverte." };
  await expect(publishReport(site, calais, again)).rejects.toThrow(
    /already a text in this language \(French\).*La porte/,
  );
  await expect(publishReport(site, calais, { ...again, translationOf: "nothing" })).rejects.toThrow(
    /There is no text "nothing"/,
  );
  expect((await publicText(site.db, french.id))!.translations).toHaveLength(2);
});

test("a text for tomorrow is seen by nobody until tomorrow, and then goes out once", async () => {
  const { site, clock, calais } = await openNewsroom();
  await followedFrom(site, calais, ["one.example"]);
  const { id, state, path, deliveries } = await publishReport(site, calais, {
    title: "Saturday",
    published: new Date("2026-04-02T06:00:00Z"),
    source: "Come.",
  });
  expect({ state, path, deliveries }).toEqual({
    state: "scheduled",
    path: "/calais/2026/04/saturday",
    deliveries: 0,
  });
  expect(await publishDue(site)).toBe(0);
  expect(await publicText(site.db, id)).toBeUndefined();
  clock.set("2026-04-02T06:00:30Z");
  expect((await Promise.all([publishDue(site), publishDue(site)])).sort()).toEqual([0, 1]);
  expect((await publicText(site.db, id))!.published).toEqual(new Date("2026-04-02T06:00:00Z"));
  expect(await saidAbout(site, id)).toEqual([{ type: "Create", to: { "one.example": "pending" } }]);
});

test("a draft is seen by nobody until it is published", async () => {
  const { site, clock, calais } = await openNewsroom();
  const { id, state } = await saveDraft(site, calais, { title: "Not yet", source: "Wait." });
  expect(state).toBe("draft");
  expect(await publicText(site.db, id)).toBeUndefined();
  expect((await publishSaved(site, id, new Date("2026-03-02T08:00:00Z"))).state).toBe("scheduled");
  clock.set("2026-03-01T09:00:00Z");
  expect((await publishSaved(site, id)).state).toBe("published");
  expect((await publicText(site.db, id))!.published).toEqual(new Date("2026-03-01T09:00:00Z"));
  await expect(publishSaved(site, id)).rejects.toThrow("The text is published already.");
});

test("a draft may be no more than a title, but is not published so", async () => {
  const { site, calais } = await openNewsroom();
  const { id } = await saveDraft(site, calais, { title: "Tonight", source: "" });
  await expect(publishSaved(site, id)).rejects.toThrow("There is no text below the title.");
  await reviseReport(site, id, { source: "They came." });
  expect((await publishSaved(site, id)).state).toBe("published");
});

test("a node that works publishes by itself what is due", async () => {
  const { site } = await startTestNode({ web: false });
  const calais = await createCollective(site, { handle: "calais", name: "Calais", languages: ["en"] });
  const published = new Date(Date.now() + 1500);
  const { id, state } = await publishReport(site, calais, { title: "Soon", published, source: "Text." });
  expect(state).toBe("scheduled");
  await expect
    .poll(() => publicText(site.db, id), { timeout: 20_000 })
    .toMatchObject({ title: "Soon", published });
});
