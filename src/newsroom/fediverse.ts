// The port through which the newsroom speaks to other servers; `federation` implements it, tests may not replace it.
import type { Db } from "../db/open.ts";
import type { RemoteActor } from "../db/remote_actor.ts";
import type { WireAlternate, WireAttachment, WireOriginal } from "../db/wire.ts";
import type { QuoteRequested } from "./quote.ts";

/** What the newsroom wants to say; the ids are ours (UUIDs), or addresses where the name says so. */
export type Saying =
  | { type: "Create" | "Update"; report: string }
  | { type: "Delete"; report: string; collective: string; deleted: Date }
  | { type: "Update"; collective: string }
  | { type: "Create" | "Update"; note: string }
  | { type: "Delete"; note: string; deleted: Date }
  | { type: "Accept" | "Reject"; collective: string; follow: FollowReceived }
  | { type: "Follow" | "Block"; collective: string; actor: string }
  | { type: "UndoBlock"; collective: string; actor: string; block: string }
  | { type: "UndoFollow"; collective: string; actor: string; follow: string }
  | { type: "Announce"; collective: string; object: string; author: string }
  | { type: "UndoAnnounce"; collective: string; object: string; author: string; announce: Announced }
  | { type: "Create"; introduction: string; collective: string }
  | { type: "Delete"; introduction: string; collective: string; deleted: Date }
  | { type: "AcceptQuote"; collective: string; request: QuoteRequested; stamp: string }
  | { type: "RejectQuote"; collective: string; request: QuoteRequested }
  | { type: "DeleteStamp"; collective: string; stamp: string; actor: string }
  | { type: "Flag"; actor: string; objects: string[]; content: string };

/** A Follow as it came in. `id` is absent where the sender gave none of its own origin. */
export interface FollowReceived {
  id: string | undefined;
  actor: string;
}

/** An Announce that was sent: its UUID, and when. */
export interface Announced {
  id: string;
  published: Date;
}

/** An activity, rendered and signed, not yet stored. */
export interface Composed {
  /** The type on the wire: `Undo` for an `UndoBlock`, `Accept` for an `AcceptQuote`, `Reject` for a `RejectQuote`. */
  type: string;
  /** Address of what it is about; deliveries about one object keep their order. */
  object: string;
  /** Whether it belongs in the public outbox. */
  public: boolean;
  /** The signed JSON by form; `whole` is always there and at most 60 KiB. `note` is the Update of an Article for servers that only edit Notes. */
  forms: { form: "whole" | "note" | "reference"; body: string }[];
}

/** A text of somebody elsewhere, as it says it is. */
export interface ForeignText {
  /** Its address, which is its id. */
  uri: string;
  type: string;
  /** The one author it names, on the same host. */
  attributedTo: string;
  inReplyTo: string | null;
  /** A title, plain text. */
  name: string | null;
  /** A content warning or lead, plain text. */
  summary: string | null;
  sensitive: boolean;
  /** HTML as it came. */
  content: string;
  /** BCP 47. */
  language: string | null;
  /** The page where people read it. */
  url: string | null;
  published: Date | null;
  updated: Date | null;
  /** Whether it is addressed to everybody, listed or not. */
  isPublic: boolean;
  /** As they are written, without `#`. */
  hashtags: readonly string[];
  attachments: readonly WireAttachment[];
  /** What sort of text its author calls it. https://schema.org/genre */
  genre: string | null;
  /** The address of what it translates. https://schema.org/translationOfWork */
  translationOf: string | null;
  /** Pages of the same in other languages. */
  alternates: readonly WireAlternate[];
}

/** Something as it came, and what its signatures are worth. */
export type Original = Omit<WireOriginal, "uri" | "received">;

export interface Fediverse {
  /**
   * Renders an activity and signs it (FEP-8b32 proof, LD signature), once for all inboxes.
   * @param db the transaction in which the change is made, so that what is rendered is what is committed
   * @param id the UUID of the activity, minted by the caller
   */
  compose(db: Db, id: string, saying: Saying, published: Date): Promise<Composed>;
  /**
   * Finds an actor by handle (`@name@host`) or address, fetching it if it is unknown or stale.
   * @throws {NotFound | Refused} with a sentence that says why it could not be had
   */
  lookup(handleOrUrl: string): Promise<RemoteActor>;
  /**
   * Asks a server what software it runs, unless it was asked within a week, and remembers that.
   * @param host the host of an actor that is known
   * @throws {Refused | NotFound | Unavailable} when it does not answer
   */
  learnSoftware(host: string): Promise<void>;
  /**
   * Where somebody's own server lets them follow or answer what has an address.
   * @param handleOrServer as typed: `@name@host`, or a server by its name or any address on it
   * @param uri what is to be followed: an address, or `acct:name@host`
   * @returns a whole address, https
   * @throws {NotFound} when that server knows nobody by that name
   * @throws {Refused} when it offers no such place (reasons `server unreadable` and `server ours`: it is none at all)
   * @throws {Unavailable} when it does not answer now
   */
  subscribeAddress(handleOrServer: string, uri: string): Promise<string>;
  /**
   * Fetches a text from its own server, whoever spoke of it, with the original; an activity's address leads to its object.
   * @throws {NotFound | Gone} when its server says so
   * @throws {Refused} when there is something else, or it is on a blocked server or on this node
   * @throws {Unavailable} when it cannot be had now
   */
  fetchText(uri: string): Promise<{ text: ForeignText; original: Original }>;
  /**
   * Reads a text of this node, or what a collective says before it passes something on, as other servers read it; the
   * original is what is served, with its proof.
   * @param db where a transaction is under way, what that sees
   * @param address its id
   * @returns undefined where there is none that is public
   */
  readOwn(db: Db, address: string): Promise<{ text: ForeignText; original: Original } | undefined>;
  /**
   * Addresses of what an actor has published last, newest first, as its outbox lists them, and when it has announced what
   * members of a community published; replies may be among them.
   * @param since the newest part is enough, without what says that it was published before
   * @throws {NotFound | Gone | Refused | Unavailable} as `lookup` does
   */
  newestOf(actor: string, most: number, since?: Date): Promise<{ address: string; announced: Date | null }[]>;
  /**
   * Fetches what claims to be a picture; nothing of it is to be believed before it is decoded.
   * @throws {NotFound | Gone | Refused | Unavailable} with a sentence that says why it could not be had
   */
  fetchPicture(address: string): Promise<Buffer>;
  /** Makes fresh keys for a collective (or the instance actor: null), sealed; retires the ones before. */
  makeKeys(db: Db, collective: string | null): Promise<void>;
}
