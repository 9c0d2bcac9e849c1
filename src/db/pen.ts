// The tables of those who may write: pens, the links that invite to one, and the sessions they open.
import type { ColumnType, Selectable } from "kysely";
import type { Role } from "../domain/pen.ts";

export interface PenTable {
  id: string;
  collective: string;
  role: Role;
  /** What the keepers call it, so that it can be withdrawn: "the phone at the kitchen". */
  label: string;
  /** Argon2id of its words. */
  words: Buffer;
  /** A day, not a moment. */
  made: ColumnType<Date, never, never>;
}

export interface InvitationTable {
  /** SHA-256 of the token in the link. */
  token: Buffer;
  /** null: the bearer founds a collective. */
  collective: string | null;
  role: Role;
  label: string;
  expires: Date;
}

export interface SessionTable {
  /** SHA-256 of the token in the cookie. */
  token: Buffer;
  pen: string;
  /** A day, not a moment. */
  last_seen: ColumnType<Date, Date | undefined, Date>;
}

export type Pen = Selectable<PenTable>;
export type Invitation = Selectable<InvitationTable>;
