// The table, of one row, of what holds for the whole node and is changed while it runs.

export interface NodeSettingTable {
  one: boolean;
  /** The node speaks only with servers that are allowed. */
  only_allowed: boolean;
}
