// Searching what is public: full text in the language of each text, best matches first.
import { sql } from "kysely";
import type { Db } from "../db/open.ts";
import { plainText } from "../domain/prose.ts";
import { type PublicText, publicTextsByIds } from "./read.ts";

/** A text that was found, and the words around what was asked for. */
export interface Found {
  text: PublicText;
  /** Plain text in pieces; every second piece is what matched. */
  excerpt: string[];
}

/** Longest question in characters. */
export const maxQuestion = 200;
/** The newest matches among which the best are looked for: a common word must not cost more the older the archive. */
const mostMatches = 500;

/**
 * Finds published texts.
 * @param question as typed: words, "quoted phrases", -without
 * @param from how many of the best to pass over
 * @param limit most texts at once
 * @returns the texts, and whether there are more
 */
export async function searchTexts(
  db: Db,
  question: string,
  from: number,
  limit: number,
): Promise<{ found: Found[]; more: boolean }> {
  const typed = question.normalize("NFC").slice(0, maxQuestion).trim();
  if (typed === "") return { found: [], more: false };
  const { rows } = await sql<{ id: string; excerpt: string }>`
    with asked as (
      select websearch_to_tsquery('simple', search_fold(${typed})) as simple, r.language,
        websearch_to_tsquery(search_configuration(r.language), search_fold(${typed})) as query
      from (select distinct unnest(languages) as language from collective) r
    ),
    question as (
      select coalesce(string_agg('(' || query::text || ')', ' | ') filter (where query::text <> ''), '')::tsquery
        || coalesce((array_agg(simple))[1], ''::tsquery) as query
      from asked
    ),
    matches as materialized (
      select s.id, s.published, s.language, s.html, ts_rank(s.search, q.query) as rank, q.query
      from public_report r join report s on s.id = r.id, question q
      where s.search @@ q.query
      order by r.published desc, r.id desc
      limit ${mostMatches}
    ),
    best as (select * from matches order by rank desc, published desc, id desc limit ${limit + 1} offset ${from})
    select id, ts_headline(search_configuration(language), regexp_replace(html, '<[^>]*>', ' ', 'g'), query,
      ${`StartSel=${start}, StopSel=${stop}, MaxFragments=2, MaxWords=24, MinWords=10, FragmentDelimiter=" … "`}) as excerpt
    from best order by rank desc, published desc, id desc`.execute(db);
  const shown = rows.slice(0, limit);
  const texts = await publicTextsByIds(
    db,
    shown.map(({ id }) => id),
  );
  const found = shown.flatMap(({ id, excerpt }) => {
    const text = texts.get(id);
    return text ? [{ text, excerpt: pieces(excerpt) }] : [];
  });
  return { found, more: rows.length > limit };
}

// Characters of Unicode's private use, which no text of ours contains.
const start = "\uE000";
const stop = "\uE001";

function pieces(excerpt: string): string[] {
  return plainText(excerpt).split(/[\uE000\uE001]/);
}
