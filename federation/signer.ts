// Finds out whether a request was signed by the actor it speaks for: with a key that the actor's own document lists.
import { createPublicKey, type KeyObject } from "node:crypto";
import { rememberActor, remoteActorById } from "../src/db/remote_actor.ts";
import { keyHolder, type RemoteKey, remoteKeys } from "../src/db/remote_key.ts";
import { Gone, NotFound, Refused, Unavailable } from "../src/domain/errors.ts";
import { createBuckets } from "./bucket.ts";
import type { Fetcher } from "./fetcher.ts";
import { fetchKeyOwner } from "./key_owner.ts";
import type { Ground } from "./keys.ts";
import type { SignatureHead } from "./signature_head.ts";
import { fetchStranger } from "./stranger.ts";
import { Turned } from "./turned.ts";
import { isSignedWith, type SignedRequest } from "./verify.ts";

export interface Signers {
  /** Whether we have ever had to do with an actor. */
  isKnown(actor: string): Promise<boolean>;
  /**
   * The actor for whom a key signs, as far as the key's name or its address tells; `check` shows whether that is so.
   * @throws {Turned} 401 where nobody does, 503 where that cannot be found out now
   */
  ownerOf(keyId: string): Promise<string>;
  /**
   * Checks who signed a request. The keys of an actor that is not known are fetched; they are fetched again when none
   * fits any more, but not more often than every five minutes, and after a day in any case.
   * @returns "gone" where the actor's server says that it is gone for good, and nothing could be checked
   * @throws {Turned} 401 for a wrong signature, 503 where the actor cannot be fetched now
   */
  check(request: SignedRequest, head: SignatureHead, actor: string): Promise<"signed" | "gone">;
}

interface Known {
  keys: ReadonlyMap<string, KeyObject>;
  /** When the actor itself last listed them. */
  fetched: number;
  /** When the database is asked again: another process may know better. */
  until: number;
}

/** Most actors whose keys are kept in memory; the others are in the database. */
const mostActors = 5_000;
const keptFor = 30_000;
/** How long keys are good without being asked for again, so that one that was given up is not good for ever. */
export const trustedFor = 24 * 60 * 60_000;
/** How long keys that do not fit are not asked for again. */
export const refetchAfter = 5 * 60_000;
/** How long it is remembered that a key could not be had. */
const missingFor = { refused: 10 * 60_000, unavailable: 60_000 };
/** Most fetches at once for the sake of strangers, and most of them from one server, which may be slow on purpose. */
const mostFetches = { atAll: 32, ofOrigin: 8 };

export function createSigners(ground: Ground, fetcher: Fetcher): Signers {
  const memory = new Map<string, Known>();
  const missing = new Map<string, { until: number; error: unknown }>();
  const fetching = new Map<string, Promise<Known>>();
  const asking = new Map<string, Promise<string>>();
  const fetches = createBuckets({ size: 120, perSecond: 1 });

  async function check(
    request: SignedRequest,
    head: SignatureHead,
    actor: string,
  ): Promise<"signed" | "gone"> {
    if (new URL(head.keyId).origin !== new URL(actor).origin) {
      throw new Turned(401, "The key and the actor belong to different servers.");
    }
    if (new URL(actor).origin === ground.config.origin) {
      throw new Turned(401, "Actors of this node do not speak to it from outside.");
    }
    const fits = ({ keys }: Known) => {
      const key = keys.get(head.keyId);
      return key !== undefined && isSignedWith(key, request, head);
    };
    try {
      const known = await find(actor);
      const age = ground.clock.now().getTime() - (known?.fetched ?? Number.NEGATIVE_INFINITY);
      if (known !== undefined && age < trustedFor && fits(known)) return "signed";
      if (age >= refetchAfter && fits(await renewed(actor, known))) return "signed";
    } catch (error) {
      if (error instanceof Gone) return "gone";
      throw turnedBy(error);
    }
    throw new Turned(401, "The signature does not fit the request and the actor's keys.");
  }

  async function find(actor: string): Promise<Known | undefined> {
    const known = memory.get(actor);
    if (known !== undefined && known.until > ground.clock.now().getTime()) return known;
    const stored = await remoteKeys(ground.db, actor);
    return stored && keep(actor, stored.keys, stored.fetched);
  }

  /** What the actor says now; while its server cannot be reached, what it said last. */
  async function renewed(actor: string, known: Known | undefined): Promise<Known> {
    try {
      return await fetchKeys(actor);
    } catch (error) {
      if (known !== undefined && known.keys.size > 0 && error instanceof Unavailable) return known;
      throw error;
    }
  }

  const fetchKeys = (actor: string) => sparingly(fetching, actor, fetchFrom);

  /** Fetches once for all who wait for the same, not again for a while where it failed, and only so much. */
  function sparingly<T>(
    running: Map<string, Promise<T>>,
    address: string,
    fetch: (address: string) => Promise<T>,
  ): Promise<T> {
    const now = ground.clock.now();
    const miss = missing.get(address);
    if (miss !== undefined && miss.until > now.getTime()) return Promise.reject(miss.error);
    const known = running.get(address);
    if (known !== undefined) return known;
    const { origin } = new URL(address);
    const ofOrigin = [...running.keys()].filter((other) => other.startsWith(`${origin}/`)).length;
    const isBusy = running.size >= mostFetches.atAll || ofOrigin >= mostFetches.ofOrigin;
    if (isBusy || !fetches.take(origin, now)) {
      return Promise.reject(new Turned(503, "Too many keys are asked for just now.", { retryAfter: 60 }));
    }
    const started = fetch(address)
      .catch((error) => {
        const wait = error instanceof Unavailable ? missingFor.unavailable : missingFor.refused;
        if (missing.size >= mostActors) missing.clear();
        missing.set(address, { until: now.getTime() + wait, error });
        throw error;
      })
      .finally(() => running.delete(address));
    running.set(address, started);
    return started;
  }

  async function ownerOf(keyId: string): Promise<string> {
    const [address = keyId, fragment] = keyId.split("#");
    if (fragment !== undefined || new URL(keyId).origin === ground.config.origin) return address;
    const known = await keyHolder(ground.db, keyId);
    if (known !== undefined) return known;
    try {
      return await sparingly(asking, keyId, (address) => fetchKeyOwner(fetcher, address));
    } catch (error) {
      throw error instanceof Gone ? new Turned(401, "The key is gone.") : turnedBy(error);
    }
  }

  async function fetchFrom(actor: string): Promise<Known> {
    const { facts, keys } = await fetchStranger(fetcher, actor);
    if (facts.id !== actor) throw new Refused(`${actor} is called otherwise: ${facts.id}.`);
    const now = ground.clock.now();
    // A handle that was looked up is worth more than the one the document suggests.
    const handle = (await remoteActorById(ground.db, actor))?.handle ?? facts.handle;
    await rememberActor(ground.db, { ...facts, handle }, keys, now);
    return keep(actor, keys, now);
  }

  function keep(actor: string, listed: readonly RemoteKey[], fetched: Date): Known {
    const until = ground.clock.now().getTime() + keptFor;
    const keys = new Map(listed.map(({ id, public_key }) => [id, createPublicKey(public_key)]));
    const known = { keys, fetched: fetched.getTime(), until };
    memory.delete(actor);
    if (memory.size >= mostActors) memory.delete(memory.keys().next().value!);
    memory.set(actor, known);
    return known;
  }

  return {
    check,
    ownerOf,
    isKnown: async (actor) => (await remoteActorById(ground.db, actor)) !== undefined,
  };
}

function turnedBy(error: unknown): Error {
  if (error instanceof Turned) return error;
  if (error instanceof Unavailable) {
    return new Turned(503, "The actor cannot be asked for its key just now.", {
      retryAfter: 120,
      cause: error,
    });
  }
  if (error instanceof Refused || error instanceof NotFound) {
    return new Turned(401, `The actor's key cannot be used: ${error.message}`, { cause: error });
  }
  return error as Error;
}
