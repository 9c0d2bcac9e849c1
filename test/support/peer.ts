// Somebody else's server, written by hand and without Tern's code: actors with keys, signed requests, and a log of what came.
import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request that came to the peer. */
export interface CameIn {
  method: string;
  /** Path with query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** The body parsed, where it is JSON. */
  json: unknown;
}

/** A person (or group) on the peer. */
export interface PeerActor {
  name: string;
  id: string;
  inbox: string;
  keyId: string;
  /** `name@host:port`. */
  handle: string;
  privateKey: KeyObject;
  publicPem: string;
  /** The document that is served at `id`; change it to lie. */
  document: Record<string, unknown>;
}

export interface SignOptions {
  spec?: "cavage" | "rfc9421";
  /** Content-Type of the body. */
  type?: string;
  date?: Date;
  keyId?: string;
  key?: KeyObject;
  /** The value of `algorithm` (cavage) or `alg`, or null for none. */
  algorithm?: string | null;
  /** What is signed, in the words of the dialect. */
  covered?: string[];
  /** The value of `Digest` or `Content-Digest`, where it is not the SHA-256 of the body. */
  digest?: string;
  /** More parameters of the signature: `created`, `expires`. */
  parameters?: Record<string, number>;
  /** More headers, which may be signed. */
  more?: Record<string, string>;
  /** Headers that replace (or, with null, remove) what would be sent, after signing. */
  headers?: Record<string, string | null>;
}

/** What may be served at a path instead of an actor. */
export type Served =
  | { status?: number; type?: string | null; body?: string | Buffer; headers?: Record<string, string> }
  | ((request: IncomingMessage, answer: ServerResponse) => void);

export interface Peer {
  /** `http://127.0.0.1:PORT` */
  url: string;
  host: string;
  /** Every request that came, oldest first. */
  log: CameIn[];
  /** The POSTs among them. */
  posts(): CameIn[];
  /** How many times a path was asked for. */
  asked(path: string): number;
  actors: Map<string, PeerActor>;
  /** Makes an actor with its own RSA key. */
  actor(name: string, more?: Record<string, unknown>): PeerActor;
  /** Forgets an actor: its document answers 410 from now on. */
  gone(actor: PeerActor): void;
  /** What is served by path, before actors are looked at. */
  serves: Map<string, Served>;
  /** How POSTs are answered; 202 unless changed. */
  answer: (came: CameIn) => number | { status: number; headers?: Record<string, string> };
  /** Posts an activity to an inbox, signed by an actor. The body may be given as text or bytes, to be sent as it is. */
  post(by: PeerActor, inbox: string, activity: object | string, options?: SignOptions): Promise<Response>;
  /** Fetches a document, signed by an actor. */
  get(by: PeerActor, url: string, options?: SignOptions): Promise<Response>;
  /** A fresh id on this peer. */
  newId(): string;
  stop(): Promise<void>;
}

const context = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"];

/** Starts a peer on a free port; it stops when the test is over. */
export async function startPeer(): Promise<Peer> {
  const server = createServer((request, answer) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("error", () => {});
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      const came: CameIn = {
        method: request.method!,
        path: request.url!,
        headers: request.headers,
        body,
        json: parsed(body),
      };
      peer.log.push(came);
      respond(peer, came, request, answer);
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `http://${host}`;
  let stopped: Promise<void> | undefined;
  const peer: Peer = {
    url,
    host,
    log: [],
    posts: () => peer.log.filter(({ method }) => method === "POST"),
    asked: (path) => peer.log.filter((came) => came.method === "GET" && came.path === path).length,
    actors: new Map(),
    actor(name, more) {
      const actor = makeActor(url, host, name, more);
      peer.actors.set(name, actor);
      return actor;
    },
    gone(actor) {
      peer.actors.delete(actor.name);
      peer.serves.set(new URL(actor.id).pathname, { status: 410 });
    },
    serves: new Map(),
    answer: () => 202,
    post(by, inbox, activity, options = {}) {
      const isRaw = typeof activity === "string" || activity instanceof Buffer;
      const body = isRaw ? (activity as string | Buffer<ArrayBuffer>) : JSON.stringify(activity);
      return fetch(inbox, { method: "POST", body, headers: signed("POST", inbox, body, by, options) });
    },
    get: (by, address, options = {}) =>
      fetch(address, { headers: signed("GET", address, undefined, by, options), redirect: "manual" }),
    newId: () => `${url}/activities/${randomUUID()}`,
    stop() {
      stopped ??= new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      });
      return stopped;
    },
  };
  onTestFinished(() => peer.stop());
  return peer;
}

/** A fresh activity of an actor. */
export function activity(
  peer: Peer,
  by: PeerActor,
  type: string,
  object: unknown,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return { "@context": context[0], id: peer.newId(), type, actor: by.id, object, ...more };
}

function makeActor(url: string, host: string, name: string, more: Record<string, unknown> = {}): PeerActor {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const id = `${url}/users/${name}`;
  const publicPem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const keyId = `${id}#main-key`;
  const document = {
    "@context": context,
    id,
    type: "Person",
    preferredUsername: name,
    name: `${name[0]!.toUpperCase()}${name.slice(1)}`,
    url: `${url}/@${name}`,
    inbox: `${id}/inbox`,
    outbox: `${id}/outbox`,
    followers: `${id}/followers`,
    endpoints: { sharedInbox: `${url}/inbox` },
    publicKey: { id: keyId, owner: id, publicKeyPem: publicPem },
    ...more,
  };
  return {
    name,
    id,
    inbox: `${id}/inbox`,
    keyId,
    handle: `${name}@${host}`,
    privateKey,
    publicPem,
    document,
  };
}

function respond(peer: Peer, came: CameIn, request: IncomingMessage, answer: ServerResponse): void {
  const path = came.path.split("?")[0]!;
  const served = peer.serves.get(came.path) ?? peer.serves.get(path);
  if (served !== undefined) {
    if (typeof served === "function") served(request, answer);
    else {
      const { status = 200, type = "application/activity+json", body = "", headers = {} } = served;
      answer.writeHead(status, { ...(type !== null && { "content-type": type }), ...headers });
      answer.end(body);
    }
  } else if (came.method === "POST") {
    const given = peer.answer(came);
    const { status, headers = {} } = typeof given === "number" ? { status: given } : given;
    answer.writeHead(status, headers).end();
  } else if (path === "/.well-known/webfinger") {
    const resource = new URLSearchParams(came.path.split("?")[1]).get("resource");
    const actor = [...peer.actors.values()].find(
      ({ id, handle }) => resource === id || resource === `acct:${handle}`,
    );
    if (actor === undefined) answer.writeHead(404).end();
    else {
      answer.writeHead(200, { "content-type": "application/jrd+json" }).end(
        JSON.stringify({
          subject: `acct:${actor.handle}`,
          aliases: [actor.id],
          links: [{ rel: "self", type: "application/activity+json", href: actor.id }],
        }),
      );
    }
  } else {
    const actor = [...peer.actors.values()].find(({ id }) => id === `${peer.url}${path}`);
    if (actor === undefined) answer.writeHead(404).end();
    else
      answer
        .writeHead(200, { "content-type": "application/activity+json" })
        .end(JSON.stringify(actor.document));
  }
}

/** The headers of a request, signed as draft-cavage-http-signatures-12 or RFC 9421 say. */
export function signed(
  method: string,
  address: string,
  body: string | Buffer | undefined,
  by: PeerActor,
  options: SignOptions = {},
): Record<string, string> {
  const url = new URL(address);
  const { spec = "cavage", date = new Date(), keyId = by.keyId, key = by.privateKey } = options;
  const hash = body === undefined ? undefined : createHash("sha256").update(body).digest("base64");
  const headers: Record<string, string> = {
    host: url.host,
    date: date.toUTCString(),
    accept: "application/activity+json",
    ...options.more,
  };
  if (body !== undefined) headers["content-type"] = options.type ?? "application/activity+json";
  if (spec === "cavage") {
    if (hash !== undefined) headers.digest = options.digest ?? `SHA-256=${hash}`;
    const covered = options.covered ?? [
      "(request-target)",
      "host",
      "date",
      ...(hash === undefined ? [] : ["digest", "content-type"]),
    ];
    const text = covered
      .map((name) => {
        if (name === "(request-target)")
          return `${name}: ${method.toLowerCase()} ${url.pathname}${url.search}`;
        if (name === "(created)" || name === "(expires)")
          return `${name}: ${options.parameters?.[name.slice(1, -1)]}`;
        return `${name}: ${headers[name]}`;
      })
      .join("\n");
    const algorithm = options.algorithm === undefined ? "rsa-sha256" : options.algorithm;
    headers.signature = [
      `keyId="${keyId}"`,
      ...(algorithm === null ? [] : [`algorithm="${algorithm}"`]),
      ...Object.entries(options.parameters ?? {}).map(([name, value]) => `${name}=${value}`),
      `headers="${covered.join(" ")}"`,
      `signature="${made(text, key)}"`,
    ].join(",");
  } else {
    if (hash !== undefined) headers["content-digest"] = options.digest ?? `sha-256=:${hash}:`;
    const covered = options.covered ?? [
      "@method",
      "@target-uri",
      ...(hash === undefined ? [] : ["content-digest"]),
    ];
    const created = options.parameters?.created ?? Math.floor(date.getTime() / 1000);
    const parameters = [
      `(${covered.map((name) => `"${name}"`).join(" ")})`,
      `created=${created}`,
      ...(options.parameters?.expires === undefined ? [] : [`expires=${options.parameters.expires}`]),
      `keyid="${keyId}"`,
      ...(options.algorithm === null ? [] : [`alg="${options.algorithm ?? "rsa-v1_5-sha256"}"`]),
    ].join(";");
    const derived: Record<string, string> = {
      "@method": method,
      "@target-uri": address,
      "@authority": url.host,
      "@path": url.pathname,
    };
    const base = [
      ...covered.map((name) => `"${name}": ${derived[name] ?? headers[name]}`),
      `"@signature-params": ${parameters}`,
    ].join("\n");
    headers["signature-input"] = `sig1=${parameters}`;
    headers.signature = `sig1=:${made(base, key)}:`;
  }
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value === null) delete headers[name];
    else headers[name] = value;
  }
  return headers;
}

function made(text: string, key: KeyObject): string {
  return sign(key.asymmetricKeyType === "ed25519" ? null : "sha256", Buffer.from(text), key).toString(
    "base64",
  );
}

/** An Ed25519 public key as a Multikey has it: base 58 of a prefix and its 32 bytes. */
export function asMultibase(key: KeyObject): string {
  const raw = key.export({ type: "spki", format: "der" }).subarray(-32);
  const letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  let number = BigInt(`0xed01${raw.toString("hex")}`);
  let text = "";
  for (; number > 0n; number /= 58n) text = letters[Number(number % 58n)] + text;
  return `z${text}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
