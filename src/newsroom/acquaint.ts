// Somebody as they are before a collective follows them: who they say they are, on what server, and what they published last.
import { setTimeout as pause } from "node:timers/promises";
import { allyOf } from "../db/ally.ts";
import type { Collective } from "../db/collective.ts";
import type { RemoteActor } from "../db/remote_actor.ts";
import { remoteHost } from "../db/remote_host.ts";
import type { AllyState } from "../domain/ally.ts";
import { isSpoken, Refused } from "../domain/errors.ts";
import { ap } from "../domain/paths.ts";
import { firstWords } from "../domain/prose.ts";
import type { Site } from "../site.ts";
import { cleanHtml } from "./clean.ts";
import type { ForeignText } from "./fediverse.ts";
import { rememberSibling, siblingNamed } from "./house.ts";
import { publicTexts } from "./read.ts";

export interface Acquaintance {
  actor: RemoteActor;
  /** What their server runs, as it says; null where it does not. */
  software: string | null;
  /** How the collective stands to them already, if it ever asked. */
  state: AllyState | undefined;
  /** What they published last, newest first. */
  texts: ForeignText[];
}

/** Texts that are shown, and addresses that are tried for them: answers and the like are passed over. */
const most = { texts: 3, tried: 6 };
/** Milliseconds for what their server is asked beside who they are: what takes longer is left out. */
const patience = 8_000;

/**
 * Finds somebody and asks their server about them. Nobody is told by whom or what for, and nothing is followed.
 * @param handleOrUrl as `followActor` takes it
 * @throws {NotFound | Refused | Unavailable} as `followActor` does
 */
export async function acquaint(
  site: Site,
  collective: Collective,
  handleOrUrl: string,
): Promise<Acquaintance> {
  const sibling = await siblingNamed(site, handleOrUrl);
  if (sibling?.id === collective.id) {
    throw new Refused(`${collective.handle} cannot follow itself.`, { reason: "oneself" });
  }
  const actor =
    sibling === undefined
      ? await site.fediverse.lookup(handleOrUrl)
      : await rememberSibling(site, site.db, sibling);
  if (actor.blocked) throw new Refused(`${actor.id} is blocked on this node.`, { reason: "blocked" });
  const [, texts, ally] = await Promise.all([
    sibling ? undefined : within(patience, ifAny(site.fediverse.learnSoftware(actor.host))),
    sibling ? textsOf(site, sibling.id) : within(patience, newestTexts(site, actor.id)),
    allyOf(site.db, collective.id, actor.id),
  ]);
  const host = await remoteHost(site.db, actor.host);
  return { actor, software: host?.software ?? null, state: ally?.state, texts: texts ?? [] };
}

/** What somebody says of themselves, in plain words and not too many; undefined where that is nothing. */
export function wordsOfSelf(summary: string | null, length = 500): string | undefined {
  if (summary === null) return undefined;
  return firstWords(cleanHtml(summary, 6 * length).html, length) || undefined;
}

/** What a collective of this node has published last. */
async function textsOf(site: Site, sibling: string): Promise<ForeignText[]> {
  const { texts } = await publicTexts(site.db, { collective: sibling }, undefined, most.texts);
  const read = texts.map(({ id }) => site.fediverse.readOwn(site.db, site.config.origin + ap.report(id)));
  return (await Promise.all(read)).flatMap((one) => one?.text ?? []);
}

async function newestTexts(site: Site, actor: string): Promise<ForeignText[]> {
  const addresses = (await ifAny(site.fediverse.newestOf(actor, most.tried))) ?? [];
  const found = await Promise.all(addresses.map(({ address }) => ifAny(site.fediverse.fetchText(address))));
  return found
    .flatMap((one) => one?.text ?? [])
    .filter(({ attributedTo, inReplyTo, isPublic }) => attributedTo === actor && !inReplyTo && isPublic)
    .slice(0, most.texts);
}

/** What they do not show is no hindrance to follow them. */
async function ifAny<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!isSpoken(error)) throw error;
    return undefined;
  }
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  const over = new AbortController();
  const end = pause(milliseconds, undefined, { signal: over.signal, ref: false }).catch(() => undefined);
  return Promise.race([work, end]).finally(() => over.abort());
}
