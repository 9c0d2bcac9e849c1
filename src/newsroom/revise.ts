// Revising a text: a draft just changes; what is published is sent to everybody again as an Update.
import { isDeepStrictEqual } from "node:util";
import { type Collective, collectiveById } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import type { Report } from "../db/report.ts";
import type { Draft } from "../domain/draft.ts";
import { NotFound, Refused } from "../domain/errors.ts";
import { laterThan } from "../domain/moment.ts";
import { pages } from "../domain/paths.ts";
import { attachmentFile } from "../domain/picture.ts";
import type { Site } from "../site.ts";
import { sayText } from "./house_wire.ts";
import { handIn, type Prepared } from "./prepare.ts";
import type { Published } from "./publish.ts";
import { type Picture, picture } from "./read_picture.ts";
import { columnsOf, lockedReport, pathOf, slugTaken, updateText } from "./texts.ts";
import { joinTranslations, writeSource } from "./translation_source.ts";

/** What is to change; what is left out stays. An empty lead, warning or list takes it away. */
export interface Changes extends Partial<Omit<Draft, "published">> {
  /** null: a draft is not planned for a moment any more. */
  published?: Date | null | undefined;
  /** The revision that the changes were made to; if it is not the last one, somebody else was faster. */
  revision?: number | undefined;
}

/**
 * Revises a text. A published one keeps its date, its address and its wire form; if nothing that can be seen changes,
 * nothing is sent.
 * @throws {NotFound} when there is no such text
 * @throws {Refused} when it was withdrawn, breaks a rule, or has been revised by somebody else meanwhile
 */
export async function reviseReport(site: Site, id: string, changes: Changes): Promise<Published> {
  const before = await textAsItIs(site.db, id);
  const collective = (await collectiveById(site.db, before.report.collective))!;
  const { draft, pictures } = before;
  // The cover of a new text is its first picture, unless another is named.
  const { cover: _cover, ...kept } = draft;
  const merged: Draft = { ...(changes.source === undefined ? draft : kept), ...definedIn(changes) };
  return handIn(
    site,
    collective,
    merged,
    async (db, prepared) => {
      const report = await lockedReport(db, id);
      if (report === undefined) throw new NotFound("There is no such text.");
      checkState(report, changes, before.report);
      const now = site.clock.now();
      const { translationOf } = changes;
      const joined =
        translationOf === undefined
          ? undefined
          : await joinTranslations(site, db, collective, translationOf, { id, language: prepared.language });
      const change = {
        ...(await columnsFor(db, collective, report, changes, prepared)),
        ...(joined !== undefined && { translation_set: joined.set }),
      };
      const isOtherSource = joined !== undefined && (await writeSource(db, id, joined));
      const after = { ...report, ...change };
      const result = (deliveries: number): Published => ({
        id,
        path: pathOf(after, collective, now),
        state: after.state,
        deliveries,
      });
      if (report.state !== "published") {
        await updateText(db, id, prepared, change);
        if (after.scheduled !== null) await site.jobs.send(db, "publish", {}, { after: after.scheduled });
        return result(0);
      }
      const isSame =
        !isOtherSource &&
        isDeepStrictEqual({ ...report, ...change, ...columnsOf(prepared) }, report) &&
        isDeepStrictEqual(
          partsOf({ ...prepared, alts: new Map([...before.alts, ...prepared.alts]) }),
          before.parts,
        );
      if (isSame) return result(0);
      const updated = laterThan(report.updated ?? report.published!, now);
      await updateText(db, id, prepared, { ...change, updated });
      const { deliveries } = await sayText(site, db, collective.id, "Update", id);
      return result(deliveries);
    },
    { among: pictures, isUnfinished: before.report.state === "draft" },
  );
}

function checkState(report: Report, changes: Changes, before: Report): void {
  if (report.state === "withdrawn") {
    throw new Refused(
      "The text was withdrawn, and other servers do not take it again. Publish it as a new one.",
    );
  }
  if (report.revision !== (changes.revision ?? before.revision)) {
    throw new Refused(
      "Somebody else has changed the text meanwhile: look at what it says now, then change it again.",
      { reason: "changed" },
    );
  }
}

/** What changes in the row beside the text itself. */
async function columnsFor(
  db: Db,
  collective: Collective,
  report: Report,
  changes: Changes,
  { slug }: Prepared,
): Promise<Partial<Report>> {
  const { kind, wireForm, replyPolicy, pinned, published } = changes;
  const isOut = report.state === "published";
  if (isOut && kind !== undefined && (kind === "page") !== (report.kind === "page")) {
    throw new Refused(
      "A page cannot become a report once it is published, nor the other way: its address would change.",
    );
  }
  if (isOut && slug !== undefined && slug !== report.slug) {
    throw new Refused(
      `The text is published at "${report.slug}" and keeps that address: leave the slug as it is.`,
    );
  }
  if (isOut && wireForm !== undefined && wireForm !== report.wire_form) {
    throw new Refused(
      `The text went out as ${report.wire_form} and stays one: leave the wire form as it is.`,
    );
  }
  if (slug !== undefined && slug !== report.slug) await checkSlug(db, collective, slug, report.id);
  return {
    ...(kind !== undefined && { kind }),
    ...(slug !== undefined && { slug }),
    ...(wireForm !== undefined && { wire_form: wireForm }),
    ...(replyPolicy !== undefined && { reply_policy: replyPolicy }),
    ...(pinned !== undefined && { pinned }),
    ...(report.state === "draft" && published !== undefined && { published }),
    ...(report.state === "scheduled" && published instanceof Date && { scheduled: published }),
  };
}

async function checkSlug(db: Db, collective: Collective, slug: string, id: string): Promise<void> {
  const taken = await db
    .selectFrom("report")
    .select("id")
    .where("collective", "=", collective.id)
    .where("slug", "=", slug)
    .where("id", "<>", id)
    .executeTakeFirst();
  if (taken !== undefined) throw new Refused(slugTaken(slug), { reason: "slug taken" });
}

/** A text as it could have been handed in, for a form to show and for changes to be laid over. */
export async function textAsItIs(
  db: Db,
  id: string,
): Promise<{
  report: Report;
  draft: Draft;
  pictures: Picture[];
  alts: Map<string, string>;
  parts: ReturnType<typeof partsOf>;
}> {
  const report = await db.selectFrom("report").selectAll().where("id", "=", id).executeTakeFirst();
  if (report === undefined) throw new NotFound("There is no such text.");
  const tags = await db
    .selectFrom("report_tag")
    .select(["tag", "name"])
    .where("report", "=", id)
    .orderBy("position")
    .execute();
  const links = await db
    .selectFrom("report_link")
    .select(["href", "name"])
    .where("report", "=", id)
    .orderBy("position")
    .execute();
  const media = await db
    .selectFrom("report_media")
    .select("media")
    .where("report", "=", id)
    .orderBy("position")
    .execute();
  const pictures: Picture[] = [];
  for (const one of media) pictures.push((await picture(db, one.media))!);
  const alts = new Map(pictures.map(({ id, alt }) => [id, alt]));
  const cover = pictures.find((one) => one.id === report.cover);
  return {
    report,
    pictures,
    alts,
    parts: partsOf({ tags, links, media: media.map((one) => one.media), alts }),
    draft: {
      kind: report.kind,
      title: report.title,
      language: report.language,
      tags: tags.map(({ name }) => name),
      summary: report.summary ?? "",
      contentWarning: report.content_warning ?? "",
      links,
      cover: cover && pages.media(attachmentFile(cover.files)!.name),
      source: report.source,
    },
  };
}

function partsOf({ tags, links, media, alts }: Pick<Prepared, "tags" | "links" | "media" | "alts">) {
  return { tags, links, pictures: media.map((id) => [id, alts.get(id) ?? ""]) };
}

function definedIn(changes: Changes): Partial<Draft> {
  const { revision: _, published: __, ...draft } = changes;
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
}
