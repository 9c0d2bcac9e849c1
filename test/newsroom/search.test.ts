// Readers find texts in their own language, by any form of a word, and only what is public.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Db } from "../../src/db/open.ts";
import { searchTexts } from "../../src/newsroom/search.ts";
import { freshDatabase } from "../support/site.ts";

async function write(
  db: Db,
  texts: { title: string; source?: string; language?: string; state?: "draft" | "published" }[],
) {
  const collective = randomUUIDv7();
  const languages = [...new Set(texts.map(({ language }) => language ?? "en"))];
  await db
    .insertInto("collective")
    .values({ id: collective, handle: "calais", name: "Calais", languages })
    .execute();
  for (const { title, source = "", language = "en", state = "published" } of texts) {
    const id = randomUUIDv7();
    await db
      .insertInto("report")
      .values({
        id,
        collective,
        kind: "report",
        state,
        slug: id,
        title,
        language,
        source,
        html: `<p>${source}</p>`,
        wire_form: "Article",
        translation_set: id,
        published: new Date("2026-01-01T00:00:00Z"),
      })
      .execute();
  }
}

async function titles(db: Db, question: string): Promise<string[]> {
  const { found } = await searchTexts(db, question, 0, 10);
  return found.map(({ text }) => text.title);
}

test("a reader finds a text by another form of its words", async () => {
  const { db } = await freshDatabase();
  await write(db, [
    { title: "They demonstrated at the port" },
    { title: "Les expulsions continuent", language: "fr" },
    { title: "Soup on Tuesdays" },
  ]);
  expect(await titles(db, "demonstrating ports")).toEqual(["They demonstrated at the port"]);
  expect(await titles(db, "expulsion")).toEqual(["Les expulsions continuent"]);
});

test("a word is found whichever yeh and kaf the keyboard had, with or without vowel signs", async () => {
  const { db } = await freshDatabase();
  await write(db, [
    { title: "کمک در مرز", language: "fa" },
    { title: "الحُدودُ مَفتوحة", language: "ar" },
  ]);
  expect(await titles(db, "كمك")).toEqual(["کمک در مرز"]);
  expect(await titles(db, "الحدود")).toEqual(["الحُدودُ مَفتوحة"]);
});

test("a language without a dictionary is searched word by word", async () => {
  const { db } = await freshDatabase();
  await write(db, [{ title: "ሰላም ኣብ ካለ", language: "ti" }]);
  expect(await titles(db, "ካለ")).toEqual(["ሰላም ኣብ ካለ"]);
});

test("a draft is never found", async () => {
  const { db } = await freshDatabase();
  await write(db, [{ title: "Secret meeting", state: "draft" }]);
  expect(await titles(db, "secret meeting")).toEqual([]);
});

test("the title counts more than the text, phrases and exclusions work, and odd questions find nothing", async () => {
  const { db } = await freshDatabase();
  await write(db, [
    { title: "News", source: "Somebody spoke of a ferry once among many other things." },
    { title: "The ferry company", source: "Boats." },
  ]);
  expect(await titles(db, "ferry")).toEqual(["The ferry company", "News"]);
  expect(await titles(db, '"ferry company"')).toEqual(["The ferry company"]);
  expect(await titles(db, "ferry -company")).toEqual(["News"]);
  for (const odd of ["", "   ", "'", "& | ! ()", ":*", "\\", "a".repeat(10_000), "%", "<b>"]) {
    expect(await titles(db, odd)).toEqual([]);
  }
});

test("the excerpt marks what matched", async () => {
  const { db } = await freshDatabase();
  await write(db, [{ title: "News", source: "At the harbour a ferry waited for the morning." }]);
  const { found } = await searchTexts(db, "ferries", 0, 10);
  expect(found[0]?.excerpt).toEqual(["harbour a ", "ferry", " waited for the morning"]);
});

test("searching uses the index, however large the archive", async () => {
  const { db } = await freshDatabase();
  await write(db, [{ title: "One" }]);
  await sql`
    insert into report (id, collective, kind, state, slug, title, language, source, html, wire_form, translation_set, published)
    select gen_random_uuid(), c.id, 'report', 'published', 'n' || n, 'Report ' || n, 'en', 'word' || n, '', 'Article',
      gen_random_uuid(), now() from collective c, generate_series(1, 5000) n`.execute(db);
  await sql`analyze report`.execute(db);
  const { rows } = await sql<{ "QUERY PLAN": string }>`
    explain select r.id from public_report r join report s on s.id = r.id
    where s.search @@ websearch_to_tsquery('english', 'word77')`.execute(db);
  expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain("report_search");
});
