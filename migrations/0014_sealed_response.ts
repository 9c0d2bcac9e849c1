// Answers that wait, as their authors' servers have signed them; and indexes for what is forgotten at night.
import { type Kysely, sql } from "kysely";

const statements = [
  `create table sealed_response (
    response uuid constraint sealed_response_pk primary key
      constraint sealed_response_response references response on delete cascade,
    collective uuid not null constraint sealed_response_collective references collective on delete cascade,
    type text not null constraint sealed_response_type check (type in ('Create', 'Update')),
    body text not null constraint sealed_response_body_size check (octet_length(body) <= 61440),
    updated timestamptz,
    received timestamptz not null
  )`,
  `comment on table sealed_response is 'The activity that brought an answer which waits, byte by byte as it came: it is passed on when somebody shows the answer'`,
  `comment on column sealed_response.updated is 'which version of the answer it brought: an activity that says something else by now is not passed on'`,
  `create index sealed_response_of_collective on sealed_response (collective)`,
  `create index sealed_response_age on sealed_response (received)`,

  `create index session_age on session (last_seen)`,
  `create index invitation_age on invitation (expires)`,
  `create index report_cover on report (cover) where cover is not null`,
];

/** Adds them. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
