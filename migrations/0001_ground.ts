// The ground: collectives and their keys, texts with what belongs to them, who follows, what was sent and to whom.
import { type Kysely, sql } from "kysely";

const statements = [
  `create table collective (
    id uuid constraint collective_pk primary key,
    handle text not null constraint collective_handle_unique unique
      constraint collective_handle_shape check (handle ~ '^[a-z0-9_]{1,30}$'),
    name text not null constraint collective_name_length check (char_length(name) between 1 and 100),
    summary text not null default '' constraint collective_summary_length check (char_length(summary) <= 2000),
    languages text[] not null constraint collective_languages_some check (cardinality(languages) > 0),
    icon uuid,
    header uuid,
    fields jsonb not null default '[]',
    discoverable boolean not null default true,
    indexable boolean not null default false,
    prefers_card boolean not null default false,
    wire_forms jsonb not null default '{}',
    reply_policy text not null default 'hold'
      constraint collective_reply_policy check (reply_policy in ('off', 'hold', 'known', 'open')),
    moved_to text,
    also_known_as text[] not null default '{}',
    published timestamptz not null default now(),
    updated timestamptz
  )`,

  `create table collective_key (
    id uuid constraint collective_key_pk primary key,
    collective uuid constraint collective_key_collective references collective on delete cascade,
    kind text not null constraint collective_key_kind check (kind in ('rsa', 'ed25519')),
    public_key text not null,
    sealed_private_key bytea not null,
    created timestamptz not null default now(),
    retired timestamptz
  )`,
  `comment on column collective_key.collective is 'null: the key of the node''s own instance actor'`,
  `create unique index collective_key_current on collective_key (collective, kind) nulls not distinct
    where retired is null`,

  `create table media (
    id uuid constraint media_pk primary key,
    collective uuid not null constraint media_collective references collective on delete cascade,
    alt text not null default '' constraint media_alt_length check (char_length(alt) <= 1500),
    width integer not null,
    height integer not null,
    blur_hash text not null
  )`,
  `create index media_of_collective on media (collective)`,
  `alter table collective
    add constraint collective_icon foreign key (icon) references media on delete set null,
    add constraint collective_header foreign key (header) references media on delete set null`,

  `create table media_file (
    name text constraint media_file_pk primary key,
    media uuid not null constraint media_file_media references media on delete cascade,
    purpose text not null constraint media_file_purpose check (purpose in ('screen', 'card', 'icon')),
    media_type text not null,
    width integer not null,
    height integer not null,
    bytes integer not null
  )`,
  `create index media_file_of_media on media_file (media)`,

  `create table report (
    id uuid constraint report_pk primary key,
    collective uuid not null constraint report_collective references collective on delete cascade,
    kind text not null constraint report_kind check (kind in ('report', 'call-out', 'page')),
    state text not null constraint report_state check (state in ('draft', 'scheduled', 'published', 'withdrawn')),
    slug text not null constraint report_slug_shape check (slug ~ '^[^/?#[:space:]]{1,100}$'),
    title text not null constraint report_title_length check (char_length(title) between 1 and 150),
    summary text constraint report_summary_length check (char_length(summary) between 1 and 500),
    content_warning text
      constraint report_content_warning_length check (char_length(content_warning) between 1 and 500),
    language text not null,
    source text not null,
    media_type text not null default 'text/markdown',
    html text not null,
    cover uuid constraint report_cover references media on delete set null,
    reply_policy text constraint report_reply_policy check (reply_policy in ('off', 'hold', 'known', 'open')),
    wire_form text not null constraint report_wire_form check (wire_form in ('Article', 'Note')),
    translation_set uuid not null,
    pinned boolean not null default false,
    scheduled timestamptz,
    published timestamptz,
    updated timestamptz,
    withdrawn timestamptz,
    constraint report_slug_unique unique (collective, slug),
    constraint report_published_when check (state <> 'published' or published is not null),
    constraint report_scheduled_when check (state <> 'scheduled' or scheduled is not null),
    constraint report_withdrawn_when check (state <> 'withdrawn' or withdrawn is not null)
  )`,
  `create index report_of_collective on report (collective, published desc, id desc) where state = 'published'`,
  `create index report_newest on report (published desc, id desc) where state = 'published'`,
  `create index report_of_kind on report (collective, kind, published desc, id desc) where state = 'published'`,
  `create index report_due on report (scheduled) where state = 'scheduled'`,
  `create index report_translations on report (translation_set)`,

  `create table report_tag (
    report uuid not null constraint report_tag_report references report on delete cascade,
    tag text not null constraint report_tag_shape check (tag ~ '^[^/?#[:space:]]{1,100}$'),
    name text not null,
    position integer not null,
    constraint report_tag_pk primary key (report, tag)
  )`,
  `create index report_tag_by_tag on report_tag (tag, report)`,

  `create table report_link (
    report uuid not null constraint report_link_report references report on delete cascade,
    position integer not null,
    href text not null,
    name text,
    constraint report_link_pk primary key (report, position)
  )`,

  `create table report_media (
    report uuid not null constraint report_media_report references report on delete cascade,
    media uuid not null constraint report_media_media references media on delete cascade,
    position integer not null,
    constraint report_media_pk primary key (report, media)
  )`,
  `create index report_media_of_media on report_media (media)`,

  `create table tombstone (
    id uuid constraint tombstone_pk primary key,
    collective uuid not null constraint tombstone_collective references collective on delete cascade,
    slug text not null,
    published timestamptz,
    deleted timestamptz not null
  )`,
  `comment on table tombstone is 'Texts deleted for good: nothing of them is left but that they were'`,
  `create index tombstone_at on tombstone (collective, slug)`,

  `create view public_report as select * from report where state = 'published'`,
  `comment on view public_report is 'The one gate: whatever a stranger may see of a text is read through here'`,

  `create table remote_host (
    host text constraint remote_host_pk primary key,
    software text,
    software_version text,
    software_checked timestamptz,
    signature text not null default 'cavage'
      constraint remote_host_signature check (signature in ('cavage', 'rfc9421')),
    max_body integer,
    failing_since timestamptz,
    failures integer not null default 0,
    next_probe timestamptz,
    block text not null default 'none' constraint remote_host_block check (block in ('none', 'limited', 'blocked'))
  )`,
  `create index remote_host_probe on remote_host (next_probe) where next_probe is not null`,

  `create table remote_actor (
    id text constraint remote_actor_pk primary key,
    host text not null constraint remote_actor_host references remote_host,
    type text not null,
    handle text,
    name text,
    url text,
    inbox text not null,
    shared_inbox text,
    key_id text,
    public_key text,
    blocked boolean not null default false,
    fetched timestamptz not null default now(),
    gone timestamptz
  )`,
  `create index remote_actor_of_host on remote_actor (host)`,
  `create index remote_actor_by_handle on remote_actor (handle)`,

  `create table follower (
    collective uuid not null constraint follower_collective references collective on delete cascade,
    actor text not null constraint follower_actor references remote_actor on delete cascade,
    follow text,
    since date not null default current_date,
    constraint follower_pk primary key (collective, actor)
  )`,
  `create index follower_of_actor on follower (actor)`,

  `create table activity (
    id uuid constraint activity_pk primary key,
    sequence bigint generated always as identity constraint activity_sequence_unique unique,
    collective uuid constraint activity_collective references collective on delete cascade,
    type text not null,
    object text not null,
    public boolean not null,
    published timestamptz not null
  )`,
  `comment on column activity.collective is 'null: sent by the node''s own instance actor'`,
  `comment on column activity.object is 'the address of what it is about; deliveries about one object keep their order'`,
  `create index activity_outbox on activity (collective, sequence desc) where public`,
  `create index activity_of_object on activity (object, sequence)`,
  `create index activity_seen_by_readers on activity (sequence desc) where type in ('Create', 'Update', 'Delete')`,

  `create table activity_form (
    activity uuid not null constraint activity_form_activity references activity on delete cascade,
    form text not null constraint activity_form_form check (form in ('whole', 'note', 'reference')),
    body text not null,
    constraint activity_form_pk primary key (activity, form)
  )`,
  `comment on table activity_form is 'The signed JSON, once per form; whole is what everybody gets unless their server needs another'`,

  `create table delivery (
    activity uuid not null constraint delivery_activity references activity on delete cascade,
    inbox text not null,
    host text not null,
    object text not null,
    sequence bigint not null,
    state text not null default 'pending'
      constraint delivery_state check (state in ('pending', 'delivered', 'failed', 'cancelled')),
    attempts integer not null default 0,
    created timestamptz not null default now(),
    next_try timestamptz not null default now(),
    leased_until timestamptz,
    lease uuid,
    last_status integer,
    last_error text,
    delivered timestamptz,
    final boolean not null default false,
    constraint delivery_pk primary key (activity, inbox)
  ) with (fillfactor = 80)`,
  `comment on column delivery.created is 'since when it is being tried; sending it again starts anew'`,
  `comment on column delivery.final is 'what it says was taken back while it was under way: there is no other try'`,
  `create index delivery_due on delivery (host, next_try) where state = 'pending'`,
  `create index delivery_order on delivery (inbox, object, sequence) where state = 'pending'`,
  `create index delivery_of_object on delivery (object)`,

  `create table received (
    actor text not null,
    key text not null,
    type text not null,
    object text,
    received timestamptz not null default now(),
    constraint received_pk primary key (actor, key)
  )`,
  `comment on table received is 'What came in, to know a double; key is the activity''s id or, without one of its own origin, type and object'`,
  `create index received_age on received (received)`,

  `create table kv (
    key text constraint kv_pk primary key,
    value jsonb not null,
    expires timestamptz
  )`,
  `create index kv_expired on kv (expires) where expires is not null`,

  `create table seal_sample (
    one boolean default true constraint seal_sample_pk primary key constraint seal_sample_one check (one),
    sealed bytea not null
  )`,
  `comment on table seal_sample is 'opens only with the secret the keys were sealed with'`,
];

/** Creates the first tables. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
