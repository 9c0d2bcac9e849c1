// A collective decides about answers: what is shown, hidden or deleted, what is remembered of whom, which words make wait.
import { sql } from "kysely";
import { type Collective, isUuid } from "../db/collective.ts";
import type { Db } from "../db/open.ts";
import type { Response } from "../db/response.ts";
import { Refused } from "../domain/errors.ts";
import { cleanLine, lengthOf } from "../domain/plain.ts";
import type { Verdict } from "../domain/response.ts";
import type { Site } from "../site.ts";
import { takeBack } from "./answer.ts";
import { cancelPending } from "./cancel.ts";
import { revokeQuotes } from "./quote.ts";
import { forgetSealed, forwardApproved } from "./sealed.ts";
import type { Author } from "./thread.ts";

/** Most that are decided about at once. */
export const mostAtOnce = 200;

/**
 * Shows or hides answers, for good: no rule changes them after that. What is shown is passed on to followers, as its
 * author has signed it; what is hidden is passed on no further, and the consent to a quotation is taken back. What is shown
 * already, or of the collective itself, stays as it is.
 * @returns how many there were
 */
export async function settle(
  site: Site,
  collective: string,
  ids: readonly string[],
  state: "shown" | "hidden",
): Promise<number> {
  return site.db.transaction().execute(async (db) => {
    const settled = await db
      .updateTable("response")
      .set({ state, settled: true })
      .where("collective", "=", collective)
      .where("id", "in", known(ids))
      .where("kind", "in", ["reply", "quote", "mention"])
      .returning(["id", "uri", "stamp"])
      .execute();
    await follow(site, db, settled, state);
    return settled.length;
  });
}

/** What follows from a decision about answers. */
async function follow(
  site: Site,
  db: Db,
  decided: readonly Pick<Response, "id" | "uri" | "stamp">[],
  state: "shown" | "hidden",
): Promise<void> {
  const ids = decided.map(({ id }) => id);
  if (state === "shown") return forwardApproved(site, db, ids);
  await forgetSealed(db, ids);
  await cancelPending(db, ...decided.map(({ uri }) => uri));
  await revokeQuotes(site, db, quotedIn(decided));
}

/**
 * Deletes answers here, and takes back those of the collective itself everywhere. Answers to them stay where they are.
 * @returns how many there were
 */
export async function deleteAnswers(
  site: Site,
  collective: Collective,
  ids: readonly string[],
): Promise<number> {
  const chosen = known(ids);
  return site.db.transaction().execute(async (db) => {
    const rows = await db
      .selectFrom("response")
      .selectAll()
      .where("collective", "=", collective.id)
      .where("id", "in", chosen)
      .orderBy("id")
      .forUpdate()
      .execute();
    await takeBack(
      site,
      db,
      rows.filter(({ kind }) => kind === "answer"),
    );
    await revokeQuotes(site, db, quotedIn(rows));
    const others = rows.filter(({ kind }) => kind !== "answer");
    await cancelPending(db, ...others.map(({ uri }) => uri));
    if (others.length > 0) {
      const gone = others.map(({ id }) => id);
      await db.deleteFrom("response").where("id", "in", gone).execute();
    }
    return rows.length;
  });
}

/** Those to whose quotation somebody has consented. */
function quotedIn(responses: readonly Pick<Response, "id" | "stamp">[]): string[] {
  return responses.flatMap(({ id, stamp }) => (stamp === null ? [] : id));
}

/**
 * Remembers what is to become of everything from an actor or a host, and does the same with what waits from there.
 * @param verdict null forgets what was remembered
 */
export async function remember(
  site: Site,
  collective: string,
  kind: "actor" | "host",
  subject: string,
  verdict: Verdict | null,
): Promise<void> {
  await site.db.transaction().execute(async (db) => {
    await db
      .deleteFrom("decision")
      .where("collective", "=", collective)
      .where("subject", "=", subject)
      .execute();
    if (verdict === null) return;
    await db.insertInto("decision").values({ collective, subject, kind, verdict }).execute();
    if (verdict === "hold") return;
    const state = verdict === "show" ? "shown" : "hidden";
    const from =
      kind === "actor"
        ? sql<boolean>`actor = ${subject}`
        : sql<boolean>`actor in (select id from remote_actor where host = ${subject})`;
    for (let left = true; left; ) {
      const waiting = db
        .selectFrom("response")
        .select("id")
        .where("collective", "=", collective)
        .where("state", "=", "held")
        .where("kind", "<>", "mention")
        // What is for the collective alone waits to be read, whoever it is from.
        .where(verdict === "show" ? sql<boolean>`public` : sql<boolean>`true`)
        .where(from)
        .limit(mostAtOnce);
      const changed = await db
        .updateTable("response")
        .set({ state })
        .where("id", "in", waiting)
        .returning(["id", "uri", "stamp"])
        .execute();
      await follow(site, db, changed, state);
      left = changed.length === mostAtOnce;
    }
  });
}

/** What a collective has decided for good about somebody and their host. */
export async function remembered(
  db: Db,
  collective: string,
  { actor, host }: Pick<Author, "actor" | "host">,
): Promise<{ actor: Verdict | undefined; host: Verdict | undefined }> {
  const rows = await db
    .selectFrom("decision")
    .select(["subject", "verdict"])
    .where("collective", "=", collective)
    .where("subject", "in", [actor, host])
    .execute();
  const of = (subject: string) => rows.find((row) => row.subject === subject)?.verdict;
  return { actor: of(actor), host: of(host) };
}

const most = { words: 200, characters: 100 };

/** Sets the words that make an answer wait, one on each line; what is too much is left out. */
export async function setFilterWords(db: Db, collective: string, typed: string): Promise<void> {
  const words = [...new Set(typed.split("\n").map(cleanLine))].filter(
    (word) => word !== "" && lengthOf(word) <= most.characters,
  );
  await db
    .updateTable("collective")
    .set({ filter_words: words.slice(0, most.words) })
    .where("id", "=", collective)
    .execute();
}

function known(ids: readonly string[]): string[] {
  const good = ids.filter(isUuid);
  if (good.length === 0) throw new Refused("Choose the answers first.");
  if (good.length > mostAtOnce) throw new Refused(`Choose at most ${mostAtOnce} answers at once.`);
  return good;
}
