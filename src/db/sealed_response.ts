// The table of answers that wait, as their authors' servers have signed them.

export interface SealedResponseTable {
  response: string;
  collective: string;
  type: "Create" | "Update";
  /** The activity's JSON, byte by byte as it came. */
  body: string;
  /** Which version of the answer it brought. */
  updated: Date | null;
  received: Date;
}
