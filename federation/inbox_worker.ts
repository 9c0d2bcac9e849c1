// Works on the activities that were taken in at the door; several processes may do so on one PostgreSQL.
import { createFederationBuilder } from "@fedify/fedify";
import { openForErrands } from "../src/db/errands.ts";
import type { Site } from "../src/site.ts";
import { outsideOf } from "./fetcher.ts";
import { type Inbound, registerInbox } from "./inbox.ts";
import { createKvStore, work } from "./queue.ts";

/** Connections to the database, beside those of the node. */
const connections = 8;

/**
 * Starts to hand the activities that wait to those who listen, until the site's jobs are stopped.
 * @returns closes its connections, after that
 */
export async function startInboxWorker(node: Site): Promise<() => Promise<void>> {
  const db = openForErrands(node.db, connections);
  const site: Site = { ...node, db };
  const { fetcher } = outsideOf(site);
  const builder = createFederationBuilder<Inbound>();
  registerInbox(builder);
  const federation = await builder.build({
    origin: site.config.origin,
    kv: createKvStore(site),
    documentLoaderFactory: () => fetcher.documentLoader,
    contextLoaderFactory: () => fetcher.contextLoader,
    authenticatedDocumentLoaderFactory: () => fetcher.documentLoader,
  });
  // Without a queue of its own Fedify throws what a listener throws, and the job is tried again.
  await work(site, (message, accepted, activity, as) =>
    federation.processQueuedTask({ site, accepted, activity, ...as }, message),
  );
  return () => db.destroy();
}
