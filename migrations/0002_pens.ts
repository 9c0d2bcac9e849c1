// Pens: the right to write for a collective, held by whoever knows its words. No table leads from a text to a pen.
import { type Kysely, sql } from "kysely";

const statements = [
  `create table pen (
    id uuid constraint pen_pk primary key,
    collective uuid not null constraint pen_collective references collective on delete cascade,
    role text not null constraint pen_role check (role in ('writer', 'moderator', 'keeper')),
    label text not null constraint pen_label_length check (char_length(label) between 1 and 60),
    words bytea not null constraint pen_words_unique unique,
    made date not null default current_date
  )`,
  `comment on column pen.words is 'Argon2id of its six words; the salt is derived from the node''s secret, so that words alone find their pen'`,
  `create index pen_of_collective on pen (collective)`,

  `create table invitation (
    token bytea constraint invitation_pk primary key,
    collective uuid constraint invitation_collective references collective on delete cascade,
    role text not null constraint invitation_role check (role in ('writer', 'moderator', 'keeper')),
    label text not null constraint invitation_label_length check (char_length(label) between 1 and 60),
    expires timestamptz not null
  )`,
  `comment on table invitation is 'SHA-256 of a single-use link; without a collective it is the first run''s: its bearer founds one'`,
  `create index invitation_of_collective on invitation (collective)`,

  `create table session (
    token bytea constraint session_pk primary key,
    pen uuid not null constraint session_pen references pen on delete cascade,
    last_seen date not null default current_date
  )`,
  `create index session_of_pen on session (pen)`,

  `alter table collective add column second_pen boolean not null default false`,
  `alter table report add column revision integer not null default 1, add column proposed bytea`,
  `comment on column report.revision is 'Goes up with every save, so that two people editing at once are told'`,
  `comment on column report.proposed is 'While a second pen is waited for: a mark that only the proposing pen''s words can make again'`,
];

/** Creates pens, invitations and sessions. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
