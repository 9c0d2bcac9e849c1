// The JSON-LD contexts of what we send, frozen: addresses that everybody has at hand, all other terms written out inline.
// No other address is named: a server that cannot load a context drops the document (Friendica) or its signature
// (Mastodon).
import { type DocumentLoader, preloadedContexts } from "@fedify/fedify";

const reference = (id: string) => ({ "@id": id, "@type": "@id" }) as const;

const objectTerms = {
  toot: "http://joinmastodon.org/ns#",
  gts: "https://gotosocial.org/ns#",
  dcterms: "http://purl.org/dc/terms/",
  schema: "http://schema.org/",
  genre: "schema:genre",
  translationOfWork: reference("schema:translationOfWork"),
  quote: reference("https://w3id.org/fep/044f#quote"),
  Hashtag: "as:Hashtag",
  sensitive: "as:sensitive",
  blurhash: "toot:blurhash",
  interactionPolicy: reference("gts:interactionPolicy"),
  canQuote: reference("gts:canQuote"),
  automaticApproval: reference("gts:automaticApproval"),
} as const;

/** The `@context` of texts and of activities about them. */
export const context = deepFreeze([
  "https://www.w3.org/ns/activitystreams",
  "https://w3id.org/security/v1",
  "https://w3id.org/security/data-integrity/v1",
  objectTerms,
] as const);

/**
 * The `@context` of actors and of activities that embed one. `attributionDomains` are plain names here, not addresses:
 * as addresses they would be relative ones, which cannot be signed.
 */
export const actorContext = deepFreeze([
  "https://www.w3.org/ns/activitystreams",
  "https://w3id.org/security/v1",
  "https://w3id.org/security/data-integrity/v1",
  "https://w3id.org/security/multikey/v1",
  "https://www.w3.org/ns/did/v1",
  {
    toot: "http://joinmastodon.org/ns#",
    gts: "https://gotosocial.org/ns#",
    schema: "http://schema.org#",
    PropertyValue: "schema:PropertyValue",
    value: "schema:value",
    manuallyApprovesFollowers: "as:manuallyApprovesFollowers",
    movedTo: reference("as:movedTo"),
    featured: reference("toot:featured"),
    featuredTags: reference("toot:featuredTags"),
    blurhash: "toot:blurhash",
    discoverable: "toot:discoverable",
    indexable: "toot:indexable",
    attributionDomains: "toot:attributionDomains",
    postingRestrictedToMods: "https://join-lemmy.org/ns#postingRestrictedToMods",
    webfinger: "https://purl.archive.org/socialweb/webfinger#webfinger",
    interactionPolicy: reference("gts:interactionPolicy"),
    canFeature: reference("https://w3id.org/fep/7aa9#canFeature"),
    automaticApproval: reference("gts:automaticApproval"),
    implements: reference("https://w3id.org/fep/844e/implements"),
  },
] as const);

/** The `@context` of collections; the inverse properties say whose they are. https://w3id.org/fep/5711 */
export const collectionContext = deepFreeze([
  "https://www.w3.org/ns/activitystreams",
  {
    Hashtag: "as:Hashtag",
    likesOf: reference("https://w3id.org/fep/5711#likesOf"),
    sharesOf: reference("https://w3id.org/fep/5711#sharesOf"),
    repliesOf: reference("https://w3id.org/fep/5711#repliesOf"),
    outboxOf: reference("https://w3id.org/fep/5711#outboxOf"),
    followersOf: reference("https://w3id.org/fep/5711#followersOf"),
    followingOf: reference("https://w3id.org/fep/5711#followingOf"),
  },
] as const);

/** The `@context` of consents to quotations, and of what is said about them. https://w3id.org/fep/044f */
export const quoteContext = deepFreeze([
  "https://www.w3.org/ns/activitystreams",
  "https://w3id.org/security/data-integrity/v1",
  {
    gts: "https://gotosocial.org/ns#",
    QuoteRequest: "https://w3id.org/fep/044f#QuoteRequest",
    QuoteAuthorization: "https://w3id.org/fep/044f#QuoteAuthorization",
    interactingObject: reference("gts:interactingObject"),
    interactionTarget: reference("gts:interactionTarget"),
  },
] as const);

/** The address that stands for everybody. https://www.w3.org/TR/activitypub/#public-addressing */
export const everybody = "https://www.w3.org/ns/activitystreams#Public";

/**
 * Gives the contexts that are named above, from memory.
 * @throws for any other address: nothing is ever fetched in order to sign
 */
export const ownContextLoader: DocumentLoader = async (url) => {
  const document = preloadedContexts[url];
  if (document === undefined) throw new Error(`${url} is not one of the contexts Tern signs with.`);
  return { contextUrl: null, documentUrl: url, document };
};

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === "object" && part !== null) deepFreeze(part);
  return Object.freeze(value);
}
