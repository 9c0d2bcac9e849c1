// The JSON-LD contexts of what comes in: those we know, from memory; none is ever fetched because a stranger named it.
import { type DocumentLoader, preloadedContexts } from "@fedify/fedify";

/**
 * The `@context` that the head of every incoming activity is read with, whatever it brings itself: a stranger's context
 * could give `actor` another meaning than the one the guard has checked. It has the types that somebody listens to and
 * nothing else, because it is read for each activity.
 */
export const readingContext = {
  "@vocab": "https://www.w3.org/ns/activitystreams#",
  id: "@id",
  type: "@type",
  actor: { "@type": "@id" },
  EmojiReact: "http://litepub.social/ns#EmojiReact",
  QuoteRequest: "https://w3id.org/fep/044f#QuoteRequest",
} as const;

/**
 * Gives the contexts that the servers we know of name (Fedify carries them). Any other is empty: its terms mean nothing
 * to us, and the document is read without them.
 */
export const contextLoader: DocumentLoader = async (url) => ({
  contextUrl: null,
  documentUrl: url,
  document: preloadedContexts[url] ?? preloadedContexts[url.replace(/#$/, "")] ?? { "@context": {} },
});
