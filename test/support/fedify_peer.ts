// Somebody else's server as its makers' documentation builds it: stock Fedify in Express, and alice on it.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { integrateFederation } from "@fedify/express";
import {
  type Context,
  createFederation,
  detachSignature,
  generateCryptoKeyPair,
  type HttpMessageSignaturesSpec,
  MemoryKvStore,
  verifyJsonLd,
  verifyObject,
  verifyRequest,
} from "@fedify/fedify";
import {
  Accept,
  Activity,
  type Actor,
  Announce,
  Create,
  Delete,
  Endpoints,
  Follow,
  Person,
  Reject,
  Undo,
  Update,
} from "@fedify/fedify/vocab";
import express from "express";
import { onTestFinished } from "vitest";

/** A request to an inbox of the peer, whatever Fedify made of it. */
export interface Posted {
  request: Request;
  json: { id: string; type: string };
}

export interface FedifyPeer {
  url: string;
  /** Her address, and `alice@127.0.0.1:PORT`. */
  alice: string;
  handle: string;
  /** Fedify's context: what an application on this server would work with. */
  context: Context<void>;
  /** What came to an inbox, oldest first. */
  posted: Posted[];
  /** What Fedify found true and read, oldest first. */
  heard: Activity[];
  /** Alice asks to follow somebody. */
  follow(whom: Actor): Promise<Follow>;
  /** Alice takes it back. */
  unfollow(whom: Actor, asked: Follow): Promise<void>;
  /** Who made each of the three signatures of what was posted, as Fedify finds; undefined where it is missing or false. */
  signersOf(posted: Posted): Promise<Signers>;
}

export interface Signers {
  /** Owner of the key of the HTTP signature. */
  request: string | undefined;
  /** Actor whose key made the proof. https://w3id.org/fep/8b32 */
  proof: string | undefined;
  /** Whether the LD signature is true. */
  linkedData: boolean;
}

let keys: Promise<CryptoKeyPair[]> | undefined;

/**
 * Starts a server with alice on it; it stops when the test is over.
 * @param options `firstKnock`: the signature that Fedify tries first; without it, Fedify's own choice
 */
export async function startFedifyPeer(
  options: { firstKnock?: HttpMessageSignaturesSpec } = {},
): Promise<FedifyPeer> {
  // Keys of 4096 bits take long to make: one pair each for all tests of a file.
  keys ??= Promise.all([generateCryptoKeyPair("RSASSA-PKCS1-v1_5"), generateCryptoKeyPair("Ed25519")]);
  const pairs = await keys;
  const heard: Activity[] = [];
  const posted: Posted[] = [];
  const follows = new Map<string, Follow>();

  const federation = createFederation<void>({
    kv: new MemoryKvStore(),
    allowPrivateAddress: true,
    ...options,
  });
  federation
    .setActorDispatcher("/users/{identifier}", async (context, identifier) => {
      if (identifier !== "alice") return null;
      const [rsa, ed25519] = await context.getActorKeyPairs(identifier);
      return new Person({
        id: context.getActorUri(identifier),
        preferredUsername: identifier,
        name: "Alice",
        url: new URL(`/@${identifier}`, context.url),
        inbox: context.getInboxUri(identifier),
        endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
        publicKey: rsa!.cryptographicKey,
        assertionMethods: [rsa!.multikey, ed25519!.multikey],
      });
    })
    .setKeyPairsDispatcher((_, identifier) => (identifier === "alice" ? pairs : []));
  // Fedify believes what is embedded only of the origin that says it, and fetches the rest: so alice's Follows are there.
  federation.setObjectDispatcher(
    Follow,
    "/users/{identifier}/follows/{id}",
    (_, { id }) => follows.get(id) ?? null,
  );
  const listeners = federation.setInboxListeners("/users/{identifier}/inbox", "/inbox");
  for (const type of [Create, Update, Delete, Accept, Reject, Announce]) {
    listeners.on<Activity>(type, (_, activity) => {
      heard.push(activity);
    });
  }

  const app = express();
  app.set("trust proxy", true);
  app.post(/\/inbox$/, (request, _, next) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const headers = new Headers(request.headers as Record<string, string>);
      posted.push({
        request: new Request(url + request.url, { method: "POST", headers, body }),
        json: JSON.parse(body.toString()),
      });
    });
    next();
  });
  app.use(integrateFederation(federation, () => undefined));

  const server = createServer(app);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `http://${host}`;
  const context = federation.createContext(new URL(url), undefined);
  const actor = context.getActorUri("alice");
  return {
    url,
    alice: actor.href,
    handle: `alice@${host}`,
    context,
    posted,
    heard,
    async follow(whom) {
      const id = crypto.randomUUID();
      const follow = new Follow({
        id: context.getObjectUri(Follow, { identifier: "alice", id }),
        actor,
        object: whom.id,
      });
      follows.set(id, follow);
      await context.sendActivity({ identifier: "alice" }, whom, follow);
      return follow;
    },
    async unfollow(whom, asked) {
      const undo = new Undo({ id: new URL(`#${crypto.randomUUID()}`, actor), actor, object: asked });
      await context.sendActivity({ identifier: "alice" }, whom, undo);
    },
    async signersOf({ request, json }) {
      const { documentLoader, contextLoader } = context;
      const loaders = { documentLoader, contextLoader };
      const key = await verifyRequest(request.clone(), loaders);
      const proven = await verifyObject(Activity, detachSignature(json), loaders);
      return {
        request: key?.ownerId?.href,
        proof: proven?.actorId?.href,
        linkedData: await verifyJsonLd(json, loaders),
      };
    },
  };
}
