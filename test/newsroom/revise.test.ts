import { expect, test } from "vitest";
import { publishReport, saveDraft } from "../../src/newsroom/publish.ts";
import { publicText } from "../../src/newsroom/read.ts";
import { reviseReport } from "../../src/newsroom/revise.ts";
import { withdrawReport } from "../../src/newsroom/withdraw.ts";
import { filesIn, followedFrom, lastSaidAbout, openNewsroom, saidAbout } from "../support/newsroom.ts";
import { spyingPng, twoColours } from "../support/pictures.ts";

test("a revised text keeps its date and address, is newer, and goes to everybody", async () => {
  const { site, clock, calais } = await openNewsroom();
  await followedFrom(site, calais, ["one.example"]);
  const { id, path } = await publishReport(site, calais, {
    title: "Ten boats",
    tags: ["sea"],
    source: "Ten.",
  });
  clock.set("2026-03-05T10:00:00Z");
  const revised = await reviseReport(site, id, { title: "Eleven boats", source: "Eleven." });
  expect(revised).toEqual({ id, path, state: "published", deliveries: 1 });
  expect(await publicText(site.db, id)).toMatchObject({
    title: "Eleven boats",
    html: "<p>Eleven.</p>",
    tags: [{ name: "sea" }],
    published: new Date("2026-03-01T08:00:00Z"),
    updated: new Date("2026-03-05T10:00:00Z"),
  });
  expect((await saidAbout(site, id)).map(({ type }) => type)).toEqual(["Create", "Update"]);
  expect(await lastSaidAbout(site, id)).toMatchObject({
    type: "Update",
    object: {
      name: "Eleven boats",
      published: "2026-03-01T08:00:00.000Z",
      updated: "2026-03-05T10:00:00.000Z",
    },
  });
});

test("two revisions in the same moment are each newer than the one before", async () => {
  const { site, calais } = await openNewsroom();
  const { id } = await publishReport(site, calais, { title: "One", source: "Text." });
  await reviseReport(site, id, { title: "Two" });
  await reviseReport(site, id, { title: "Three" });
  expect((await publicText(site.db, id))!.updated).toEqual(new Date("2026-03-01T08:00:02Z"));
});

test("a revision that changes nothing is not sent, pictures included", async () => {
  const { site, calais } = await openNewsroom();
  const photo = await spyingPng();
  const draft = {
    title: "A march",
    tags: ["sea"],
    summary: "Lead",
    source: "![Drums](march.png)\n\nText.",
    pictures: [{ name: "march.png", read: async () => photo }],
  };
  const { id } = await publishReport(site, calais, draft);
  const before = await filesIn(site);
  await reviseReport(site, id, draft);
  await reviseReport(site, id, {});
  expect((await saidAbout(site, id)).map(({ type }) => type)).toEqual(["Create"]);
  expect((await filesIn(site)).length).toBe(before.length);
  await reviseReport(site, id, { ...draft, source: "![Drums and flags](march.png)\n\nText." });
  expect((await saidAbout(site, id)).map(({ type }) => type)).toEqual(["Create", "Update"]);
  expect((await publicText(site.db, id))!.pictures[0]!.alt).toBe("Drums and flags");
});

test("a picture is exchanged for another; what was written before with its address stays", async () => {
  const { site, calais } = await openNewsroom();
  const { id } = await publishReport(site, calais, {
    title: "A march",
    source: "![One](one.png)",
    pictures: [{ name: "one.png", read: () => twoColours(60, 60).png().toBuffer() }],
  });
  const { source, pictures } = (await publicText(site.db, id))!;
  await reviseReport(site, id, {
    source: `![Two](two.png)\n\n${source}`,
    pictures: [{ name: "two.png", read: () => twoColours(90, 60).png().toBuffer() }],
  });
  const after = (await publicText(site.db, id))!;
  expect(after.pictures.map(({ width }) => width)).toEqual([90, 60]);
  expect(after.pictures[1]!.id).toBe(pictures[0]!.id);
  expect(after.cover_picture!.width).toBe(90);
});

test("lead, warning, tags and links can be taken away", async () => {
  const { site, calais } = await openNewsroom();
  const { id } = await publishReport(site, calais, {
    title: "A march",
    summary: "Lead",
    contentWarning: "Police",
    tags: ["sea"],
    links: [{ href: "https://a.example" }],
    source: "Text.",
  });
  await reviseReport(site, id, { summary: "", contentWarning: "", tags: [], links: [] });
  expect(await publicText(site.db, id)).toMatchObject({
    summary: null,
    content_warning: null,
    tags: [],
    links: [],
  });
});

test("what is published keeps its address and its form", async () => {
  const { site, calais } = await openNewsroom();
  const { id } = await publishReport(site, calais, { title: "A march", source: "Text." });
  await expect(reviseReport(site, id, { slug: "other" })).rejects.toThrow(/keeps that address/);
  await expect(reviseReport(site, id, { kind: "page" })).rejects.toThrow(/its address would change/);
  await expect(reviseReport(site, id, { wireForm: "Note" })).rejects.toThrow(/went out as Article/);
  expect((await reviseReport(site, id, { kind: "call-out" })).path).toBe("/calais/2026/03/a-march");
});

test("of two people who revise the same version, the second is told", async () => {
  const { site, calais } = await openNewsroom();
  const { id } = await saveDraft(site, calais, { title: "Draft", source: "Text." });
  await reviseReport(site, id, { revision: 1, title: "Hers" });
  await expect(reviseReport(site, id, { revision: 1, title: "His" })).rejects.toThrow(
    /Somebody else has changed/,
  );
  expect((await saidAbout(site, id)).length).toBe(0);
});

test("a draft may change its address and kind; a withdrawn text may change nothing", async () => {
  const { site, calais } = await openNewsroom();
  const { id } = await saveDraft(site, calais, { title: "Draft", source: "Text." });
  expect((await reviseReport(site, id, { slug: "about-us", kind: "page" })).path).toBe("/calais/about-us");
  const { id: other } = await publishReport(site, calais, { title: "A march", source: "Text." });
  await withdrawReport(site, other);
  await expect(reviseReport(site, other, { title: "New" })).rejects.toThrow(/was withdrawn/);
});
