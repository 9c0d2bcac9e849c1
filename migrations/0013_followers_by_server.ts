// Followers by the server they are on, and the digest of each such part: what is needed to agree with a server about it.
import { type Kysely, sql } from "kysely";

/** XOR of the SHA-256 of each address. */
const digest = `bit_xor(('x' || encode(sha256(convert_to(actor, 'UTF8')), 'hex'))::bit(256))`;

const statements = [
  `alter table follower
    add column origin text not null generated always as (substring(actor from '^[^:]+://[^/]+')) stored`,
  `comment on column follower.origin is 'scheme and host of the follower''s address'`,
  `create index follower_of_origin on follower (collective, origin, actor)`,

  `create table follower_digest (
    collective uuid not null constraint follower_digest_collective references collective on delete cascade,
    origin text not null,
    count integer not null,
    digest bit(256) not null,
    constraint follower_digest_pk primary key (collective, origin)
  )`,
  `comment on table follower_digest is 'The followers of a collective that are on one server, as FEP-8fcf sums them up; kept by triggers'`,
  `comment on column follower_digest.digest is 'XOR of the SHA-256 of each follower''s address'`,
  `insert into follower_digest (collective, origin, count, digest)
    select collective, origin, count(*), ${digest} from follower group by collective, origin`,

  `create function followers_added() returns trigger language plpgsql as $$
  begin
    insert into follower_digest as d (collective, origin, count, digest)
      select collective, origin, count(*), ${digest} from added
      group by collective, origin order by collective, origin
      on conflict (collective, origin) do update
        set count = d.count + excluded.count, digest = d.digest # excluded.digest;
    return null;
  end $$`,
  `create trigger follower_added after insert on follower referencing new table as added
    for each statement execute function followers_added()`,

  `create function followers_removed() returns trigger language plpgsql as $$
  begin
    update follower_digest d set count = d.count - less.count, digest = d.digest # less.digest
      from (select collective, origin, count(*) as count, ${digest} as digest from removed group by collective, origin) less
      where d.collective = less.collective and d.origin = less.origin;
    delete from follower_digest d using (select distinct collective, origin from removed) less
      where d.collective = less.collective and d.origin = less.origin and d.count = 0;
    return null;
  end $$`,
  `create trigger follower_removed after delete on follower referencing old table as removed
    for each statement execute function followers_removed()`,

  `create index remote_key_by_id on remote_key (id)`,
];

/** Adds them. Forward only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
