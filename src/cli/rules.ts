// tern rules: what happens with new texts of allies.
import { type RepostRule, type Rule, repostRules } from "../domain/ally.ts";
import { type AllyShown, alliesOf, allyNamed } from "../newsroom/ally.ts";
import { collectiveNamed } from "../newsroom/collective.ts";
import { setRule } from "../newsroom/rules.ts";
import { type Command, Misused, type Options } from "./command.ts";

export const rules: Command = {
  name: "rules",
  arguments: "COLLECTIVE [ALLY]",
  summary: "shows or changes what happens with new texts of allies",
  details: `ALLY is @name@host or an address. --rule is hand (nothing happens by itself), propose (it waits at the desk) or automatic (it
is passed on at once); only what the ally has written itself, and each text once. --tags, --languages and --kinds narrow
that, as words with commas between them; an empty word ("") lifts it. --cap is the most texts of the ally in a day.
With --json an array of {"actor", "handle", "rule", "tags", "languages", "kinds", "cap"}.`,
  options: {
    rule: { type: "string" },
    tags: { type: "string" },
    languages: { type: "string" },
    kinds: { type: "string" },
    cap: { type: "string" },
  },
  async run(cli, [handle, named], options) {
    const changes = readChanges(options);
    const isChange = Object.keys(changes).length > 0;
    if (isChange && named === undefined) throw new Misused("Say of which ally: tern rules COLLECTIVE ALLY …");
    const site = await cli.site();
    const collective = await collectiveNamed(site, handle!);
    const shown = await rulesOf();
    if (cli.wantsJson) {
      cli.json(shown.map(({ actor, handle, rule }) => ({ actor, handle, ...rule })));
      return;
    }
    for (const { actor, handle, rule } of shown) {
      const narrowed = [...rule.tags.map((tag) => `#${tag}`), ...rule.languages, ...rule.kinds].join(", ");
      const only = narrowed === "" ? "" : `, only ${narrowed}`;
      const cap = rule.rule === "hand" ? "" : `, ${rule.cap} a day at most`;
      cli.print(`${handle === null ? actor : `@${handle}`}  ${rule.rule}${only}${cap}`);
    }

    async function rulesOf(): Promise<AllyShown[]> {
      if (named === undefined) return alliesOf(site.db, collective.id, { states: ["accepted", "requested"] });
      if (!isChange) return [await allyNamed(site.db, collective, named)];
      return [await setRule(site, collective, named, changes)];
    }
  },
};

function readChanges({ rule, tags, languages, kinds, cap }: Options): Partial<Rule> {
  if (rule !== undefined && !repostRules.some((one) => one === rule)) {
    throw new Misused(`--rule is "${rule}": it must be one of ${repostRules.join(", ")}.`);
  }
  const list = (typed: typeof tags) =>
    String(typed)
      .split(/[,،]/)
      .map((word) => word.trim())
      .filter((word) => word !== "");
  return {
    ...(rule !== undefined && { rule: rule as RepostRule }),
    ...(tags !== undefined && { tags: list(tags) }),
    ...(languages !== undefined && { languages: list(languages) }),
    ...(kinds !== undefined && { kinds: list(kinds) }),
    ...(cap !== undefined && { cap: Number(cap) }),
  };
}
