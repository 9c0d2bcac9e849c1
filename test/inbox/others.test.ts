// What further servers send, from what their sources say: Mastodon, Pleroma, Lemmy, Friendica, WordPress, Ghost, NodeBB, WriteFreely, PeerTube, Mobilizon.
import { expect, test } from "vitest";
import { activity, startPeer } from "../support/peer.ts";
import { everybody, serve } from "../support/posts.ts";
import { openThread } from "../support/thread.ts";

test("each of the shapes that further servers send does what its sender meant", async () => {
  const here = await openThread();
  const { peer, alice, text, group, node } = here;
  const P = peer.url;
  const far = await startPeer();
  const lemming = far.actor("lemming");
  const note = (id: string, more: object = {}) => ({
    id: `${P}/notes/${id}`,
    type: "Note",
    attributedTo: alice.id,
    published: "2026-11-22T20:36:42Z",
    content: `<p>${id}</p>`,
    to: [everybody],
    cc: [`${alice.id}/followers`, group],
    inReplyTo: text,
    ...more,
  });
  const comment = {
    id: `${far.url}/comment/1`,
    type: "Note",
    attributedTo: lemming.id,
    to: [everybody],
    cc: [`${P}/c/news`, group],
    audience: `${P}/c/news`,
    content: "<p>From the community</p>",
    mediaType: "text/html",
    source: { content: "From the community", mediaType: "text/markdown" },
    inReplyTo: text,
    published: "2026-11-22T20:36:42.123456Z",
    distinguished: false,
    tag: [],
  };
  serve(far, comment);
  const by = (type: string, object: unknown, more: object = {}) =>
    activity(peer, alice, type, object, { ...more });
  const state = async () => {
    const kept = await here.kept();
    const of = (kind: string) =>
      kept.filter((one) => one.kind === kind).map(({ uri }) => uri.split("/").at(-1));
    return { ...(await here.echo()), replied: of("reply"), asked: of("mention"), quoted: of("quote") };
  };
  type State = Awaited<ReturnType<typeof state>>;

  /** Whose, what, and what it changes. */
  const story: [string, object, (before: State) => Partial<State>][] = [
    [
      "Mastodon: a like by a counted id",
      by("Like", text, { id: `${alice.id}#likes/12` }),
      () => ({ likes: 1 }),
    ],
    [
      "Mastodon: a boost with its author in cc",
      by("Announce", text, {
        id: `${alice.id}/statuses/1/activity`,
        published: "2026-11-22T20:36:42Z",
        to: [everybody],
        cc: [group, `${alice.id}/followers`],
      }),
      () => ({ boosts: 1 }),
    ],
    [
      "Mastodon: an answer with a link card, a policy and its own replies",
      by(
        "Create",
        note("mastodon", {
          summary: null,
          atomUri: `${P}/notes/mastodon`,
          inReplyToAtomUri: text,
          conversation: `tag:${peer.host},2026-11-22:objectId=1:objectType=Conversation`,
          contentMap: { en: "<p>mastodon</p>" },
          interactionPolicy: { canQuote: { automaticApproval: [everybody] } },
          attachment: [{ type: "Link", href: "https://example.org/" }],
          replies: {
            id: `${P}/notes/mastodon/replies`,
            type: "Collection",
            first: { type: "CollectionPage", next: `${P}/notes/mastodon/replies?page=true`, items: [] },
          },
        }),
      ),
      ({ replied }) => ({ replies: 1, replied: [...replied, "mastodon"] }),
    ],
    [
      "Mastodon: a deletion with an atomUri",
      by(
        "Delete",
        { id: `${P}/notes/mastodon`, type: "Tombstone", atomUri: `${P}/notes/mastodon` },
        { to: [everybody] },
      ),
      () => ({ replies: 0, replied: [] }),
    ],
    [
      "Mastodon: a wish to quote, and the quotation",
      {
        ...by("QuoteRequest", text),
        instrument: note("quote", { inReplyTo: null, quote: text, quoteUri: text }),
      },
      ({ quoted }) => ({ quotes: 1, quoted: [...quoted, "quote"] }),
    ],
    [
      "Pleroma: a reaction",
      by("EmojiReact", text, { content: "🐧", to: [group], cc: [everybody] }),
      () => ({}),
    ],
    [
      "Pleroma: an answer with its actor in it and one address to each",
      by(
        "Create",
        note("pleroma", {
          actor: alice.id,
          to: everybody,
          cc: group,
          context: `${P}/contexts/1`,
          conversation: `${P}/contexts/1`,
          directMessage: false,
        }),
        { to: everybody, cc: group, context: `${P}/contexts/1` },
      ),
      ({ replies, replied }) => ({ replies: replies + 1, replied: [...replied, "pleroma"] }),
    ],
    [
      "Lemmy: a comment that its community passes on",
      by("Announce", {
        id: `${far.url}/activities/create/1`,
        type: "Create",
        actor: lemming.id,
        to: [everybody],
        object: comment,
        cc: comment.cc,
        audience: comment.audience,
      }),
      ({ replies, replied }) => ({ replies: replies + 1, replied: [...replied, "1"] }),
    ],
    ["Lemmy: a dislike", by("Dislike", text, { audience: `${P}/c/news` }), () => ({})],
    [
      "Lemmy: a like that its community passes on",
      by("Announce", { id: `${far.url}/activities/like/1`, type: "Like", actor: lemming.id, object: text }),
      () => ({}),
    ],
    ["Lemmy: a lock", by("Lock", text, { audience: `${P}/c/news` }), () => ({})],
    ["Friendica: it follows a text", by("Follow", text), () => ({})],
    [
      "Friendica: an answer with extensions of Diaspora",
      by(
        "Create",
        note("friendica", {
          "diaspora:guid": "0b6b25a8",
          "dfrn:comment": "x",
          isGroupPost: false,
          attachment: [{ type: "PropertyValue", name: "x", value: "y" }],
          generator: { type: "Application", name: "Friendica 'Yellow Archangel' 2024.08-1576" },
          tag: [{ type: "Mention", href: group, name: "@harbour" }, null, "x"],
        }),
      ),
      ({ replies, replied }) => ({ replies: replies + 1, replied: [...replied, "friendica"] }),
    ],
    [
      "WordPress: an article that answers, with a preview",
      by(
        "Create",
        note("wordpress", {
          type: "Article",
          name: "An answer at length",
          nameMap: { en: "An answer at length" },
          preview: { type: "Note", content: "<p>An answer</p>" },
          url: [`${P}/?p=9`, { type: "Link", href: `${P}/an-answer/`, mediaType: "text/html" }],
        }),
      ),
      ({ replies, replied }) => ({ replies: replies + 1, replied: [...replied, "wordpress"] }),
    ],
    [
      "Ghost: an article that mentions the collective, its image an address",
      by(
        "Create",
        note("ghost", {
          type: "Article",
          inReplyTo: undefined,
          image: `${P}/content/images/1.png`,
          url: `${P}/a-post/`,
          preview: { type: "Note", content: "…" },
          tag: [{ type: "Mention", href: group, name: "@harbour" }],
        }),
      ),
      ({ asked }) => ({ asked: [...asked, "ghost"] }),
    ],
    [
      "NodeBB: the same answer announced as an activity and as itself",
      by("Announce", {
        id: `${P}/message/2#activity/create`,
        type: "Create",
        actor: alice.id,
        object: `${P}/notes/pleroma`,
      }),
      () => ({}),
    ],
    ["NodeBB: itself", by("Announce", `${P}/notes/nowhere`, { to: [everybody] }), () => ({})],
    [
      "WriteFreely: an article with one tag",
      by(
        "Create",
        note("writefreely", { type: "Article", tag: { type: "Hashtag", name: "#x", href: `${P}/tag:x` } }),
      ),
      ({ replies, replied }) => ({ replies: replies + 1, replied: [...replied, "writefreely"] }),
    ],
    [
      "PeerTube: a video of its own",
      by("Announce", `${P}/videos/watch/1`, { to: [everybody], cc: [] }),
      () => ({}),
    ],
    [
      "PeerTube: a video with many authors and addresses",
      by(
        "Create",
        note("peertube", {
          type: "Video",
          inReplyTo: undefined,
          attributedTo: [
            { type: "Person", id: alice.id },
            { type: "Group", id: `${P}/video-channels/x` },
          ],
          url: [{ type: "Link", mediaType: "application/x-mpegURL", href: `${P}/x.m3u8`, tag: [] }],
        }),
      ),
      () => ({}),
    ],
    [
      "Mobilizon: an article by a group, in the name of a person",
      by("Create", note("mobilizon", { type: "Article", actor: alice.id, attributedTo: `${P}/@group` })),
      () => ({}),
    ],
    [
      "Mastodon: nobody is there any more",
      by("Delete", alice.id, { to: [everybody] }),
      () => ({ likes: 0, boosts: 0, quotes: 0, replies: 1, replied: ["1"], asked: [], quoted: [] }),
    ],
  ];
  await here.say(alice, here.aFollow());
  let before = await state();
  for (const [name, json, change] of story) {
    if (name.startsWith("NodeBB: the same")) serve(peer, note("pleroma"));
    const status = await here.say(alice, json);
    const after = await state();
    expect([name, status, after]).toEqual([name, 202, { ...before, ...change(before) }]);
    before = after;
  }
  expect(node.url).not.toBe(far.url);
}, 60_000);
