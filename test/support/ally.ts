// A collective that follows alice on a hand-made peer, who can sign what she writes.
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { encodeMultibase } from "@fedify/fedify";
import canonicalize from "canonicalize";
import { expect } from "vitest";
import { alliesOf, followActor } from "../../src/newsroom/ally.ts";
import { type WireFilter, wireItems } from "../../src/newsroom/wire.ts";
import { activity, type PeerActor } from "./peer.ts";
import { openThread, type ThreadScene } from "./thread.ts";

export interface AllyScene extends ThreadScene {
  /** Follows somebody on the peer, who accepts. */
  ally(actor: PeerActor): Promise<void>;
  /** How the collective stands to those whom it has asked. */
  states(): Promise<Record<string, string>>;
  /** What is on the wire. */
  wire(filter?: WireFilter): ReturnType<typeof read>;
  /** What the collective has announced, oldest first. */
  announced(): Promise<string[]>;
}

/** A scene in which alice is an ally. */
export async function openAlliance(options: Parameters<typeof openThread>[0] = {}): Promise<AllyScene> {
  const here = await openThread(options);
  const { site } = here.node;
  const states = async () =>
    Object.fromEntries(
      (await alliesOf(site.db, here.collective.id)).map(({ actor, state }) => [actor, state]),
    );
  const ally = async (actor: PeerActor) => {
    await followActor(site, here.collective, actor.id);
    const asked = () =>
      here.said("Follow").filter(({ json }) => (json as { object: string }).object === actor.id);
    await expect.poll(asked).toHaveLength(1);
    await here.say(actor, activity(here.peer, actor, "Accept", asked()[0]!.json));
    expect(await states()).toMatchObject({ [actor.id]: "accepted" });
  };
  await ally(here.alice);
  return {
    ...here,
    ally,
    states,
    wire: (filter = {}) => read(here, filter),
    async announced() {
      const rows = await site.db
        .selectFrom("activity")
        .select("object")
        .where("type", "=", "Announce")
        .orderBy("sequence")
        .execute();
      return rows.map(({ object }) => object);
    },
  };
}

async function read({ node, collective }: ThreadScene, filter: WireFilter) {
  return (await wireItems(node.site.db, collective.id, filter, undefined, 100)).items;
}

/** An Ed25519 key that an actor lists as its own from now on. https://w3id.org/fep/521a */
export function giveKey(actor: PeerActor, controller = actor.id) {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url");
  const bytes = Buffer.concat([Buffer.of(0xed, 0x01), raw]);
  const id = `${actor.id}#ed25519`;
  const publicKeyMultibase = Buffer.from(encodeMultibase("base58btc", bytes)).toString();
  actor.document.assertionMethod = [{ id, type: "Multikey", controller, publicKeyMultibase }];
  /** Proves a document, under the name of this key or another. */
  return <T extends object>(document: T, verificationMethod = id) => {
    const options = {
      type: "DataIntegrityProof",
      cryptosuite: "eddsa-jcs-2022",
      verificationMethod,
      proofPurpose: "assertionMethod",
      created: "2026-11-24T12:00:00Z",
    };
    const hash = (one: object) => createHash("sha256").update(canonicalize(one)!).digest();
    const terms = (document as { "@context": unknown })["@context"];
    const digest = Buffer.concat([hash({ ...options, "@context": terms }), hash(document)]);
    const value = encodeMultibase("base58btc", sign(null, digest, privateKey));
    return { ...document, proof: { ...options, proofValue: Buffer.from(value).toString() } };
  };
}
