// What happens when a post that is known comes again: it has changed, or its place in the thread is known now, or neither.
import { isDeepStrictEqual } from "node:util";
import type { Db } from "../db/open.ts";
import type { Response } from "../db/response.ts";
import type { ResponseState } from "../domain/response.ts";
import { admitWords, lookInto } from "./admit.ts";
import { attachment, type Hearing, type Place, type PostHeard, wordsOf } from "./post_heard.ts";
import { moveBelow } from "./threads.ts";

/**
 * Lays what a post says now over what it said before, if it is newer. What somebody turned down stays turned down; what
 * was shown and says something else now is judged anew, because nobody has approved that.
 */
export async function reviseResponse(
  db: Db,
  known: Response,
  post: PostHeard,
  place: Place,
  accepted: Date,
): Promise<Hearing> {
  const isPlaced = await placeAgain(db, known, place);
  const { published: _, ...words } = wordsOf(post, accepted);
  if (words.updated === null || words.updated <= (known.updated ?? known.published)) {
    return isPlaced ? "revised" : "unchanged";
  }
  const attachments = post.attachments.map(attachment);
  const isSame = isDeepStrictEqual(
    { ...known, ...words, updated: null, attachments },
    { ...known, updated: null },
  );
  const ruling = isSame ? known : await judgeAgain(db, known, post);
  await db
    .updateTable("response")
    .set({ ...words, ...ruling, attachments: JSON.stringify(attachments) })
    .where("id", "=", known.id)
    .execute();
  return "revised";
}

async function judgeAgain(
  db: Db,
  { kind, uri, state, settled, collective, report }: Response,
  post: PostHeard,
): Promise<{ state: ResponseState; settled: boolean }> {
  if (settled && state !== "shown") return { state, settled };
  const { attributedTo: actor } = post;
  const arrival = { collective, report, actor, host: new URL(actor).host, uri, done: null, since: null };
  const [found] = await lookInto(db, [arrival]);
  const now = admitWords(found!, kind, post) ?? "held";
  return { state: now, settled: settled && now === state };
}

/** A mention turns out to belong to a thread, or what it answers has come at last. */
async function placeAgain(db: Db, known: Response, place: Place): Promise<boolean> {
  if (place.kind !== "reply" || place.isOrphan || known.object !== place.object) return false;
  if (known.kind === "reply" && known.parent === (place.parent?.id ?? null)) return false;
  if (known.kind !== "reply" && known.kind !== "mention") return false;
  return moveBelow(db, known, { ...place, report: place.report! });
}
