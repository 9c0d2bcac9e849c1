// Whom the node speaks with: blocked actors, blocked and limited hosts, and the servers that are allowed where only those are.
import { type RawBuilder, sql } from "kysely";
import { cancelForHosts, cancelForInbox } from "../db/ledger.ts";
import type { Db } from "../db/open.ts";
import { isRefusedHost, withAbove } from "../db/refused.ts";
import { type RemoteActor, remoteActorByHandle, remoteActorById } from "../db/remote_actor.ts";
import { NotFound, Refused } from "../domain/errors.ts";
import { cleanLine, lengthOf } from "../domain/plain.ts";
import type { Site } from "../site.ts";
import { cancelPending } from "./cancel.ts";
import { forgetSealed } from "./sealed.ts";

/** Limited: whatever comes from there is held; blocked: it is not spoken with. */
export type Severity = "limited" | "blocked";

/** What is blocked or limited. */
export interface Block {
  kind: "actor" | "host";
  /** The address of an actor, or a host. */
  subject: string;
  /** `name@host`; of actors. */
  handle: string | null;
  severity: Severity;
  comment: string | null;
}

const maxComment = 500;

/**
 * What is blocked or limited, hosts first.
 * @param after the subject of the last one of the page before
 * @param limit most at once; all unless given
 */
export async function allBlocks(db: Db, after = "", limit?: number): Promise<Block[]> {
  let hosts = db
    .selectFrom("remote_host")
    .select(["host", "block", "block_comment"])
    .where("block", "<>", "none")
    .orderBy("host");
  let actors = db
    .selectFrom("remote_actor")
    .select(["id", "handle"])
    .where("blocked", "=", true)
    .orderBy("id");
  if (after.includes("/")) {
    hosts = hosts.where(sql.lit(false));
    actors = actors.where("id", ">", after);
  } else hosts = hosts.where("host", ">", after);
  if (limit !== undefined) [hosts, actors] = [hosts.limit(limit), actors.limit(limit)];
  const [ofHosts, ofActors] = await Promise.all([hosts.execute(), actors.execute()]);
  const blocks: Block[] = [
    ...ofHosts.map(({ host, block, block_comment: comment }) => ({
      ...{ kind: "host" as const, subject: host, handle: null, comment },
      severity: block === "limited" ? ("limited" as const) : ("blocked" as const),
    })),
    ...ofActors.map(({ id, handle }) => ({
      ...{ kind: "actor" as const, subject: id, handle, comment: null },
      severity: "blocked" as const,
    })),
  ];
  return blocks.slice(0, limit);
}

/**
 * Blocks somebody or a whole server, or limits a server. Whoever is blocked follows nobody here any more, hears nothing,
 * and what they wrote, liked and boosted is hidden; lifting the block shows none of it by itself.
 * @param named an actor by address or handle (`@name@host`), or a host
 * @throws {Refused | NotFound} when it is neither, or ours
 */
export async function block(
  site: Site,
  named: string,
  { severity = "blocked", comment = "" }: { severity?: Severity; comment?: string } = {},
): Promise<Block> {
  const note = cleanLine(comment);
  if (lengthOf(note) > maxComment) throw new Refused(`The comment is longer than ${maxComment} characters.`);
  const host = readHost(named);
  if (host !== undefined) {
    await blockHost(site, host, severity, note || null);
    return { kind: "host", subject: host, handle: null, severity, comment: note || null };
  }
  if (severity === "limited") throw new Refused("Only a whole server can be limited.");
  const actor = await actorNamed(site, named);
  if (actor.host === site.config.host) throw new Refused(`${named} is on this node itself.`);
  await blockActor(site, actor);
  return { kind: "actor", subject: actor.id, handle: actor.handle, severity: "blocked", comment: null };
}

/**
 * Lifts a block or a limit.
 * @throws {NotFound} when there is none
 */
export async function unblock(site: Site, named: string): Promise<string> {
  const host = readHost(named);
  if (host !== undefined) {
    const lifted = await site.db
      .updateTable("remote_host")
      .set({ block: "none", block_comment: null })
      .where("host", "=", host)
      .where("block", "<>", "none")
      .returning("host")
      .executeTakeFirst();
    if (lifted === undefined) throw new NotFound(`${host} is not blocked.`);
    return host;
  }
  const actor = await knownActor(site.db, named);
  if (!actor?.blocked) throw new NotFound(`${named} is not blocked.`);
  await site.db.updateTable("remote_actor").set({ blocked: false }).where("id", "=", actor.id).execute();
  return actor.id;
}

/**
 * Blocks or limits a host, and does what follows from that.
 * @throws {Refused} when it is this node
 */
export async function blockHost(
  site: Site,
  host: string,
  severity: Severity,
  comment: string | null,
): Promise<void> {
  if (isOwn(site, host)) throw new Refused(`${host} is this node itself.`);
  await blockHosts(site, [{ host, severity, comment }]);
}

/** Blocks and limits hosts, each of them once, and does what follows from that; none of them is this node. */
export async function blockHosts(
  site: Site,
  hosts: readonly { host: string; severity: Severity; comment: string | null }[],
): Promise<void> {
  await site.db.transaction().execute(async (db) => {
    await sql`
      insert into remote_host as h (host, block, block_comment)
        select * from unnest(${hosts.map(({ host }) => host)}::text[], ${hosts.map(({ severity }) => severity)}::text[],
          ${hosts.map(({ comment }) => comment)}::text[]) as listed (host, block, comment) order by host
      on conflict (host) do update set block = excluded.block, block_comment = excluded.block_comment`.execute(
      db,
    );
    const blocked = hosts.filter(({ severity }) => severity === "blocked").map(({ host }) => host);
    if (blocked.length === 0) return;
    const under = await db
      .selectFrom("remote_host as h")
      .select("h.host")
      .where(
        sql<boolean>`exists (select from (${withAbove(sql.ref("h.host"))}) a (host)
          where a.host = any(${blocked}::text[]))`,
      )
      .execute();
    const names = under.map(({ host }) => host);
    const actors = db
      .selectFrom("remote_actor")
      .select("id")
      .where(sql<boolean>`host = any(${names}::text[])`);
    await db.deleteFrom("follower").where("actor", "in", actors).execute();
    await hide(db, sql`actor in (${actors})`);
    await cancelForHosts(db, names);
  });
}

async function blockActor(site: Site, { id, inbox }: RemoteActor): Promise<void> {
  await site.db.transaction().execute(async (db) => {
    await db.updateTable("remote_actor").set({ blocked: true }).where("id", "=", id).execute();
    await db.deleteFrom("follower").where("actor", "=", id).execute();
    await hide(db, sql`actor = ${id}`);
    await cancelForInbox(db, inbox);
  });
}

/** Hides what some actors have said; what waited or was on its way to followers is passed on no more. */
async function hide(db: Db, of: RawBuilder<unknown>): Promise<void> {
  const hidden = await db
    .updateTable("response")
    .set({ state: "hidden" })
    .where(sql<boolean>`${of}`)
    .where("state", "<>", "hidden")
    .returning(["id", "uri", "kind"])
    .execute();
  const written = hidden.filter(({ kind }) => kind !== "like" && kind !== "boost");
  await forgetSealed(
    db,
    written.map(({ id }) => id),
  );
  await cancelPending(db, ...written.map(({ uri }) => uri));
}

/**
 * Whether the node speaks only with allowed servers, and which those are, by name.
 * @param after only those whose name comes after it
 * @param limit no more than so many; all of them where it is not given
 */
export async function allowList(
  db: Db,
  after = "",
  limit?: number,
): Promise<{ isOnly: boolean; hosts: string[] }> {
  let allowed = db
    .selectFrom("remote_host")
    .select("host")
    .where("allowed", "=", true)
    .where("host", ">", after)
    .orderBy("host");
  if (limit !== undefined) allowed = allowed.limit(limit);
  const [setting, hosts] = await Promise.all([
    db.selectFrom("node_setting").select("only_allowed").executeTakeFirst(),
    allowed.execute(),
  ]);
  return { isOnly: setting?.only_allowed === true, hosts: hosts.map(({ host }) => host) };
}

/** Allows a server, or does not any more; that counts while the node speaks only with those that are allowed. */
export async function allow(site: Site, named: string, allowed: boolean): Promise<string> {
  const host = readHost(named);
  if (host === undefined) throw new Refused(`"${named.slice(0, 100)}" is not the name of a server.`);
  await site.db
    .insertInto("remote_host")
    .values({ host, allowed })
    .onConflict((conflict) => conflict.column("host").doUpdateSet({ allowed }))
    .execute();
  if (!allowed) await cancelRefused(site.db);
  return host;
}

/** Has the node speak only with servers that are allowed, or with all that are not blocked. */
export async function setOnlyAllowed(db: Db, isOnly: boolean): Promise<void> {
  await db.updateTable("node_setting").set({ only_allowed: isOnly }).execute();
  if (isOnly) await cancelRefused(db);
}

/** Ends what is under way to servers with which the node does not speak any more. */
async function cancelRefused(db: Db): Promise<void> {
  const { rows } = await sql<{ host: string }>`
    select host from (select distinct host from delivery where state = 'pending') w
    where ${isRefusedHost(sql.ref("w.host"))}`.execute(db);
  if (rows.length > 0)
    await cancelForHosts(
      db,
      rows.map(({ host }) => host),
    );
}

/** Reads the name of a server as it was typed, with or without a port; undefined where it is none. */
export function readHost(typed: string): string | undefined {
  const text = typed.trim().toLowerCase().replace(/^\*\./, "");
  if (text.length > 255 || /[\s/@?#\\]/.test(text) || !URL.canParse(`https://${text}/`)) return undefined;
  const { host } = new URL(`https://${text}/`);
  return /^(?:[\p{L}\p{N}_-]+\.)+[\p{L}\p{N}-]+(?::\d+)?$|^localhost(?::\d+)?$|^\[/u.test(host)
    ? host
    : undefined;
}

/** Whether a host is this node, or above it. */
export function isOwn({ config }: Site, host: string): boolean {
  return (
    config.host === host || config.host.replace(/:\d+$/, "") === host || config.host.endsWith(`.${host}`)
  );
}

async function knownActor(db: Db, named: string): Promise<RemoteActor | undefined> {
  const text = named.trim();
  return (await remoteActorById(db, text)) ?? (await remoteActorByHandle(db, text.replace(/^@/, "")));
}

async function actorNamed(site: Site, named: string): Promise<RemoteActor> {
  return (await knownActor(site.db, named)) ?? (await site.fediverse.lookup(named));
}
