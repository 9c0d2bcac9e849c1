// Fetches documents and pictures from other servers: small, in time, of a type that says what it is, and from where it says it is from.
import type { DocumentLoader } from "@fedify/fedify";
import { type Dispatcher, request } from "undici";
import { Refused } from "../src/domain/errors.ts";
import { discard, notHad, readAnswer, readBytes } from "./answer.ts";
import { createBlocks } from "./blocks.ts";
import { createEgress, type Egress } from "./egress.ts";
import { type Ground, loadKeys } from "./keys.ts";
import { contextLoader } from "./known_contexts.ts";
import { signRequest } from "./signature.ts";

/** What was fetched and where it was in the end. */
export interface Fetched {
  url: string;
  json: unknown;
  /** The same as it came. */
  text: string;
}

export interface FetchOptions {
  /** Media types that are asked for and taken; ActivityPub's unless said otherwise. */
  accept?: string;
  /** Signed by the instance actor from the start; else only where the other server wants it so. */
  signed?: boolean;
}

export interface Fetcher {
  /**
   * Fetches a document: at most 1 MiB, 10 seconds and three redirects. An ActivityPub document must carry its own
   * address as `id`; if it carries another one of the same origin, that one is fetched instead.
   * @throws {NotFound | Gone} when the server says so
   * @throws {Refused} when what it sends, or where it is, is not acceptable
   * @throws {Unavailable} when it cannot be had now and may be later
   */
  getJson(url: string | URL, options?: FetchOptions): Promise<Fetched>;
  /**
   * Fetches what claims to be a picture, at most 8 MiB; otherwise as a document. What it really is shows when it is decoded.
   * @throws {NotFound | Gone | Refused | Unavailable}
   */
  getPicture(url: string): Promise<Buffer>;
  readonly documentLoader: DocumentLoader;
  readonly contextLoader: DocumentLoader;
}

const maxRedirects = 3;
/** Most bytes of a picture. */
const maxPicture = 8 * 1024 * 1024;
const activityJson =
  'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"';

const outside = new WeakMap<Ground["config"], { egress: Egress; fetcher: Fetcher }>();

/** The way out of a node and the fetcher over it: one of each, whoever asks. */
export function outsideOf(ground: Ground): { egress: Egress; fetcher: Fetcher } {
  const known = outside.get(ground.config);
  if (known !== undefined) return known;
  const egress = createEgress(ground.config);
  const made = { egress, fetcher: createFetcher(ground, egress) };
  outside.set(ground.config, made);
  return made;
}

/**
 * A fetcher over a node's way out.
 * @param options `deadline`: milliseconds for a document with all its redirections
 */
export function createFetcher(
  ground: Ground,
  egress: Egress,
  { deadline = 10_000 }: { deadline?: number } = {},
): Fetcher {
  /** Hosts that answered only to a signature; forgotten with the process. */
  const wantsSignature = new Set<string>();
  const blocks = createBlocks(ground);

  async function getJson(address: string | URL, options: FetchOptions = {}): Promise<Fetched> {
    const accept = options.accept ?? activityJson;
    const signal = AbortSignal.timeout(deadline);
    const readJson = async (url: URL, answer: Dispatcher.ResponseData): Promise<Fetched> => ({
      url: url.href,
      ...(await readAnswer(url, answer, accept)),
    });
    const asked = { accept, signed: options.signed === true, signal };
    const first = await follow(parse(address), asked, readJson);
    if (options.accept !== undefined) return first;
    const id = idOf(first.json);
    if (id === first.url) return first;
    if (id === undefined || !URL.canParse(id) || new URL(id).origin !== new URL(first.url).origin) {
      throw new Refused(`${first.url} shows a document that belongs to another address.`);
    }
    const second = await follow(parse(id), asked, readJson);
    if (second.url !== withoutFragment(id) || idOf(second.json) !== id) {
      throw new Refused(`${first.url} shows a document that belongs to another address.`);
    }
    return { ...second, url: id };
  }

  function getPicture(address: string): Promise<Buffer> {
    const accept = "image/*";
    const asked = { accept, signed: false, signal: AbortSignal.timeout(deadline) };
    return follow(parse(address), asked, (url, answer) => readBytes(url, answer, accept, maxPicture));
  }

  interface Asked {
    accept: string;
    signed: boolean;
    signal: AbortSignal;
  }

  async function follow<T>(
    url: URL,
    asked: Asked,
    read: (url: URL, answer: Dispatcher.ResponseData) => Promise<T>,
  ): Promise<T> {
    let next = url;
    for (let hops = 0; hops <= maxRedirects; hops++) {
      const answer = await ask(next, asked);
      if (!isRedirect(answer.statusCode)) return read(next, answer);
      discard(answer);
      const location = answer.headers.location;
      if (typeof location !== "string" || !URL.canParse(location, next)) {
        throw new Refused(`${next.href} leads nowhere.`);
      }
      next = parse(new URL(location, next));
    }
    throw new Refused(`${url.href} leads on and on.`);
  }

  async function ask(url: URL, { accept, signed, signal }: Asked): Promise<Dispatcher.ResponseData> {
    egress.check(url);
    if (await blocks.has(url.href)) throw new Refused(`This node does not speak with ${url.host}.`);
    const sign = signed || wantsSignature.has(url.host);
    const answer = await send(url, accept, sign, signal);
    if (sign || (answer.statusCode !== 401 && answer.statusCode !== 403)) return answer;
    discard(answer);
    const again = await send(url, accept, true, signal);
    if (again.statusCode < 300) wantsSignature.add(url.host);
    return again;
  }

  async function send(url: URL, accept: string, sign: boolean, signal: AbortSignal) {
    const headers = {
      accept,
      "accept-encoding": "gzip, br",
      "user-agent": `Tern (+${ground.config.origin}/)`,
    };
    const signature = sign ? await signed(url) : {};
    try {
      return await request(url, {
        dispatcher: egress.dispatcher,
        headers: { ...headers, ...signature },
        signal,
      });
    } catch (error) {
      throw notHad(url, error);
    }
  }

  async function signed(url: URL): Promise<Record<string, string>> {
    const { rsa } = await loadKeys(ground, ground.db, null);
    return signRequest({ method: "GET", url }, rsa, "cavage", ground.clock.now());
  }

  return {
    getJson,
    getPicture,
    async documentLoader(url) {
      const { url: documentUrl, json } = await getJson(url);
      return { contextUrl: null, documentUrl, document: json };
    },
    contextLoader,
  };
}

function parse(address: string | URL): URL {
  if (!URL.canParse(String(address))) throw new Refused(`"${address}" is not an address.`);
  const url = new URL(address);
  url.hash = "";
  return url;
}

function withoutFragment(address: string): string {
  return parse(address).href;
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

function idOf(json: unknown): string | undefined {
  const id = typeof json === "object" && json !== null && "id" in json ? json.id : undefined;
  return typeof id === "string" ? id : undefined;
}
