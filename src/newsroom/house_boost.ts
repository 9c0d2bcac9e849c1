// What a collective passes on reaches its siblings: it counts at the text where that is theirs, and is on the wires of those who follow.
import { randomUUIDv7 } from "node:crypto";
import { followingCollectives } from "../db/ally.ts";
import { collectiveById } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import { remoteActorById } from "../db/remote_actor.ts";
import type { WireItem } from "../db/wire.ts";
import { ap } from "../domain/paths.ts";
import type { Site } from "../site.ts";
import { isOfHouse, rememberSibling } from "./house.ts";
import { announceTakenBack, emptyOnWire, putOnWire } from "./on_wire.ts";
import { reactIn, unreactIn } from "./react.ts";

/**
 * Tells siblings that something was passed on.
 * @param db the transaction in which it was
 * @param announce the UUID of the Announce
 */
export async function announcedInHouse(
  site: Site,
  db: Db,
  item: WireItem,
  announce: string,
  announced: Date,
): Promise<void> {
  const { origin } = site.config;
  const actor = origin + ap.collective(item.collective);
  if (isOfHouse(site, item.uri)) {
    if ((await remoteActorById(db, actor)) === undefined)
      await rememberSibling(site, db, (await collectiveById(db, item.collective))!);
    const uri = origin + ap.activity(announce);
    const deed = {
      kind: "boost",
      uri,
      actor,
      object: item.uri,
      published: announced,
      isPublic: true,
    } as const;
    await reactIn(site, db, deed, announced);
  }
  for (const ally of await followingCollectives(db, actor)) {
    if (item.actor === origin + ap.collective(ally.collective)) continue;
    const { attachments, alternates, ...same } = item;
    await db
      .insertInto("wire_item")
      .values({
        ...same,
        attachments: JSON.stringify(attachments),
        alternates: JSON.stringify(alternates),
        id: randomUUIDv7(),
        collective: ally.collective,
        ally: actor,
        announced: true,
        translates: null,
        published: announced,
        arrived: announced,
        unread: true,
        proposal: null,
      })
      .onConflict((conflict) => conflict.columns(["collective", "uri"]).doNothing())
      .execute();
  }
}

/** Tells siblings that it is passed on no longer. */
export async function unannouncedInHouse(
  site: Site,
  db: Db,
  { collective, object, announce }: { collective: string; object: string; announce: string },
  said: Date,
): Promise<void> {
  const { origin } = site.config;
  const actor = origin + ap.collective(collective);
  const of = { kind: "boost", object } as const;
  if (isOfHouse(site, object)) await unreactIn(db, { actor, uri: origin + ap.activity(announce), of }, said);
  await announceTakenBack(db, actor, object);
}

/** Puts what a collective says before it passes something on onto the wires of siblings who follow it. */
export async function introducedInHouse(
  site: Site,
  db: Db,
  collective: string,
  introduction: string,
): Promise<void> {
  const { origin } = site.config;
  const allies = await followingCollectives(db, origin + ap.collective(collective));
  if (allies.length === 0) return;
  const arrival = (await site.fediverse.readOwn(db, origin + ap.introduction(introduction)))!;
  for (const ally of allies) await putOnWire(site, db, ally, arrival, site.clock.now(), undefined);
}

/** Takes it from there. @returns the addresses of what was read anywhere */
export function introductionDeletedInHouse(
  site: Site,
  db: Db,
  collective: string,
  introduction: string,
  deleted: Date,
): Promise<Set<string>> {
  const { origin } = site.config;
  const author = origin + ap.collective(collective);
  return emptyOnWire(db, author, [origin + ap.introduction(introduction)], deleted);
}
