// Who speaks: a collective as a Group, and the node itself as an Application.
import type { Collective } from "../src/db/collective.ts";
import { ap, pages } from "../src/domain/paths.ts";
import { picturesIn, renderMarkdown } from "../src/newsroom/markdown.ts";
import type { portrait } from "../src/newsroom/read_picture.ts";
import { actorContext, everybody } from "./context.ts";
import type { Keys } from "./keys.ts";
import { imageDocument } from "./picture.ts";
import { escapeHtml, wireMoment, wireText } from "./words.ts";

/** The name of the instance actor in handles; kept from collectives. */
export const instanceName = "instance";

/** Where a node is. */
export interface Where {
  readonly origin: string;
  readonly host: string;
}

/** A collective, whole, as it is served and as an Update of it carries it. https://www.w3.org/TR/activitypub/#actor-objects */
export function groupDocument(
  { origin, host }: Where,
  collective: Collective,
  { icon, header }: Awaited<ReturnType<typeof portrait>>,
  keys: Keys,
) {
  const id = origin + ap.collective(collective.id);
  const iconImage = icon && imageDocument(origin, icon, "icon");
  const image = header && imageDocument(origin, header);
  return {
    "@context": actorContext,
    id,
    type: "Group",
    preferredUsername: collective.handle,
    name: wireText(collective.name),
    summary: profile(collective),
    url: origin + pages.collective(collective.handle),
    inbox: origin + ap.inbox(collective.id),
    outbox: origin + ap.outbox(collective.id),
    followers: origin + ap.followers(collective.id),
    following: origin + ap.following(collective.id),
    featured: origin + ap.featured(collective.id),
    featuredTags: origin + ap.featuredTags(collective.id),
    endpoints: { sharedInbox: origin + ap.sharedInbox() },
    ...keysOf(id, keys),
    ...(iconImage && { icon: iconImage }),
    ...(image && { image }),
    attachment: collective.fields.map(propertyValue),
    manuallyApprovesFollowers: false,
    discoverable: collective.discoverable,
    indexable: collective.indexable,
    // Mastodon shows a byline only for pages on these hosts, its own among them.
    attributionDomains: [host],
    webfinger: `${collective.handle}@${host}`,
    alsoKnownAs: collective.also_known_as,
    ...(collective.moved_to !== null && { movedTo: collective.moved_to }),
    postingRestrictedToMods: true,
    interactionPolicy: {
      canFeature: { automaticApproval: [collective.discoverable ? everybody : id] },
    },
    generator: { type: "Application", id: origin + ap.instance(), name: "Tern", implements: implemented },
    published: wireMoment(collective.published),
    ...(collective.updated !== null && { updated: wireMoment(collective.updated) }),
  };
}

/**
 * The node itself, which signs what no collective says. A whole actor, because some servers ask it for everything they
 * ask of people. https://w3id.org/fep/2677
 */
export function instanceDocument({ origin, host }: Where, keys: Keys) {
  const id = origin + ap.instance();
  return {
    "@context": actorContext,
    id,
    type: "Application",
    preferredUsername: instanceName,
    name: host,
    summary: `<p>This is the node at ${escapeHtml(host)}. Nobody writes here; follow one of its collectives.</p>`,
    url: origin + pages.front(),
    inbox: origin + ap.inbox(instanceName),
    outbox: origin + ap.outbox(instanceName),
    followers: origin + ap.followers(instanceName),
    following: origin + ap.following(instanceName),
    endpoints: { sharedInbox: origin + ap.sharedInbox() },
    ...keysOf(id, keys),
    manuallyApprovesFollowers: true,
    discoverable: false,
    indexable: false,
    webfinger: `${instanceName}@${host}`,
    implements: implemented,
  };
}

/** What a server cannot see from our objects. https://w3id.org/fep/844e */
const implemented = [
  {
    type: "Link",
    href: "https://datatracker.ietf.org/doc/html/rfc9421",
    name: "RFC 9421: HTTP Message Signatures",
  },
];

function keysOf(id: string, { rsa, ed25519 }: Keys) {
  return {
    publicKey: { id: rsa.id, owner: id, publicKeyPem: rsa.publicPem },
    assertionMethod: [
      {
        id: ed25519.id,
        type: "Multikey",
        controller: id,
        publicKeyMultibase: ed25519.publicMultibase,
      },
    ],
  };
}

/** https://w3id.org/fep/fb2a */
function propertyValue({ name, value }: { name: string; value: string }) {
  const isAddress = /^https?:\/\/\S+$/.test(value) && URL.canParse(value);
  const href = escapeHtml(value);
  return {
    type: "PropertyValue",
    name: wireText(name),
    value: isAddress ? `<a href="${href}" rel="me nofollow noopener">${href}</a>` : escapeHtml(value),
  };
}

/** What a collective says of itself, as HTML; a picture has no place there, so a text that names one stays as typed. */
function profile({ summary, languages }: Collective): string {
  if (picturesIn(summary).length === 0) return renderMarkdown(summary, languages[0] ?? "en", new Map());
  return `<p>${escapeHtml(summary)}</p>`;
}
