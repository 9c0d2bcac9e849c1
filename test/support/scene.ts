// The usual scene: a node with one collective, and alice on a hand-made peer.
import { sql } from "kysely";
import { expect } from "vitest";
import type { Collective } from "../../src/db/collective.ts";
import { ap } from "../../src/domain/paths.ts";
import { createCollective } from "../../src/newsroom/collective.ts";
import { followersOf } from "../../src/newsroom/follow.ts";
import type { Clock } from "../../src/site.ts";
import { startTestNode, type TestNode } from "./node.ts";
import { activity, type CameIn, type Peer, type PeerActor, startPeer } from "./peer.ts";

export interface Scene {
  node: TestNode;
  peer: Peer;
  alice: PeerActor;
  collective: Collective;
  /** The collective's id, its inbox and the shared one. */
  group: string;
  inbox: string;
  sharedInbox: string;
  /** Addresses of those who follow the collective. */
  followers(): Promise<string[]>;
  /** What the node has sent to the peer, by type. */
  said(type: string): CameIn[];
  /** A fresh Follow of the collective. */
  aFollow(by?: PeerActor): Record<string, unknown>;
  /** Number of activities that were taken in, whether worked on, waiting or only noted. */
  takenIn(): Promise<number>;
  /** Waits until everything that was taken in has been worked on. */
  worked(): Promise<void>;
}

export async function setScene(options: { worker?: boolean; clock?: Clock } = {}): Promise<Scene> {
  const [node, peer] = await Promise.all([startTestNode(options), startPeer()]);
  const { db } = node.site;
  const collective = await createCollective(node.site, {
    handle: "harbour",
    name: "Harbour Watch",
    languages: ["en"],
  });
  const group = node.url + ap.collective(collective.id);
  const alice = peer.actor("alice");
  return {
    node,
    peer,
    alice,
    collective,
    group,
    inbox: node.url + ap.inbox(collective.id),
    sharedInbox: node.url + ap.sharedInbox(),
    followers: async () => (await followersOf(db, collective.id)).followers.map(({ actor }) => actor),
    said: (type) => peer.posts().filter(({ json }) => (json as { type?: string } | undefined)?.type === type),
    aFollow: (by = alice) => activity(peer, by, "Follow", group),
    async takenIn() {
      const { count } = await db
        .selectFrom("received")
        .select((is) => is.fn.countAll<string>().as("count"))
        .executeTakeFirstOrThrow();
      return Number(count) + (await node.site.jobs.waiting("inbox", 1000));
    },
    worked: () => expect.poll(() => unfinished(node), { timeout: 20_000 }).toBe(0),
  };
}

/** Number of activities, and of texts with pictures to be fetched, that wait or are being worked on. */
export async function unfinished({ site }: Pick<TestNode, "site">): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from job.job
    where (name = 'inbox' and state <= 'active') or (name = 'glimpse' and state in ('created', 'active'))`.execute(
    site.db,
  );
  return rows[0]!.count;
}
