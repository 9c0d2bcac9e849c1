// Activities that another server passes on for their actor: they are told like hearsay, with the server's actor as who tells.
import type { Incoming } from "./guard.ts";

const passedOn = new Set(["Create", "Update", "Delete"]);

/**
 * Whether somebody passes an activity on: the key that signed the request is of another server than its actor.
 * https://www.w3.org/TR/activitypub/#inbox-forwarding
 */
export function isPassedOn({ type, actor }: Incoming, keyId: string): boolean {
  return passedOn.has(type) && new URL(keyId).origin !== new URL(actor).origin;
}

/** What is put into the queue: only the address of what it is about is going to count. */
export function asHearsay({ key, json }: Incoming, forwarder: string): Incoming {
  const activity = { type: "Announce", actor: forwarder, object: json };
  return {
    type: "Announce",
    actor: forwarder,
    id: undefined,
    object: undefined,
    key: `passed on ${key}`,
    json: activity,
    isSealed: false,
  };
}
