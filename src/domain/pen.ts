// A pen: the right to write for a collective. It has a role and six words, and no name.

export const roles = ["writer", "moderator", "keeper"] as const;
/** Writers write and publish; moderators also judge answers; keepers also run the collective and its pens. */
export type Role = (typeof roles)[number];

/** Whether a role includes what another may do. */
export function mayActAs(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/** How many words open a pen; each is one of 2 048, and their order does not count, so six are 56 bits. */
export const wordCount = 6;
/** How many days an invitation waits. */
export const invitationDays = 7;
/** How many days a session lasts after it was last used. */
export const sessionDays = 30;

/**
 * Words as somebody typed them, made comparable: lower case, single spaces, whatever was between them.
 * @returns the words; there may be too few or too many
 */
export function typedWords(text: string): string[] {
  return text
    .slice(0, 400)
    .normalize("NFKD")
    .toLowerCase()
    .split(/[\s,.;·\-–_]+/u)
    .filter((word) => word !== "");
}
