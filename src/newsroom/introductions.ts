// Reading what collectives say before they pass something on, as it is served to other servers.
import { isUuid } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import type { Introduction } from "../db/repost.ts";
import { pages } from "../domain/paths.ts";
import { escapeHtml } from "../domain/prose.ts";

/** An introduction, with what it introduces. */
export interface IntroductionShown extends Omit<Introduction, "deleted" | "repost"> {
  /** The address of the text. */
  object: string;
  /** The page where people read the text. */
  url: string;
  /** What the text is called, where it has a title. */
  title: string | null;
  /** Path of the page where the introduction stands. */
  path: string;
}

/** What is sent of an introduction: its words, and a link to the text for those who show no quotations. */
export function introductionHtml({
  html,
  url,
  title,
}: Pick<IntroductionShown, "html" | "url" | "title">): string {
  const link = `<a href="${escapeHtml(url)}">${escapeHtml(title ?? url)}</a>`;
  return `${html}<p class="quote-inline">RE: ${link}</p>`;
}

/** The introduction with that UUID, or undefined: whether there is none or it was deleted cannot be told apart. */
export async function introductionById(db: Db, id: string): Promise<IntroductionShown | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await db
    .selectFrom("introduction as i")
    .innerJoin("repost as r", "r.id", "i.repost")
    .innerJoin("collective as c", "c.id", "i.collective")
    .leftJoin("wire_item as w", "w.id", "r.item")
    .select(["i.id", "i.collective", "i.source", "i.html", "i.language", "i.published"])
    .select(["r.id as repost", "r.object", "c.handle", "w.url", "w.name as title"])
    .where("i.id", "=", id)
    .where("i.deleted", "is", null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { repost, handle, url, ...shown } = row;
  return { ...shown, url: url ?? row.object, path: pages.repost(handle, repost) };
}

/** When an introduction was deleted; undefined where there is one or never was. */
export async function introductionTakenBack(db: Db, id: string): Promise<Date | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await db
    .selectFrom("introduction")
    .select("deleted")
    .where("id", "=", id)
    .where("deleted", "is not", null)
    .executeTakeFirst();
  return row?.deleted ?? undefined;
}
