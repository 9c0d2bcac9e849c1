// The table of texts deleted for good: nothing of them is left but that they were.
import type { Selectable } from "kysely";

export interface TombstoneTable {
  id: string;
  collective: string;
  slug: string;
  published: Date | null;
  deleted: Date;
}

export type Tombstone = Selectable<TombstoneTable>;
