// A fetcher of a node that visits a hand-made peer.
import { onTestFinished } from "vitest";
import { createEgress, type Egress } from "../../federation/egress.ts";
import { createFetcher, type Fetcher } from "../../federation/fetcher.ts";
import type { Site } from "../../src/site.ts";
import { startTestNode } from "./node.ts";
import { type Peer, startPeer } from "./peer.ts";

export interface Visit {
  site: Site;
  /** The origin of the node. */
  ourUrl: string;
  peer: Peer;
  fetcher: Fetcher;
  /** Lets the peer serve a document at a path. @returns its address */
  serve(path: string, document: object, more?: object): string;
}

/** @param egressFor changes the fetcher's way out */
export async function visit(
  egressFor: (open: Egress, peer: Peer) => Egress = (open) => open,
): Promise<Visit> {
  const [{ site, url: ourUrl }, peer] = await Promise.all([startTestNode({ worker: false }), startPeer()]);
  const open = createEgress({ allowPrivateAddress: true });
  onTestFinished(() => open.close());
  const fetcher = createFetcher(site, egressFor(open, peer));
  const serve = (path: string, document: object, more: object = {}) => {
    peer.serves.set(path, { body: JSON.stringify(document), ...more });
    return peer.url + path;
  };
  return { site, ourUrl, peer, fetcher, serve };
}
