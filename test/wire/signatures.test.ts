// What a collective says can be checked by whoever has its public keys, wherever it was passed on.
import { randomUUIDv7 } from "node:crypto";
import { type DocumentLoader, verifyJsonLd, verifyObject } from "@fedify/fedify";
import { Activity } from "@fedify/fedify/vocab";
import { describe, expect, test } from "vitest";
import { actorOf, compose } from "../../federation/compose.ts";
import { everybody, ownContextLoader } from "../../federation/context.ts";
import { type Ground, loadKeys, makeKeys } from "../../federation/keys.ts";
import type { Saying } from "../../src/newsroom/fediverse.ts";
import {
  addCollective,
  addPicture,
  addRepost,
  addText,
  calais,
  golden,
  introduction,
  now,
  startGround,
  theirs,
} from "./fixture.ts";

const follower = "https://elsewhere.example/users/amina";
const sayings: Record<string, Saying> = {
  "a report": { type: "Create", report: golden },
  "a correction": { type: "Update", report: golden },
  "a deletion": { type: "Delete", report: golden, collective: calais, deleted: now },
  "a new profile": { type: "Update", collective: calais },
  "a yes to a follower": {
    type: "Accept",
    collective: calais,
    follow: { id: `${follower}#f1`, actor: follower },
  },
  "a no to a follower": { type: "Reject", collective: calais, follow: { id: undefined, actor: follower } },
  "a block": { type: "Block", collective: calais, actor: follower },
  "a wish to follow": { type: "Follow", collective: calais, actor: follower },
  "the end of following": { type: "UndoFollow", collective: calais, actor: follower, follow: golden },
  "a repost": { type: "Announce", collective: calais, object: theirs, author: follower },
  "the end of a repost": {
    type: "UndoAnnounce",
    collective: calais,
    object: theirs,
    author: follower,
    announce: { id: golden, published: now },
  },
  "a word before a repost": { type: "Create", introduction, collective: calais },
  "the end of that word": { type: "Delete", introduction, collective: calais, deleted: now },
  "the end of a block": { type: "UndoBlock", collective: calais, actor: follower, block: golden },
};

async function startWriting(): Promise<Ground> {
  const ground = await startGround();
  await addCollective(ground.db);
  const cover = await addPicture(ground.db, "0199a000-0000-7000-8000-0000000000a1", "Tents & fires at dawn");
  await addText(ground.db, {
    title: "A night <at> the fence & after",
    summary: "What we saw",
    content_warning: "Police violence",
    tags: ["Freedom of movement", "Calais"],
    cover,
    pictures: [cover],
    language: "pt-BR",
  });
  await addRepost(ground.db);
  return ground;
}

async function say(ground: Ground, saying: Saying) {
  return compose(ground, ground.db, randomUUIDv7(), saying, now);
}

/** Gives the actor's own document and nothing else, as a server that asks for the key would get it. */
async function loaderOf(ground: Ground): Promise<DocumentLoader> {
  const document = await actorOf(ground, ground.db, calais, await loadKeys(ground, ground.db, calais));
  return async (url) => {
    if (url.replace(/#.*/, "") !== document.id) throw new Error(`${url} was asked for.`);
    return { contextUrl: null, documentUrl: document.id, document };
  };
}

describe.each(Object.entries(sayings))("%s", (_, saying) => {
  test("has a proof in every form that Fedify finds true, and no longer after a change; a public deletion has none", async () => {
    const ground = await startWriting();
    const documentLoader = await loaderOf(ground);
    const verify = (json: object) =>
      verifyObject(Activity, json, { documentLoader, contextLoader: ownContextLoader });
    for (const { body } of (await say(ground, saying)).forms) {
      const { signature: _, ...activity } = JSON.parse(body);
      expect("proof" in activity).toBe(saying.type !== "Delete");
      if (saying.type === "Delete") continue;
      await expect(verify(activity)).resolves.toBeInstanceOf(Activity);
      await expect(verify({ ...activity, published: "2020-01-01T00:00:00Z" })).resolves.toBeNull();
    }
  });

  test("has an LD signature exactly where it is public, which Fedify finds true until something is changed", async () => {
    const ground = await startWriting();
    const documentLoader = await loaderOf(ground);
    const verify = (json: object) => verifyJsonLd(json, { documentLoader, contextLoader: ownContextLoader });
    for (const { body } of (await say(ground, saying)).forms) {
      const activity = JSON.parse(body);
      const isPublic = activity.to.includes(everybody);
      expect("signature" in activity).toBe(isPublic);
      await expect(verify(activity)).resolves.toBe(isPublic);
      await expect(verify({ ...activity, published: "2020-01-01T00:00:00Z" })).resolves.toBe(false);
    }
  });
});

test("after a rotation the new profile is signed with the new keys, and the old ones are worth nothing", async () => {
  const ground = await startWriting();
  const old = JSON.parse((await say(ground, { type: "Create", report: golden })).forms[0]!.body);
  const before = await loadKeys(ground, ground.db, calais);
  await ground.db.transaction().execute((db) => makeKeys(ground, db, calais));
  const after = await loadKeys(ground, ground.db, calais);
  expect(after.rsa.publicPem).not.toBe(before.rsa.publicPem);
  const documentLoader = await loaderOf(ground);
  const options = { documentLoader, contextLoader: ownContextLoader };
  const update = JSON.parse((await say(ground, { type: "Update", collective: calais })).forms[0]!.body);
  await expect(verifyJsonLd(update, options)).resolves.toBe(true);
  await expect(verifyJsonLd(old, options)).resolves.toBe(false);
});
