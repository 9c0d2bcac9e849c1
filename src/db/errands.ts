// Connections for work that is done from a queue: it says the same things over and over, and is done again if it was lost.
import type pg from "pg";
import { addressOf, type Db, openDatabase } from "./open.ts";

/** Most statements that one connection remembers. */
const mostStatements = 200;
/** A table has changed under a statement, or it only has a plan with the values in it: it is never remembered again. */
const unfit = new Set(["0A000", "42P10"]);

/**
 * Opens connections of its own beside a database, so that a flood in the queue leaves pages theirs.
 *
 * Their transactions do not wait for the disk. The job that is marked as done afterwards does, and the disk gets the one
 * before the other: what a crash loses is done again, because its job is not done then either.
 * @param size most connections at once
 */
export function openForErrands(db: Db, size: number): Db {
  return openDatabase(addressOf(db), size, (client) => {
    client.query("set synchronous_commit = off").catch(() => {});
    rememberStatements(client);
  });
}

/** Gives statements with parameters a name, by which PostgreSQL knows them again and need not plan them anew. */
function rememberStatements(client: pg.PoolClient): void {
  const plain = client.query.bind(client) as (...asked: unknown[]) => Promise<unknown>;
  const names = new Map<string, string>();
  const passedOver = new Set<string>();
  const query = (text: unknown, values: unknown, ...more: unknown[]) => {
    if (typeof text !== "string" || !Array.isArray(values) || values.length === 0 || passedOver.has(text)) {
      return plain(text, values, ...more);
    }
    let name = names.get(text);
    if (name === undefined) {
      if (names.size >= mostStatements) return plain(text, values, ...more);
      name = `errand ${names.size}`;
      names.set(text, name);
    }
    return plain({ name, text, values }, ...more).catch((error: { code?: string }) => {
      if (unfit.has(error.code ?? "")) passedOver.add(text);
      throw error;
    });
  };
  client.query = query as typeof client.query;
}
