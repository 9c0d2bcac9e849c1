// Reads a text of this node as other servers read it: what is served at its address, with its proof.
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
import { readPost } from "./incoming.ts";
import { introductionDocument } from "./introduction.ts";
import { type Ground, type Keys, loadKeys } from "./keys.ts";
import { readOriginalOf } from "./proof.ts";
import type { Keyring } from "./proof_key.ts";
import { prove } from "./proven.ts";

/** See `Fediverse.readOwn`. */
export async function readOwn(ground: Ground, db: Db, address: string): ReturnType<Fediverse["readOwn"]> {
  const { origin } = ground.config;
  const found = await documentAt(origin, db, address);
  const text = readPost(found?.document);
  if (found === undefined || text === undefined) return undefined;
  const keys = await loadKeys(ground, db, found.collective);
  const body = JSON.stringify(await prove(ground, db, keys, found, found.document));
  return { text, original: await readOriginalOf(keyringOf(keys), body, text) };
}

/** The keys that a collective of this node lists: the one for proofs. */
function keyringOf({ ed25519 }: Keys): Keyring {
  const listed = async (id: string) => (id === ed25519.id ? createPublicKey(ed25519.privateKey) : undefined);
  return { onFile: async () => undefined, listed };
}

async function documentAt(origin: string, db: Db, address: string) {
  const text = await publicText(db, ownId(origin, ap.report, address) ?? "");
  if (text !== undefined) {
    const collective = (await collectiveById(db, text.collective))!;
    const document = textDocument(origin, text, collective.prefers_card, await echoOf(db, text.id));
    return { id: text.id, document, collective: collective.id };
  }
  const introduction = await introductionById(db, ownId(origin, ap.introduction, address) ?? "");
  return (
    introduction && {
      id: introduction.id,
      document: introductionDocument(origin, introduction),
      collective: introduction.collective,
    }
  );
}
