// Everything odd that live servers were seen to send: each shape is answered 202, and harms nothing.
import { expect, test } from "vitest";
import { ap } from "../../src/domain/paths.ts";
import { setScene } from "../support/scene.ts";

test("every shape that peers were seen to send is answered 202", async () => {
  const here = await setScene();
  const { peer, alice, node, group, inbox, sharedInbox } = here;
  const P = peer.url;
  const us = group;
  const article = node.url + ap.report("0192d3c4-0000-7000-8000-000000000000");
  const ours = node.url + ap.activity("0192d3c4-0000-7000-8000-000000000001");
  const everybody = "https://www.w3.org/ns/activitystreams#Public";
  const actor = alice.id;
  const followers = `${actor}/followers`;
  const note = {
    id: `${P}/notes/1`,
    type: "Note",
    attributedTo: actor,
    content: "<p>Hello</p>",
    published: "2026-11-22T20:36:42Z",
  };
  const shapes: Record<string, Record<string, unknown>> = {
    "an Update without id": { type: "Update", actor, object: actor },
    "an Undo with an id on our host, of a string": {
      id: `${us}/Undo_1795380159.75`,
      type: "Undo",
      actor,
      object: us,
    },
    "an Accept of a string": { id: `${P}/accept/1`, type: "Accept", actor, object: ours, to: us },
    "an Accept with our whole actor in it": {
      id: `${actor}#accepts/${us}`,
      type: "Accept",
      actor,
      object: {
        id: ours,
        type: "Follow",
        to: actor,
        actor: {
          id: us,
          type: "Group",
          "sec:assertionMethod": { id: `${us}#multikey-1`, type: "sec:Multikey" },
          "as:manuallyApprovesFollowers": false,
          "http://joinmastodon.org/ns#featured": { "@id": `${us}/featured` },
          "http://joinmastodon.org/ns#indexable": true,
          publicKey: { "@context": "https://w3id.org/identity/v1", id: `${us}#main-key` },
        },
        object: { id: actor, type: "Person" },
      },
    },
    "an Add to as:Public": {
      id: `${P}/add/1`,
      type: "Add",
      actor,
      object: us,
      target: followers,
      to: ["as:Public", us, followers],
    },
    "scalar to and cc": {
      id: `${P}/1`,
      type: "Announce",
      actor,
      object: article,
      to: followers,
      cc: everybody,
    },
    "no to at all": { id: `${P}/likes/1`, type: "Like", actor, object: article },
    "a tag that is no array": {
      id: `${P}/notes/1/activity#Create`,
      type: "Create",
      actor,
      object: {
        ...note,
        tag: { type: "Mention", href: us, name: "@harbour" },
        inReplyTo: null,
        context: `${article}/context`,
      },
    },
    "a Flag of a string": { id: `${P}/flag/1`, type: "Flag", actor, object: us, content: "spam" },
    "a Flag of many": {
      id: `${P}/flag/2`,
      type: "Flag",
      actor,
      object: [us, article],
      content: "<p>spam</p>",
    },
    "a reaction of Misskey": {
      id: `${P}/likes/2`,
      type: "Like",
      actor,
      object: article,
      content: "❤",
      _misskey_reaction: "❤",
      tag: [{ id: `${P}/emojis/x`, type: "Emoji", name: ":x:", icon: { type: "Image", url: `${P}/x.png` } }],
    },
    "an EmojiReact with percent signs in its id": {
      id: `${actor}#reacts/%F0%9F%8C%8A`,
      type: "EmojiReact",
      actor,
      object: article,
      content: "🌊",
    },
    "a quote of Misskey": {
      id: `${P}/notes/2/activity`,
      type: "Create",
      actor,
      object: {
        ...note,
        id: `${P}/notes/2`,
        _misskey_quote: article,
        quoteUrl: article,
        quoteUri: article,
        source: { content: "x", mediaType: "text/x.misskeymarkdown" },
      },
    },
    "a QuoteRequest": { id: `${P}/quote/1`, type: "QuoteRequest", actor, object: article, instrument: note },
    "ids with dates, brackets and queries": {
      id: `${P}/?author=1#delete-Sun%20Nov%2022%202026%20(Coordinated%20Universal%20Time)`,
      type: "Delete",
      actor,
      object: `${P}/?p=8`,
    },
    "a Delete with a Tombstone": {
      id: `${P}/notes/1#delete`,
      type: "Delete",
      actor,
      object: { id: `${P}/notes/1`, type: "Tombstone", atomUri: `${P}/notes/1` },
    },
    "contexts within": {
      id: `${P}/notes/3/activity`,
      type: "Create",
      actor,
      object: { "@context": "https://www.w3.org/ns/activitystreams", ...note, id: `${P}/notes/3` },
      proof: {
        "@context": "https://w3id.org/security/data-integrity/v1",
        type: "DataIntegrityProof",
        cryptosuite: "eddsa-jcs-2022",
      },
      signature: {
        "@context": "https://w3id.org/identity/v1",
        type: "RsaSignature2017",
        creator: alice.keyId,
      },
    },
    "a poll": {
      id: `${P}/q/1`,
      type: "Create",
      actor,
      object: {
        ...note,
        id: `${P}/q`,
        type: "Question",
        oneOf: [{ type: "Note", name: "a", replies: { type: "Collection", totalItems: 0 } }],
      },
    },
    "a Dislike": { id: `${P}/d/1`, type: "Dislike", actor, object: article },
    "an Announce of an activity": {
      id: `${P}/a/2`,
      type: "Announce",
      actor,
      object: { id: `${P}/c/2`, type: "Create", actor, object: note },
      audience: us,
    },
    "a Move": { id: `${P}/m/1`, type: "Move", actor, object: actor, target: `${P}/users/bob` },
    "an Undo of a Block": {
      id: `${P}/blocks/1/undo`,
      type: "Undo",
      actor,
      object: { id: `${P}/blocks/1`, type: "Block", actor, object: us },
    },
    "an Undo of a Like, by its address": {
      id: `${P}/likes/1/undo`,
      type: "Undo",
      actor,
      object: `${P}/likes/1`,
    },
  };
  const contexts = [
    "https://www.w3.org/ns/activitystreams",
    ["https://www.w3.org/ns/activitystreams"],
    [
      "https://www.w3.org/ns/activitystreams",
      "https://gotosocial.org/ns",
      { sensitive: "as:sensitive", toot: "http://joinmastodon.org/ns#" },
    ],
    [
      "https://w3id.org/identity/v1",
      "https://www.w3.org/ns/activitystreams",
      `${P}/schemas/litepub-0.1.jsonld`,
    ],
  ];
  const types = [
    "application/activity+json",
    'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
  ];
  const signatures = [
    { algorithm: "hs2019", covered: ["(request-target)", "host", "date", "digest"] },
    { covered: ["(request-target)", "date", "host", "digest"] },
    { covered: ["(request-target)", "content-type", "date", "digest", "host"] },
    {
      spec: "rfc9421" as const,
      covered: ["@method", "@target-uri", "@authority", "host", "date", "content-digest"],
    },
    {
      spec: "rfc9421" as const,
      covered: ["@method", "@target-uri", "date", "content-type", "content-digest"],
    },
  ];
  // First somebody is really there, so that what follows is from an actor that is known.
  await peer.post(alice, inbox, here.aFollow());
  await expect.poll(here.followers).toEqual([actor]);
  let turn = 0;
  for (const [name, shape] of Object.entries(shapes)) {
    for (const address of [inbox, sharedInbox]) {
      const json = { "@context": contexts[turn % contexts.length], ...shape };
      const options = { type: types[turn % types.length]!, ...signatures[turn % signatures.length] };
      const answer = await peer.post(alice, address, json, options);
      expect(`${name}: ${answer.status} ${await answer.text()}`).toBe(`${name}: 202 `);
      turn += 1;
    }
  }
  await here.worked();
  expect(await here.followers()).toEqual([]);
});
