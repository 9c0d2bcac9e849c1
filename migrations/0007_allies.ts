// Allies: whom a collective follows, what they publish (the wire, with the original as it was signed), and what it passes on.
import { type Kysely, sql } from "kysely";

const statements = [
  `create table ally (
    collective uuid not null constraint ally_collective references collective on delete cascade,
    actor text not null constraint ally_actor references remote_actor,
    state text not null constraint ally_state check (state in ('requested', 'accepted', 'refused', 'ended')),
    follow uuid not null,
    since date not null default current_date,
    rule text not null default 'hand' constraint ally_rule check (rule in ('hand', 'propose', 'automatic')),
    rule_tags text[] not null default '{}',
    rule_languages text[] not null default '{}',
    rule_kinds text[] not null default '{}',
    rule_cap integer not null default 10 constraint ally_rule_cap check (rule_cap between 1 and 100),
    constraint ally_pk primary key (collective, actor)
  )`,
  `comment on column ally.follow is 'the UUID of the Follow that was sent last'`,
  `comment on column ally.since is 'the day since which it is in this state'`,
  `comment on column ally.rule_cap is 'most texts of this ally in a day that the rule proposes or passes on'`,
  `create index ally_of_actor on ally (actor)`,
  `create index ally_accepted on ally (collective) where state = 'accepted'`,

  `create table wire_original (
    uri text constraint wire_original_pk primary key
      constraint wire_original_uri_length check (octet_length(uri) <= 2048),
    body text not null,
    proof text not null constraint wire_original_proof check (proof in ('none', 'verified', 'failed', 'unknown')),
    verified_with text,
    ld_signature boolean not null,
    received timestamptz not null
  )`,
  `comment on table wire_original is 'What an ally has said, byte by byte as it came: the activity or the object, with whatever it was signed with'`,
  `comment on column wire_original.proof is 'of its object integrity proof (FEP-8b32), when it came; unknown: of a kind or with a key that could not be read'`,
  `comment on column wire_original.verified_with is 'the key that the proof was made with, as its owner wrote it then: a copy must stand without its origin'`,
  `comment on column wire_original.ld_signature is 'whether it has an LD signature too; that was not verified'`,

  `create table wire_item (
    id uuid constraint wire_item_pk primary key,
    collective uuid not null constraint wire_item_collective references collective on delete cascade,
    uri text not null constraint wire_item_original references wire_original,
    ally text,
    announced boolean not null,
    actor text not null constraint wire_item_actor references remote_actor,
    type text not null,
    kind text not null,
    name text,
    summary text,
    sensitive boolean not null default false,
    html text not null,
    language text,
    url text,
    hashtags text[] not null default '{}',
    tags text[] not null default '{}',
    attachments jsonb not null default '[]',
    translates uuid constraint wire_item_translates references report on delete set null,
    published timestamptz not null,
    updated timestamptz,
    arrived timestamptz not null,
    refreshed timestamptz not null,
    unread boolean not null default true,
    proposal text constraint wire_item_proposal check (proposal in ('open', 'declined')),
    gone timestamptz,
    constraint wire_item_once unique (collective, uri),
    constraint wire_item_ally foreign key (collective, ally) references ally (collective, actor) on delete cascade
  )`,
  `comment on column wire_item.ally is 'through whom it came: its author, or who announced it; null: somebody at the desk asked for it'`,
  `comment on column wire_item.actor is 'who wrote it'`,
  `comment on column wire_item.kind is 'report, call-out or page where its author says so, else its type: Note, Event …'`,
  `comment on column wire_item.html is 'as it came; it is cleaned when it is shown, each time'`,
  `comment on column wire_item.tags is 'its hashtags in the form in which they are compared'`,
  `comment on column wire_item.translates is 'the text of this collective that it says it translates'`,
  `comment on column wire_item.unread is 'whether nobody at the desk has marked it as read; who did is not kept'`,
  `comment on column wire_item.proposal is 'set by a rule: it waits for somebody to pass it on, or was turned down'`,
  `comment on column wire_item.gone is 'it was deleted by its author: nothing of it is left but that'`,
  `create index wire_item_newest on wire_item (collective, published desc, id desc) where gone is null`,
  `create index wire_item_of_ally on wire_item (collective, ally, published desc, id desc) where gone is null`,
  `create index wire_item_of_kind on wire_item (collective, kind, published desc, id desc) where gone is null`,
  `create index wire_item_of_language on wire_item (collective, language, published desc, id desc) where gone is null`,
  `create index wire_item_of_tag on wire_item using gin (tags) where gone is null`,
  `create index wire_item_unread on wire_item (collective, published desc, id desc) where unread and gone is null`,
  `create index wire_item_proposed on wire_item (collective, published desc, id desc) where proposal = 'open' and gone is null`,
  `create index wire_item_by_uri on wire_item (uri)`,
  `create index wire_item_by_actor on wire_item (actor)`,
  `create index wire_item_translating on wire_item (translates) where translates is not null and gone is null`,
  `create index wire_item_gone on wire_item (gone) where gone is not null`,

  `create table repost (
    id uuid constraint repost_pk primary key,
    collective uuid not null constraint repost_collective references collective on delete cascade,
    object text not null constraint repost_object_length check (octet_length(object) <= 2048),
    item uuid constraint repost_item references wire_item on delete set null,
    announce uuid not null,
    by_rule boolean not null,
    reposted timestamptz not null,
    withdrawn timestamptz,
    constraint repost_once unique (collective, object)
  )`,
  `comment on table repost is 'What a collective has passed on; a row stays when that is taken back, so that no rule does it again'`,
  `comment on column repost.announce is 'the UUID of the Announce that was sent last'`,
  `create index repost_shown on repost (collective, reposted desc, id desc) where withdrawn is null`,
  `create index repost_newest on repost (reposted desc, id desc) where withdrawn is null`,
  `create index repost_of_object on repost (object)`,
  `create index repost_of_item on repost (item)`,

  `create table introduction (
    id uuid constraint introduction_pk primary key,
    repost uuid not null constraint introduction_repost references repost on delete cascade,
    collective uuid not null constraint introduction_collective references collective on delete cascade,
    source text not null,
    html text not null,
    language text not null,
    published timestamptz not null,
    deleted timestamptz
  )`,
  `comment on table introduction is 'What a collective says before it passes something on: a Note of its own'`,
  `comment on column introduction.deleted is 'it was taken back: nothing of it is left but that'`,
  `create unique index introduction_of_repost on introduction (repost) where deleted is null`,
  `create index introduction_every on introduction (repost)`,
  `create index introduction_of_collective on introduction (collective)`,

  `create table translation_source (
    report uuid constraint translation_source_pk primary key
      constraint translation_source_report references report on delete cascade,
    uri text not null constraint translation_source_uri_length check (octet_length(uri) <= 2048),
    url text not null,
    title text not null,
    language text,
    attributed text not null
  )`,
  `comment on table translation_source is 'The text of an ally that a text of ours translates'`,
  `comment on column translation_source.attributed is 'who wrote it, as it is shown'`,
  `create index translation_source_by_uri on translation_source (uri)`,
];

/** Creates them. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
