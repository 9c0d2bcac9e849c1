// Allies: collectives and people whom a collective of ours follows, elsewhere or on this node.
import { type SqlBool, sql } from "kysely";
import { type Ally, lockedAlly } from "../db/ally.ts";
import type { Collective } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import { type RemoteActor, remoteActorById } from "../db/remote_actor.ts";
import type { AllyState, Rule } from "../domain/ally.ts";
import { NotFound, Refused } from "../domain/errors.ts";
import { cleanLine } from "../domain/plain.ts";
import type { Site } from "../site.ts";
import { siblingNamed } from "./house.ts";
import { followSibling, siblingUnfollowed } from "./house_follow.ts";
import { sendToActor } from "./send.ts";

export { countAllies, lockedAlly } from "../db/ally.ts";

/** An ally as lists show it. */
export interface AllyShown {
  /** Its address. */
  actor: string;
  /** `name@host`, where it is known. */
  handle: string | null;
  name: string | null;
  /** What it says of itself; HTML that is not clean. */
  summary: string | null;
  /** What its server runs, where that is known. */
  software: string | null;
  /** Its page for people, where it has one. */
  url: string | null;
  /** `Group`, `Person` …; only to be shown, everybody is treated alike. */
  type: string;
  /** Where it lives: `node.example`. */
  host: string;
  state: AllyState;
  /** The day since which it is so, `2026-11-23`. */
  since: string;
  /** Where it has moved, as both addresses say; it is followed there only if somebody at the desk wants it. */
  movedTo: string | null;
  /** Whether it follows the collective too. */
  isFollower: boolean;
  rule: Rule;
}

/**
 * Asks to follow somebody: their server answers with an Accept, now or once a person there agrees. Asking again is safe:
 * it is said once more, under a new id, and whoever has accepted stays an ally until another answer comes. A sibling, which is
 * another collective of this node, accepts at once.
 * @param handleOrUrl `@name@host`, or the address of an actor of whatever kind or of its page
 * @throws {NotFound | Refused} with a sentence that says why they cannot be followed (reason `oneself`: it is the collective)
 * @throws {Unavailable} when their server does not answer now
 */
export async function followActor(
  site: Site,
  collective: Collective,
  handleOrUrl: string,
): Promise<RemoteActor> {
  const sibling = await siblingNamed(site, handleOrUrl);
  if (sibling !== undefined) return followSibling(site, collective, sibling);
  const actor = await site.fediverse.lookup(handleOrUrl);
  if (actor.blocked) throw new Refused(`${actor.id} is blocked on this node.`, { reason: "blocked" });
  await site.db.transaction().execute(async (db) => {
    const before = await lockedAlly(db, collective.id, actor.id);
    const saying = { type: "Follow", collective: collective.id, actor: actor.id } as const;
    const { id } = await sendToActor(site, db, collective.id, saying, actor);
    const isKept = before?.state === "accepted" || before?.state === "requested";
    const asked = { follow: id, ...(!isKept && { state: "requested" as const, since: today(site) }) };
    await db
      .insertInto("ally")
      .values({
        collective: collective.id,
        actor: actor.id,
        state: "requested",
        since: today(site),
        ...asked,
      })
      .onConflict((conflict) => conflict.columns(["collective", "actor"]).doUpdateSet(asked))
      .execute();
  });
  return actor;
}

/**
 * Follows somebody no longer, and says so to them. What came from them stays on the wire; no rule holds any more.
 * Doing it twice changes nothing.
 * @param named their address, or `@name@host`
 * @throws {NotFound} when the collective never followed them
 */
export async function unfollowActor(site: Site, collective: Collective, named: string): Promise<AllyShown> {
  const { actor } = await allyNamed(site.db, collective, named);
  const to = await remoteActorById(site.db, actor);
  await site.db.transaction().execute(async (db) => {
    const ally = await lockedAlly(db, collective.id, actor);
    if (ally === undefined || ally.state === "ended") return;
    await db
      .updateTable("ally")
      .set({ state: "ended", since: today(site), rule: "hand" })
      .where("collective", "=", collective.id)
      .where("actor", "=", actor)
      .execute();
    await siblingUnfollowed(site, db, collective.id, actor);
    if (to === undefined || to.gone !== null) return;
    const saying = { type: "UndoFollow", collective: collective.id, actor, follow: ally.follow } as const;
    await sendToActor(site, db, collective.id, saying, to);
  });
  return allyNamed(site.db, collective, actor);
}

/**
 * Everybody a collective follows or has followed: those it follows first, then by name.
 * @param options `states`: only those; `after`: the address of an ally, only those that come after it; `limit`: no more than so
 */
export async function alliesOf(
  db: Db,
  collective: string,
  { states, after, limit }: { states?: readonly AllyState[]; after?: string; limit?: number } = {},
): Promise<AllyShown[]> {
  const place = sql`array_position('{accepted,requested,refused,ended}', y.state), coalesce(a.handle, a.id), a.id`;
  let query = allies(db).where("y.collective", "=", collective).orderBy(sql`(${place})`);
  if (states !== undefined) query = query.where("y.state", "in", [...states]);
  if (after !== undefined) {
    query = query.where(
      sql<SqlBool>`(${place}) > (select ${place} from ally y join remote_actor a on a.id = y.actor
        where y.collective = ${collective} and y.actor = ${after})`,
    );
  }
  if (limit !== undefined) query = query.limit(limit);
  return (await query.execute()).map(toShown);
}

/** How many of those whom a collective follows follow it too. */
export async function countMutual(db: Db, collective: string): Promise<number> {
  const { count } = await db
    .selectFrom("ally as y")
    .innerJoin("follower as f", (join) =>
      join.onRef("f.collective", "=", "y.collective").onRef("f.actor", "=", "y.actor"),
    )
    .select((is) => is.fn.countAll<string>().as("count"))
    .where("y.collective", "=", collective)
    .where("y.state", "=", "accepted")
    .executeTakeFirstOrThrow();
  return Number(count);
}

/**
 * One of those whom a collective follows or has followed.
 * @param named their address, or `@name@host`
 * @throws {NotFound} when it never followed them
 */
export async function allyNamed(db: Db, collective: Collective, named: string): Promise<AllyShown> {
  const text = named.trim().replace(/^acct:/, "");
  const row = await allies(db)
    .where("y.collective", "=", collective.id)
    .where((is) =>
      is.or([is("a.id", "=", text), is("a.handle", "=", text.replace(/^@/, "")), is("a.url", "=", text)]),
    )
    .executeTakeFirst();
  if (row !== undefined) return toShown(row);
  throw new NotFound(
    `${cleanLine(text).slice(0, 200)} is not among those whom ${collective.handle} follows.`,
  );
}

function allies(db: Db) {
  return db
    .selectFrom("ally as y")
    .innerJoin("remote_actor as a", "a.id", "y.actor")
    .leftJoin("follower as f", (join) =>
      join.onRef("f.collective", "=", "y.collective").onRef("f.actor", "=", "y.actor"),
    )
    .leftJoin("remote_host as h", "h.host", "a.host")
    .select(["a.summary", "h.software"])
    .select(["y.actor", "a.handle", "a.name", "a.url", "a.type", "a.host", "a.moved_to", "y.state"])
    .select(["y.rule", "y.rule_tags", "y.rule_languages", "y.rule_kinds", "y.rule_cap"])
    .select((is) => is.cast<string>("y.since", "text").as("since"))
    .select((is) => is("f.actor", "is not", null).$castTo<boolean>().as("isFollower"));
}

function toShown(row: Awaited<ReturnType<ReturnType<typeof allies>["execute"]>>[number]): AllyShown {
  const { moved_to, rule, rule_tags, rule_languages, rule_kinds, rule_cap, ...shown } = row;
  return {
    ...shown,
    movedTo: moved_to,
    rule: ruleOf({ rule, rule_tags, rule_languages, rule_kinds, rule_cap }),
  };
}

/** The rule in a row. */
export function ruleOf(
  row: Pick<Ally, "rule" | "rule_tags" | "rule_languages" | "rule_kinds" | "rule_cap">,
): Rule {
  return {
    rule: row.rule,
    tags: row.rule_tags,
    languages: row.rule_languages,
    kinds: row.rule_kinds,
    cap: row.rule_cap,
  };
}

/** The day it is, as the column takes it. */
export function today({ clock }: Site): string {
  return clock.now().toISOString().slice(0, 10);
}
