// The tables of texts and of what belongs to each: tags, links, pictures. Strangers are shown only `public_report`.
import type { ColumnType, Generated, Selectable } from "kysely";
import type { ReplyPolicy, ReportKind, ReportState, WireForm } from "../domain/report.ts";

export interface ReportTable {
  /** UUIDv7, minted before the insert, so that the address is known first. */
  id: string;
  collective: string;
  kind: ReportKind;
  state: ReportState;
  slug: string;
  title: string;
  /** The lead; on the wire a `summary`, and only if somebody wrote one. */
  summary: string | null;
  content_warning: string | null;
  /** BCP 47. */
  language: string;
  source: string;
  media_type: Generated<string>;
  /** Made from the source; pictures are addressed relative to the origin. */
  html: string;
  cover: string | null;
  /** null: as the collective says. */
  reply_policy: ReplyPolicy | null;
  wire_form: WireForm;
  /** Texts that translate each other share it. */
  translation_set: string;
  pinned: Generated<boolean>;
  scheduled: Date | null;
  published: Date | null;
  updated: Date | null;
  withdrawn: Date | null;
  /** Goes up with every save, so that two people editing at once are told. */
  revision: Generated<number>;
  /** While a second pen is waited for: a mark that only the proposing pen can make again. */
  proposed: Buffer | null;
  /** Made by the database from title, lead and source, in the dictionary of the language. */
  search: ColumnType<string, never, never>;
}

export type Report = Selectable<ReportTable>;

/** The view through which every stranger looks; what is in it has been published. */
export interface PublicReportView
  extends Omit<ReportTable, "published" | "state" | "revision" | "proposed" | "search"> {
  state: "published";
  published: Date;
}

export type PublicReport = Selectable<PublicReportView>;

export interface ReportTagTable {
  report: string;
  /** As in the address: `freedom-of-movement`. */
  tag: string;
  /** As typed: `Freedom of movement`. */
  name: string;
  position: number;
}

export interface ReportLinkTable {
  report: string;
  position: number;
  href: string;
  name: string | null;
}

export interface ReportMediaTable {
  report: string;
  media: string;
  position: number;
}

export type ReportTag = Selectable<ReportTagTable>;
export type ReportLink = Selectable<ReportLinkTable>;
