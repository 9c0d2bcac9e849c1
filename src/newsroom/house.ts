// The house: the collectives of one node. They know one another without asking any server, and nothing between them is delivered.
import { type Collective, collectiveByHandle, collectiveById } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import { type RemoteActor, type RemoteActorFacts, rememberActor } from "../db/remote_actor.ts";
import { Refused } from "../domain/errors.ts";
import { ap, pages } from "../domain/paths.ts";
import { cleanLine } from "../domain/plain.ts";
import type { Site } from "../site.ts";
import { renderMarkdown } from "./markdown.ts";
import { ownId } from "./subject.ts";
import { readUri } from "./subscribe.ts";

/** Whether an address is one of this node. */
export function isOfHouse({ config: { origin } }: Pick<Site, "config">, address: string): boolean {
  return address === origin || address.startsWith(`${origin}/`);
}

/** The UUID of the collective whose actor has that address, whether there is one or not. */
export function siblingId({ config: { origin } }: Pick<Site, "config">, actor: string): string | undefined {
  return ownId(origin, ap.collective, actor);
}

/**
 * The collective of this node that is meant.
 * @param named `@name@host`, or the address of an actor or of its page
 * @returns undefined where somebody of another node is meant
 * @throws {Refused} (reason `server ours`) where it is on this node, and is no collective
 */
export async function siblingNamed(site: Site, named: string): Promise<Collective | undefined> {
  const { config, db } = site;
  const uri = readUri(named.trim());
  const [name, server] = uri?.startsWith("acct:") ? uri.slice("acct:".length).split("@") : [];
  const url = server === undefined ? uri : `https://${server}/`;
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { host, pathname } = new URL(url);
  if (host !== config.host) return undefined;
  const handle = name ?? /^\/@?([^/]+)\/?$/.exec(pathname)?.[1];
  const found =
    handle === undefined
      ? await collectiveById(db, siblingId(site, config.origin + pathname) ?? "")
      : await collectiveByHandle(db, handle.toLowerCase());
  if (found !== undefined) return found;
  throw new Refused(`${cleanLine(named).slice(0, 200)} is on this node itself, and is no collective.`, {
    reason: "server ours",
  });
}

/** Writes down a collective as its siblings' rows name it: among the actors, though no server is asked for it. */
export function rememberSibling(site: Site, db: Db, collective: Collective): Promise<RemoteActor> {
  return rememberActor(db, factsOf(site, collective), [], site.clock.now());
}

/** Brings what siblings know of a collective up to date, where they know it. */
export async function siblingChanged(site: Site, db: Db, collective: Collective): Promise<void> {
  const { id, name, summary, url } = factsOf(site, collective);
  await db.updateTable("remote_actor").set({ name, summary, url }).where("id", "=", id).execute();
}

function factsOf(
  { config: { origin, host } }: Site,
  { id, handle, name, summary, languages }: Collective,
): RemoteActorFacts {
  return {
    id: origin + ap.collective(id),
    host,
    type: "Group",
    handle: `${handle}@${host}`,
    name,
    summary: summary.trim() === "" ? null : renderMarkdown(summary, languages[0] ?? "en", new Map()),
    url: origin + pages.collective(handle),
    inbox: origin + ap.inbox(id),
    shared_inbox: origin + ap.sharedInbox(),
  };
}
