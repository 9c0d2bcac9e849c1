// Writing texts into their tables: the row with a free slug, tags, links, pictures, and the set of translations.
import { type Insertable, sql, type Updateable } from "kysely";
import { type Collective, isUuid } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import type { Report, ReportTable } from "../db/report.ts";
import { Refused } from "../domain/errors.ts";
import { languageName } from "../domain/language.ts";
import { pages } from "../domain/paths.ts";
import { numberedSlug, slugFor } from "../domain/slug.ts";
import type { Site } from "../site.ts";
import { findReport } from "./find.ts";
import type { Prepared } from "./prepare.ts";

/** What a prepared text says for the row; what is missing depends on the moment. */
export function columnsOf(prepared: Prepared) {
  const { title, summary, contentWarning, language, source, html, cover } = prepared;
  return { title, summary, content_warning: contentWarning, language, source, html, cover };
}

/**
 * Inserts a text under the slug that was asked for, or else a free one made from the title.
 * @returns its slug
 * @throws {Refused} when the slug that was asked for is taken
 */
export async function insertText(
  db: Db,
  prepared: Prepared,
  row: Omit<Insertable<ReportTable>, "slug" | keyof ReturnType<typeof columnsOf>>,
): Promise<string> {
  const wanted = prepared.slug ?? slugFor(prepared.title);
  for (let number = 1; ; number += 1) {
    const slug = numberedSlug(wanted, number);
    // What was deleted leaves its address empty, unless its authors ask for it again.
    const isFree = prepared.slug !== undefined || !(await wasUsed(db, row.collective, slug));
    const inserted =
      isFree &&
      (await db
        .insertInto("report")
        .values({ ...columnsOf(prepared), ...row, slug })
        .onConflict((conflict) => conflict.columns(["collective", "slug"]).doNothing())
        .returning("id")
        .executeTakeFirst());
    if (inserted) {
      await writeParts(db, row.id, prepared);
      return slug;
    }
    if (prepared.slug !== undefined) throw new Refused(slugTaken(slug), { reason: "slug taken" });
  }
}

/** Changes a text's row, and its tags, links and pictures to what was prepared. */
export async function updateText(
  db: Db,
  id: string,
  prepared: Prepared,
  row: Updateable<ReportTable>,
): Promise<void> {
  await db
    .updateTable("report")
    // Whoever agrees to a proposal agrees to what it said then: a text that changes is proposed anew.
    .set({ ...columnsOf(prepared), ...row, proposed: null, revision: sql<number>`revision + 1` })
    .where("id", "=", id)
    .execute();
  for (const table of ["report_tag", "report_link", "report_media"] as const) {
    await db.deleteFrom(table).where("report", "=", id).execute();
  }
  await writeParts(db, id, prepared);
}

async function writeParts(db: Db, report: string, { tags, links, media, alts }: Prepared): Promise<void> {
  if (tags.length > 0) {
    await db
      .insertInto("report_tag")
      .values(tags.map((tag, position) => ({ report, ...tag, position })))
      .execute();
  }
  if (links.length > 0) {
    await db
      .insertInto("report_link")
      .values(links.map((link, position) => ({ report, ...link, position })))
      .execute();
  }
  if (media.length > 0) {
    await db
      .insertInto("report_media")
      .values(media.map((one, position) => ({ report, media: one, position })))
      .execute();
  }
  for (const [id, alt] of alts) {
    // Another text may describe the same picture in its own language.
    await db
      .updateTable("media")
      .set({ alt })
      .where("id", "=", id)
      .where((is) =>
        is.or([
          is("alt", "=", ""),
          is.not(
            is.exists(
              is
                .selectFrom("report_media")
                .select("media")
                .whereRef("media", "=", "media.id")
                .where("report", "<>", report),
            ),
          ),
        ]),
      )
      .execute();
  }
}

async function wasUsed(db: Db, collective: string, slug: string): Promise<boolean> {
  const row = await db
    .selectFrom("tombstone")
    .select("id")
    .where("collective", "=", collective)
    .where("slug", "=", slug)
    .executeTakeFirst();
  return row !== undefined;
}

export function slugTaken(slug: string): string {
  return `Another text of the collective has the address "${slug}": choose another slug.`;
}

/**
 * The set that a text joins when it translates another.
 * @param of the other text: UUID, id, address or slug
 * @throws {NotFound} when there is no such text on this node
 * @throws {Refused} when the set has a text in that language
 */
export async function translationSet(
  site: Site,
  db: Db,
  collective: Collective,
  of: string,
  text: { id: string; language: string },
): Promise<string> {
  const original = await findReport(site, of, collective.id, db);
  if (original.id === text.id) return original.translation_set;
  const same = await db
    .selectFrom("report")
    .select("title")
    .where("translation_set", "=", original.translation_set)
    .where("language", "=", text.language)
    .where("id", "<>", text.id)
    .where("state", "<>", "withdrawn")
    .executeTakeFirst();
  if (same !== undefined) {
    throw new Refused(
      `There is already a text in this language (${languageName(text.language, "en")}) among the translations: "${same.title}".`,
      { reason: "language taken" },
    );
  }
  return original.translation_set;
}

/** The path of a text's page; that of a draft is where it would be if it were published now. */
export function pathOf(
  report: Pick<Report, "kind" | "slug" | "published" | "scheduled">,
  { handle }: Pick<Collective, "handle">,
  now: Date,
): string {
  const { kind, slug, published, scheduled } = report;
  return pages.report({ handle, kind, slug, published: published ?? scheduled ?? now });
}

/** The text with that id, locked until the transaction ends, or undefined. */
export function lockedReport(db: Db, id: string): Promise<Report | undefined> {
  if (!isUuid(id)) return Promise.resolve(undefined);
  return db.selectFrom("report").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}
