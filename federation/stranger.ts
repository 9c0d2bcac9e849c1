// Reads the document of a remote actor, and believes of it only what its own address makes true.
import type { RemoteActorFacts } from "../src/db/remote_actor.ts";
import type { RemoteKey } from "../src/db/remote_key.ts";
import { Gone, Refused } from "../src/domain/errors.ts";
import { toAddress } from "./address.ts";
import type { Fetcher } from "./fetcher.ts";
import { readKeys } from "./remote_keys.ts";

/** An actor as it describes itself. */
export interface Stranger {
  facts: RemoteActorFacts;
  /** The keys it lists for signing. */
  keys: RemoteKey[];
}

const actorTypes = new Set(["Application", "Group", "Organization", "Person", "Service"]);
const longestName = 200;
/** Characters of HTML: many servers write more tags than words. */
const longestSummary = 10_000;

/**
 * Fetches an actor.
 * @throws {NotFound | Gone | Refused | Unavailable} as `getJson` does; Refused too if it is not an actor we can speak to
 */
export async function fetchStranger(fetcher: Fetcher, address: string): Promise<Stranger> {
  const { url, json } = await fetcher.getJson(address);
  return readStranger(fetcher, url, json as Record<string, unknown>);
}

/**
 * Reads the document of an actor.
 * @param url where it was found
 * @throws {Refused} if it is not an actor we can speak to; and as `getJson` does for keys that it only names
 */
export async function readStranger(
  fetcher: Fetcher,
  url: string,
  document: Record<string, unknown>,
): Promise<Stranger> {
  const facts = readFacts(url, document);
  return { facts, keys: await readKeys(fetcher, facts.id, document) };
}

function readFacts(url: string, document: Record<string, unknown>): RemoteActorFacts {
  const { id, type, preferredUsername } = document;
  const own = toAddress(id);
  if (typeof id !== "string" || own === undefined || id.split("#")[0] !== url.split("#")[0]) {
    throw new Refused(`${url} shows a document that belongs to another address.`);
  }
  if (type === "Tombstone") throw new Gone(`${id} is gone.`);
  if (typeof type !== "string" || !actorTypes.has(type))
    throw new Refused(`${id} is not somebody to speak to.`);
  const inbox = toAddress(document.inbox);
  if (inbox?.origin !== own.origin) throw new Refused(`${id} has no inbox on its own server.`);
  const endpoints = document.endpoints as { sharedInbox?: unknown } | null | undefined;
  const shared = toAddress(endpoints?.sharedInbox);
  const page = toAddress(document.url);
  const isName =
    typeof preferredUsername === "string" &&
    /^[^\s@/:?#<>"&\p{Cc}\u202a-\u202e\u2066-\u2069]{1,100}$/u.test(preferredUsername);
  return {
    id,
    host: own.host,
    type,
    handle: isName ? `${preferredUsername}@${own.host}` : null,
    name: oneLine(document.name),
    summary: ofItself(document),
    url: page === undefined ? null : page.href,
    inbox: inbox.href,
    shared_inbox: shared?.origin === own.origin ? shared.href : null,
  };
}

/** What an actor says of itself, as it came but for its length. */
function ofItself({ summary, summaryMap }: Record<string, unknown>): string | null {
  const [inOne] = typeof summaryMap === "object" && summaryMap !== null ? Object.values(summaryMap) : [];
  const said = typeof summary === "string" ? summary : inOne;
  if (typeof said !== "string") return null;
  return said.slice(0, longestSummary).replaceAll("\u0000", "").toWellFormed() || null;
}

function oneLine(value: unknown): string | null {
  if (typeof value !== "string") return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be taken out
  const line = value.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]+/g, " ").trim();
  return line === "" ? null : line.slice(0, longestName).toWellFormed();
}
