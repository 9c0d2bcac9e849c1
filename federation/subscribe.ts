// Where a reader's own server lets them follow somebody: it says so by WebFinger, as an intent or as OStatus' template.
import { Refused, Unavailable } from "../src/domain/errors.ts";
import { createBlocks } from "./blocks.ts";
import { outsideOf } from "./fetcher.ts";
import type { Ground } from "./keys.ts";
import { type Handle, readHandle, schemeOf } from "./lookup.ts";

const jrd = "application/jrd+json, application/json";
const maxAddress = 4096;

/** What servers offer, the better first. https://w3id.org/fep/3b86 · https://www.w3.org/submissions/ostatus/ */
const offers = [
  { rel: "https://w3id.org/fep/3b86/Follow", place: "{object}" },
  { rel: "http://ostatus.org/schema/1.0/subscribe", place: "{uri}" },
] as const;

/** See `Fediverse.subscribeAddress`. */
export function createSubscribe(ground: Ground): (handleOrServer: string, uri: string) => Promise<string> {
  const { egress, fetcher } = outsideOf(ground);
  const blocks = createBlocks(ground);

  return async (handleOrServer, uri) => {
    const { name, host } = readServer(handleOrServer);
    if (host === ground.config.host) {
      throw new Refused("That is this node itself, where nobody has an account.", { reason: "server ours" });
    }
    if (await blocks.has(`https://${host}/`)) throw new Refused(`${host} is blocked on this node.`);
    const scheme = schemeOf(ground, host);
    const origin = `${scheme}//${host}`;
    egress.check(new URL(origin));
    const template = await offered(origin, name, host);
    if (template === undefined) {
      // Mastodon's own convention, for a server that was named without an account on it.
      if (name === undefined) return `${origin}/authorize_interaction?uri=${encodeURIComponent(uri)}`;
      throw new Refused(`${host} does not say where to follow somebody.`);
    }
    return fill(template, uri, scheme);
  };

  async function offered(origin: string, name: string | undefined, host: string): Promise<Offer | undefined> {
    const resource = `acct:${name ?? host}@${host}`;
    const url = `${origin}/.well-known/webfinger?resource=${encodeURIComponent(resource)}`;
    let json: unknown;
    try {
      ({ json } = await fetcher.getJson(url, { accept: jrd }));
    } catch (error) {
      // Whoever runs a server need not be somebody on it.
      if (name === undefined && !(error instanceof Unavailable)) return undefined;
      throw error;
    }
    const { links } = (json ?? {}) as { links?: unknown };
    for (const { rel, place } of offers) {
      for (const link of Array.isArray(links) ? links.slice(0, 50) : []) {
        if (link?.rel === rel && typeof link.template === "string" && link.template.includes(place)) {
          return { template: link.template, place };
        }
      }
    }
    return undefined;
  }

  /** The address of a template; where people are sent is as public as where this node goes. */
  function fill({ template, place }: Offer, uri: string, scheme: string): string {
    const address = template.replaceAll(place, encodeURIComponent(uri)).replace(/\{[^{}]*\}/g, "");
    if (address.length > maxAddress || !URL.canParse(address)) {
      throw new Refused("What that server offers is not an address.");
    }
    const url = new URL(address);
    if (url.protocol !== scheme || url.username !== "" || url.password !== "") {
      throw new Refused("What that server offers is not an address to send anybody to.");
    }
    egress.check(url);
    return url.href;
  }
}

interface Offer {
  template: string;
  place: string;
}

/** Reads a handle, the name of a server, or any address on it. */
function readServer(typed: string): { name: string | undefined; host: string } {
  const text = typed.trim();
  const handle: Handle | undefined = readHandle(text);
  if (handle !== undefined) return handle;
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (text.length <= 300 && !/[\s@]/.test(text) && URL.canParse(address)) {
    const { host, hostname } = new URL(address);
    const isName = hostname.includes(".") || hostname === "localhost";
    if (isName && !hostname.endsWith(".")) return { name: undefined, host };
  }
  throw new Refused("That is neither a handle (@name@server) nor the name of a server.", {
    reason: "server unreadable",
  });
}
