// Full text search in the language of each text; for languages PostgreSQL has no dictionary of, word by word.
import { type Kysely, sql } from "kysely";

/** The dictionaries of PostgreSQL 15 by language (ISO 639-1). */
const dictionaries: Record<string, string> = {
  ar: "arabic",
  ca: "catalan",
  da: "danish",
  de: "german",
  el: "greek",
  en: "english",
  es: "spanish",
  eu: "basque",
  fi: "finnish",
  fr: "french",
  ga: "irish",
  hi: "hindi",
  hu: "hungarian",
  hy: "armenian",
  id: "indonesian",
  it: "italian",
  lt: "lithuanian",
  nb: "norwegian",
  ne: "nepali",
  nl: "dutch",
  no: "norwegian",
  pt: "portuguese",
  ro: "romanian",
  ru: "russian",
  sr: "serbian",
  sv: "swedish",
  ta: "tamil",
  tr: "turkish",
  yi: "yiddish",
};

// The same word is typed in several ways: Arabic and Persian keyboards have two yehs and two kafs, hamza and vowel
// signs are left out as one likes, a zero-width non-joiner stands where others type a space or nothing.
const fold = `create function search_fold(text) returns text language sql immutable strict parallel safe as $$
  select translate(
    regexp_replace(lower($1), '[\\u064b-\\u065f\\u0670\\u0640]', '', 'g'),
    U&'\\0649\\064a\\0643\\0623\\0625\\0622\\0629\\200c',
    U&'\\06cc\\06cc\\06a9\\0627\\0627\\0627\\0647 '
  )
$$`;

const configuration = `create function search_configuration(language text) returns regconfig
  language sql immutable strict parallel safe as $$
  select case split_part(lower(language), '-', 1)
    ${Object.entries(dictionaries)
      .map(([language, dictionary]) => `when '${language}' then 'pg_catalog.${dictionary}'::regconfig`)
      .join("\n    ")}
    else 'pg_catalog.simple'::regconfig
  end
$$`;

const statements = [
  fold,
  configuration,
  `alter table report add column search tsvector generated always as (
    setweight(to_tsvector(search_configuration(language), search_fold(title)), 'A') ||
    setweight(to_tsvector(search_configuration(language), search_fold(coalesce(summary, ''))), 'B') ||
    setweight(to_tsvector(search_configuration(language), search_fold(source)), 'C')
  ) stored`,
  `create index report_search on report using gin (search) where state = 'published'`,
];

/** Makes texts searchable. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
