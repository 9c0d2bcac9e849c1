// The door of every inbox: what is answered 202 here has been checked, is whose it says it is, and is stored.
import { getLogger } from "@logtape/logtape";
import type { Response as Answer, Request as Asked, RequestHandler } from "express";
import { isFollowed } from "../src/db/ally.ts";
import { collectiveById } from "../src/db/collective.ts";
import { noteReceived } from "../src/db/received.ts";
import type { Site } from "../src/site.ts";
import { instanceName } from "./actor.ts";
import { createBlocks } from "./blocks.ts";
import { createBuckets } from "./bucket.ts";
import { createFollowersEar } from "./followers_heard.ts";
import { asHearsay, isPassedOn } from "./forwarded.ts";
import { checkHead, type Incoming, inspect, maxBody, tooLarge } from "./guard.ts";
import { heeded } from "./inbox.ts";
import { enqueue, keptAsTheyCame } from "./queue.ts";
import { readSignatureHead } from "./signature_head.ts";
import type { Signers } from "./signer.ts";
import { Turned } from "./turned.ts";

/** What a door bears; beyond that others are asked to come back, and they do. */
export interface DoorLimits {
  /** Most activities that may wait. */
  waiting: number;
  /** What one server may send; it is counted once its signature is known to be its own. */
  perOrigin: { size: number; perSecond: number };
  /** Bodies that may be on their way at once. For one more, that which has taken longest is ended. */
  bodies: number;
  /** Longest time for a body to arrive, in milliseconds. */
  patience: number;
}

const usualLimits: DoorLimits = {
  waiting: 50_000,
  perOrigin: { size: 10_000, perSecond: 100 },
  bodies: 256,
  patience: 20_000,
};
/** How long a count of what waits is good for, in milliseconds. */
const countFor = 5_000;
/** How long the rest of a body that is too large is thrown away, in milliseconds. */
const linger = 1_000;

/**
 * Takes POSTs to inboxes: 202 for whatever is well signed, be it of use here or not.
 *
 * 400 cannot be read · 401 not signed, wrongly, too late or by somebody else · 403 blocked · 404 no such inbox ·
 * 413 too large · 415 not an activity · 429 too many from one server · 503 come back later.
 */
export function createInboxDoor(
  site: Site,
  signers: Signers,
  limits: DoorLimits = usualLimits,
): RequestHandler {
  const blocks = createBlocks(site);
  const hearFollowers = createFollowersEar(site);
  const origins = createBuckets(limits.perOrigin);
  const readBody = createBodyReader(limits);
  const waiting = { count: 0, until: 0 };

  async function receive(request: Asked): Promise<void> {
    const now = site.clock.now();
    if (!(await isInbox(request.params.id))) throw new Turned(404, "There is no such inbox.");
    const { "content-type": type, "content-encoding": encoding, "content-length": length } = request.headers;
    checkHead({ type, encoding, length });
    const head = readSignatureHead(request.headersDistinct, now);
    if (await blocks.has(head.keyId)) throw new Turned(403, "This node does not speak with yours.");
    const body = await readBody(request);
    const incoming = inspect(body);
    const { actor } = incoming;
    if (await blocks.has(actor)) throw new Turned(403, "This node does not speak with you.");
    // Servers tell everybody of every account that is deleted: what we never knew needs no check to be ignored.
    if (incoming.type === "Delete" && !(await signers.isKnown(actor))) return;
    await makeRoom(now.getTime());
    const forwarder = isPassedOn(incoming, head.keyId) ? await signers.ownerOf(head.keyId) : undefined;
    if (forwarder !== undefined && (await blocks.has(forwarder))) {
      throw new Turned(403, "This node does not speak with you.");
    }
    const { origin: ours, host } = site.config;
    const asked = { method: "POST", origin: ours, host, target: request.originalUrl } as const;
    const signer = forwarder ?? actor;
    const signed = await signers.check({ ...asked, headers: request.headersDistinct, body }, head, signer);
    const isFarewell = forwarder === undefined && incoming.type === "Delete" && incoming.object === actor;
    if (signed === "gone" && !isFarewell) {
      throw new Turned(401, "The actor is gone.");
    }
    const { origin } = new URL(signer);
    if (!origins.take(origin, now)) throw new Turned(429, `${origin} sends too much.`, { retryAfter: 60 });
    if (forwarder !== undefined) return store(asHearsay(incoming, forwarder), now, body.length);
    await store(incoming, now, body.length, body);
    await hearFollowers(actor, request.headersDistinct, head, now);
  }

  async function isInbox(id: unknown): Promise<boolean> {
    if (id === undefined || id === instanceName) return true;
    return (await collectiveById(site.db, String(id))) !== undefined;
  }

  async function makeRoom(now: number): Promise<void> {
    if (waiting.until <= now) {
      // One counts for all who come meanwhile.
      waiting.until = now + countFor;
      waiting.count = await site.jobs.waiting("inbox", limits.waiting);
    }
    if (waiting.count >= limits.waiting) {
      throw new Turned(503, "Too much is waiting to be read here.", { retryAfter: 300 });
    }
  }

  async function store(
    { type, actor, key, object, json, isSealed }: Incoming,
    now: Date,
    size: number,
    body?: Buffer,
  ): Promise<void> {
    if (!heeded.has(type)) {
      await noteReceived(site.db, { actor, key, type, object: object ?? null }, now);
      return;
    }
    // What allies have said is kept as they have signed it.
    const isKept =
      body !== undefined && keptAsTheyCame.has(type) && (isSealed || (await isFollowed(site.db, actor)));
    await enqueue(site, json, now, { size, ...(isKept && { body: body.toString(), isSealed }) });
  }

  return (request, answer) => {
    answer.set("Cache-Control", "no-store");
    return receive(request).then(
      () => void answer.status(202).end(),
      (error) => turnAway(request, answer, error),
    );
  };
}

/** Reads bodies, so many at once: who sends slowly must not keep out the others. */
function createBodyReader({ bodies, patience }: DoorLimits): (request: Asked) => Promise<Buffer> {
  const reading = new Set<Asked>();
  const tooSlow = (request: Asked) => {
    reading.delete(request);
    request.destroy(new Turned(400, "The body came too slowly."));
  };
  return async (request) => {
    if (reading.size >= bodies) tooSlow(reading.values().next().value!);
    reading.add(request);
    const timer = setTimeout(tooSlow, patience, request);
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > maxBody) throw tooLarge();
        chunks.push(chunk);
      }
    } finally {
      clearTimeout(timer);
      reading.delete(request);
    }
    return Buffer.concat(chunks);
  };
}

/** An error nobody foresaw is ours, and may be gone when the sender comes back: that is what 503 says. */
function turnAway(request: Asked, answer: Answer, error: unknown): void {
  if (answer.headersSent || answer.destroyed) return;
  const turned =
    error instanceof Turned
      ? error
      : new Turned(503, "This node cannot take it in at the moment.", { retryAfter: 60, cause: error });
  const log = getLogger(["tern", "inbox"]);
  if (turned.status === 503)
    log.warn("An inbox answered 503: {cause}", { cause: turned.cause ?? turned.message });
  else log.debug("An inbox answered {status}: {reason}", { status: turned.status, reason: turned.message });
  if (turned.retryAfter !== undefined) answer.set("Retry-After", String(turned.retryAfter));
  answer.status(turned.status).type("text/plain");
  const message = `${turned.message}\n`;
  if (turned.status === 413) endAfterBody(request, answer, message);
  else answer.send(message);
}

/**
 * Answers while the body still comes, and throws the rest away for a moment: a connection that is closed with something
 * unread takes the answer with it, and its sender would not know to send less. https://www.rfc-editor.org/rfc/rfc9112#section-9.6
 */
function endAfterBody(request: Asked, answer: Answer, message: string): void {
  answer.set({ Connection: "close", "Content-Length": String(Buffer.byteLength(message)) }).write(message);
  const end = () => {
    clearTimeout(timer);
    answer.end();
  };
  const timer = setTimeout(end, linger);
  request.once("close", end).resume();
}
