// Handles: the name of a collective in addresses and on the fediverse, `calais` in `@calais@node.example`.
import { Refused } from "./errors.ts";
import { reservedHandles } from "./paths.ts";

/**
 * Checks a handle for a new collective.
 * @throws {Refused} when it cannot be one, with what would do
 */
export function readHandle(typed: string): string {
  const handle = typed.trim().replace(/^@/, "");
  if (!/^[a-z0-9_]{1,30}$/.test(handle)) {
    const near = handle
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[^a-z0-9_]+/g, "_")
      .replace(/^_+|_+$/g, "")
      .slice(0, 30);
    const cure = near === "" || reservedHandles.has(near) ? "" : ` "${near}" would do.`;
    throw new Refused(
      `"${handle}" cannot be a handle: it has 1 to 30 small letters from a to z, digits and underscores.${cure}`,
    );
  }
  if (reservedHandles.has(handle)) {
    throw new Refused(`"${handle}" is kept for the node's own addresses: take another handle.`);
  }
  return handle;
}
