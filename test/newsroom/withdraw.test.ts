import { expect, test } from "vitest";
import { ap } from "../../src/domain/paths.ts";
import { findReport } from "../../src/newsroom/find.ts";
import { publishReport, saveDraft } from "../../src/newsroom/publish.ts";
import { publicText } from "../../src/newsroom/read.ts";
import { takenBack, takenBackAt } from "../../src/newsroom/read_gone.ts";
import { reviseReport } from "../../src/newsroom/revise.ts";
import { deleteReport, withdrawReport } from "../../src/newsroom/withdraw.ts";
import { filesIn, followedFrom, lastSaidAbout, openNewsroom, saidAbout } from "../support/newsroom.ts";
import { twoColours } from "../support/pictures.ts";

const withPicture = {
  title: "A march",
  source: "Who is seen here: ![Faces](faces.png)",
  pictures: [{ name: "faces.png", read: () => twoColours(60, 60).png().toBuffer() }],
};

test("a withdrawn text is gone, whoever has it is told, and whoever has not never gets it", async () => {
  const { site, calais } = await openNewsroom();
  await followedFrom(site, calais, ["had.example", "waits.example"]);
  const { id } = await publishReport(site, calais, { title: "A march", source: "Names." });
  await site.db
    .updateTable("delivery")
    .set({ state: "delivered", attempts: 1 })
    .where("host", "=", "had.example")
    .execute();
  expect(await withdrawReport(site, id)).toEqual({ id, deliveries: 1 });
  expect(await publicText(site.db, id)).toBeUndefined();
  expect(await takenBack(site.db, id)).toEqual({
    collective: calais.id,
    deleted: new Date("2026-03-01T08:00:00Z"),
  });
  expect(await saidAbout(site, id)).toEqual([
    { type: "Create", to: { "had.example": "delivered", "waits.example": "cancelled" } },
    { type: "Delete", to: { "had.example": "pending" } },
  ]);
  expect(await lastSaidAbout(site, id)).toMatchObject({
    type: "Delete",
    object: { id: site.config.origin + ap.report(id), type: "Tombstone" },
  });
});

test("withdrawing twice tells the world once", async () => {
  const { site, calais } = await openNewsroom();
  await followedFrom(site, calais, ["one.example"]);
  const { id } = await publishReport(site, calais, { title: "A march", source: "Text." });
  await Promise.all([withdrawReport(site, id), withdrawReport(site, id)]);
  expect(await withdrawReport(site, id)).toEqual({ id, deliveries: 0 });
  expect((await saidAbout(site, id)).map(({ type }) => type)).toEqual(["Create", "Delete"]);
});

test("of a withdrawn text, no word waits to be sent and no picture is served", async () => {
  const { site, calais } = await openNewsroom();
  const { id } = await publishReport(site, calais, withPicture);
  await reviseReport(site, id, { title: "A march on Sunday" });
  const files = await filesIn(site);
  await withdrawReport(site, id);
  const bodies = await site.db.selectFrom("activity_form").select("body").execute();
  expect(bodies.map(({ body }) => JSON.parse(body).type)).toEqual(["Delete"]);
  expect(await filesIn(site)).toEqual([]);
  expect((await filesIn(site, "withheld")).length).toBe(files.length);
});

test("a picture that another text shows stays when one of the two goes", async () => {
  const { site, calais } = await openNewsroom();
  const first = await publishReport(site, calais, withPicture);
  const { source } = (await publicText(site.db, first.id))!;
  const second = await publishReport(site, calais, { title: "Again", source });
  await withdrawReport(site, first.id);
  expect((await filesIn(site)).length).toBeGreaterThan(0);
  await deleteReport(site, first.id);
  expect((await filesIn(site)).length).toBeGreaterThan(0);
  expect((await publicText(site.db, second.id))!.pictures).toHaveLength(1);
  await deleteReport(site, second.id);
  expect(await filesIn(site)).toEqual([]);
});

test("of a deleted text nothing is left but that it was", async () => {
  const { site, clock, calais } = await openNewsroom();
  await followedFrom(site, calais, ["one.example"]);
  const { id } = await publishReport(site, calais, {
    ...withPicture,
    tags: ["sea"],
    links: [{ href: "https://a.example" }],
  });
  clock.set("2026-03-02T08:00:00Z");
  expect(await deleteReport(site, id)).toEqual({ id, deliveries: 0 });
  expect(await saidAbout(site, id)).toMatchObject([{ type: "Create" }, { type: "Delete" }]);
  for (const table of [
    "report",
    "report_tag",
    "report_link",
    "report_media",
    "media",
    "media_file",
  ] as const) {
    expect(await site.db.selectFrom(table).selectAll().execute(), table).toEqual([]);
  }
  expect(await filesIn(site)).toEqual([]);
  const deleted = new Date("2026-03-02T08:00:00Z");
  expect(await takenBackAt(site.db, calais.id, "a-march")).toEqual({ id, deleted });
  expect(await deleteReport(site, id)).toEqual({ id, deliveries: 0 });
  await expect(findReport(site, "a-march")).rejects.toThrow(/There is no text/);
});

test("a text that was withdrawn can be deleted, and the world is not told twice", async () => {
  const { site, clock, calais } = await openNewsroom();
  await followedFrom(site, calais, ["one.example"]);
  const { id } = await publishReport(site, calais, withPicture);
  await withdrawReport(site, id);
  clock.set("2026-03-09T08:00:00Z");
  await deleteReport(site, id);
  expect((await saidAbout(site, id)).map(({ type }) => type)).toEqual(["Create", "Delete"]);
  expect((await takenBack(site.db, id))!.deleted).toEqual(new Date("2026-03-01T08:00:00Z"));
  expect(await filesIn(site, "withheld")).toEqual([]);
});

test("the address of a deleted text stays empty, unless its authors ask for it", async () => {
  const { site, calais } = await openNewsroom();
  const draft = { title: "A march", source: "Text." };
  const { id } = await publishReport(site, calais, draft);
  await deleteReport(site, id);
  expect((await publishReport(site, calais, draft)).path).toBe("/calais/2026/03/a-march-2");
  expect((await publishReport(site, calais, { ...draft, slug: "a-march" })).path).toBe(
    "/calais/2026/03/a-march",
  );
});

test("a scheduled text that is withdrawn is a draft again; a draft that is deleted leaves no trace", async () => {
  const { site, calais } = await openNewsroom();
  const published = new Date("2026-05-01T08:00:00Z");
  const { id } = await publishReport(site, calais, { title: "Later", published, source: "Text." });
  await withdrawReport(site, id);
  expect((await findReport(site, id)).state).toBe("draft");
  await expect(withdrawReport(site, id)).rejects.toThrow(/draft that nobody has seen/);
  await deleteReport(site, id);
  expect(await takenBack(site.db, id)).toBeUndefined();
  const draft = await saveDraft(site, calais, withPicture);
  await deleteReport(site, draft.id);
  expect(await filesIn(site)).toEqual([]);
  await expect(deleteReport(site, draft.id)).rejects.toThrow("There is no such text.");
});
