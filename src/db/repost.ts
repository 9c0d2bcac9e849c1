// The tables of what collectives pass on: texts of others, what is said before them, and whose text a translation of ours renders.
import type { Generated, Selectable } from "kysely";

export interface RepostTable {
  /** UUIDv7; part of the address of its page. */
  id: string;
  collective: string;
  /** The address of the text. */
  object: string;
  /** What we know of the text; null when that was forgotten. */
  item: string | null;
  /** The UUID of the Announce that was sent last. */
  announce: string;
  by_rule: boolean;
  reposted: Date;
  withdrawn: Date | null;
  /** Its origin is not asked for it again before that. */
  revisit: Generated<Date>;
  /** Since when its origin has not found it, without saying that it was deleted. */
  missing: Date | null;
}

export type Repost = Selectable<RepostTable>;

export interface IntroductionTable {
  /** UUIDv7; part of its address. */
  id: string;
  repost: string;
  collective: string;
  /** Markdown. */
  source: string;
  html: string;
  /** BCP 47. */
  language: string;
  published: Date;
  deleted: Date | null;
}

export type Introduction = Selectable<IntroductionTable>;

export interface TranslationSourceTable {
  /** The text of ours that is a translation. */
  report: string;
  /** The address of the text that it translates. */
  uri: string;
  /** The page where people read that. */
  url: string;
  title: string;
  /** BCP 47. */
  language: string | null;
  /** Who wrote it, as it is shown. */
  attributed: string;
}

export type TranslationSource = Selectable<TranslationSourceTable>;
