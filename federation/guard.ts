// The guard before every inbox: looks at a body and says whose activity it is, or turns it away; asks nobody.
import { createHash } from "node:crypto";
import { idOf, toAddress } from "./address.ts";
import { parseBounded } from "./bounded_json.ts";
import { Turned } from "./turned.ts";

/** Largest body in bytes. */
export const maxBody = 1024 * 1024;

/** An activity as it came in, not yet believed. */
export interface Incoming {
  type: string;
  actor: string;
  /** Its id, where that belongs to the actor's origin; any other is as good as none. */
  id: string | undefined;
  /** The address of the object, where there is exactly one. */
  object: string | undefined;
  /** Two activities of an actor with the same key are the same activity. */
  key: string;
  /** The activity without contexts, signatures and proofs, and without an id that is not its own. */
  json: Record<string, unknown>;
  /** Whether it carries a signature of its author's own (LD), so that others will know it when it is passed on. */
  isSealed: boolean;
}

/** The media types of activities. https://www.w3.org/TR/activitypub/#server-to-server-interactions */
const types = new Set(["application/activity+json", "application/ld+json", "application/json"]);

/**
 * Whether a request may bring an activity at all, by its head alone.
 * @throws {Turned} 413 or 415
 */
export function checkHead(headers: {
  type: string | undefined;
  encoding: string | undefined;
  length: string | undefined;
}): void {
  if (!types.has((headers.type ?? "").split(";")[0]!.trim().toLowerCase())) {
    throw new Turned(415, "An inbox takes application/activity+json.");
  }
  if (headers.encoding !== undefined && headers.encoding !== "identity") {
    throw new Turned(415, "An inbox takes bodies that are not packed.");
  }
  if (Number(headers.length ?? 0) > maxBody) throw tooLarge();
}

/** A refusal for a body over the limit. */
export function tooLarge(): Turned {
  return new Turned(413, `An inbox takes at most ${maxBody} bytes.`);
}

/**
 * Reads an activity.
 * @throws {Turned} 400 where it cannot be one
 */
export function inspect(body: Uint8Array): Incoming {
  const json = parseBounded(body);
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new Turned(400, "The body is not an activity.");
  }
  const activity = withoutAliases(json as Record<string, unknown>);
  const { type } = activity;
  if (typeof type !== "string" || !/^[\w.:/#-]{1,200}$/.test(type)) {
    throw new Turned(400, "An activity has exactly one type.");
  }
  const actor = toAddress(activity.actor);
  if (actor === undefined) throw new Turned(400, "An activity has exactly one actor, by its address.");
  const id = toAddress(activity.id)?.origin === actor.origin ? (activity.id as string) : undefined;
  if (id === undefined) delete activity.id;
  const object = idOf(activity.object);
  return {
    type,
    actor: activity.actor as string,
    id,
    object,
    key: id ?? `${type} ${object ?? digest(activity.object)}`,
    json: activity,
    isSealed: "signature" in json,
  };
}

/** Top-level members with a colon or an @ could only be other names of `actor` and its like; signatures are not ours to judge. */
function withoutAliases(json: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(json).filter(([key]) => key !== "signature" && key !== "proof");
  for (const [key] of entries) {
    if (key.startsWith("@")) throw new Turned(400, `Tern does not read "${key}" in an activity.`);
  }
  return Object.fromEntries(entries.filter(([key]) => !key.includes(":")));
}

function digest(object: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(object ?? null))
    .digest("base64url");
}
