// Pens: inviting somebody to write, handing over six words once, and withdrawing what was handed over.
import { argon2, createHash, hkdfSync, randomBytes, randomInt, randomUUIDv7 } from "node:crypto";
import { promisify } from "node:util";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { sql } from "kysely";
import { deleteInBatches } from "../db/batches.ts";
import { isUuid } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import type { Invitation, Pen } from "../db/pen.ts";
import { Gone, NotFound, Refused } from "../domain/errors.ts";
import { invitationDays, type Role, typedWords, wordCount } from "../domain/pen.ts";
import type { Site } from "../site.ts";

/** A pen as its keepers see it: never what it wrote. */
export type PenShown = Pick<Pen, "id" | "role" | "label" | "made">;

/** What somebody is handed who accepts an invitation: the words are shown once and kept nowhere. */
export interface NewPen {
  pen: PenShown;
  words: string[];
}

/** The key that only the words of a pen can make; it marks what the pen proposes without naming it. */
export type PenKey = Buffer;

/**
 * Invites somebody to write.
 * @param collective its UUID, or null for the first run, whose bearer founds one
 * @param label what the keepers will call the pen
 * @returns the token of a link that works once and for seven days
 */
export async function invite(
  site: Site,
  collective: string | null,
  role: Role,
  label: string,
): Promise<string> {
  const name = label.trim().slice(0, 60);
  if (name === "")
    throw new Refused("Give the pen a name, so that you can find it again when it must be withdrawn.");
  const token = randomBytes(24).toString("base64url");
  const expires = new Date(site.clock.now().getTime() + invitationDays * 86_400_000);
  await site.db
    .insertInto("invitation")
    .values({ token: hash(token), collective, role, label: name, expires })
    .execute();
  return token;
}

/**
 * The invitation behind a token, without using it up.
 * @throws {Gone} when it was used, has expired or never was: which of these is not told
 */
export async function openInvitation(site: Site, db: Db, token: string): Promise<Invitation> {
  const invitation = await db
    .selectFrom("invitation")
    .selectAll()
    .where("token", "=", hash(token))
    .where("expires", ">", site.clock.now())
    .executeTakeFirst();
  if (!invitation) throw new Gone("This invitation has been used or has expired. Ask for a new one.");
  return invitation;
}

/**
 * Accepts an invitation: makes the pen and uses the link up.
 * @param founded the collective just founded, and what its keepers will call the pen, where the invitation was the
 * first run's
 * @throws {Gone} when somebody else was quicker
 */
export async function acceptInvitation(
  site: Site,
  db: Db,
  token: string,
  founded?: { collective: string; label: string },
): Promise<NewPen> {
  const invitation = await openInvitation(site, db, token);
  const { numDeletedRows } = await db
    .deleteFrom("invitation")
    .where("token", "=", invitation.token)
    .executeTakeFirst();
  const home = invitation.collective ?? founded?.collective;
  if (numDeletedRows !== 1n || home === undefined) {
    throw new Gone("This invitation has been used or has expired. Ask for a new one.");
  }
  const words = Array.from({ length: wordCount }, () => wordlist[randomInt(wordlist.length)] as string);
  const pen = await db
    .insertInto("pen")
    .values({
      id: randomUUIDv7(),
      collective: home,
      role: invitation.role,
      label: invitation.collective === null ? (founded?.label ?? invitation.label) : invitation.label,
      words: (await stretch(site, words)).proof,
    })
    .returning(["id", "role", "label", "made"])
    .executeTakeFirstOrThrow();
  return { pen, words };
}

/**
 * The pen that six words open, and its key.
 * @param text the words as typed, in any order, with any spaces or punctuation between them; four letters of each are
 * enough
 * @returns undefined when they open nothing
 */
export async function penByWords(site: Site, text: string): Promise<{ pen: Pen; key: PenKey } | undefined> {
  const words = typedWords(text).map(completeWord);
  if (words.length !== wordCount || words.includes(undefined)) return undefined;
  const { proof, key } = await stretch(site, words as string[]);
  const pen = await site.db.selectFrom("pen").selectAll().where("words", "=", proof).executeTakeFirst();
  return pen && { pen, key };
}

/** The pens of a collective, by name. */
export function pensOf(db: Db, collective: string): Promise<PenShown[]> {
  return db
    .selectFrom("pen")
    .select(["id", "role", "label", "made"])
    .where("collective", "=", collective)
    .orderBy("label")
    .orderBy("id")
    .execute();
}

/** An invitation as keepers see it: what is known of its link cannot be followed. */
export interface InvitationShown extends Pick<Invitation, "label" | "role" | "expires"> {
  /** Names it when it is withdrawn. */
  id: string;
}

/** Invitations nobody has accepted yet. */
export async function openInvitations(site: Site, collective: string): Promise<InvitationShown[]> {
  const open = await site.db
    .selectFrom("invitation")
    .select(["token", "label", "role", "expires"])
    .where("collective", "=", collective)
    .where("expires", ">", site.clock.now())
    .orderBy("expires")
    .execute();
  return open.map(({ token, ...shown }) => ({ ...shown, id: token.toString("hex") }));
}

/** Withdraws an invitation: its link leads nowhere from now on. */
export async function withdrawInvitation(site: Site, collective: string, id: string): Promise<void> {
  if (!/^[0-9a-f]{64}$/.test(id)) return;
  await site.db
    .deleteFrom("invitation")
    .where("token", "=", Buffer.from(id, "hex"))
    .where("collective", "=", collective)
    .execute();
}

/**
 * Withdraws a pen: its words open nothing any more and its sessions end. What it wrote stays, since nobody knows.
 * @throws {Refused} when it is the last keeper's
 * @throws {NotFound} when the collective has no such pen
 */
export async function withdrawPen(site: Site, collective: string, pen: string): Promise<void> {
  if (!isUuid(pen)) throw new NotFound("There is no such pen.");
  await site.db.transaction().execute(async (db) => {
    const keepers = await db
      .selectFrom("pen")
      .select("id")
      .where("collective", "=", collective)
      .where("role", "=", "keeper")
      .forUpdate()
      .execute();
    if (keepers.length === 1 && keepers[0]?.id === pen) {
      throw new Refused("This is the last keeper's pen. Invite another keeper first.");
    }
    const { numDeletedRows } = await db
      .deleteFrom("pen")
      .where("id", "=", pen)
      .where("collective", "=", collective)
      .executeTakeFirst();
    if (numDeletedRows !== 1n) throw new NotFound("There is no such pen.");
  });
}

/** Forgets invitations that have expired. */
export async function tidyInvitations(site: Site): Promise<void> {
  await deleteInBatches(site.db, "invitation", sql`expires <= ${site.clock.now()}`, sql`expires`);
}

/** Whether somebody typed that word, or its first four letters. */
export function isWord(typed: string, word: string): boolean {
  const [only, ...more] = typedWords(typed);
  return only !== undefined && more.length === 0 && completeWord(only) === word;
}

/** What is wrong with words as they were typed, as far as it can be seen without looking for a pen. */
export function misspelled(text: string): { count: number; unknown: string[] } {
  const words = typedWords(text);
  return { count: words.length, unknown: words.filter((word) => completeWord(word) === undefined) };
}

/** Whether anybody could open the desk; while not, `npm start` prints the link of the first run. */
export async function hasPens(db: Db): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`select exists (select from pen) as any`.execute(db);
  return rows[0]?.any === true;
}

/** SHA-256, which is enough for tokens of 192 random bits. */
export function hash(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** A word from its first four letters, which in this list are different for every word. */
function completeWord(typed: string): string | undefined {
  if (wordlist.includes(typed)) return typed;
  return typed.length >= 4 ? wordlist.find((word) => word.startsWith(typed)) : undefined;
}

const argon2id = promisify(argon2);

/**
 * Argon2id (RFC 9106, second recommended option) of the words: half of it is kept as proof, half is the pen's own key.
 * The salt is the node's, so that words find their pen by one look-up and no name is needed. They are sorted, because
 * nobody remembers an order.
 */
async function stretch(site: Site, words: string[]): Promise<{ proof: Buffer; key: PenKey }> {
  const stretched = await argon2id("argon2id", {
    message: words.toSorted().join(" "),
    nonce: site.sealer.derive("pen words", 16),
    memory: 65_536,
    passes: 3,
    parallelism: 4,
    tagLength: 64,
  });
  const key = Buffer.from(hkdfSync("sha256", stretched.subarray(32), Buffer.alloc(0), "tern pen key", 32));
  return { proof: Buffer.from(stretched.subarray(0, 32)), key };
}
