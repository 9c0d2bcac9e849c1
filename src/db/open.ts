// Opens the database: one Kysely over one pool; nothing else in Tern makes connections for queries.
import { type Driver, Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { Unavailable } from "../domain/errors.ts";
import { isOutage } from "./outage.ts";
import type { Schema } from "./schema.ts";

/** A database, or a transaction of it: data functions take either. */
export type Db = Kysely<Schema>;

/**
 * Opens a pool on a PostgreSQL. Queries throw `Unavailable` while it is away, and work again when it is back.
 * @param connection an address, or the options of a unix socket
 * @param size most connections at once
 * @param prepare makes each connection ready when it is made
 */
export function openDatabase(
  connection: pg.PoolConfig,
  size = 10,
  prepare: (client: pg.PoolClient) => void = () => {},
): Db {
  const pool = new pg.Pool({
    max: size,
    connectionTimeoutMillis: 5000,
    application_name: "tern",
    ...connection,
  });
  // A connection that breaks fails its query, if it has one; heard by nobody, it would end the process as well.
  pool.on("error", () => {});
  pool.on("connect", (client) => {
    client.on("error", () => {});
    prepare(client);
  });
  const dialect = new PostgresDialect({ pool });
  const db = new Kysely<Schema>({
    dialect: {
      createDriver: () => guard(dialect.createDriver()),
      createQueryCompiler: () => dialect.createQueryCompiler(),
      createAdapter: () => dialect.createAdapter(),
      createIntrospector: (db) => dialect.createIntrospector(db),
    },
  });
  addresses.set(db, connection);
  pools.set(db, pool);
  return db;
}

const addresses = new WeakMap<Db, pg.PoolConfig>();
const pools = new WeakMap<Db, pg.Pool>();

/** How a database that `openDatabase` opened is connected to. */
export function addressOf(db: Db): pg.PoolConfig {
  return addresses.get(db) ?? {};
}

/**
 * Has a text of several statements done by a database that `openDatabase` opened, or one statement with values. Where it
 * fails, nothing stays begun.
 * @returns the result of each statement
 */
export async function runStatements(db: Db, text: string, values?: unknown[]): Promise<pg.QueryResult[]> {
  const client = await pools.get(db)!.connect().catch(explain);
  let isBroken = false;
  try {
    // Of several there is a list of results, which the types do not know.
    return [await client.query(text, values)].flat();
  } catch (error) {
    await client.query("rollback").catch(() => {
      isBroken = true;
    });
    return explain(error);
  } finally {
    client.release(isBroken);
  }
}

/** Makes a driver tell a database that is away from a query that is wrong. */
function guard(driver: Driver): Driver {
  const acquire = driver.acquireConnection.bind(driver);
  const guarded = new WeakSet<object>();
  driver.acquireConnection = async (options) => {
    const connection = await acquire(options).catch(explain);
    if (!guarded.has(connection)) {
      guarded.add(connection);
      const execute = connection.executeQuery.bind(connection);
      connection.executeQuery = (query, options) => execute<never>(query, options).catch(explain);
    }
    return connection;
  };
  return driver;
}

function explain(error: unknown): never {
  if (isOutage(error)) {
    throw new Unavailable("This node cannot reach its database at the moment. Try again in a minute.", {
      cause: error,
    });
  }
  throw error;
}
