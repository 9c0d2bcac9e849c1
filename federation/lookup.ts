// Finds an actor by handle or address: WebFinger, the actor's document, and back again, until both say the same.
import {
  type RemoteActor,
  rememberActor,
  remoteActorByHandle,
  remoteActorById,
} from "../src/db/remote_actor.ts";
import { Refused, Unavailable } from "../src/domain/errors.ts";
import { toAddress } from "./address.ts";
import { createBlocks } from "./blocks.ts";
import { type Fetcher, outsideOf } from "./fetcher.ts";
import type { Ground } from "./keys.ts";
import { fetchStranger, type Stranger } from "./stranger.ts";

/** How long what is known of an actor is good enough, in milliseconds. */
const fresh = 24 * 60 * 60 * 1000;
const jrd = "application/jrd+json, application/json";
const self = new Set([
  "application/activity+json",
  'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
]);

export function createLookup(ground: Ground): (handleOrUrl: string) => Promise<RemoteActor> {
  const { fetcher } = outsideOf(ground);
  const blocks = createBlocks(ground);

  return async (handleOrUrl) => {
    const text = handleOrUrl.trim();
    const handle = readHandle(text);
    if (handle === undefined && toAddress(text) === undefined) {
      throw new Refused(
        `"${text.slice(0, 200)}" is neither a handle (@name@host) nor an address (https://…).`,
        { reason: "server unreadable" },
      );
    }
    const host = handle?.host ?? new URL(text).host;
    if (host === ground.config.host)
      throw new Refused(`${text} is on this node itself.`, { reason: "server ours" });
    if (await blocks.has(`https://${host}/`)) {
      throw new Refused(`${host} is blocked on this node.`, { reason: "blocked" });
    }
    const known =
      handle === undefined
        ? await remoteActorById(ground.db, text)
        : await remoteActorByHandle(ground.db, `${handle.name}@${handle.host}`);
    if (
      known !== undefined &&
      known.gone === null &&
      ground.clock.now().getTime() - known.fetched.getTime() < fresh
    ) {
      return known;
    }
    try {
      return handle === undefined ? await byAddress(text) : await byHandle(handle);
    } catch (error) {
      // What is known but old serves as long as nothing newer can be had.
      if (known !== undefined && known.gone === null && error instanceof Unavailable) return known;
      throw error;
    }
  };

  async function byHandle({ name, host }: Handle): Promise<RemoteActor> {
    const finger = await askWebFinger(fetcher, schemeOf(ground, host), host, `acct:${name}@${host}`);
    const stranger = await fetchStranger(fetcher, finger.actor);
    const handle = await canonical(stranger);
    const said = readHandle(finger.subject);
    if (handle !== `${name}@${host}` && handle !== (said && `${said.name}@${said.host}`)) {
      throw new Refused(`@${name}@${host} leads to ${stranger.facts.id}, which goes by another name.`);
    }
    return remember({ ...stranger, facts: { ...stranger.facts, handle } });
  }

  async function byAddress(address: string): Promise<RemoteActor> {
    const stranger = await fetchStranger(fetcher, await actorAt(address));
    if (new URL(stranger.facts.id).host === ground.config.host)
      throw new Refused(`${address} is on this node itself.`, { reason: "server ours" });
    return remember(stranger);
  }

  /** For the address of a whole server, the actor that stands for it. https://w3id.org/fep/d556 */
  async function actorAt(address: string): Promise<string> {
    const { protocol, host, pathname } = new URL(address);
    if (pathname !== "/") return address;
    return (await askWebFinger(fetcher, protocol, host, `${protocol}//${host}/`)).actor;
  }

  /** The handle that an actor's own host confirms. https://swicg.github.io/activitypub-webfinger/#reverse-discovery */
  async function canonical({ facts }: Stranger): Promise<string> {
    const { id, handle } = facts;
    if (handle === null) throw new Refused(`${id} has no name that could be part of a handle.`);
    const finger = await askWebFinger(fetcher, new URL(id).protocol, new URL(id).host, `acct:${handle}`);
    if (finger.actor !== id) throw new Refused(`@${handle} leads to somebody else than ${id}.`);
    const said = readHandle(finger.subject);
    if (said === undefined || said.host === new URL(id).host) return handle;
    // The handle lives on another host than the actor: that host must say so itself.
    if (said.host === ground.config.host) throw new Refused(`${id} claims to be somebody of this node.`);
    const there = await askWebFinger(
      fetcher,
      schemeOf(ground, said.host),
      said.host,
      `acct:${said.name}@${said.host}`,
    );
    if (there.actor !== id)
      throw new Refused(`@${said.name}@${said.host} leads to somebody else than ${id}.`);
    return `${said.name}@${said.host}`;
  }

  function remember({ facts, keys }: Stranger): Promise<RemoteActor> {
    return rememberActor(ground.db, facts, keys, ground.clock.now());
  }
}

/** How a host is spoken to: by https, unless it is this machine and tests allow it. */
export function schemeOf({ config }: Ground, host: string): string {
  return config.allowPrivateAddress && /^(localhost|127\.|\[::1\])/.test(host) ? "http:" : "https:";
}

export interface Handle {
  name: string;
  host: string;
}

/** Reads `@name@host`, `name@host` or `acct:name@host`; host and port as a URL spells them. */
export function readHandle(text: string): Handle | undefined {
  const parts = /^(?:acct:)?@?([^\s@/:?#<>"&]{1,100})@([^\s@/?#]{1,255})$/i.exec(text);
  if (parts === null || !URL.canParse(`https://${parts[2]}/`)) return undefined;
  const { host, pathname } = new URL(`https://${parts[2]}/`);
  return pathname === "/" && !host.endsWith(".") ? { name: parts[1]!, host } : undefined;
}

/** Asks a host who is behind a name. https://www.rfc-editor.org/rfc/rfc7033 */
async function askWebFinger(
  fetcher: Fetcher,
  scheme: string,
  host: string,
  resource: string,
): Promise<{ subject: string; actor: string }> {
  const url = `${scheme}//${host}/.well-known/webfinger?resource=${encodeURIComponent(resource)}`;
  const { json } = await fetcher.getJson(url, { accept: jrd });
  const { subject, links } = (json ?? {}) as { subject?: unknown; links?: unknown };
  const link = (Array.isArray(links) ? links.slice(0, 50) : []).find(
    (one) => one?.rel === "self" && typeof one.type === "string" && self.has(one.type.replace(/;\s*/, "; ")),
  );
  if (typeof subject !== "string" || toAddress(link?.href) === undefined) {
    throw new Refused(`${host} does not say where ${resource.replace("acct:", "@")} can be found.`);
  }
  return { subject, actor: link.href };
}
