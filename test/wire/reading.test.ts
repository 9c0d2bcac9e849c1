// A server that reads JSON-LD rather than JSON finds the same in our documents: here Fedify's vocabulary does.
import {
  Application,
  Article,
  Group,
  Hashtag,
  Image,
  Multikey,
  Note,
  PropertyValue,
} from "@fedify/fedify/vocab";
import { expect, test } from "vitest";
import { ownContextLoader } from "../../federation/context.ts";
import { addCollective, addPicture, addText, calais, golden, now, origin, startSite } from "./fixture.ts";
import { serve } from "./served.ts";

// Whatever is asked for beyond what is embedded would be an answer from somewhere else.
const options = {
  contextLoader: ownContextLoader,
  documentLoader: (url: string) => Promise.reject(new Error(`${url} was fetched.`)),
};

async function startReading() {
  const site = await startSite();
  await addCollective(site.db, {
    moved_to: "https://new.example/g",
    also_known_as: ["https://old.example/g"],
  });
  const picture = await addPicture(site.db, "0199a000-0000-7000-8000-0000000000a1", "Tents & fires at dawn");
  await addText(site.db, {
    cover: picture,
    pictures: [picture],
    tags: ["Freedom of movement", "Calais"],
    summary: "What we saw",
    content_warning: "Police violence",
    language: "fa",
    updated: now,
  });
  await site.db.updateTable("collective").set({ icon: picture, header: picture }).execute();
  return serve(site);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  return Array.fromAsync(items);
}

test("of a collective", async () => {
  const { json } = await startReading();
  const id = `${origin}/ap/groups/${calais}`;
  const group = await Group.fromJsonLd(await json(id), options);
  expect(group).toMatchObject({
    preferredUsername: "calais",
    name: "Calais Watch",
    manuallyApprovesFollowers: false,
    discoverable: true,
    indexable: false,
  });
  const addresses = {
    id: group.id,
    inbox: group.inboxId,
    outbox: group.outboxId,
    followers: group.followersId,
    featured: group.featuredId,
    sharedInbox: group.endpoints?.sharedInbox,
    publicKey: group.publicKeyId,
    multikey: group.assertionMethodId,
    successor: group.successorId,
    alias: group.aliasIds[0],
  };
  expect(Object.fromEntries(Object.entries(addresses).map(([name, url]) => [name, url?.href]))).toEqual({
    id,
    inbox: `${id}/inbox`,
    outbox: `${id}/outbox`,
    followers: `${id}/followers`,
    featured: `${id}/featured`,
    sharedInbox: `${origin}/ap/inbox`,
    publicKey: `${id}#main-key`,
    multikey: `${id}#multikey-1`,
    successor: "https://new.example/g",
    alias: "https://old.example/g",
  });
  const [multikey] = await all(group.getAssertionMethods(options));
  expect(multikey).toBeInstanceOf(Multikey);
  expect((await group.getPublicKey(options))?.ownerId?.href).toBe(id);
  expect(await all(group.getAttachments(options))).toEqual([
    expect.any(PropertyValue),
    expect.any(PropertyValue),
  ]);
  expect(await all(group.getIcons(options))).toEqual([expect.any(Image)]);
});

test("of the instance actor", async () => {
  const { json } = await startReading();
  const instance = await Application.fromJsonLd(await json(`${origin}/ap/groups/instance`), options);
  expect(instance.inboxId?.href).toBe(`${origin}/ap/groups/instance/inbox`);
});

test("of a text", async () => {
  const { json } = await startReading();
  const article = await Article.fromJsonLd(await json(`${origin}/ap/articles/${golden}`), options);
  expect(article).toMatchObject({
    name: "A night at the fence",
    summary: "Police violence",
    sensitive: true,
  });
  const languages = [...article.names, ...article.contents].flatMap((text) =>
    typeof text === "string" ? [] : [text.locale.baseName],
  );
  expect(languages).toEqual(["fa", "fa"]);
  expect([article.toIds, article.ccIds].map((ids) => ids.map(({ href }) => href))).toEqual([
    ["https://www.w3.org/ns/activitystreams#Public"],
    [`${origin}/ap/groups/${calais}/followers`],
  ]);
  expect(await all(article.getTags(options))).toEqual([expect.any(Hashtag), expect.any(Hashtag)]);
  const [image, ...others] = await all(article.getAttachments(options));
  expect(others).toEqual([]);
  expect(image).toMatchObject({ name: "Tents & fires at dawn", width: 1200, height: 900 });
  expect((await article.getPreview(options)) instanceof Note).toBe(true);
  expect((await article.getReplies(options))?.totalItems).toBe(0);
  expect((await article.getLikes(options))?.totalItems).toBe(0);
  expect(article.source?.mediaType).toBe("text/markdown");
  expect(article.interactionPolicy?.canQuote?.automaticApprovals.map(({ href }) => href)).toEqual([
    "https://www.w3.org/ns/activitystreams#Public",
  ]);
});
