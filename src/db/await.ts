// Waits for a PostgreSQL that comes up at the same time as Tern does, and looks whether it is one Tern can use.
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { isSpoken, Refused } from "../domain/errors.ts";
import type { Db } from "./open.ts";

const oldestVersion = 15;

/**
 * @param patience how long to wait for it, in milliseconds
 * @throws {Refused} when it cannot be reached, does not let Tern in, or is too old
 */
export async function awaitDatabase(db: Db, patience: number): Promise<void> {
  const version = await askVersion(db, patience);
  if (version >= oldestVersion) return;
  throw new Refused(
    `The PostgreSQL of DATABASE_URL is version ${version}; Tern needs ${oldestVersion} or newer. Update it, or leave DATABASE_URL out to use Tern's own.`,
  );
}

async function askVersion(db: Db, patience: number): Promise<number> {
  for (const end = Date.now() + patience; ; await pause(250)) {
    try {
      const { rows } = await sql<{ version: number }>`
        select current_setting('server_version_num')::integer / 10000 as version`.execute(db);
      return rows[0]!.version;
    } catch (error) {
      if (isSpoken(error) && Date.now() < end) continue;
      const cause = isSpoken(error) ? error.cause : error;
      throw new Refused(`The PostgreSQL of DATABASE_URL cannot be used: ${reasonOf(cause)}.`, { cause });
    }
  }
}

function reasonOf(error: unknown): string {
  // One attempt for each address of the host.
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message.replace(/\.$/, "") : String(error);
}
