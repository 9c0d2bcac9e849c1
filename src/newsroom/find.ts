// Finding a text by what a person has at hand: its UUID, its id, the address of its page, or its slug.
import { isUuid } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import type { Report } from "../db/report.ts";
import { NotFound, Refused } from "../domain/errors.ts";
import { cleanLine } from "../domain/plain.ts";
import type { Site } from "../site.ts";

/**
 * A text of this node, in whatever state.
 * @param named UUID, id, address of the page (whole or from the slash on), or slug
 * @param collective UUID of the collective whose text is meant if several have that slug
 * @throws {NotFound} when there is none
 * @throws {Refused} when several collectives have one of that slug
 */
export async function findReport(
  site: Site,
  named: string,
  collective?: string,
  db: Db = site.db,
): Promise<Report> {
  const text = named.trim();
  const { origin } = site.config;
  const path = text.startsWith(`${origin}/`) ? text.slice(origin.length) : text;
  const [, id] = /^(?:\/ap\/articles\/)?([0-9a-f-]{36})$/.exec(path) ?? [];
  if (id !== undefined && isUuid(id)) {
    const report = await db.selectFrom("report").selectAll().where("id", "=", id).executeTakeFirst();
    if (report !== undefined) return report;
    throw notFound(text);
  }
  const [slug, handle] = placeIn(path);
  if (slug === undefined) throw notFound(text);
  let query = db
    .selectFrom("report as r")
    .innerJoin("collective as c", "c.id", "r.collective")
    .selectAll("r")
    .where("r.slug", "=", slug);
  if (handle !== undefined) query = query.where("c.handle", "=", handle);
  const found = await query.execute();
  const report = found.length > 1 ? found.find((one) => one.collective === collective) : found[0];
  if (report !== undefined) return report;
  if (found.length > 1) {
    throw new Refused(`Several collectives have a text "${slug}": give its whole address.`);
  }
  throw notFound(text);
}

/**
 * A text of one collective, in whatever state, named as in `findReport`.
 * @throws {NotFound} when there is none
 */
export async function findOwnReport(site: Site, named: string, collective: string): Promise<Report> {
  const report = await findReport(site, named, collective).catch((error: unknown) => {
    // Where several others have a text of that slug, it is none of this one's.
    if (error instanceof Refused) return undefined;
    throw error;
  });
  if (report?.collective !== collective) throw notFound(named.trim());
  return report;
}

/** Slug and handle in the path of a page; a slug alone has no handle. */
function placeIn(path: string): [slug?: string, handle?: string] {
  try {
    const parts = decodeURIComponent(path).normalize("NFC").split("/");
    if (parts.length === 1) return [parts[0]!];
    if (parts[0] !== "" || parts.length < 3) return [];
    return [parts.at(-1)!, parts[1]!];
  } catch {
    return [];
  }
}

function notFound(text: string): NotFound {
  return new NotFound(
    `There is no text "${cleanLine(text).slice(0, 200)}" on this node. Give its id, the address of its page, or its slug.`,
  );
}
