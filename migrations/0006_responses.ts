// What others do with our texts, and what collectives decide about it: answers, likes, boosts, complaints, decisions, the allow list.
import { type Kysely, sql } from "kysely";

const statements = [
  `create table response (
    id uuid constraint response_pk primary key,
    kind text not null
      constraint response_kind check (kind in ('reply', 'quote', 'mention', 'like', 'boost', 'answer')),
    uri text not null constraint response_uri_unique unique
      constraint response_uri_length check (octet_length(uri) <= 2048),
    actor text constraint response_actor references remote_actor,
    collective uuid not null constraint response_collective references collective on delete cascade,
    report uuid constraint response_report references report on delete cascade,
    object text constraint response_object_length check (octet_length(object) <= 2048),
    parent uuid constraint response_parent references response on delete set null,
    path text collate "C",
    depth integer not null default 0 constraint response_depth check (depth between 0 and 50),
    state text not null constraint response_state check (state in ('held', 'shown', 'hidden')),
    settled boolean not null default false,
    public boolean not null,
    name text,
    content_warning text,
    html text not null default '',
    source text,
    language text,
    url text,
    attachments jsonb not null default '[]',
    stamp uuid constraint response_stamp_unique unique,
    published timestamptz not null,
    updated timestamptz,
    received timestamptz not null default now(),
    constraint response_of_somebody check ((kind = 'answer') = (actor is null)),
    constraint response_about_something check (
      kind = 'mention' or (object is not null and (report is not null or kind = 'answer'))),
    constraint response_in_thread check ((path is not null) = (kind in ('reply', 'answer') and report is not null))
  )`,
  `comment on column response.uri is 'the address of the answer itself, or of the activity that likes or boosts'`,
  `comment on column response.actor is 'null: the collective itself has answered'`,
  `comment on column response.report is 'the text whose thread it is in; null for what is said to a collective, and answers to that'`,
  `comment on column response.object is 'the address of what is answered, liked, boosted or quoted: the text or another response'`,
  `comment on column response.parent is 'the response it is about; null: it is about the text itself, or that response is not here'`,
  `comment on column response.path is 'where it stands in its thread: every answer from the text down to it, in a form that sorts as it is read'`,
  `comment on column response.settled is 'somebody has decided about it, so no rule changes its state any more'`,
  `comment on column response.html is 'as it came; it is cleaned when it is shown, each time'`,
  `comment on column response.stamp is 'the consent to a quotation, by the last part of its address'`,
  `create unique index response_once on response (actor, kind, object) where kind in ('like', 'boost')`,
  `create index response_thread on response (report, path) where state = 'shown' and public and path is not null`,
  `create index response_in_order on response (report, id) where state = 'shown' and public and path is not null`,
  `create index response_of_kind on response (report, kind, id desc) where state = 'shown' and public`,
  `create index response_queue on response (collective, state, id desc) where kind not in ('like', 'boost')`,
  `create index response_of_report on response (report)`,
  `create index response_of_actor on response (actor)`,
  `create index response_of_parent on response (parent) where parent is not null`,
  `create index response_of_object on response (object)`,

  `create table report_echo (
    report uuid constraint report_echo_pk primary key
      constraint report_echo_report references report on delete cascade,
    replies integer not null default 0,
    likes integer not null default 0,
    boosts integer not null default 0,
    quotes integer not null default 0
  )`,
  `comment on table report_echo is 'How many answers, likes, boosts and quotations of a text are shown; kept by a trigger'`,
  `create function count_echo() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'DELETE' then
        insert into report_echo as e (report, replies, likes, boosts, quotes)
          select report,
            count(*) filter (where kind in ('reply', 'answer')), count(*) filter (where kind = 'like' and parent is null),
            count(*) filter (where kind = 'boost' and parent is null), count(*) filter (where kind = 'quote')
          from come where state = 'shown' and public and report is not null group by report order by report
        on conflict (report) do update set replies = e.replies + excluded.replies, likes = e.likes + excluded.likes,
          boosts = e.boosts + excluded.boosts, quotes = e.quotes + excluded.quotes;
      end if;
      if tg_op <> 'INSERT' then
        update report_echo e set replies = e.replies - n.replies, likes = e.likes - n.likes,
          boosts = e.boosts - n.boosts, quotes = e.quotes - n.quotes
        from (
          select report,
            count(*) filter (where kind in ('reply', 'answer')) as replies,
            count(*) filter (where kind = 'like' and parent is null) as likes,
            count(*) filter (where kind = 'boost' and parent is null) as boosts,
            count(*) filter (where kind = 'quote') as quotes
          from went where state = 'shown' and public and report is not null group by report
        ) n where e.report = n.report;
      end if;
      return null;
    end $$`,
  `create trigger response_come after insert on response
    referencing new table as come for each statement execute function count_echo()`,
  `create trigger response_changed after update on response
    referencing old table as went new table as come for each statement execute function count_echo()`,
  `create trigger response_went after delete on response
    referencing old table as went for each statement execute function count_echo()`,

  `create table decision (
    collective uuid not null constraint decision_collective references collective on delete cascade,
    subject text not null constraint decision_subject_length check (octet_length(subject) between 1 and 2048),
    kind text not null constraint decision_kind check (kind in ('actor', 'host')),
    verdict text not null constraint decision_verdict check (verdict in ('show', 'hold', 'hide')),
    constraint decision_pk primary key (collective, subject)
  )`,
  `comment on table decision is 'What a collective wants done with all answers of an actor (by address) or of a host'`,
  `alter table collective add column filter_words text[] not null default '{}'`,
  `comment on column collective.filter_words is 'answers in which one of them stands are held, whatever the policy'`,

  `create table complaint (
    id uuid constraint complaint_pk primary key,
    direction text not null constraint complaint_direction check (direction in ('received', 'sent')),
    uri text not null,
    actor text not null constraint complaint_actor_length check (octet_length(actor) <= 2048),
    collective uuid constraint complaint_collective references collective on delete cascade,
    objects text[] not null constraint complaint_objects check (cardinality(objects) between 1 and 50),
    content text not null default '' constraint complaint_content_length check (char_length(content) <= 5000),
    received timestamptz not null default now(),
    settled timestamptz,
    constraint complaint_once unique (actor, uri)
  )`,
  `comment on column complaint.actor is 'who complains (received), or about whom we complain (sent)'`,
  `comment on column complaint.collective is 'about whom (received), or in whose name the node complains (sent)'`,
  `create index complaint_of_collective on complaint (collective, id desc)`,

  `alter table remote_host add column block_comment text, add column allowed boolean not null default false`,
  `comment on column remote_host.allowed is 'while the node speaks only with servers that are allowed: this one is'`,
  `create index remote_host_blocked on remote_host (host) where block <> 'none'`,
  `create index remote_host_allowed on remote_host (host) where allowed`,
  `create index remote_actor_blocked on remote_actor (id) where blocked`,

  `alter table remote_actor add column moved_to text, add column moved timestamptz`,
  `comment on column remote_actor.moved_to is 'the actor that it has become; both have said so'`,
  `create index remote_actor_moved_to on remote_actor (moved_to) where moved_to is not null`,

  `create table node_setting (
    one boolean default true constraint node_setting_pk primary key constraint node_setting_one check (one),
    only_allowed boolean not null default false
  )`,
  `comment on column node_setting.only_allowed is 'the node speaks only with servers that are allowed'`,
  `insert into node_setting default values`,
];

/** Creates them. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
