// Does what a collective's rule says with a new text of an ally: passes it on, or proposes that.
import type { Ally } from "../db/ally.ts";
import type { Db } from "../db/open.ts";
import { isRuled } from "../domain/ally.ts";
import type { Site } from "../site.ts";
import { ruleOf } from "./ally.ts";
import { passOnItem } from "./repost.ts";
import { waitFor } from "./turn.ts";

const day = 24 * 3_600_000;
/** What was published longer ago is no news: somebody fills an archive. */
const newsFor = 7 * day;

/**
 * Applies the rule of an ally to what has just arrived from it. Only what the ally has written itself is ever passed on
 * by a rule, never what it has announced, and nothing twice: so that two who follow each other do not go on for ever.
 */
export async function applyRule(site: Site, db: Db, ally: Ally, id: string, now: Date): Promise<void> {
  const rule = ruleOf(ally);
  if (rule.rule === "hand") return;
  // Two texts that arrive at once are counted one after the other.
  await waitFor(db, `rule ${ally.collective} ${ally.actor}`);
  const item = await db.selectFrom("wire_item").selectAll().where("id", "=", id).executeTakeFirst();
  if (item === undefined || item.announced || item.actor !== ally.actor) return;
  if (item.published.getTime() < now.getTime() - newsFor || !isRuled(rule, item)) return;
  const before = await db
    .selectFrom("repost")
    .select("id")
    .where("collective", "=", ally.collective)
    .where("object", "=", item.uri)
    .executeTakeFirst();
  if (before !== undefined || (await countToday(db, ally, now)) >= rule.cap) return;
  if (rule.rule === "automatic") await passOnItem(site, db, item, { byRule: true });
  else await db.updateTable("wire_item").set({ proposal: "open" }).where("id", "=", id).execute();
}

/** How many texts of an ally its rule has passed on or proposed within a day. */
async function countToday(db: Db, { collective, actor }: Ally, now: Date): Promise<number> {
  const { count } = await db
    .selectFrom("wire_item as w")
    .leftJoin("repost as r", "r.item", "w.id")
    .select((is) => is.fn.countAll<string>().as("count"))
    .where("w.collective", "=", collective)
    .where("w.ally", "=", actor)
    .where("w.arrived", ">", new Date(now.getTime() - day))
    .where((is) => is.or([is("w.proposal", "is not", null), is("r.by_rule", "=", true)]))
    .executeTakeFirstOrThrow();
  return Number(count);
}
