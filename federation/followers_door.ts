// Shows a server those of its own people who follow a collective, and shows them to nobody else. https://w3id.org/fep/8fcf
import type { Response as Answer, Request as Asked, RequestHandler } from "express";
import { collectiveById } from "../src/db/collective.ts";
import { countFollowersAt, followersAt } from "../src/db/follower.ts";
import type { Site } from "../src/site.ts";
import { createBlocks } from "./blocks.ts";
import { createBuckets } from "./bucket.ts";
import { followersOnDocument, followersOnPageDocument, followersPerPage } from "./collections.ts";
import { activityType, sendProblem } from "./show.ts";
import { readSignatureHead } from "./signature_head.ts";
import type { Signers } from "./signer.ts";
import { Turned } from "./turned.ts";

const noStore = "private, no-store";
const titles = {
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  429: "Too Many Requests",
  503: "Service Unavailable",
} as const;

/**
 * Answers a GET that any actor of the server in the address has signed; no cache may keep what it is told.
 *
 * 401 not signed, wrongly or too late · 403 of another server, or blocked · 404 no such collective or page · 429 asked
 * too often · 503 come back later.
 */
export function createFollowersDoor(site: Site, signers: Signers): RequestHandler<Record<string, string>> {
  const { config, db, clock } = site;
  const blocks = createBlocks(site);
  const origins = createBuckets({ size: 120, perSecond: 1 });

  /** The server that asks: scheme and host. */
  async function whoAsks(request: Asked<Record<string, string>>): Promise<string> {
    const now = clock.now();
    const { headersDistinct: headers, originalUrl: target } = request;
    const head = readSignatureHead(headers, now, "GET");
    const { host, origin } = new URL(head.keyId);
    // Said before anything is fetched: strangers cannot make us ask others who they are.
    if (host !== request.params.host) throw new Turned(403, `This is for ${request.params.host} alone.`);
    if (await blocks.has(head.keyId)) throw new Turned(403, "This node does not speak with yours.");
    const actor = await signers.ownerOf(head.keyId);
    const asked = { origin: config.origin, host: config.host, method: "GET", target, headers } as const;
    const signed = await signers.check({ ...asked, body: Buffer.alloc(0) }, head, actor);
    if (signed === "gone") throw new Turned(401, "The actor is gone.");
    if (await blocks.has(actor)) throw new Turned(403, "This node does not speak with you.");
    if (!origins.take(origin, now)) throw new Turned(429, `${host} asks too often.`, { retryAfter: 60 });
    return `${new URL(actor).protocol}//${request.params.host}`;
  }

  async function find(request: Asked<Record<string, string>>): Promise<object> {
    const origin = await whoAsks(request);
    const { id = "", host = "", page } = request.params;
    const collective = await collectiveById(db, id);
    const number = page === undefined || /^[1-9]\d{0,8}$/.test(page) ? Number(page ?? 1) : 0;
    const at = { collective: id, origin };
    const total = collective === undefined ? 0 : await countFollowersAt(db, at);
    const pages = Math.ceil(total / followersPerPage);
    if (collective === undefined || (page !== undefined && (number < 1 || number > pages))) {
      throw new Turned(404, "There is nothing at this address.");
    }
    const followers = await followersAt(db, at, (number - 1) * followersPerPage, followersPerPage);
    return page === undefined
      ? followersOnDocument(config.origin, id, host, total, followers)
      : followersOnPageDocument(config.origin, id, host, number, pages, followers);
  }

  return async (request, answer) => {
    answer.vary("Accept, Signature, Signature-Input");
    try {
      const document = await find(request);
      answer.set("Cache-Control", noStore).setHeader("Content-Type", activityType);
      answer.send(Buffer.from(JSON.stringify(document)));
    } catch (error) {
      if (!(error instanceof Turned)) throw error;
      refuse(answer, error);
    }
  };
}

function refuse(answer: Answer, { status, message, retryAfter }: Turned): void {
  if (retryAfter !== undefined) answer.set("Retry-After", String(retryAfter));
  if (status === 401) answer.set("WWW-Authenticate", 'Signature headers="(request-target) host date"');
  sendProblem(answer, status, titles[status as keyof typeof titles] ?? "Refused", message, noStore);
}
