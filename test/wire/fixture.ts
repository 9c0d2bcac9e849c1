// A node with one collective and its texts, all of them always the same, so that what goes out can be compared field by field.

import type { Insertable } from "kysely";
import { expect } from "vitest";
import { compose } from "../../federation/compose.ts";
import { context } from "../../federation/context.ts";
import { type Ground, makeKeys } from "../../federation/keys.ts";
import { readConfig } from "../../src/config.ts";
import type { Collective } from "../../src/db/collective.ts";
import { createJobs } from "../../src/db/jobs.ts";
import type { Db } from "../../src/db/open.ts";
import type { ReportTable } from "../../src/db/report.ts";
import { createSealer } from "../../src/db/seal.ts";
import type { Site } from "../../src/site.ts";
import { freshDatabase } from "../support/site.ts";

export const origin = "https://reports.example";
export const calais = "0199a000-0000-7000-8000-000000000001";
export const golden = "0199a000-0000-7000-8000-000000000011";
export const now = new Date("2026-11-23T08:30:00.250Z");

/** What it takes to compose: a database with keys, no door and no listener. */
export async function startGround(address = origin): Promise<Ground> {
  const { db } = await freshDatabase();
  return {
    config: readConfig({ ORIGIN: address, DATABASE_URL: "postgres://unused/unused" }),
    db,
    jobs: createJobs(db, () => {}),
    sealer: createSealer("a secret that only this test has, and no other"),
    clock: { now: () => now },
  };
}

/** The same with the way out that composing needs. */
export async function startSite(address = origin): Promise<Site> {
  const ground = await startGround(address);
  return {
    ...ground,
    fediverse: {
      compose: (db, id, saying, published) => compose(ground, db, id, saying, published),
      makeKeys: (db, collective) => makeKeys(ground, db, collective),
      lookup: () => Promise.reject(new Error("Nobody is looked up here.")),
      learnSoftware: () => Promise.reject(new Error("No server is asked here.")),
      fetchText: () => Promise.reject(new Error("Nothing is fetched here.")),
      readOwn: () => Promise.reject(new Error("Nothing is read here.")),
      newestOf: () => Promise.reject(new Error("Nothing is fetched here.")),
      subscribeAddress: () => Promise.reject(new Error("Nobody is led anywhere here.")),
      fetchPicture: () => Promise.reject(new Error("No picture is fetched here.")),
    },
  };
}

/** A proof as the collective makes it now. @param terms the `@context` of what it proves */
export function proofOf(group: string, terms: unknown = context) {
  return {
    "@context": terms,
    type: "DataIntegrityProof",
    cryptosuite: "eddsa-jcs-2022",
    verificationMethod: `${group}#multikey-1`,
    proofPurpose: "assertionMethod",
    created: "2026-11-23T08:30:00Z",
    proofValue: expect.stringMatching(/^z[1-9A-HJ-NP-Za-km-z]{80,90}$/),
  };
}

export async function addCollective(db: Db, changes: Partial<Collective> = {}): Promise<Collective> {
  return db
    .insertInto("collective")
    .values({
      id: calais,
      handle: "calais",
      name: "Calais Watch",
      summary: "We write down what happens at the border.\n\nNo names, no faces.",
      languages: ["en"],
      published: new Date("2026-01-02T03:04:05Z"),
      ...changes,
      fields: JSON.stringify(
        changes.fields ?? [
          { name: "Web", value: "https://watch.example/?a=1&b=2" },
          { name: "Write to us", value: "post box 5, <Calais>" },
        ],
      ),
      wire_forms: JSON.stringify(changes.wire_forms ?? {}),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export interface TextChanges extends Partial<Insertable<ReportTable>> {
  tags?: string[];
  pictures?: string[];
}

/** Adds a text; published unless the changes say otherwise. */
export async function addText(
  db: Db,
  { tags = [], pictures = [], ...changes }: TextChanges = {},
): Promise<string> {
  const id = changes.id ?? golden;
  await db
    .insertInto("report")
    .values({
      id,
      collective: calais,
      kind: "report",
      state: "published",
      slug: `text-${id.slice(-2)}`,
      title: "A night at the fence",
      summary: null,
      content_warning: null,
      language: "en",
      source: "Twelve boats left. *Nine* arrived.",
      html: "<p>Twelve boats left. <em>Nine</em> arrived.</p>\n",
      cover: null,
      reply_policy: null,
      wire_form: "Article",
      translation_set: changes.translation_set ?? id,
      scheduled: null,
      published: new Date("2026-11-20T18:00:00Z"),
      updated: null,
      withdrawn: null,
      ...changes,
    })
    .execute();
  for (const [position, name] of tags.entries()) {
    await db
      .insertInto("report_tag")
      .values({ report: id, tag: name.toLowerCase().replaceAll(" ", "-"), name, position })
      .execute();
  }
  for (const [position, media] of pictures.entries()) {
    await db.insertInto("report_media").values({ report: id, media, position }).execute();
  }
  return id;
}

/** Adds a picture with two files for the screen and one card. */
export async function addPicture(db: Db, id: string, alt: string): Promise<string> {
  const name = id.slice(-2);
  await db
    .insertInto("media")
    .values({
      id,
      collective: calais,
      alt,
      width: 1600,
      height: 1200,
      blur_hash: "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
    })
    .execute();
  const file = (
    name: string,
    purpose: "screen" | "card",
    media_type: string,
    width: number,
    height: number,
  ) => ({
    name,
    media: id,
    purpose,
    media_type,
    width,
    height,
    bytes: 1000,
  });
  await db
    .insertInto("media_file")
    .values([
      file(`p${name}-1600.webp`, "screen", "image/webp", 1600, 1200),
      file(`p${name}-1200.jpg`, "screen", "image/jpeg", 1200, 900),
      file(`p${name}-800.jpg`, "screen", "image/jpeg", 800, 600),
      file(`p${name}-card.jpg`, "card", "image/jpeg", 1200, 630),
    ])
    .execute();
  return id;
}

export const ally = "https://elsewhere.example/users/amina";
export const theirs = `${ally}/articles/1`;
export const introduction = "0199a000-0000-7000-8000-0000000000e3";

/** Adds a text of an ally that was passed on, with a word before it. */
export async function addRepost(db: Db): Promise<void> {
  const [item, repost] = ["0199a000-0000-7000-8000-0000000000e1", "0199a000-0000-7000-8000-0000000000e2"];
  const moments = { published: now, arrived: now, refreshed: now };
  await db
    .insertInto("remote_host")
    .values({ host: "elsewhere.example" })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await db
    .insertInto("remote_actor")
    .values({
      id: ally,
      host: "elsewhere.example",
      type: "Person",
      handle: "amina@elsewhere.example",
      url: "https://elsewhere.example/@amina",
      inbox: `${ally}/inbox`,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await db
    .insertInto("wire_original")
    .values({
      uri: theirs,
      body: "{}",
      proof: "none",
      verified_with: null,
      ld_signature: false,
      received: now,
    })
    .execute();
  await db
    .insertInto("wire_item")
    .values({
      ...moments,
      id: item,
      collective: calais,
      uri: theirs,
      ally: null,
      announced: false,
      actor: ally,
      type: "Article",
      kind: "report",
      name: "Nine <arrived> & sang",
      summary: null,
      html: "<p>Nine people.</p>",
      language: "fr",
      url: "https://elsewhere.example/@amina/nine?of=9&more",
      attachments: "[]",
      translates: null,
      updated: null,
      proposal: null,
      gone: null,
    })
    .execute();
  await db
    .insertInto("repost")
    .values({
      id: repost,
      collective: calais,
      object: theirs,
      item,
      announce: repost,
      by_rule: false,
      reposted: now,
      withdrawn: null,
    })
    .execute();
  await db
    .insertInto("introduction")
    .values({
      id: introduction,
      repost,
      collective: calais,
      source: "Read what *Amina* saw.",
      html: "<p>Read what <em>Amina</em> saw.</p>",
      language: "en",
      published: now,
      deleted: null,
    })
    .execute();
}
