// People on many servers with keys that a node knows beforehand, and what they say about its texts: likes and replies.
import { generateKeyPair, type KeyObject, randomUUIDv7 } from "node:crypto";
import { promisify } from "node:util";
import { sql } from "kysely";
import type { Db } from "../../src/db/open.ts";
import { ap } from "../../src/domain/paths.ts";
import { signed } from "../support/peer.ts";

/** Somebody on another server. */
interface Person {
  id: string;
  keyId: string;
  privateKey: KeyObject;
}

/** A request that is ready to be sent: what is measured is not how fast others sign. */
export interface Ready {
  body: string;
  headers: Record<string, string>;
}

export interface Crowd {
  /** Everybody's keys (PEM), by their names. */
  keys: Record<string, string>;
  /**
   * What everybody says about texts: each likes some of them and answers the others, half and half.
   * @param texts addresses
   * @param inbox where it is sent
   */
  say(texts: string[], inbox: string): Ready[];
}

/** Of people's keys this many are different, because to make one takes longer than to verify a thousand signatures. */
const differentKeys = 40;

/** Makes people known to a node: so many on each of so many servers, with keys that were fetched just now. */
export async function gather(db: Db, servers: number, onEach: number): Promise<Crowd> {
  const make = promisify(generateKeyPair);
  const pairs = await Promise.all(
    Array.from({ length: differentKeys }, () => make("rsa", { modulusLength: 2048 })),
  );
  const people: Person[] = [];
  const keys: Record<string, string> = {};
  for (let number = 0; number < servers * onEach; number++) {
    const id = `https://server-${number % servers}.example/users/person-${number}`;
    const { privateKey, publicKey } = pairs[number % differentKeys]!;
    people.push({ id, keyId: `${id}#main-key`, privateKey });
    keys[`${id}#main-key`] = publicKey.export({ type: "spki", format: "pem" }).toString();
  }
  const ids = people.map(({ id }) => id);
  await sql`insert into remote_host (host) select 'server-' || n || '.example' from generate_series(0, ${servers - 1}::int) n`.execute(
    db,
  );
  await sql`
    insert into remote_actor (id, host, type, handle, inbox)
    select id, split_part(id, '/', 3), 'Person', split_part(id, '/', 5) || '@' || split_part(id, '/', 3), id || '/inbox'
    from unnest(${ids}::text[]) id`.execute(db);
  await sql`
    insert into remote_key (actor, id, public_key)
    select split_part(id, '#', 1), id, pem from unnest(${Object.keys(keys)}::text[], ${Object.values(keys)}::text[]) k (id, pem)`.execute(
    db,
  );
  // What autovacuum does within a minute.
  for (const table of ["remote_host", "remote_actor", "remote_key"]) {
    await sql.raw(`vacuum analyze ${table}`).execute(db);
  }
  return {
    keys,
    say(texts, inbox) {
      return texts.flatMap((_, round) =>
        people.map((person, number) => {
          const text = texts[(number + round) % texts.length]!;
          const activity = (number + round) % 2 === 0 ? like(person, text) : reply(person, text);
          const body = JSON.stringify(activity);
          return { body, headers: signed("POST", inbox, body, person as Parameters<typeof signed>[3]) };
        }),
      );
    },
  };
}

/** A text of a collective that may be answered by everybody. */
export async function addTexts(db: Db, origin: string, count: number): Promise<string[]> {
  const known = await db.selectFrom("collective").select("id").executeTakeFirst();
  const collective = known?.id ?? randomUUIDv7();
  if (known === undefined) {
    await db
      .insertInto("collective")
      .values({ id: collective, handle: "harbour", name: "Harbour", languages: ["en"], reply_policy: "open" })
      .execute();
  }
  const ids = Array.from({ length: count }, () => randomUUIDv7());
  await sql`
    insert into report (id, collective, kind, state, slug, title, language, source, html, wire_form, translation_set, published)
    select id, ${collective}::uuid, 'report', 'published', 'text-' || id, 'A night at the fence', 'en', 'x', '<p>x</p>',
      'Article', id, now()
    from unnest(${ids}::uuid[]) id`.execute(db);
  return ids.map((id) => origin + ap.report(id));
}

const context = "https://www.w3.org/ns/activitystreams";
const everybody = `${context}#Public`;

/** As Mastodon likes. */
function like({ id }: Person, object: string) {
  return { "@context": context, id: `${id}#likes/${randomUUIDv7()}`, type: "Like", actor: id, object };
}

/** As Mastodon answers, without a signature within. */
function reply({ id }: Person, inReplyTo: string) {
  const uri = `${id}/statuses/${randomUUIDv7()}`;
  const published = new Date().toISOString();
  const to = [everybody];
  const cc = [`${id}/followers`];
  const content = `<p>${"We have seen them as well, on the old road. ".repeat(6)}</p>`;
  const object = {
    id: uri,
    type: "Note",
    summary: null,
    inReplyTo,
    published,
    url: uri.replace("/users/", "/@"),
    attributedTo: id,
    to,
    cc,
    sensitive: false,
    atomUri: uri,
    inReplyToAtomUri: inReplyTo,
    conversation: `tag:server.example,2026:objectId=${uri.slice(-12)}:objectType=Conversation`,
    content,
    contentMap: { en: content },
    attachment: [],
    tag: [],
    replies: {
      id: `${uri}/replies`,
      type: "Collection",
      first: { type: "CollectionPage", next: `${uri}/replies/1`, partOf: `${uri}/replies`, items: [] },
    },
  };
  const terms = { ostatus: "http://ostatus.org#", atomUri: "ostatus:atomUri", sensitive: "as:sensitive" };
  return {
    "@context": [context, terms],
    id: `${uri}/activity`,
    type: "Create",
    actor: id,
    published,
    to,
    cc,
    object,
  };
}
