// Rules by which texts of an ally are passed on: by hand, proposed to whoever is at the desk, or at once.
import type { Collective } from "../db/collective.ts";
import { byHand, maxCap, type Rule, repostRules } from "../domain/ally.ts";
import { Refused } from "../domain/errors.ts";
import { readLanguage } from "../domain/language.ts";
import { cleanLine } from "../domain/plain.ts";
import { maxTags } from "../domain/report.ts";
import { readTag } from "../domain/tag.ts";
import type { Site } from "../site.ts";
import { type AllyShown, allyNamed } from "./ally.ts";

/**
 * Says what is to happen with new texts of an ally; what is left out stays. It holds for what arrives from now on.
 * @param named its address, or `@name@host`
 * @throws {NotFound} when the collective never followed it
 * @throws {Refused} when something is no rule, no tag, no language or no number of texts
 */
export async function setRule(
  site: Site,
  collective: Collective,
  named: string,
  changes: Partial<Rule>,
): Promise<AllyShown> {
  const ally = await allyNamed(site.db, collective, named);
  const rule = readRule({ ...byHand, ...ally.rule, ...changes });
  if (rule.rule !== "hand" && ally.state !== "accepted" && ally.state !== "requested") {
    throw new Refused(`${ally.handle ?? ally.actor} is not followed: follow it first.`);
  }
  await site.db
    .updateTable("ally")
    .set({
      rule: rule.rule,
      rule_tags: [...rule.tags],
      rule_languages: [...rule.languages],
      rule_kinds: [...rule.kinds],
      rule_cap: rule.cap,
    })
    .where("collective", "=", collective.id)
    .where("actor", "=", ally.actor)
    .execute();
  return { ...ally, rule };
}

function readRule({ rule, tags, languages, kinds, cap }: Rule): Rule {
  if (!repostRules.includes(rule)) {
    throw new Refused(`"${shown(rule)}" is not a rule: it must be one of ${repostRules.join(", ")}.`);
  }
  if (!Number.isInteger(cap) || cap < 1 || cap > maxCap) {
    throw new Refused(`The most texts in a day must be a number from 1 to ${maxCap}.`);
  }
  if (tags.length > maxTags || languages.length > maxTags || kinds.length > maxTags) {
    throw new Refused(`A rule names at most ${maxTags} tags, languages or kinds.`);
  }
  return {
    rule,
    cap,
    tags: tags.map((typed) => {
      const tag = readTag(typed);
      if (tag === undefined) throw new Refused(`"${shown(typed)}" cannot be a tag.`);
      return tag.name;
    }),
    languages: languages.map((typed) => {
      const language = readLanguage(typed);
      if (language === undefined)
        throw new Refused(`"${shown(typed)}" is not a language tag such as en, ar or pt-BR.`);
      return language;
    }),
    kinds: kinds.map((typed) => {
      const kind = cleanLine(typed);
      if (!/^[A-Za-z][A-Za-z-]{1,40}$/.test(kind))
        throw new Refused(`"${shown(typed)}" is not a kind such as report, call-out, page, Note or Event.`);
      return kind;
    }),
  };
}

function shown(text: string): string {
  return cleanLine(text).slice(0, 60);
}
