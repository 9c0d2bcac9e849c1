// FEDERATION.md shows what really goes over the wire; run with `--update` it writes the examples anew.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { followersOnDocument } from "../../federation/collections.ts";
import { context } from "../../federation/context.ts";
import type { Saying } from "../../src/newsroom/fediverse.ts";
import type { Site } from "../../src/site.ts";
import {
  addCollective,
  addPicture,
  addRepost,
  addText,
  ally,
  calais,
  golden,
  introduction,
  now,
  origin,
  startSite,
  theirs,
} from "./fixture.ts";
import { type Served, serve } from "./served.ts";

const activity = "0199a000-0000-7000-8000-0000000000c1";
const before = "0199a000-0000-7000-8000-0000000000c0";

test("the examples in FEDERATION.md are what other servers see", async () => {
  const file = resolve("FEDERATION.md");
  const document = await readFile(file, "utf8");
  const examples = await produce();
  const shown: string[] = [];
  const anew = document.replace(
    /(<!-- example: (\w+) -->\n```json\n)[\s\S]*?(```\n)/g,
    (_, start: string, name: string, end: string) => {
      shown.push(name);
      return `${start}${JSON.stringify(shorten(examples[name]), null, 2)}\n${end}`;
    },
  );
  expect(shown.sort()).toEqual(Object.keys(examples).sort());
  await expect(anew).toMatchFileSnapshot(file);
});

/** Every example, made by a node with one collective, two texts, and answers to one of them. */
async function produce(): Promise<Record<string, unknown>> {
  const site = await startSite();
  await addCollective(site.db, { fields: [{ name: "Web", value: "https://watch.example/" }] });
  const icon = await addPicture(site.db, "0199a000-0000-7000-8000-0000000000a1", "A tern above the sea");
  const cover = await addPicture(site.db, "0199a000-0000-7000-8000-0000000000a2", "Tents in the first light");
  await site.db.updateTable("collective").set({ icon }).execute();
  const text = { slug: "a-night-at-the-fence", cover, pictures: [cover], tags: ["Freedom of movement"] };
  await addText(site.db, { ...text, summary: "Twelve boats left in one night." });
  const note = "0199a000-0000-7000-8000-000000000012";
  await addText(site.db, {
    id: note,
    kind: "call-out",
    slug: "bring-blankets",
    title: "Bring blankets",
    summary: "Tonight at the station.",
    content_warning: "Cold",
    wire_form: "Note",
  });
  const say = async (saying: Saying) => {
    const said = await site.fediverse.compose(site.db, activity, saying, now);
    return JSON.parse(said.forms[0]!.body) as Record<string, unknown>;
  };
  const group = `${origin}/ap/groups/${calais}`;
  const create = await say({ type: "Create", report: golden });
  await site.db
    .insertInto("activity")
    .values({
      id: activity,
      collective: calais,
      type: "Create",
      object: `${origin}/ap/articles/${golden}`,
      public: true,
      published: now,
    })
    .execute();
  const { json } = await serve(site);
  const nodeinfo = await json("/nodeinfo/2.1");
  return {
    context,
    group: await json(group),
    instance: await json(`${origin}/ap/groups/instance`),
    article: await json(`${origin}/ap/articles/${golden}`),
    note: await json(`${origin}/ap/articles/${note}`),
    create: { ...create, object: "… the Article, whole …" },
    delete: await say({ type: "Delete", report: golden, collective: calais, deleted: now }),
    accept: await say({
      type: "Accept",
      collective: calais,
      follow: {
        id: "https://elsewhere.example/users/amina#follows/1",
        actor: "https://elsewhere.example/users/amina",
      },
    }),
    ...(await produceReposts(site, say, json)),
    ...(await produceAnswers(site, json)),
    webfinger: await json("/.well-known/webfinger?resource=acct:calais@reports.example"),
    nodeinfo: { ...nodeinfo, software: { name: "tern", version: "…" } },
    outbox: await json(`${group}/outbox`),
    outboxPage: await json(`${group}/outbox/1`),
    followersOn: followersOnDocument(origin, calais, "elsewhere.example", 1, [
      "https://elsewhere.example/users/amina",
    ]),
  };
}

/** What a collective says about those whom it follows, and about what they wrote. */
async function produceReposts(
  site: Site,
  say: (saying: Saying) => Promise<Record<string, unknown>>,
  json: Served["json"],
) {
  await addRepost(site.db);
  const about = { collective: calais, object: theirs, author: ally };
  const announce = { id: before, published: now };
  return {
    follow: await say({ type: "Follow", collective: calais, actor: ally }),
    unfollow: await say({ type: "UndoFollow", collective: calais, actor: ally, follow: before }),
    introduction: await json(`${origin}/ap/introductions/${introduction}`),
    announce: await say({ type: "Announce", ...about }),
    unannounce: await say({ type: "UndoAnnounce", ...about, announce }),
  };
}

/** What a collective says when somebody has answered, and when somebody wants to quote. */
async function produceAnswers(site: Site, json: Served["json"]) {
  const amina = ally;
  const reply = "0199a000-0000-7000-8000-0000000000d1";
  const answer = "0199a000-0000-7000-8000-0000000000d2";
  const stamp = "0199a000-0000-7000-8000-0000000000d3";
  const object = `${origin}/ap/articles/${golden}`;
  const about = { collective: calais, report: golden, state: "shown" as const, public: true, published: now };
  await site.db
    .insertInto("response")
    .values([
      { ...about, id: reply, kind: "reply", uri: `${amina}/notes/1`, actor: amina, object, path: "1" },
      { ...about, id: stamp, kind: "quote", uri: `${amina}/notes/2`, actor: amina, object, stamp },
      {
        ...about,
        id: answer,
        kind: "answer",
        uri: `${origin}/ap/notes/${answer}`,
        object: `${amina}/notes/1`,
        parent: reply,
        path: "12",
        html: "<p>Nine <em>arrived</em>.</p>",
        source: "Nine *arrived*.",
        language: "en",
      },
    ])
    .execute();
  const request = { id: `${amina}#quotes/2`, actor: amina, object, instrument: `${amina}/notes/2` };
  const saying = { type: "AcceptQuote" as const, collective: calais, request, stamp };
  const consent = await site.fediverse.compose(site.db, activity, saying, now);
  return {
    answer: await json(`${origin}/ap/notes/${answer}`),
    consent: JSON.parse(consent.forms[0]!.body) as Record<string, unknown>,
    stamp: await json(`${origin}/ap/stamps/${stamp}`),
  };
}

/** What differs from run to run, or is the same everywhere, is left out. */
function shorten(example: unknown): unknown {
  const left = /^(?:@context|publicKeyPem|publicKeyMultibase|proofValue|signatureValue)$/;
  return JSON.parse(JSON.stringify(example), (key, value) => (left.test(key) ? "…" : value));
}
