// Passing on what others wrote: an Announce to the followers and the author, with a word before it if the collective has one.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "../db/open.ts";
import type { Introduction, Repost } from "../db/repost.ts";
import type { WireItem } from "../db/wire.ts";
import { ap } from "../domain/paths.ts";
import type { Site } from "../site.ts";
import { cancelPending } from "./cancel.ts";
import {
  announcedInHouse,
  introducedInHouse,
  introductionDeletedInHouse,
  unannouncedInHouse,
} from "./house_boost.ts";
import { sendToFollowers } from "./send.ts";
import { waitFor } from "./turn.ts";

/** What passing on led to. */
export interface PassedOn {
  /** The repost's UUID. */
  id: string;
  /** The address of what was passed on. */
  object: string;
  /** How many inboxes are told; 0 where it had been passed on before. */
  deliveries: number;
}

/** Milliseconds after which what was passed on is asked for again at its origin for the first time. */
export const firstVisit = 24 * 3_600_000;

/** An introduction, ready to be stored. */
export type Preface = Pick<Introduction, "source" | "html" | "language">;

/**
 * Announces a text that is on the wire, unless that was done and stands.
 * @param db the transaction it belongs to
 */
export async function passOnItem(
  site: Site,
  db: Db,
  item: WireItem,
  { byRule, said }: { byRule: boolean; said?: Preface | undefined },
): Promise<PassedOn> {
  const { collective, uri: object, actor: author } = item;
  await waitFor(db, `repost ${collective} ${object}`);
  const before = await db
    .selectFrom("repost")
    .selectAll()
    .where("collective", "=", collective)
    .where("object", "=", object)
    .executeTakeFirst();
  if (before !== undefined && before.withdrawn === null) return { id: before.id, object, deliveries: 0 };
  const id = before?.id ?? randomUUIDv7();
  const reposted = site.clock.now();
  const revisit = new Date(reposted.getTime() + firstVisit);
  const row = { item: item.id, by_rule: byRule, reposted, withdrawn: null, revisit, missing: null };
  await db
    .insertInto("repost")
    .values({ ...row, id, collective, object, announce: id })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
  if (said !== undefined) {
    const introduction = randomUUIDv7();
    await db
      .insertInto("introduction")
      .values({ ...said, id: introduction, repost: id, collective, published: reposted })
      .execute();
    await sendToFollowers(site, db, collective, { type: "Create", introduction, collective });
    await introducedInHouse(site, db, collective, introduction);
  }
  const saying = { type: "Announce", collective, object, author } as const;
  const { id: announce, deliveries } = await sendToFollowers(
    site,
    db,
    collective,
    saying,
    // The author's own inbox, because not everybody looks at what comes to the shared one for whom it is.
    sql`select inbox, host from remote_actor where id = ${author} and not blocked and gone is null`,
  );
  await db.updateTable("repost").set({ announce }).where("id", "=", id).execute();
  await announcedInHouse(site, db, item, announce, reposted);
  await db
    .updateTable("wire_item")
    .set({ proposal: null, unread: false })
    .where("id", "=", item.id)
    .execute();
  return { id, object, deliveries };
}

/** Takes back every repost of a text, in the transaction in which it vanishes here. */
export async function withdrawRepostsOf(site: Site, db: Db, object: string): Promise<void> {
  const standing = await db
    .selectFrom("repost")
    .selectAll()
    .where("object", "=", object)
    .where("withdrawn", "is", null)
    .forUpdate()
    .execute();
  for (const repost of standing) await takeBack(site, db, repost);
}

/** Takes a repost back: says so, deletes its introduction; its row stays. @returns how many inboxes are told */
export async function takeBack(site: Site, db: Db, repost: Repost): Promise<number> {
  const { id, collective, object, announce } = repost;
  const now = site.clock.now();
  const item = await db
    .selectFrom("wire_item")
    .select("actor")
    .where("collective", "=", collective)
    .where("uri", "=", object)
    .executeTakeFirst();
  const sent = await db
    .selectFrom("activity")
    .select("published")
    .where("id", "=", announce)
    .executeTakeFirst();
  await db.updateTable("repost").set({ withdrawn: now }).where("id", "=", id).execute();
  // What is taken back is no part of what the collective says.
  await db.updateTable("activity").set({ public: false }).where("id", "=", announce).execute();
  await deleteIntroductions(site, db, id, now);
  const author = item?.actor ?? object;
  const published = sent?.published ?? repost.reposted;
  const saying = {
    type: "UndoAnnounce",
    collective,
    object,
    author,
    announce: { id: announce, published },
  } as const;
  const told = sql`select inbox, host from delivery where activity = ${announce}`;
  const { deliveries } = await sendToFollowers(site, db, collective, saying, told);
  await unannouncedInHouse(site, db, repost, now);
  return deliveries;
}

async function deleteIntroductions(site: Site, db: Db, repost: string, deleted: Date): Promise<void> {
  const rows = await db
    .updateTable("introduction")
    .set({ source: "", html: "", deleted })
    .where("repost", "=", repost)
    .where("deleted", "is", null)
    .returning(["id", "collective"])
    .execute();
  for (const { id, collective } of rows) {
    const about = site.config.origin + ap.introduction(id);
    const said = db
      .selectFrom("activity")
      .select("id")
      .where("object", "=", about)
      .where("type", "=", "Create");
    await cancelPending(db, about);
    await db.deleteFrom("activity_form").where("activity", "in", said).execute();
    await sendToFollowers(site, db, collective, { type: "Delete", introduction: id, collective, deleted });
    const emptied = await introductionDeletedInHouse(site, db, collective, id, deleted);
    for (const uri of emptied) await withdrawRepostsOf(site, db, uri);
  }
}
