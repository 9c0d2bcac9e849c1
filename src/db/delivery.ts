// The delivery ledger: one row for each activity and inbox, from the moment something is said until it is settled.
import type { ColumnType, Generated, Selectable } from "kysely";

export interface DeliveryTable {
  activity: string;
  inbox: string;
  host: string;
  object: string;
  /** The activity's; keeps the order of what is said about one object. */
  sequence: string;
  state: Generated<"pending" | "delivered" | "failed" | "cancelled">;
  attempts: Generated<number>;
  /** Since when it is being tried. */
  created: ColumnType<Date, Date | undefined, Date>;
  next_try: ColumnType<Date, Date | undefined, Date>;
  leased_until: Date | null;
  lease: string | null;
  last_status: number | null;
  last_error: string | null;
  delivered: Date | null;
  /** What it says was taken back while it was under way: there is no other try. */
  final: Generated<boolean>;
}

export type Delivery = Selectable<DeliveryTable>;
