// Activities of any shape whatever: they are read or passed over, and nothing breaks.

import type { InboxContext } from "@fedify/fedify/federation";
import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { onAnnounced } from "../../federation/inbox/announce.ts";
import { onBlocked } from "../../federation/inbox/block.ts";
import { onCreated } from "../../federation/inbox/create.ts";
import { onDeleted } from "../../federation/inbox/delete.ts";
import { onFlagged } from "../../federation/inbox/flag.ts";
import { onFollowed } from "../../federation/inbox/follow.ts";
import { onLiked } from "../../federation/inbox/like.ts";
import { onMoved } from "../../federation/inbox/move.ts";
import { passedOn } from "../../federation/inbox/passed_on.ts";
import { onQuoteRequested } from "../../federation/inbox/quote_request.ts";
import { embeddedIn, ownIdOf } from "../../federation/inbox/said.ts";
import { onUndone } from "../../federation/inbox/undo.ts";
import { onUpdated } from "../../federation/inbox/update.ts";
import { heeded, type Inbound } from "../../federation/inbox.ts";
import { postTypes, readAddressing, readPost } from "../../federation/incoming.ts";
import { standsIn } from "../../src/domain/filter.ts";
import { everybody, post } from "../support/posts.ts";
import { openThread } from "../support/thread.ts";

const types = [
  ...heeded,
  ...postTypes,
  "Tombstone",
  "Person",
  "Collection",
  "Link",
  "Mention",
  "Dislike",
  "Add",
];
const members =
  "id type actor object target instrument attributedTo inReplyTo quote quoteUrl _misskey_quote context content contentMap name nameMap summary url href mediaType published updated to cc bto tag attachment replies sensitive toString valueOf blurhash width items oneOf".split(
    " ",
  );

/** JSON in which pieces of what is understood turn up anywhere. */
function shapes(pieces: string[]) {
  const leaf = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom(...pieces, ...types, everybody, "as:Public", "2026-11-22T20:36:15Z"),
    },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
    { weight: 1, arbitrary: fc.webUrl() },
    { weight: 1, arbitrary: fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constant(null)) },
  );
  const { thing } = fc.letrec<{ thing: unknown; object: Record<string, unknown> }>((tie) => ({
    thing: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      tie("object"),
      fc.array(tie("thing"), { maxLength: 4 }),
    ),
    object: fc.dictionary(fc.constantFrom(...members), tie("thing"), { maxKeys: 12, noNullPrototype: true }),
  }));
  return {
    thing,
    activity: fc.dictionary(fc.constantFrom(...members), thing, {
      minKeys: 3,
      maxKeys: 14,
      noNullPrototype: true,
    }),
  };
}

const somewhere = "https://elsewhere.example/users/amina";

test("a post of any shape is read or is none", () => {
  const { thing, activity } = shapes([somewhere, "https://elsewhere.example/notes/1", "javascript:alert(1)"]);
  const author = { id: "https://elsewhere.example/notes/1", type: "Note", attributedTo: somewhere };
  fc.assert(
    fc.property(
      fc.oneof(
        thing,
        activity,
        activity.map((one) => ({ ...one, ...author })),
      ),
      (shape) => {
        const read = readPost(shape);
        if (read === undefined) return;
        expect(new URL(read.uri).origin).toBe(new URL(read.attributedTo).origin);
        expect(read.isPublic).toBe([...read.to, ...read.cc].includes(everybody));
        for (const page of [read.url, ...read.attachments.map(({ url }) => url)]) {
          if (page !== null) expect(page).toMatch(/^https?:\/\//);
        }
        expect(JSON.stringify(read).isWellFormed()).toBe(true);
      },
    ),
    { numRuns: 20_000 },
  );
}, 120_000);

test("the parts of an activity of any shape are found or are not there", () => {
  const { thing, activity } = shapes([somewhere]);
  fc.assert(
    fc.property(thing, activity, fc.array(fc.string(), { maxLength: 3 }), (shape, json, words) => {
      passedOn(shape);
      expect(readAddressing(json).to).toBeInstanceOf(Array);
      const embedded = embeddedIn(shape);
      if (embedded !== undefined) ownIdOf(embedded, somewhere);
      standsIn(words, typeof json.content === "string" ? json.content : "");
    }),
    { numRuns: 10_000 },
  );
}, 120_000);

const listeners = [
  onAnnounced,
  onBlocked,
  onCreated,
  onDeleted,
  onFlagged,
  onFollowed,
  onLiked,
  onMoved,
  onQuoteRequested,
  onUndone,
  onUpdated,
] as ((context: InboxContext<Inbound>) => Promise<void>)[];

test("listeners stand an activity of any shape", async () => {
  const here = await openThread({ worker: false });
  const { node, peer, alice, text, group } = here;
  const note = post(peer, alice, { inReplyTo: text });
  await node.site.fediverse.lookup(alice.id);
  const { activity } = shapes([alice.id, text, group, note.id, `${peer.url}/notes/2`]);
  const chosen = fc.constantFrom(...listeners);
  await fc.assert(
    fc.asyncProperty(chosen, activity, async (listen, json) => {
      const { context: _, ...rest } = json;
      const said: Inbound["activity"] = { ...rest, actor: alice.id };
      if (typeof said.id !== "string" || !said.id.startsWith(peer.url)) delete said.id;
      const data: Inbound = { site: node.site, accepted: new Date(), activity: said, sealed: undefined };
      await listen({ data } as InboxContext<Inbound>);
    }),
    { numRuns: 2_000 },
  );
  const actors = new Set((await here.kept()).map(({ actor }) => actor));
  expect([...actors].filter((actor) => actor !== alice.id)).toEqual([]);
}, 120_000);

test("any activity is answered by the door, and nothing that is taken in fails afterwards", async () => {
  const here = await openThread();
  const { node, peer, alice, text, group, inbox } = here;
  const { activity } = shapes([alice.id, text, group, `${peer.url}/notes/2`]);
  const sent = fc.sample(fc.tuple(fc.constantFrom(...heeded), activity), 300);
  for (const [type, json] of sent) {
    const { status } = await peer.post(alice, inbox, { ...json, type, actor: alice.id });
    expect([202, 400]).toContain(status);
  }
  await here.worked();
  const { rows } = await sql`
    select output from job.job where name = 'inbox' and (state = 'failed' or retry_count > 0)`.execute(
    node.site.db,
  );
  expect(rows).toEqual([]);
}, 120_000);
