// The keys with which authors prove what they write: those that are on file, and else those that they list now.
import { createPublicKey, type KeyObject } from "node:crypto";
import { rememberActor, remoteActorById } from "../src/db/remote_actor.ts";
import { type RemoteKey, remoteKeys } from "../src/db/remote_key.ts";
import { Refused } from "../src/domain/errors.ts";
import { outsideOf } from "./fetcher.ts";
import type { Ground } from "./keys.ts";
import { refetchAfter, trustedFor } from "./signer.ts";
import { fetchStranger } from "./stranger.ts";

/** The keys of one author, by name. https://w3id.org/fep/521a */
export interface Keyring {
  /**
   * The key that the author listed when they were last asked, unless that is too long ago. Asks nobody. `isFresh`: they
   * were asked a moment ago, so that to ask again would bring the same.
   */
  onFile(id: string): Promise<{ key: KeyObject; isFresh: boolean } | undefined>;
  /**
   * The key that the author lists now.
   * @throws {NotFound | Gone | Refused | Unavailable} when they cannot be asked
   */
  listed(id: string): Promise<KeyObject | undefined>;
}

/** The keys of an author elsewhere; what they list now is kept on file. */
export function keyringOf(ground: Ground, author: string): Keyring {
  const { db, clock } = ground;
  let asked: Promise<RemoteKey[]> | undefined;

  async function ask(): Promise<RemoteKey[]> {
    const { facts, keys } = await fetchStranger(outsideOf(ground).fetcher, author);
    if (facts.id !== author) throw new Refused(`${author} is called otherwise: ${facts.id}.`);
    // A handle that was looked up is worth more than the one the document suggests.
    const handle = (await remoteActorById(db, author))?.handle ?? facts.handle;
    await rememberActor(db, { ...facts, handle }, keys, clock.now());
    return keys;
  }

  return {
    async onFile(id) {
      const known = await remoteKeys(db, author);
      const key = known && keyAmong(known.keys, id);
      if (key === undefined) return undefined;
      const age = clock.now().getTime() - known!.fetched.getTime();
      return age < trustedFor ? { key, isFresh: age < refetchAfter } : undefined;
    },
    async listed(id) {
      asked ??= ask();
      return keyAmong(await asked, id);
    },
  };
}

function keyAmong(keys: readonly RemoteKey[], id: string): KeyObject | undefined {
  const found = keys.find((key) => key.id === id);
  return found && createPublicKey(found.public_key);
}
