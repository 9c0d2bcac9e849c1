// The table of contents of the inbox: which activities of others do something here, and who takes care of each.
import type { Federatable } from "@fedify/fedify/federation";
import {
  Accept,
  Announce,
  Block,
  Create,
  Delete,
  EmojiReact,
  Flag,
  Follow,
  Like,
  Move,
  QuoteRequest,
  Reject,
  Undo,
  Update,
} from "@fedify/fedify/vocab";
import type { Site } from "../src/site.ts";
import { onAccepted } from "./inbox/accept.ts";
import { onAnnounced } from "./inbox/announce.ts";
import { onBlocked } from "./inbox/block.ts";
import { onCreated } from "./inbox/create.ts";
import { onDeleted } from "./inbox/delete.ts";
import { onFlagged } from "./inbox/flag.ts";
import { onFollowed } from "./inbox/follow.ts";
import { onLiked } from "./inbox/like.ts";
import { onMoved } from "./inbox/move.ts";
import { onQuoteRequested } from "./inbox/quote_request.ts";
import { onRejected } from "./inbox/reject.ts";
import { onUndone } from "./inbox/undo.ts";
import { onUpdated } from "./inbox/update.ts";

/** What a listener is given beside the activity, as `context.data`. */
export interface Inbound {
  site: Site;
  /** When the activity was taken in; of two that contradict each other, the later one counts. */
  accepted: Date;
  /** The activity as the guard let it pass; of Fedify's own reading of it only the type, the actor and the id are there. */
  activity: Record<string, unknown>;
  /** The body as it came, where somebody who is followed has written or changed something. */
  body?: string | undefined;
  /** The body as it came, where it carries an LD signature and may be passed on. */
  sealed: string | undefined;
}

/** Types that are worked on; every other is answered 202 and noted. */
export const heeded: ReadonlySet<string> = new Set([
  "Follow",
  "Undo",
  "Delete",
  "Block",
  "Create",
  "Update",
  "Like",
  "EmojiReact",
  "Announce",
  "QuoteRequest",
  "Move",
  "Flag",
  "Accept",
  "Reject",
]);

/** Registers everything that listens. */
export function registerInbox(federation: Federatable<Inbound>): void {
  federation
    .setInboxListeners("/ap/groups/{identifier}/inbox", "/ap/inbox")
    .on(Follow, onFollowed)
    .on(Undo, onUndone)
    .on(Delete, onDeleted)
    .on(Block, onBlocked)
    .on(Create, onCreated)
    .on(Update, onUpdated)
    .on(Like, onLiked)
    .on(EmojiReact, onLiked)
    .on(Announce, onAnnounced)
    .on(QuoteRequest, onQuoteRequested)
    .on(Move, onMoved)
    .on(Flag, onFlagged)
    .on(Accept, onAccepted)
    .on(Reject, onRejected);
}
