// Founding collectives and changing what they say of themselves.
import { randomUUIDv7 } from "node:crypto";
import { type Collective, collectiveByHandle, collectiveById } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import { claimOrigin } from "../db/origin.ts";
import { readColour } from "../domain/colour.ts";
import { NotFound, Refused } from "../domain/errors.ts";
import { readHandle } from "../domain/handle.ts";
import { cleanLine } from "../domain/plain.ts";
import { readAbout, readFields, readLanguages, readName } from "../domain/profile.ts";
import type { ReplyPolicy, ReportKind, WireForm } from "../domain/report.ts";
import type { Site } from "../site.ts";
import { siblingChanged } from "./house.ts";
import { removeFiles } from "./picture_files.ts";
import { forgetPictures, insertPicture, ownPicture, storePicture } from "./pictures.ts";
import type { Picture } from "./read_picture.ts";
import { sendToFollowers } from "./send.ts";
import { deleteUnused } from "./unused.ts";

/** A picture as it comes, with what is to be seen on it. */
export interface NewPicture {
  bytes: Buffer;
  alt: string;
}

/** What a collective says of itself and how it wants things done. */
export interface Profile {
  name: string;
  /** Plain text or Markdown. */
  summary?: string | undefined;
  /** BCP 47; the first is what it mostly writes in. */
  languages: readonly string[];
  /** Lines such as `Telephone` and `+33 …`. */
  fields?: readonly { name: string; value: string }[] | undefined;
  /** A new picture, or the UUID of one that was added; null takes it away. */
  icon?: NewPicture | string | null | undefined;
  header?: NewPicture | string | null | undefined;
  /** Whether servers may suggest it to their people. */
  discoverable?: boolean | undefined;
  /** Whether servers may find its texts by their words. */
  indexable?: boolean | undefined;
  /** Show the link card rather than the pictures where a server shows only one of them. */
  prefersCard?: boolean | undefined;
  /** By kind; Article where nothing is said. */
  wireForms?: Partial<Record<ReportKind, WireForm>> | undefined;
  replyPolicy?: ReplyPolicy | undefined;
  /** The colour of its pages, as `#b81d13`; null: that of the site. */
  accent?: string | null | undefined;
}

/**
 * Founds a collective, with keys of its own.
 * @param also done in the same transaction, so that one does not come to be without the other
 * @throws {Refused} when its handle is taken, anything breaks a rule, or the node's data were made under another address;
 *   the message says what would do
 */
export async function createCollective(
  site: Site,
  founding: { handle: string } & Profile,
  also: (db: Db, collective: Collective) => Promise<void> = async () => {},
): Promise<Collective> {
  const handle = readHandle(founding.handle);
  const columns = readProfile(founding);
  if ((await collectiveByHandle(site.db, handle)) !== undefined) throw taken(handle);
  const id = randomUUIDv7();
  return withPictures(site, founding, async (db, { icon, header }) => {
    await claimOrigin(db, site.config.origin);
    const inserted = await db
      .insertInto("collective")
      .values({
        id,
        handle,
        ...columns,
        name: columns.name!,
        languages: columns.languages!,
        fields: columns.fields ?? "[]",
        wire_forms: columns.wire_forms ?? "{}",
        published: site.clock.now(),
      })
      .onConflict((conflict) => conflict.column("handle").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (inserted === undefined) throw taken(handle);
    const places = { icon: await place(db, id, icon), header: await place(db, id, header) };
    await db.updateTable("collective").set(places).where("id", "=", id).execute();
    await site.fediverse.makeKeys(db, id);
    const collective = (await collectiveById(db, id))!;
    await also(db, collective);
    return collective;
  });
}

/**
 * Changes what a collective says of itself; what is left out stays. Its followers' servers are told.
 * @throws {Refused} when anything breaks a rule
 */
export async function editCollective(
  site: Site,
  collective: Collective,
  changes: Partial<Profile>,
): Promise<Collective> {
  const columns = readProfile(changes);
  const replaced: string[] = [];
  const result = await withPictures(site, changes, async (db, pictures) => {
    const before = (await db
      .selectFrom("collective")
      .selectAll()
      .where("id", "=", collective.id)
      .forUpdate()
      .executeTakeFirst())!;
    const places = {
      icon: await place(db, collective.id, pictures.icon, before.icon),
      header: await place(db, collective.id, pictures.header, before.header),
    };
    await db
      .updateTable("collective")
      .set({ ...columns, ...places, updated: site.clock.now() })
      .where("id", "=", collective.id)
      .execute();
    const old = [before.icon, before.header].filter((one) => one !== null);
    replaced.push(...(await deleteUnused(db, old)));
    await sendToFollowers(site, db, collective.id, { type: "Update", collective: collective.id });
    const edited = (await collectiveById(db, collective.id))!;
    await siblingChanged(site, db, edited);
    return edited;
  });
  await removeFiles(site.config.dataDir, replaced);
  return result;
}

/**
 * The collective with that handle.
 * @throws {NotFound} when there is none
 */
export async function collectiveNamed(site: Site, typed: string): Promise<Collective> {
  const [handle = "", host] = typed.trim().toLowerCase().replace(/^@/, "").split("@");
  const found =
    host === undefined || host === site.config.host ? await collectiveByHandle(site.db, handle) : undefined;
  if (found !== undefined) return found;
  throw new NotFound(`There is no collective "${cleanLine(typed).slice(0, 60)}" on this node.`);
}

function taken(handle: string): Refused {
  return new Refused(`There is already a collective "${handle}" on this node: take another handle.`);
}

type Chosen = Picture | string | null | undefined;

/** Stores the pictures, does the work, and leaves nothing of them behind if it fails. */
async function withPictures<T>(
  site: Site,
  { icon, header }: Pick<Profile, "icon" | "header">,
  work: (db: Db, pictures: { icon: Chosen; header: Chosen }) => Promise<T>,
): Promise<T> {
  const stored: Picture[] = [];
  const store = async (chosen: Profile["icon"]) => {
    if (typeof chosen !== "object" || chosen === null) return chosen;
    const one = await storePicture(site, chosen.bytes, chosen.alt);
    stored.push(one);
    return one;
  };
  try {
    const pictures = { icon: await store(icon), header: await store(header) };
    return await site.db.transaction().execute((db) => work(db, pictures));
  } catch (error) {
    await forgetPictures(site, stored);
    throw error;
  }
}

/** The UUID that goes into the row for what was chosen. */
async function place(
  db: Db,
  collective: string,
  chosen: Chosen,
  before: string | null = null,
): Promise<string | null> {
  if (chosen === undefined) return before;
  if (chosen === null) return null;
  if (typeof chosen === "object") {
    await insertPicture(db, collective, chosen);
    return chosen.id;
  }
  if ((await ownPicture(db, collective, chosen)) === undefined) {
    throw new NotFound("There is no such picture among those of the collective.");
  }
  return chosen;
}

/** The columns for what is given. */
function readProfile(profile: Partial<Profile>) {
  const { name, summary, languages, fields, discoverable, indexable, prefersCard, wireForms, replyPolicy } =
    profile;
  const accent = typeof profile.accent === "string" ? readColour(profile.accent) : profile.accent;
  if (typeof profile.accent === "string" && accent === undefined) {
    throw new Refused("A colour is written as # and six digits of 0 to 9 and a to f, such as #b81d13.");
  }
  return {
    ...(name !== undefined && { name: readName(name) }),
    ...(summary !== undefined && { summary: readAbout(summary) }),
    ...(languages !== undefined && { languages: readLanguages(languages) }),
    ...(fields !== undefined && { fields: JSON.stringify(readFields(fields)) }),
    ...(discoverable !== undefined && { discoverable }),
    ...(indexable !== undefined && { indexable }),
    ...(prefersCard !== undefined && { prefers_card: prefersCard }),
    ...(wireForms !== undefined && { wire_forms: JSON.stringify(wireForms) }),
    ...(replyPolicy !== undefined && { reply_policy: replyPolicy }),
    ...(accent !== undefined && { accent }),
  };
}
