// A Lemmy community as an ally: it announces what its members do, and of that only what their own servers show is believed.
import { beforeEach, expect, test } from "vitest";
import { countAllies } from "../../src/newsroom/ally.ts";
import { passOn } from "../../src/newsroom/pass_on.ts";
import { setRule } from "../../src/newsroom/rules.ts";
import { type AllyScene, openAlliance } from "../support/ally.ts";
import { activity, type Peer, type PeerActor, startPeer } from "../support/peer.ts";
import { everybody, type PeerPost, serve } from "../support/posts.ts";

let here: AllyScene;
let lemmy: Peer;
let community: PeerActor;
let member: PeerActor;

beforeEach(async () => {
  here = await openAlliance();
  lemmy = here.peer;
  community = lemmy.actor("borders", {
    type: "Group",
    name: "Borders",
    attributedTo: `${lemmy.url}/users/borders/moderators`,
    featured: `${lemmy.url}/users/borders/featured`,
    postingRestrictedToMods: false,
    sensitive: false,
    language: [{ identifier: "fr", name: "Français" }],
  });
  member = lemmy.actor("amina");
  await here.ally(community);
});

test("a member's post is on the wire under its own title and author, and once, though it is announced twice", async () => {
  const page = pageBy(member, "Une nuit au quai");
  expect(await countAllies(here.node.site.db, here.collective.id)).toBe(2);
  await announce(made("Create", member, page));
  // For Mastodon the post itself is announced as well.
  await here.say(community, activity(lemmy, community, "Announce", page.id, toFollowers()));
  expect(await here.wire()).toMatchObject([
    {
      uri: page.id,
      type: "Page",
      kind: "Page",
      name: "Une nuit au quai",
      actor: member.id,
      handle: member.handle,
      announced: true,
      ally: community.id,
      announcedBy: community.handle,
      language: "fr",
      url: null,
      attachments: [{ type: "Link", url: "https://news.example/quai" }],
    },
  ]);
  expect(lemmy.asked(new URL(page.id).pathname)).toBe(2);
  const repost = await passOn(here.node.site, here.collective, page.id);
  expect(repost.object).toBe(page.id);
  expect(await here.announced()).toEqual([page.id]);
});

test("a member on another server is believed by that server", async () => {
  const elsewhere = await startPeer();
  const carol = elsewhere.actor("carol");
  const page = pageBy(carol, "From elsewhere", elsewhere);
  await announce(made("Create", carol, page, elsewhere));
  expect(await here.wire()).toMatchObject([{ uri: page.id, actor: carol.id, handle: carol.handle }]);
});

test("what a member changes and deletes is followed, at the word of the member's server alone", async () => {
  const page = pageBy(member, "Before");
  await announce(made("Create", member, page));
  await announce(made("Update", member, { ...page, name: "Never said" }));
  expect(await here.wire()).toMatchObject([{ name: "Before" }]);
  const changed = { ...page, name: "After", updated: new Date().toISOString() };
  serve(lemmy, changed);
  await announce(made("Update", member, changed));
  expect(await here.wire()).toMatchObject([{ name: "After" }]);

  await announce(made("Delete", member, page.id));
  expect(await here.wire()).toHaveLength(1);
  const tombstone = { id: page.id, type: "Tombstone", "@context": "https://www.w3.org/ns/activitystreams" };
  lemmy.serves.set(new URL(page.id).pathname, { status: 410, body: JSON.stringify(tombstone) });
  await announce(made("Delete", member, page.id));
  expect(await here.wire()).toEqual([]);
});

test("what a moderator removes vanishes too", async () => {
  const page = pageBy(member, "Removed");
  await announce(made("Create", member, page));
  lemmy.serves.set(new URL(page.id).pathname, { status: 404 });
  await announce({ ...made("Delete", lemmy.actor("moderator"), page.id), summary: "Not about borders" });
  expect(await here.wire()).toEqual([]);
});

test("likes, comments and the business of the community are no news, and nobody is asked about them", async () => {
  const page = pageBy(member, "Une nuit au quai");
  await announce(made("Create", member, page));
  const comment = { ...pageBy(member, "x"), type: "Note", inReplyTo: page.id };
  serve(lemmy, comment);
  const like = made("Like", member, page.id);
  const before = lemmy.log.filter(({ method }) => method === "GET").length;
  for (const one of [
    like,
    made("Dislike", member, page.id),
    made("Undo", member, like),
    made("Create", member, comment),
    made("Block", member, member.id),
    made("Lock", member, page.id),
    made("Flag", member, page.id),
    made("Add", member, page.id),
    made("Undo", member, made("Block", member, member.id)),
  ])
    await announce(one);
  expect(await here.wire()).toHaveLength(1);
  expect(lemmy.log.filter(({ method }) => method === "GET")).toHaveLength(before);
  expect(await here.echo()).toEqual({ replies: 0, likes: 0, boosts: 0, quotes: 0 });
});

test("what a community announced before it was followed is on the wire", async () => {
  const other = lemmy.actor("harbours", { type: "Group" });
  const [newest, removed, old] = ["Newest", "Removed", "Old"].map((name) => pageBy(member, name));
  const outbox = `${other.id}/outbox`;
  const orderedItems = [newest, removed, old].map((page) =>
    activity(lemmy, other, "Announce", made("Create", member, page), toFollowers(other)),
  );
  orderedItems.push(
    activity(lemmy, other, "Announce", pageBy(member, "Only boosted").id, toFollowers(other)),
  );
  serve(lemmy, { id: outbox, type: "OrderedCollection", totalItems: 4, orderedItems });
  lemmy.serves.set(new URL(removed!.id).pathname, { status: 410 });
  await here.ally(other);
  const announced = async () =>
    (await here.wire({ ally: other.id })).filter(({ announced }) => announced).map(({ uri }) => uri);
  await expect.poll(announced, { timeout: 10_000 }).toHaveLength(2);
  expect(new Set(await announced())).toEqual(new Set([newest!.id, old!.id]));
});

test("a rule passes on nothing that a community only announces", async () => {
  await setRule(here.node.site, here.collective, community.id, { rule: "automatic" });
  await announce(made("Create", member, pageBy(member, "Une nuit au quai")));
  expect(await here.wire()).toHaveLength(1);
  expect(await here.announced()).toEqual([]);
});

test("what a community puts into a member's mouth is not believed, and a stranger announces nothing", async () => {
  const elsewhere = await startPeer();
  const carol = elsewhere.actor("carol");
  const [real, invented, theirs, unfollowed] = [
    pageBy(carol, "What she wrote", elsewhere),
    { ...pageBy(carol, "Never written", elsewhere), id: `${elsewhere.url}/posts/invented` },
    { ...pageBy(member, "Under her name"), attributedTo: carol.id },
    pageBy(member, "By a stranger"),
  ];
  elsewhere.serves.delete("/posts/invented");
  serve(lemmy, theirs);
  const forged = { ...real, name: "Put into her mouth", content: "<p>Put into her mouth</p>" };
  await announce(made("Create", carol, forged, elsewhere));
  for (const [by, page] of [
    [carol, invented],
    [carol, theirs],
  ] as const)
    await announce(made("Create", by, page, elsewhere));
  const mallory = lemmy.actor("mallory", { type: "Group" });
  await announce(made("Create", member, unfollowed), mallory);
  expect(await here.wire()).toMatchObject([{ uri: real.id, name: "What she wrote", actor: carol.id }]);
  // Not in the name of our own either.
  const ours = { ...pageBy(member, "In our name"), id: here.text, attributedTo: here.group };
  await announce(made("Create", { ...member, id: here.group }, ours));
  expect(await here.wire()).toHaveLength(1);
});

/** A post as Lemmy serves it. */
function pageBy(by: PeerActor, name: string, peer = lemmy): PeerPost {
  const page = {
    id: `${peer.url}/posts/${peer.newId().split("/").at(-1)}`,
    type: "Page",
    attributedTo: by.id,
    to: [community.id, everybody],
    audience: community.id,
    name,
    cc: [],
    content: "<p>Il a plu.</p>\n",
    mediaType: "text/html",
    source: { content: "Il a plu.", mediaType: "text/markdown" },
    attachment: [{ type: "Link", href: "https://news.example/quai", mediaType: "text/html" }],
    sensitive: false,
    language: { identifier: "fr", name: "Français" },
    published: new Date().toISOString(),
    tag: [],
  };
  serve(peer, page);
  return page;
}

/** What a member has done, as it is inside of an Announce. */
function made(type: string, by: PeerActor, object: unknown, peer = lemmy): Record<string, unknown> {
  const { "@context": _, ...one } = activity(peer, by, type, object, {
    to: [everybody],
    cc: [community.id],
    audience: community.id,
  });
  return one;
}

function toFollowers(by = community) {
  return { to: [everybody], cc: [`${by.id}/followers`] };
}

async function announce(object: object, by = community): Promise<void> {
  expect(await here.say(by, activity(lemmy, by, "Announce", object, toFollowers(by)))).toBe(202);
}
