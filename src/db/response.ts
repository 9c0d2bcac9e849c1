// The table of what others do with our texts: replies, quotations, mentions, likes, boosts, and what collectives answer.
import type { ColumnType, Generated, Selectable } from "kysely";
import type { ResponseKind, ResponseState } from "../domain/response.ts";
import type { WireAttachment } from "./wire.ts";

/** A file that hangs on an answer; it is only linked, never loaded. */
export type ResponseAttachment = Pick<WireAttachment, "url" | "media_type" | "name">;

export interface ResponseTable {
  /** UUIDv7, minted before the insert. */
  id: string;
  kind: ResponseKind;
  /** The address of the answer itself, or of the activity that likes or boosts. */
  uri: string;
  /** The address of a remote actor; null: the collective itself has answered. */
  actor: string | null;
  collective: string;
  /** The text that the thread is about; null for a mention outside of any thread. */
  report: string | null;
  /** The address of what is answered, liked, boosted or quoted. */
  object: string | null;
  /** The response that is answered, where it is here. */
  parent: string | null;
  /** Where it stands in the thread (`threadPath`); null for whatever is in none. */
  path: string | null;
  depth: Generated<number>;
  state: ResponseState;
  /** Whether somebody has decided about it: then no rule changes its state. */
  settled: Generated<boolean>;
  /** Whether its author has addressed it to everybody; else it is never shown on a page. */
  public: boolean;
  /** The title that an Article brings. */
  name: string | null;
  content_warning: string | null;
  /** As it came, not cleaned; of an answer: ours, made from the source. */
  html: Generated<string>;
  /** Markdown; of answers only. */
  source: string | null;
  /** BCP 47. */
  language: string | null;
  /** The page where people read it. */
  url: string | null;
  attachments: ColumnType<ResponseAttachment[], string | undefined, string>;
  /** The consent to a quotation: the last part of its address. */
  stamp: string | null;
  published: Date;
  updated: Date | null;
  received: ColumnType<Date, Date | undefined, Date>;
}

export type Response = Selectable<ResponseTable>;

/** How much of each kind is shown of a text; kept by the database. */
export interface ReportEchoTable {
  report: string;
  replies: number;
  likes: number;
  boosts: number;
  quotes: number;
}
