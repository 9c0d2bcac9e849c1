// What is left of a text that was taken back: its address and when.
import { ap } from "../src/domain/paths.ts";
import { context } from "./context.ts";
import { wireMoment } from "./words.ts";

/**
 * The Tombstone that a Delete carries. It has no `formerType`: the term stands for an address, so that `Article` cannot
 * be signed, and Misskey keeps the post when the whole address is given.
 */
export function tombstone(origin: string, report: string, deleted: Date) {
  return { id: origin + ap.report(report), type: "Tombstone", deleted: wireMoment(deleted) } as const;
}

/** What is served with 410 at the address of a text that was taken back. https://w3id.org/fep/4f05 */
export function tombstoneDocument(origin: string, report: string, deleted: Date) {
  return {
    "@context": context,
    ...tombstone(origin, report, deleted),
    formerType: "Article",
  } as const;
}
