// The keys of a collective: RSA for HTTP and LD signatures, Ed25519 for object proofs; private halves are sealed at rest.
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomUUIDv7,
} from "node:crypto";
import { promisify } from "node:util";
import { sql } from "kysely";
import { type CollectiveKey, currentKeys } from "../src/db/collective_key.ts";
import type { Db } from "../src/db/open.ts";
import type { Sealer } from "../src/db/seal.ts";
import { ap } from "../src/domain/paths.ts";
import type { Site } from "../src/site.ts";
import { multikey } from "./multibase.ts";

/** A node without its way out, which stands on keys itself. */
export type Ground = Omit<Site, "fediverse">;

export interface Keys {
  /** Signs requests; RSA of 2048 bits, because an RSA-4096 signature costs six times as much. */
  rsa: { id: string; privateKey: KeyObject; publicPem: string };
  /** Signs objects. https://w3id.org/fep/521a */
  ed25519: { id: string; privateKey: KeyObject; publicMultibase: string };
}

const purpose = "collective key";
/** How long a process may go on with keys that another process has replaced. */
const trust = 10_000;
const generate = promisify(generateKeyPair);

/** Kept per node; a sealer belongs to exactly one. Opened keys stay true for ever, which of them are in force does not. */
const memory = new WeakMap<Sealer, { opened: Map<string, KeyObject>; inForce: Map<string, InForce> }>();
interface InForce {
  keys: Keys;
  until: number;
}

/**
 * The keys in force of a collective, or of the instance actor (null); made now if there are none yet.
 * @param db inside a transaction, what that transaction sees; else remembered for a few seconds
 */
export async function loadKeys(ground: Ground, db: Db, collective: string | null): Promise<Keys> {
  const { inForce } = rememberedOf(ground);
  const alone = db === ground.db;
  const known = inForce.get(collective ?? "");
  if (alone && known !== undefined && known.until > performance.now()) return known.keys;
  let rows = await currentKeys(db, collective);
  if (rows.length === 0) rows = await makeAtFirstNeed(ground, db, collective);
  const keys = open(ground, rows, collective);
  if (alone) inForce.set(collective ?? "", { keys, until: performance.now() + trust });
  return keys;
}

/**
 * Makes fresh keys for a collective (or the instance actor: null) and retires the ones before.
 * @param db the transaction it belongs to
 */
export async function makeKeys(ground: Ground, db: Db, collective: string | null): Promise<void> {
  const pairs = [
    { kind: "rsa", ...(await generate("rsa", { modulusLength: 2048 })) },
    { kind: "ed25519", ...(await generate("ed25519")) },
  ] as const;
  const now = ground.clock.now();
  await db
    .updateTable("collective_key")
    .set({ retired: now })
    .where("collective", collective === null ? "is" : "=", collective)
    .where("retired", "is", null)
    .execute();
  await db
    .insertInto("collective_key")
    .values(
      pairs.map(({ kind, publicKey, privateKey }) => ({
        id: randomUUIDv7(),
        collective,
        kind,
        public_key: publicKey.export({ type: "spki", format: "pem" }).toString(),
        sealed_private_key: ground.sealer.seal(purpose, privateKey.export({ type: "pkcs8", format: "der" })),
        created: now,
      })),
    )
    .execute();
  rememberedOf(ground).inForce.delete(collective ?? "");
}

/** Two processes may need them at the same moment: the second waits and takes what the first has made. */
async function makeAtFirstNeed(ground: Ground, db: Db, collective: string | null): Promise<CollectiveKey[]> {
  const make = async (db: Db) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`tern keys ${collective}`}, 0))`.execute(db);
    const rows = await currentKeys(db, collective);
    if (rows.length > 0) return rows;
    await makeKeys(ground, db, collective);
    return currentKeys(db, collective);
  };
  return db.isTransaction ? make(db) : db.transaction().execute(make);
}

function open(ground: Ground, rows: CollectiveKey[], collective: string | null): Keys {
  const actor = ground.config.origin + (collective === null ? ap.instance() : ap.collective(collective));
  const rsa = rows.find(({ kind }) => kind === "rsa");
  const ed25519 = rows.find(({ kind }) => kind === "ed25519");
  if (rsa === undefined || ed25519 === undefined) throw new Error(`${actor} has only one of its two keys.`);
  return {
    rsa: { id: `${actor}#main-key`, privateKey: unseal(ground, rsa), publicPem: rsa.public_key },
    ed25519: {
      id: `${actor}#multikey-1`,
      privateKey: unseal(ground, ed25519),
      publicMultibase: multikey(createPublicKey(ed25519.public_key)),
    },
  };
}

function unseal(ground: Ground, row: CollectiveKey): KeyObject {
  const { opened } = rememberedOf(ground);
  const known = opened.get(row.id);
  if (known !== undefined) return known;
  const der = ground.sealer.open(purpose, row.sealed_private_key);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  opened.set(row.id, key);
  return key;
}

function rememberedOf({ sealer }: Ground) {
  let remembered = memory.get(sealer);
  if (remembered === undefined) {
    remembered = { opened: new Map(), inForce: new Map() };
    memory.set(sealer, remembered);
  }
  return remembered;
}
