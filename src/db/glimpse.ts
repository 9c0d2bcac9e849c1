// The table of pictures of others that are kept for the desk, each by its address there.

export interface GlimpseTable {
  /** Where it is, on somebody else's server. */
  address: string;
  /** Random, with extension: the name under DATA_DIR/glimpses. */
  name: string;
  bytes: number;
  kept: Date;
}
