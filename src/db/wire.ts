// The tables of the wire: what allies published, as a collective reads it, and each thing as it was signed.
import type { ColumnType, Generated, Selectable } from "kysely";
import type { ProofState } from "../domain/ally.ts";

/** A picture or file that hangs on a text of an ally. */
export interface WireAttachment {
  type: string;
  url: string;
  media_type: string | null;
  /** What it shows or is called. */
  name: string | null;
  width: number | null;
  height: number | null;
}

/** A page of the same text in another language. */
export interface WireAlternate {
  href: string;
  /** BCP 47. */
  language: string;
}

export interface WireItemTable {
  /** UUIDv7, minted before the insert. */
  id: string;
  collective: string;
  /** The address of the text, which is its id. */
  uri: string;
  /** Through whom it came: its author, or who announced it; null: somebody at the desk asked for it. */
  ally: string | null;
  announced: boolean;
  /** Who wrote it. */
  actor: string;
  type: string;
  /** `report`, `call-out` or `page` where its author says so, else its type. */
  kind: string;
  name: string | null;
  /** A content warning or lead. */
  summary: string | null;
  sensitive: Generated<boolean>;
  /** As it came, not cleaned. */
  html: string;
  /** BCP 47. */
  language: string | null;
  /** The page where people read it. */
  url: string | null;
  /** As they are written, without `#`. */
  hashtags: Generated<string[]>;
  /** The same in the form in which they are compared (`tagKey`). */
  tags: Generated<string[]>;
  attachments: ColumnType<WireAttachment[], string | undefined, string>;
  /** The text of the collective that it says it translates. */
  translates: string | null;
  /** The address of what it says it translates, wherever that is. */
  translation_of: string | null;
  /** Where it says that it can be read in other languages. */
  alternates: ColumnType<WireAlternate[], string | undefined, string>;
  /** When it was published or, where it was announced, when that was. */
  published: Date;
  updated: Date | null;
  arrived: Date;
  /** When it was last had from its origin. */
  refreshed: Date;
  unread: Generated<boolean>;
  /** Set by a rule. */
  proposal: "open" | "declined" | null;
  /** When its author deleted it; then nothing else of it is left. */
  gone: Date | null;
}

export type WireItem = Selectable<WireItemTable>;

export interface WireOriginalTable {
  uri: string;
  /** JSON, byte by byte as it came: the activity, or the object where it was fetched. */
  body: string;
  proof: ProofState;
  /** The key that the proof was made with, as its owner wrote it (multibase). */
  verified_with: string | null;
  /** Whether it has an LD signature; that was not verified. */
  ld_signature: boolean;
  received: Date;
}

export type WireOriginal = Selectable<WireOriginalTable>;
