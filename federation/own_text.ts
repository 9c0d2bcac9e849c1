// Reads a text of this node as other servers read it: what is served at its address, with what was signed of it last.
import { createPublicKey } from "node:crypto";
import { collectiveById } from "../src/db/collective.ts";
import type { Db } from "../src/db/open.ts";
import { ap } from "../src/domain/paths.ts";
import { echoOf } from "../src/newsroom/echo.ts";
import type { Fediverse } from "../src/newsroom/fediverse.ts";
import { introductionById } from "../src/newsroom/introductions.ts";
import { publicText } from "../src/newsroom/read.ts";
import { ownId } from "../src/newsroom/subject.ts";
import { textDocument } from "./article.ts";
import { context } from "./context.ts";
import { readPost } from "./incoming.ts";
import { introductionDocument } from "./introduction.ts";
import { type Ground, loadKeys } from "./keys.ts";
import { readOriginalOf } from "./proof.ts";
import type { Keyring } from "./proof_key.ts";

/** See `Fediverse.readOwn`. */
export async function readOwn(ground: Ground, db: Db, address: string): ReturnType<Fediverse["readOwn"]> {
  const { origin } = ground.config;
  const found = await documentAt(origin, db, address);
  const text = readPost(found?.document);
  if (found === undefined || text === undefined) return undefined;
  const body = (await lastSaid(db, address)) ?? JSON.stringify({ "@context": context, ...found.document });
  return { text, original: await readOriginalOf(await ownKeyring(ground, db, found.collective), body, text) };
}

/** The keys that a collective of this node lists: the one for proofs. */
async function ownKeyring(ground: Ground, db: Db, collective: string): Promise<Keyring> {
  const { ed25519 } = await loadKeys(ground, db, collective);
  const listed = async (id: string) => (id === ed25519.id ? createPublicKey(ed25519.privateKey) : undefined);
  return { onFile: async () => undefined, listed };
}

async function documentAt(origin: string, db: Db, address: string) {
  const text = await publicText(db, ownId(origin, ap.report, address) ?? "");
  if (text !== undefined) {
    const collective = (await collectiveById(db, text.collective))!;
    const document = textDocument(origin, text, collective.prefers_card, await echoOf(db, text.id));
    return { document, collective: collective.id };
  }
  const introduction = await introductionById(db, ownId(origin, ap.introduction, address) ?? "");
  return (
    introduction && {
      document: introductionDocument(origin, introduction),
      collective: introduction.collective,
    }
  );
}

/** The signed JSON of the last activity that brought it or changed it. */
async function lastSaid(db: Db, object: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("activity as a")
    .innerJoin("activity_form as f", (join) =>
      join.onRef("f.activity", "=", "a.id").on("f.form", "=", "whole"),
    )
    .select("f.body")
    .where("a.object", "=", object)
    .where("a.type", "in", ["Create", "Update"])
    .orderBy("a.sequence", "desc")
    .executeTakeFirst();
  return row?.body;
}
