// Posts on a hand-made peer: served at their own addresses, and sent in the activities that peers send.
import type { Site } from "../../src/site.ts";
import { activity, type Peer, type PeerActor } from "./peer.ts";

export const everybody = "https://www.w3.org/ns/activitystreams#Public";

export type PeerPost = Record<string, unknown> & { id: string };

/** A public post of somebody; it is served at its address from now on. */
export function post(peer: Peer, by: PeerActor, more: Record<string, unknown> = {}): PeerPost {
  const id = (more.id as string | undefined) ?? peer.newId().replace("/activities/", "/notes/");
  const written = {
    id,
    type: "Note",
    attributedTo: by.id,
    content: "<p>Hello</p>",
    published: new Date().toISOString(),
    to: [everybody],
    cc: [`${by.id}/followers`],
    ...more,
  };
  serve(peer, written);
  return written;
}

/** Serves a post as it says now. */
export function serve(peer: Peer, written: PeerPost): void {
  const body = JSON.stringify({ "@context": "https://www.w3.org/ns/activitystreams", ...written });
  peer.serves.set(new URL(written.id).pathname, { body });
}

/** A fresh activity about a post, addressed as the post is. */
export function about(peer: Peer, by: PeerActor, type: string, object: PeerPost, more: object = {}) {
  return activity(peer, by, type, object, { to: object.to, cc: object.cc, ...more });
}

/** What is kept of others' responses, oldest first. */
export function responses({ db }: Site) {
  return db.selectFrom("response").selectAll().orderBy("id").execute();
}
