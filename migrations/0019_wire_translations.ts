// Translations among what allies publish: of what a text says it is one, and where it says that others are.
import { type Kysely, sql } from "kysely";

const statements = [
  `alter table wire_item
    add column translation_of text,
    add column alternates jsonb not null default '[]'`,
  `comment on column wire_item.translation_of is 'the address of what it says it translates, wherever that is'`,
  `comment on column wire_item.alternates is 'pages of the same in other languages, as it links them: href, language'`,
  `create index wire_item_of_translation on wire_item (collective, translation_of)
    where translation_of is not null and gone is null`,
  `create index wire_item_of_page on wire_item (collective, url) where url is not null and gone is null`,
  `create index wire_item_of_alternate on wire_item using gin (alternates jsonb_path_ops) where gone is null`,
];

/** Adds them. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
