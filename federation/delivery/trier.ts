// Makes a claimed row ready and tries it: its bodies, its key, its address, and the requests themselves.
import { getLogger } from "@logtape/logtape";
import type { Claimed } from "../../src/db/ledger.ts";
import type { Site } from "../../src/site.ts";
import type { Egress } from "../egress.ts";
import { loadKeys } from "../keys.ts";
import { type SigningKey, signRequest } from "../signature.ts";
import { attempt, type Tried } from "./attempt.ts";
import { type Bodies, createBodies } from "./bodies.ts";
import { type Flight, post } from "./post.ts";
import { readSynchronizations } from "./synchronizations.ts";

/** A row with what it takes to send it. */
export interface Loaded extends Claimed {
  bodies: Bodies;
  /** Absent where it cannot be read. */
  key: SigningKey | undefined;
  /** What is said along with it of those who follow from that server. */
  synchronization: string | undefined;
  /** Its request, while there is one. */
  flight: Flight | undefined;
  /** Set to begin no further request. */
  cut: boolean;
}

export interface Trier {
  /** Reads what the rows of a batch need, each thing once. */
  load(rows: Claimed[]): Promise<Loaded[]>;
  /** Tries a row; never fails. */
  run(row: Loaded): Promise<Tried>;
}

const log = getLogger(["tern", "deliver"]);

export function createTrier(site: Site, way: Egress): Trier {
  const { db, clock } = site;
  const readBodies = createBodies(db);
  const agent = `Tern (+${site.config.origin}/)`;

  async function keyOf(collective: string | null): Promise<SigningKey | undefined> {
    try {
      return (await loadKeys(site, db, collective)).rsa;
    } catch (error) {
      log.error("The key of {collective} could not be read: {error}", { collective, error });
      return undefined;
    }
  }

  function inboxOf(inbox: string): URL | undefined {
    try {
      const url = new URL(inbox);
      way.check(url);
      return url;
    } catch {
      return undefined;
    }
  }

  return {
    async load(rows) {
      const bodies = await readBodies(rows.map((row) => row.activity));
      const keys = new Map<string | null, SigningKey | undefined>();
      for (const { collective } of rows) {
        if (!keys.has(collective)) keys.set(collective, await keyOf(collective));
      }
      const synchronizations = await readSynchronizations(site, rows);
      return rows.map((row) => ({
        ...row,
        bodies: bodies.get(row.activity) ?? {},
        key: keys.get(row.collective),
        synchronization: synchronizations(row),
        flight: undefined,
        cut: false,
      }));
    },
    async run(row) {
      const { key, synchronization } = row;
      const unsent = (error: string): Tried => ({ answer: { error }, signature: null, maxBody: null });
      if (!key) return unsent("no key");
      const url = inboxOf(row.inbox);
      if (!url) return unsent("unusable");
      return attempt(row, row.bodies, async ({ bytes, digest }, dialect) => {
        const now = clock.now();
        const type = { method: "POST", contentType: "application/activity+json" } as const;
        const request = { ...type, url, digest, synchronization };
        const headers = await signRequest(request, key, dialect, now);
        headers["user-agent"] = agent;
        if (row.cut) return { error: "broken off" };
        row.flight = post(way.dispatcher, url, headers, bytes, now);
        return row.flight.answer;
      });
    },
  };
}
