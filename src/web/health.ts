// Two addresses for whoever watches over the node: is the process alive, and can it do its work?
import express from "express";
import { sql } from "kysely";
import { isMigrated } from "../db/migrate.ts";
import type { Site } from "../site.ts";

/**
 * `GET /healthz` says that the process answers. `GET /readyz` says 200 when the database can be reached and is up to
 * date, and otherwise 503 with a sentence.
 */
export function createHealth(site: Site): express.Router {
  const router = express.Router();
  let wasMigrated = false;

  /** Tables that are up to date stay so; from then on it is enough that the database answers. */
  async function whatIsMissing(): Promise<string | undefined> {
    try {
      if (wasMigrated) await sql`select 1`.execute(site.db);
      else wasMigrated = await isMigrated(site.db);
      return wasMigrated ? undefined : "The database is not up to date: `tern migrate` brings it there.";
    } catch {
      return "The database cannot be reached.";
    }
  }

  router.get("/healthz", (_request, response) => {
    response.type("text/plain").set("cache-control", "no-store").send("Alive.\n");
  });
  router.get("/readyz", async (_request, response) => {
    const trouble = await whatIsMissing();
    response
      .status(trouble === undefined ? 200 : 503)
      .type("text/plain")
      .set("cache-control", "no-store")
      .send(`${trouble ?? "Ready."}\n`);
  });
  return router;
}
