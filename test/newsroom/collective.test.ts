import { expect, test } from "vitest";
import { ap } from "../../src/domain/paths.ts";
import { collectiveNamed, createCollective, editCollective } from "../../src/newsroom/collective.ts";
import { pinReport } from "../../src/newsroom/pin.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { portrait } from "../../src/newsroom/read_picture.ts";
import { withdrawReport } from "../../src/newsroom/withdraw.ts";
import { filesIn, followedFrom, openNewsroom } from "../support/newsroom.ts";
import { twoColours } from "../support/pictures.ts";

const dover = { handle: "dover", name: "Dover", languages: ["en"] };

test("a collective is founded with all it says of itself, and with keys", async () => {
  const { site } = await openNewsroom();
  const icon = { bytes: await twoColours(500, 500).png().toBuffer(), alt: "A gull" };
  const founded = await createCollective(site, {
    handle: "@dover",
    name: " Dover\nHarbour ",
    languages: ["EN-gb", "fa", "fa"],
    summary: "We **watch**.\r\nEvery day.",
    fields: [{ name: "Telephone", value: "+44 …" }],
    icon,
    indexable: true,
    wireForms: { "call-out": "Note" },
    replyPolicy: "open",
  });
  expect(founded).toMatchObject({
    handle: "dover",
    name: "Dover Harbour",
    languages: ["en-GB", "fa"],
    summary: "We **watch**.\nEvery day.",
    fields: [{ name: "Telephone", value: "+44 …" }],
    discoverable: true,
    indexable: true,
    prefers_card: false,
    wire_forms: { "call-out": "Note" },
    reply_policy: "open",
    published: new Date("2026-03-01T08:00:00Z"),
  });
  expect((await portrait(site.db, founded)).icon).toMatchObject({ alt: "A gull", width: 500 });
  const keys = await site.db
    .selectFrom("collective_key")
    .select("kind")
    .where("collective", "=", founded.id)
    .execute();
  expect(keys.map(({ kind }) => kind).sort()).toEqual(["ed25519", "rsa"]);
});

test.each([
  ["a handle with capitals", { handle: "Dover" }, /"dover" would do/],
  ["the node's own name", { handle: "instance" }, /take another handle/],
  ["a handle that is taken", { handle: "calais" }, /already a collective "calais"/],
  ["no name", { name: " " }, /needs a name/],
  ["a name without end", { name: "x".repeat(101) }, /longer than 100/],
  ["no language", { languages: [] }, /needs a language/],
  ["no real language", { languages: ["english"] }, /"english" is not a language tag/],
  ["a book about itself", { summary: "x".repeat(2001) }, /longer than 2000/],
  ["a line without a value", { fields: [{ name: "Web", value: "" }] }, /needs a name and a value/],
  ["nine lines", { fields: Array(9).fill({ name: "a", value: "b" }) }, /more than 8/],
  ["a text for an icon", { icon: { bytes: Buffer.from("no"), alt: "" } }, /must be JPEG/],
])("%s is refused with a sentence, and nothing is left", async (_, change, sentence) => {
  const { site } = await openNewsroom();
  await expect(createCollective(site, { ...dover, ...change })).rejects.toThrow(sentence);
  expect(await site.db.selectFrom("collective").select("handle").execute()).toEqual([{ handle: "calais" }]);
  expect(await filesIn(site)).toEqual([]);
});

test("of two who found the same collective at once, one is told that it exists", async () => {
  const { site } = await openNewsroom();
  const icon = { bytes: await twoColours(50, 50).png().toBuffer(), alt: "" };
  const both = await Promise.allSettled([
    createCollective(site, { ...dover, icon }),
    createCollective(site, { ...dover, icon }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const { length } = await site.db.selectFrom("media_file").select("name").execute();
  expect((await filesIn(site)).length).toBe(length);
});

test("a collective that changes its name tells those who follow it, and an old icon leaves the disk", async () => {
  const { site, calais } = await openNewsroom();
  await followedFrom(site, calais, ["one.example"]);
  const bytes = await twoColours(50, 50).png().toBuffer();
  const first = await editCollective(site, calais, { name: "Calais", icon: { bytes, alt: "A gate" } });
  expect(first).toMatchObject({
    name: "Calais",
    languages: ["en", "fr"],
    updated: new Date("2026-03-01T08:00:00Z"),
  });
  const old = await filesIn(site);
  await editCollective(site, calais, { icon: { bytes: await twoColours(60, 60).png().toBuffer(), alt: "" } });
  const files = await filesIn(site);
  expect(files.filter(({ name }) => old.some((one) => one.name === name))).toEqual([]);
  await editCollective(site, calais, { icon: null });
  expect(await filesIn(site)).toEqual([]);
  const said = await site.db.selectFrom("activity").select(["type", "object"]).execute();
  expect(said).toEqual(
    Array(3).fill({ type: "Update", object: site.config.origin + ap.collective(calais.id) }),
  );
});

test("a collective is found by its handle in any of the ways people write it", async () => {
  const { site, calais } = await openNewsroom();
  for (const typed of ["calais", "@calais", `@Calais@${site.config.host}`]) {
    expect((await collectiveNamed(site, typed)).id).toBe(calais.id);
  }
  for (const typed of ["dover", "@calais@other.example", ""]) {
    await expect(collectiveNamed(site, typed)).rejects.toThrow(/There is no collective/);
  }
});

test("a pinned text is featured, and servers are told to look again", async () => {
  const { site, calais } = await openNewsroom();
  await followedFrom(site, calais, ["one.example"]);
  const { id } = await publishReport(site, calais, { title: "A march", source: "Text." });
  expect(await pinReport(site, id, true)).toMatchObject({ deliveries: 1 });
  expect(await pinReport(site, id, true)).toEqual({ deliveries: 0 });
  await withdrawReport(site, id);
  await expect(pinReport(site, id, true)).rejects.toThrow(/Only what is published/);
});
