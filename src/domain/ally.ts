// Allies: what states following one has, what kinds of things come from them, and which of those a rule passes on.
import { hyphenated } from "./slug.ts";

export const allyStates = ["requested", "accepted", "refused", "ended"] as const;
/** Requested: no answer yet. Ended: by us, by them, or because they are gone. */
export type AllyState = (typeof allyStates)[number];

export const repostRules = ["hand", "propose", "automatic"] as const;
/** What happens to a new text of an ally: nothing, it waits for somebody to decide, or it is passed on at once. */
export type RepostRule = (typeof repostRules)[number];

export const proofStates = ["none", "verified", "failed", "unknown"] as const;
/** Of what came with an object integrity proof; unknown: of a kind, or with a key, that could not be read. */
export type ProofState = (typeof proofStates)[number];

/** Kinds that are offered for rules: ours as Tern nodes call them, and what other servers send. */
export const ruledKinds = ["report", "call-out", "page", "Article", "Note", "Event", "Page"] as const;

/** The rule for an ally. An empty list narrows nothing. */
export interface Rule {
  rule: RepostRule;
  /** As typed. */
  tags: readonly string[];
  /** BCP 47. */
  languages: readonly string[];
  /** `report`, `call-out`, `page`, or a type such as `Note`. */
  kinds: readonly string[];
  /** Most texts in a day. */
  cap: number;
}

/** The rule of an ally for which nothing was said. */
export const byHand: Rule = { rule: "hand", tags: [], languages: [], kinds: [], cap: 10 };
/** Highest cap; what comes faster is for people to look at. */
export const maxCap = 100;

/**
 * A tag in the form in which tags of different servers are compared: `Freedom of movement`, `FreedomOfMovement` and
 * `freedom-of-movement` are one.
 */
export function tagKey(name: string): string {
  return hyphenated(name.replace(/^[#＃]/u, "")).replace(/[-_]/g, "");
}

/** Whether a rule, but for its cap, is about a text. */
export function isRuled(
  { tags, languages, kinds }: Pick<Rule, "tags" | "languages" | "kinds">,
  item: { tags: readonly string[]; language: string | null; kind: string },
): boolean {
  const among = (wanted: readonly string[], there: readonly string[]) =>
    wanted.length === 0 || wanted.some((one) => there.includes(one));
  return (
    among(tags.map(tagKey), item.tags) &&
    (kinds.length === 0 || kinds.some((kind) => isKind(kind, item.kind))) &&
    among(languages.map(primary), item.language === null ? [] : [primary(item.language)])
  );
}

/** A `page` of a collective is no `Page` of a community; else capitals do not count. */
function isKind(wanted: string, kind: string): boolean {
  const isKnown = ruledKinds.some((one) => one === wanted);
  return isKnown ? wanted === kind : lower(wanted) === lower(kind);
}

const lower = (word: string) => word.toLowerCase();
/** `pt-BR` and `pt` are one language for whoever passes texts on. */
const primary = (language: string) => lower(language).split("-")[0]!;
