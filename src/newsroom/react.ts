// Counts likes and boosts: one of each for an actor and a thing, however often and in whichever order they are said.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "../db/open.ts";
import { type Write, writeTogether } from "../db/together.ts";
import { notLater } from "../domain/moment.ts";
import type { Site } from "../site.ts";
import { admitDeed, lookInto } from "./admit.ts";
import { subjectsOf } from "./subject.ts";
import { noteTakenBack } from "./taken_back.ts";
import { waitFor } from "./turn.ts";

/** A like or a boost as it was said. */
export interface Deed {
  kind: "like" | "boost";
  /** The address of the activity; undefined where it has none of its actor's own. */
  uri: string | undefined;
  actor: string;
  /** The address of what is liked or boosted. */
  object: string;
  /** When it says that it was done. */
  published: Date | null;
  isPublic: boolean;
}

/** What fits into one entry of an index. */
const longestTogether = 2_400;

/** What stands for a like or boost without an address of its own. */
const nameless = ({ kind, actor, object }: Pick<Deed, "kind" | "actor" | "object">) =>
  `${kind} ${actor} ${object}`.slice(0, 2000);

interface Heard {
  deed: Deed;
  /** Its address, or what stands for it. */
  uri: string;
  accepted: Date;
}

const writes = new WeakMap<Db, Write<Heard, boolean>>();

/**
 * Takes in a like or a boost of something of ours; together with others that come at the same moment.
 * @param accepted when it was taken in
 * @returns whether it is about anything here
 */
export async function react(site: Site, deed: Deed, accepted: Date): Promise<boolean> {
  if (deed.actor.length + deed.object.length > longestTogether) return false;
  const write = writes.get(site.db) ?? writeTogether((all: Heard[]) => reactAll(site, all));
  writes.set(site.db, write);
  return write({ deed, uri: deed.uri ?? nameless(deed), accepted }, 0);
}

/** The same by itself, within a transaction. */
export async function reactIn(site: Site, db: Db, deed: Deed, accepted: Date): Promise<boolean> {
  if (deed.actor.length + deed.object.length > longestTogether) return false;
  return (await takeIn(site, db, [{ deed, uri: deed.uri ?? nameless(deed), accepted }])).size > 0;
}

/** Of two that are the same, or have the same address, the later one goes into the next round. */
async function reactAll(site: Site, all: Heard[]): Promise<boolean[]> {
  const results = new Map<Heard, boolean>();
  for (let left = all; left.length > 0; ) {
    const taken = new Set<string>();
    const round = left.filter(({ deed, uri }) => {
      const names = [uri, nameless(deed)];
      if (names.some((name) => taken.has(name))) return false;
      for (const name of names) taken.add(name);
      return true;
    });
    const ours = await site.db.transaction().execute((db) => takeIn(site, db, round));
    for (const heard of round) results.set(heard, ours.has(heard));
    left = left.filter((heard) => !results.has(heard));
  }
  return all.map((heard) => results.get(heard)!);
}

/** @returns those that are about something here */
async function takeIn(site: Site, db: Db, round: Heard[]): Promise<Set<Heard>> {
  await waitFor(db, ...round.map(({ uri }) => uri).sort());
  const subjects = await subjectsOf(
    site,
    db,
    round.map(({ deed }) => deed.object),
  );
  const about = round.flatMap((heard) => {
    const subject = subjects.get(heard.deed.object);
    return subject === undefined ? [] : { ...heard, heard, subject };
  });
  const found = await lookInto(
    db,
    about.map(({ deed: { actor, published }, uri, accepted, subject: { collective, report } }) => {
      const done = notLater(published, accepted);
      return { collective, report, actor, host: new URL(actor).host, uri, done, since: null };
    }),
  );
  const ours = about.flatMap((one, at) => (found[at]!.isThere ? { ...one, found: found[at]! } : []));
  const rows = ours.flatMap(({ deed, uri, accepted, subject, found }) => {
    const state = admitDeed(found);
    if (state === undefined || found.isTakenBack) return [];
    const { kind, actor, object, published, isPublic } = deed;
    // An address that is taken by somebody else is not this actor's to give.
    const isFree = found.known === null || found.known.actor === actor;
    return {
      id: randomUUIDv7(),
      kind,
      uri: isFree ? uri : nameless(deed),
      actor,
      collective: subject.collective,
      report: subject.report,
      object,
      parent: subject.parent?.id ?? null,
      state,
      public: isPublic,
      published: notLater(published, accepted) ?? accepted,
      received: accepted,
    };
  });
  if (rows.length > 0) await insertDeeds(db, rows);
  return new Set(ours.map(({ heard }) => heard));
}

/** Of the same deed that is here already the address is brought up to date. */
async function insertDeeds(db: Db, rows: object[]): Promise<void> {
  const columns = sql.raw(
    "id, kind, uri, actor, collective, report, object, parent, state, public, published, received",
  );
  await sql`
    insert into response (${columns})
    select ${columns} from jsonb_populate_recordset(null::response, ${JSON.stringify(rows)}::jsonb)
    order by actor, kind, object
    on conflict (actor, kind, object) where kind in ('like', 'boost')
    do update set uri = excluded.uri, received = excluded.received, public = excluded.public
    where response.received <= excluded.received`.execute(db);
}

/** What an Undo says that it takes back. */
export interface Undone {
  actor: string;
  /** The address of the activity. */
  uri: string | undefined;
  /** Where the activity is embedded: what it was about. */
  of: { kind: Deed["kind"]; object: string } | undefined;
}

/**
 * Takes back a like or a boost; what is not here yet will not be taken in when it comes.
 * @param said when; what was done after that stays
 */
export function unreact(site: Site, undone: Undone, said: Date): Promise<void> {
  return site.db.transaction().execute((db) => unreactIn(db, undone, said));
}

/** The same, within a transaction. */
export async function unreactIn(db: Db, { actor, uri, of }: Undone, said: Date): Promise<void> {
  const name = uri ?? (of && nameless({ ...of, actor }));
  if (name === undefined) return;
  await waitFor(db, name);
  if (await removeDeed(db, actor, name, said)) return;
  await noteTakenBack(db, actor, name, said);
}

async function removeDeed(db: Db, actor: string, uri: string, said: Date): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("response")
    .where("uri", "=", uri)
    .where("actor", "=", actor)
    .where("kind", "in", ["like", "boost"])
    .where("received", "<=", said)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
