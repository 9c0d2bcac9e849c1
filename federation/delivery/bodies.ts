// The signed JSON of activities, read once for a whole batch and kept while there is room.
import { formsOf } from "../../src/db/ledger.ts";
import type { Db } from "../../src/db/open.ts";
import { digestOf } from "../signature.ts";

/** One form of an activity, ready to be sent. */
export interface Body {
  bytes: Buffer;
  digest: string;
}

export type Bodies = Partial<Record<"whole" | "note" | "reference", Body>>;

/** Most bytes that are kept. */
const room = 16 * 1024 * 1024;

/** Gives the bodies of activities. */
export type ReadBodies = (activities: Iterable<string>) => Promise<Map<string, Bodies>>;

export function createBodies(db: Db): ReadBodies {
  // In the order of use; what was not used for longest goes first.
  const kept = new Map<string, Bodies>();
  let size = 0;
  return async (activities) => {
    const wanted = new Set(activities);
    const found = new Map<string, Bodies>();
    for (const id of wanted) {
      const bodies = kept.get(id);
      if (!bodies) continue;
      found.set(id, bodies);
      kept.delete(id);
      kept.set(id, bodies);
    }
    const missing = [...wanted].filter((id) => !found.has(id));
    if (missing.length === 0) return found;
    for (const { activity, form, body } of await formsOf(db, missing)) {
      const bytes = Buffer.from(body);
      const bodies = found.get(activity) ?? {};
      bodies[form] = { bytes, digest: digestOf(bytes) };
      found.set(activity, bodies);
      kept.set(activity, bodies);
      size += bytes.length;
    }
    for (const [id, bodies] of kept) {
      if (size <= room) break;
      kept.delete(id);
      for (const { bytes } of Object.values(bodies)) size -= bytes.length;
    }
    return found;
  };
}
