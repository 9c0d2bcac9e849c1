// Counts likes and boosts: one of each for an actor and a thing, however often and in whichever order they are said.
import { randomUUIDv7 } from "node:crypto";
import type { Db } from "../db/open.ts";
import { remoteActorById } from "../db/remote_actor.ts";
import type { Site } from "../site.ts";
import { admitDeed } from "./admit.ts";
import { subjectOf } from "./subject.ts";
import { noteTakenBack, wasTakenBack } from "./taken_back.ts";
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

/**
 * Takes in a like or a boost of something of ours.
 * @param accepted when it was taken in
 * @returns whether it is about anything here
 */
export function react(site: Site, deed: Deed, accepted: Date): Promise<boolean> {
  return site.db.transaction().execute((db) => reactIn(site, db, deed, accepted));
}

/** The same, within a transaction. */
export async function reactIn(site: Site, db: Db, deed: Deed, accepted: Date): Promise<boolean> {
  const subject = await subjectOf(site, db, deed.object);
  if (subject === undefined || deed.actor.length + deed.object.length > longestTogether) return false;
  const actor = await remoteActorById(db, deed.actor);
  if (actor === undefined) return false;
  const { collective, report, object, parent } = subject;
  const { kind, isPublic } = deed;
  const uri = deed.uri ?? nameless(deed);
  const done = deed.published !== null && deed.published < accepted ? deed.published : accepted;
  await waitFor(db, uri);
  if (await wasTakenBack(db, actor.id, uri, deed.published === null ? undefined : done)) return true;
  const state = await admitDeed(db, { collective, report, actor: actor.id, host: actor.host });
  if (state === undefined) return true;
  const about = { kind, uri, actor: actor.id, collective, report, object, parent: parent?.id ?? null };
  const known = await db.selectFrom("response").select("actor").where("uri", "=", uri).executeTakeFirst();
  // An address that is taken by somebody else is not this actor's to give.
  if (known !== undefined && known.actor !== actor.id) about.uri = nameless(deed);
  await db
    .insertInto("response")
    .values({ ...about, id: randomUUIDv7(), state, public: isPublic, published: done, received: accepted })
    .onConflict((conflict) =>
      conflict
        .columns(["actor", "kind", "object"])
        .where("kind", "in", ["like", "boost"])
        .doUpdateSet({ uri: about.uri, received: accepted, public: isPublic })
        .where("response.received", "<=", accepted),
    )
    .execute();
  return true;
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
