// The JSON-LD contexts of what comes in: those we know, from memory; none is ever fetched because a stranger named it.
import { type DocumentLoader, preloadedContexts } from "@fedify/fedify";

const reference = (id: string) => ({ "@id": id, "@type": "@id" }) as const;

/**
 * The `@context` that every incoming activity is read with, whatever it brings itself: a stranger's context could give
 * `actor` another meaning than the one the guard has checked.
 */
export const readingContext = [
  "https://www.w3.org/ns/activitystreams",
  "https://w3id.org/security/v1",
  {
    toot: "http://joinmastodon.org/ns#",
    misskey: "https://misskey-hub.net/ns#",
    litepub: "http://litepub.social/ns#",
    fedibird: "http://fedibird.com/ns#",
    gts: "https://gotosocial.org/ns#",
    fep044f: "https://w3id.org/fep/044f#",
    schema: "http://schema.org#",
    Emoji: "toot:Emoji",
    Hashtag: "as:Hashtag",
    PropertyValue: "schema:PropertyValue",
    value: "schema:value",
    sensitive: "as:sensitive",
    blurhash: "toot:blurhash",
    discoverable: "toot:discoverable",
    indexable: "toot:indexable",
    featured: reference("toot:featured"),
    manuallyApprovesFollowers: "as:manuallyApprovesFollowers",
    movedTo: reference("as:movedTo"),
    EmojiReact: "litepub:EmojiReact",
    _misskey_reaction: "misskey:_misskey_reaction",
    _misskey_quote: "misskey:_misskey_quote",
    quoteUrl: "as:quoteUrl",
    quoteUri: "fedibird:quoteUri",
    QuoteRequest: "fep044f:QuoteRequest",
    QuoteAuthorization: "fep044f:QuoteAuthorization",
    quote: reference("fep044f:quote"),
    quoteAuthorization: reference("fep044f:quoteAuthorization"),
    interactionPolicy: reference("gts:interactionPolicy"),
    canQuote: reference("gts:canQuote"),
    automaticApproval: reference("gts:automaticApproval"),
    manualApproval: reference("gts:manualApproval"),
  },
] as const;

/**
 * Gives the contexts that the servers we know of name (Fedify carries them). Any other is empty: its terms mean nothing
 * to us, and the document is read without them.
 */
export const contextLoader: DocumentLoader = async (url) => ({
  contextUrl: null,
  documentUrl: url,
  document: preloadedContexts[url] ?? preloadedContexts[url.replace(/#$/, "")] ?? { "@context": {} },
});
