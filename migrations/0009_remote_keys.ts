// The keys of remote actors, of which one actor may have several.
import { type Kysely, sql } from "kysely";

const statements = [
  `create table remote_key (
    actor text not null constraint remote_key_actor references remote_actor on delete cascade,
    id text not null,
    public_key text not null,
    constraint remote_key_pk primary key (actor, id)
  )`,
  `comment on column remote_key.id is 'the address by which a signature names the key'`,
  `insert into remote_key (actor, id, public_key)
    select id, key_id, public_key from remote_actor where key_id is not null and public_key is not null`,
  `alter table remote_actor drop column key_id, drop column public_key`,
];

/** Lets an actor have several keys. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
