// The same text in other languages, as the desk shows it beside one on the wire: what we have made of it, what allies have.
import { type RawBuilder, sql } from "kysely";
import type { Db } from "../db/open.ts";
import type { Report } from "../db/report.ts";
import type { WireAlternate } from "../db/wire.ts";

/** A text of ours in the same set, in whatever state; the desk sees its own drafts. */
export type OurTranslation = Pick<Report, "id" | "title" | "language" | "state">;

/** One on the same wire. */
export interface TheirTranslation {
  /** Its UUID on the wire. */
  id: string;
  title: string | null;
  /** BCP 47, where it is known. */
  language: string | null;
  /** Who wrote it, as it is shown. */
  author: string;
}

export interface WireTranslations {
  ours: OurTranslation[];
  theirs: TheirTranslation[];
  /** Pages that the text links, of which nothing is on the wire. */
  linked: WireAlternate[];
}

/** Nothing is known in any other language. */
export const untranslated: WireTranslations = { ours: [], theirs: [], linked: [] };

/** Most that are shown of each sort. */
const most = 20;

/**
 * What there is of some texts of a wire in other languages. Whose text renders whose is what their authors say.
 * @param origin of this node: pages of ours are shown as such
 * @param ids UUIDs on the wire
 */
export async function translationsOnWire(
  db: Db,
  origin: string,
  collective: string,
  ids: readonly string[],
): Promise<Map<string, WireTranslations>> {
  const found = new Map<string, WireTranslations>();
  if (ids.length === 0) return found;
  const { rows } = await sql<{
    id: string;
    alternates: WireAlternate[];
    theirs: (TheirTranslation & { uri: string; url: string | null })[];
    ours: OurTranslation[];
  }>`
    select i.id, case when i.language is null then i.alternates else (
        select coalesce(jsonb_agg(a), '[]') from jsonb_array_elements(i.alternates) a where a->>'language' <> i.language
      ) end as alternates,
      coalesce(t.theirs, '[]') as theirs,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', r.id, 'title', r.title, 'language', r.language, 'state', r.state))
        from (
          select * from report r where r.collective = i.collective and r.state <> 'withdrawn' and r.translation_set in (
            select o.translation_set from report o where o.id = i.translates
            union
            select o.translation_set from translation_source s join report o on o.id = s.report
            where o.collective = i.collective and s.uri = any(array_append(t.uris, i.uri))
          )
          order by r.language, r.id limit ${most}
        ) r
      ), '[]') as ours
    from wire_item i cross join lateral (
      select jsonb_agg(to_jsonb(o)) as theirs, array_agg(o.uri) as uris from (${related()}) o
    ) t
    where i.collective = ${collective} and i.gone is null and i.id = any(${[...ids]}::uuid[])`.execute(db);
  for (const { id, alternates, theirs, ours } of rows) {
    const known = new Set(theirs.flatMap(({ uri, url }) => [uri, url]));
    const linked = alternates.filter(({ href }) => !known.has(href) && !href.startsWith(`${origin}/`));
    found.set(id, { ours, theirs: theirs.map(({ uri: _, url: __, ...shown }) => shown), linked });
  }
  return found;
}

/** Others on the wire of `i` that say they render it, or that it renders them, or that both render one text. */
function related(): RawBuilder<unknown> {
  const hrefs = sql.raw(`any(array(select a->>'href' from jsonb_array_elements(i.alternates) a))`);
  const ways = [
    "w.translation_of = i.uri",
    "w.uri = i.translation_of",
    "w.translation_of = i.translation_of",
    "w.alternates @> jsonb_build_array(jsonb_build_object('href', i.uri))",
    "w.alternates @> jsonb_build_array(jsonb_build_object('href', i.url))",
  ].map((way) => sql.raw(way));
  const every = [...ways, sql`w.uri = ${hrefs}`, sql`w.url = ${hrefs}`].map(
    (way) =>
      sql`select w.id from wire_item w where w.collective = i.collective and w.gone is null and ${way}`,
  );
  return sql`
    select w.id, w.uri, w.url, w.name as title, w.language, coalesce(a.name, a.handle, a.id) as author
    from wire_item w join remote_actor a on a.id = w.actor
    where w.id in (${sql.join(every, sql` union `)}) and w.id <> i.id
      and (w.language is null or i.language is null or w.language <> i.language)
    order by w.language nulls last, w.id
    limit ${most}`;
}
