// Tern's own PostgreSQL, for a node without DATABASE_URL: data under DATA_DIR/postgres, a unix socket, no TCP port.
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { Refused } from "../domain/errors.ts";
import { findPlace, type Place, user } from "./embedded/place.ts";
import { connectToServer, database, stopServer } from "./embedded/server.ts";

/** A running PostgreSQL of our own. */
export interface Embedded {
  /** How to connect to the node's database: the folder of the socket, the role, the name. */
  readonly connection: { host: string; user: string; database: string };
  /** Takes leave; whoever leaves last stops the server. */
  stop(): Promise<void>;
}

/** What of a node a process runs; nobody else may run the same on the same data. */
export type Part = "web" | "worker";

/** Held by everybody who uses the server, together with the others; whoever gets it alone is the last. */
const presence = "hashtext('tern presence')";

/**
 * Starts the PostgreSQL of a data folder, or adopts the one that runs there already, and watches over it: when it dies,
 * it is started again.
 * @param dataDir absolute path of DATA_DIR, which exists
 * @param options `parts`: what this process will run; `onTrouble`: told when the server was lost and is not to be had
 *   back at once, while trying goes on
 * @throws {Refused} with a sentence, when it cannot be had or another node runs on it
 */
export async function startEmbedded(
  dataDir: string,
  {
    parts = [],
    onTrouble = () => {},
  }: { parts?: readonly Part[]; onTrouble?: (error: unknown) => void } = {},
): Promise<Embedded> {
  const place = await findPlace(dataDir);
  let leaving = false;
  let watching: Promise<void> | undefined;
  let seat = await takeSeat(place, parts);
  const watch = () => {
    seat.once("end", () => {
      if (!leaving) watching = comeBack();
    });
  };
  const comeBack = async () => {
    for (let wait = 50; !leaving; wait = Math.min(wait * 2, 5000)) {
      try {
        seat = await takeSeat(place, parts);
        return watch();
      } catch (error) {
        onTrouble(error);
        await pause(wait);
      }
    }
  };
  watch();
  return {
    connection: { host: place.socket, user, database },
    async stop() {
      leaving = true;
      await watching;
      await leave(place, seat);
    },
  };
}

/** A connection that stays as long as we do, and shows the others that we are there. */
async function takeSeat(place: Place, parts: readonly Part[]): Promise<pg.Client> {
  for (;;) {
    const seat = await connectToServer(place);
    try {
      // Waits where somebody is about to stop the server; then this breaks, and it is started anew.
      await seat.query(`select pg_advisory_lock_shared(${presence})`);
    } catch {
      await seat.end().catch(() => {});
      continue;
    }
    for (const part of parts) {
      if (await claim(seat, part)) continue;
      await seat.end();
      throw new Refused(
        `Another Tern already runs on ${place.data}. Stop it first, or give this one another DATA_DIR.`,
      );
    }
    return seat;
  }
}

/** A node that has just ended may still hold its part for a moment. */
async function claim(seat: pg.Client, part: Part): Promise<boolean> {
  for (const end = Date.now() + 3000; ; await pause(50)) {
    const { rows } = await seat.query(`select pg_try_advisory_lock(hashtext('tern ${part}')) as got`);
    if (rows[0].got) return true;
    if (Date.now() > end) return false;
  }
}

async function leave(place: Place, seat: pg.Client): Promise<void> {
  try {
    await seat.query(`select pg_advisory_unlock_shared(${presence})`);
    const { rows } = await seat.query(`select pg_try_advisory_lock(${presence}) as last`);
    if (rows[0].last) await stopServer(place);
  } catch {
    // The server has gone without us.
  }
  await seat.end().catch(() => {});
}
