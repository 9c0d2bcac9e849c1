// A post of somebody elsewhere as the newsroom hears it, and the columns that it fills.
import type { Response, ResponseAttachment } from "../db/response.ts";
import { notLater } from "../domain/moment.ts";
import type { ResponseKind } from "../domain/response.ts";
import type { ForeignText } from "./fediverse.ts";
import type { Subject } from "./subject.ts";

/** What anybody elsewhere writes has of these, whether it is a text for the wire or an answer. */
type Written = Pick<
  ForeignText,
  | "uri"
  | "attributedTo"
  | "inReplyTo"
  | "name"
  | "summary"
  | "content"
  | "language"
  | "url"
  | "published"
  | "updated"
  | "isPublic"
>;

/** A post of somebody elsewhere. Whoever hands it in has made sure that its author has written it. */
export interface PostHeard extends Written {
  /** What it quotes. https://w3id.org/fep/044f */
  quote: string | null;
  /** The conversation it belongs to. */
  context: string | null;
  to: string[];
  cc: string[];
  /** Actors it mentions. */
  mentions: string[];
  attachments: ResponseAttachment[];
}

/**
 * What became of a post: `kept` for the first time, `revised`, `unchanged`, `refused` by a decision or a bound,
 * `contested` where somebody else is known as its author, or not `ours`: it is about nothing here.
 */
export type Hearing = "kept" | "revised" | "unchanged" | "refused" | "contested" | "not ours";

/** What a post is, before it is known what becomes of it. */
export interface Place extends Omit<Subject, "report" | "object"> {
  kind: Extract<ResponseKind, "reply" | "quote" | "mention">;
  report: string | null;
  object: string | null;
  /** What it answers is not here, and may lead to a thread of ours. */
  isOrphan: boolean;
}

/** The columns that a post fills by itself. Moments that lie ahead are those at which it was taken in. */
export function wordsOf(post: PostHeard, accepted: Date) {
  return {
    public: post.isPublic,
    name: post.name,
    content_warning: post.summary,
    html: post.content,
    language: post.language,
    url: post.url,
    published: notLater(post.published, accepted) ?? accepted,
    updated: notLater(post.updated, accepted),
  } satisfies Partial<Response>;
}

/** An attachment as it is kept. */
export function attachment({ url, media_type, name }: ResponseAttachment): ResponseAttachment {
  return { url, media_type, name };
}
