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
import { embeddedIn, ownIdOf, typeOf } from "../../federation/inbox/said.ts";
import { onUndone } from "../../federation/inbox/undo.ts";
import { onUpdated } from "../../federation/inbox/update.ts";
import { heeded, type Inbound } from "../../federation/inbox.ts";
import { addressOf, momentOf, readAddressing, readPost } from "../../federation/incoming.ts";
import { standsIn } from "../../src/domain/filter.ts";
import { atOnce } from "../support/busy.ts";
import { about, everybody, post } from "../support/posts.ts";
import { unfinished } from "../support/scene.ts";
import { type Shape, shapes } from "../support/shapes.ts";
import { openThread } from "../support/thread.ts";

const somewhere = "https://elsewhere.example/users/amina";

const numRuns = 100_000;

test("a post of any shape is read at once or is none, and what is read of it is sound", () => {
  const { made, activity } = shapes([somewhere, "https://elsewhere.example/notes/1"]);
  const author = { id: "https://elsewhere.example/notes/1", type: "Note", attributedTo: somewhere };
  const posts = activity.map((one) => ({ ...one, ...author }));
  let posted = 0;
  fc.assert(
    fc.property(fc.oneof(made, activity, posts, posts), (shape) => {
      const read = atOnce(() => readPost(shape));
      if (read === undefined) return;
      posted += 1;
      const said = JSON.stringify(read);
      const pages = [read.url, ...read.attachments.map(({ url }) => url)].filter((page) => page !== null);
      const isSound =
        new URL(read.uri).origin === new URL(read.attributedTo).origin &&
        read.isPublic === [...read.to, ...read.cc].includes(everybody) &&
        pages.every((page) => /^https?:\/\//.test(page)) &&
        !/[\n\u202a-\u202e\u2066-\u2069]/.test(`${read.name}${read.summary}${read.hashtags.join("")}`) &&
        said.isWellFormed();
      if (!isSound) throw new Error(said);
    }),
    { numRuns },
  );
  expect(posted).toBeGreaterThan(numRuns / 4);
}, 240_000);

test("the parts of an activity of any shape are found at once or are not there", () => {
  const { made, activity } = shapes([somewhere, `${somewhere}/follows/1`]);
  const words = fc.array(fc.constantFrom("hello", "", " ", "(", "\\", "مرحبا", "a".repeat(200)), {
    maxLength: 3,
  });
  let found = 0;
  fc.assert(
    fc.property(made, activity, words, (shape, json, filtered) => {
      atOnce(() => {
        readAddressing(json);
        momentOf(shape);
        passedOn(json.object);
        const object = addressOf(json.object);
        const embedded = embeddedIn(shape);
        const id = embedded && ownIdOf(embedded, somewhere);
        if (embedded !== undefined) typeOf(embedded);
        for (const address of [object, id, addressOf(shape)]) {
          if (address === undefined || address === null) continue;
          found += 1;
          if (new URL(address).username !== "") throw new Error(address);
        }
        standsIn(filtered, typeof json.content === "string" ? json.content : "");
      });
    }),
    { numRuns },
  );
  expect(found).toBeGreaterThan(numRuns / 20);
}, 240_000);

/** The same as text that the guard lets pass: no NUL, no half letters. */
const asText = (shape: Shape): Shape =>
  JSON.parse(JSON.stringify(shape), (_key, value) =>
    typeof value === "string" ? value.toWellFormed().replaceAll("\0", "") : value,
  );

/** Nothing that would have to be asked of a server far away: that is tried again later, and rightly. */
const near = (all: ReturnType<typeof shapes>) =>
  all.activity.filter(({ target }) => addressOf(target) !== everybody);

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
  const activity = near(shapes([alice.id, text, group, note.id, `${peer.url}/notes/2`]));
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

test("thousands of activities of any shape come through the door, and nothing of the node breaks or is left over", async () => {
  const here = await openThread();
  const { node, peer, alice, text, group, inbox, sharedInbox } = here;
  const bob = peer.actor("bob");
  const note = post(peer, alice, { inReplyTo: text });
  await here.say(alice, about(peer, alice, "Create", note));
  const addresses = [alice.id, bob.id, text, group, note.id, `${peer.url}/notes/2`, `${node.url}/ap/notes/1`];
  const activity = near(shapes(addresses));
  const sent = fc.sample(
    fc.tuple(fc.constantFrom(...heeded), activity, fc.constantFrom(inbox, sharedInbox)),
    3_000,
  );
  const statuses = new Map<number, number>();
  const send = async () => {
    for (let next = sent.pop(); next !== undefined; next = sent.pop()) {
      const [type, json, address] = next;
      const by = sent.length % 2 === 0 ? alice : bob;
      const said = sent.length % 10 === 0 ? json : asText(json);
      const { status } = await peer.post(by, address, { ...said, type, actor: by.id });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all([send(), send(), send(), send()]);
  // What is no text (NUL, half a letter) or too deep is refused; most of it is not.
  expect([...statuses.keys()].sort()).toEqual([202, 400]);
  expect(statuses.get(202)).toBeGreaterThan(2_000);
  await expect.poll(() => unfinished(node), { timeout: 120_000, interval: 500 }).toBe(0);
  const { rows } = await sql`
    select output from job.job where name = 'inbox' and (state = 'failed' or retry_count > 0)`.execute(
    node.site.db,
  );
  expect(rows).toEqual([]);
  const actors = new Set((await here.kept()).map(({ actor }) => actor));
  expect([...actors].filter((actor) => actor !== alice.id && actor !== bob.id)).toEqual([]);
  const asJson = { headers: { accept: "application/activity+json" } };
  for (const address of [group, text, `${text}/replies`, node.url + here.path]) {
    expect((await fetch(address, asJson)).status).toBe(200);
  }
  const last = post(peer, alice, { inReplyTo: text, content: "<p>Still here</p>" });
  await here.say(alice, about(peer, alice, "Create", last));
  expect((await fetch(node.url + here.path)).status).toBe(200);
}, 240_000);
