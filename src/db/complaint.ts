// The table of complaints (Flag): those that reached us, and those that we sent.
import type { ColumnType, Selectable } from "kysely";

export interface ComplaintTable {
  id: string;
  direction: "received" | "sent";
  /** The address of the Flag, or what stands for it where it has none of its own origin. */
  uri: string;
  /** The address of who complains (received), or about whom we complain (sent). */
  actor: string;
  /** About whom (received), or in whose name the node complains (sent). */
  collective: string | null;
  /** Addresses of what is complained about, 50 at most. */
  objects: string[];
  /** Plain text. */
  content: string;
  received: ColumnType<Date, Date | undefined, Date>;
  /** When somebody was done with it. */
  settled: Date | null;
}

export type Complaint = Selectable<ComplaintTable>;
