// A site of which only what writing and sending needs is real; also for processes without a test runner.
import { randomUUIDv7 } from "node:crypto";
import { type Ground, makeKeys } from "../../federation/keys.ts";
import { readConfig } from "../../src/config.ts";
import { createJobs } from "../../src/db/jobs.ts";
import type { Db } from "../../src/db/open.ts";
import { createSealer } from "../../src/db/seal.ts";
import type { Clock, Site } from "../../src/site.ts";

export const origin = "http://127.0.0.1:9";
const secret = "a secret that only these tests have, and no others";

/** A site of which only what sending needs is real. */
export function siteOver(db: Db, clock: Clock): Site {
  const ground: Ground = {
    config: readConfig({
      ORIGIN: origin,
      ALLOW_PRIVATE_ADDRESS: "true",
      DATABASE_URL: "postgres://unused/unused",
    }),
    db,
    jobs: createJobs(db, () => {}),
    sealer: createSealer(secret),
    clock,
  };
  return {
    ...ground,
    fediverse: {
      // A process that only sends composes nothing, and starts sooner without what composing needs.
      async compose(db, id, saying, published) {
        const { compose } = await import("../../federation/compose.ts");
        return compose(ground, db, id, saying, published);
      },
      makeKeys: (db, collective) => makeKeys(ground, db, collective),
      lookup: () => Promise.reject(new Error("Nobody is looked up here.")),
      learnSoftware: () => Promise.reject(new Error("No server is asked here.")),
      fetchText: () => Promise.reject(new Error("Nothing is fetched here.")),
      readOwn: () => Promise.reject(new Error("Nothing is read here.")),
      newestOf: () => Promise.reject(new Error("Nothing is fetched here.")),
      subscribeAddress: () => Promise.reject(new Error("Nobody is led anywhere here.")),
      fetchPicture: () => Promise.reject(new Error("No picture is fetched here.")),
    },
  };
}

/** A collective, without keys. */
export async function addCollective({ db }: Site): Promise<string> {
  const id = randomUUIDv7();
  await db
    .insertInto("collective")
    .values({ id, handle: "calais", name: "Calais Watch", languages: ["en"], updated: null })
    .execute();
  return id;
}
