// Somebody else's server, made of stock Fedify, meets Tern: it finds a collective, follows it, reads along, and leaves.
import {
  Accept,
  type Activity,
  Article,
  Create,
  Delete,
  Follow,
  Group,
  Hashtag,
  Image,
  Multikey,
  OrderedCollection,
  Reject,
  Tombstone,
  Update,
} from "@fedify/fedify/vocab";
import { expect, test } from "vitest";
import { runCommand } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/index.ts";
import { ap } from "../../src/domain/paths.ts";
import { createCollective } from "../../src/newsroom/collective.ts";
import { followersOf, removeFollower } from "../../src/newsroom/follow.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { reviseReport } from "../../src/newsroom/revise.ts";
import { deleteReport } from "../../src/newsroom/withdraw.ts";
import { painted } from "../support/edition.ts";
import { type FedifyPeer, startFedifyPeer } from "../support/fedify_peer.ts";
import { startNodeBehindTls } from "../support/front.ts";

const source = "The lamps are **out** since Monday.\n\n![A dark quay](quay.jpg)";

test("alice's server finds the collective by its handle and reads who it is", async () => {
  const { peer, tern, origin, id } = await meet();
  const finger = await peer.context.lookupWebFinger(`acct:harbour@${tern.host}`);
  expect(finger?.subject).toBe(`acct:harbour@${tern.host}`);
  const group = await find(peer, `@harbour@${tern.host}`);
  expect(group).toMatchObject({ preferredUsername: "harbour", name: "Harbour Watch" });
  expect([group.id, group.inboxId, group.endpoints?.sharedInbox].map(String)).toEqual([
    id,
    `${id}/inbox`,
    `${origin}/ap/inbox`,
  ]);
  const key = await group.getPublicKey(peer.context);
  expect([key?.id, key?.ownerId].map(String)).toEqual([`${id}#main-key`, id]);
  expect(key?.publicKey?.algorithm).toMatchObject({ name: "RSASSA-PKCS1-v1_5", modulusLength: 2048 });
  const [multikey] = await Array.fromAsync(group.getAssertionMethods(peer.context));
  expect(multikey).toBeInstanceOf(Multikey);
  expect(multikey?.controllerId?.href).toBe(id);
  expect(multikey?.publicKey?.algorithm).toMatchObject({ name: "Ed25519" });
  expect((await find(peer, id)).id?.href).toBe(id);
});

test("alice follows at Fedify's first knock, signed as RFC 9421 says, and hears that she is accepted", async () => {
  const { peer, tern, id, follow, followers } = await meet();
  const asked = await follow();
  expect(knocks(tern.passed)).toEqual([{ dialect: "rfc9421", status: 202 }]);
  expect(await followers()).toEqual([peer.alice]);
  const accept = await heard(peer, Accept);
  expect(accept.actorId?.href).toBe(id);
  const object = await accept.getObject(peer.context);
  expect(object).toBeInstanceOf(Follow);
  expect(object?.id?.href).toBe(asked.id?.href);
  const [posted] = peer.posted;
  expect(new URL(posted!.request.url).pathname).toBe("/users/alice/inbox");
  expect(await peer.signersOf(posted!)).toEqual({ request: id, proof: id, linkedData: false });
});

test("alice follows from a server that signs as draft-cavage says", async () => {
  const { peer, tern, follow, followers } = await meet({ firstKnock: "draft-cavage-http-signatures-12" });
  await follow();
  expect(knocks(tern.passed)).toEqual([{ dialect: "cavage", status: 202 }]);
  await heard(peer, Accept);
  expect(await followers()).toEqual([peer.alice]);
});

test("alice reads a report with all that belongs to it, its correction, and that it is gone", async () => {
  const { peer, tern, origin, id, collective, follow } = await meet();
  await follow();
  await heard(peer, Accept);
  const { site } = tern.node;

  const published = await publishReport(site, collective, {
    title: "A night without lamps",
    language: "en",
    tags: ["Harbour", "Street lamps"],
    source,
    pictures: [{ name: "quay.jpg", read: () => painted("#102030") }],
  });
  expect(published.deliveries).toBe(1);
  const address = origin + ap.report(published.id);
  const create = await heard(peer, Create);
  const article = await create.getObject(peer.context);
  if (!(article instanceof Article)) throw new Error(`${article?.id} is not an Article.`);
  expect(article.id?.href).toBe(address);
  expect(article.attributionId?.href).toBe(id);
  expect(article.url).toEqual(new URL(origin + published.path));
  expect(texts(article.names)).toEqual(["A night without lamps", "en: A night without lamps"]);
  expect(texts(article.contents)).toEqual([
    expect.stringContaining("<strong>out</strong>"),
    expect.stringMatching(/^en: .*<strong>out<\/strong>/s),
  ]);
  expect(article.source?.content).toContain("The lamps are **out** since Monday.");
  expect(article.source?.mediaType).toBe("text/markdown");
  const tags = await Array.fromAsync(article.getTags(peer.context));
  expect(tags.every((tag) => tag instanceof Hashtag)).toBe(true);
  expect(tags.map(({ name }) => String(name))).toEqual(["#Harbour", "#StreetLamps"]);
  const attachments = await Array.fromAsync(article.getAttachments(peer.context));
  expect(attachments).toEqual([expect.any(Image)]);
  const [picture] = attachments as [Image];
  expect(String(picture.name)).toBe("A dark quay");
  const shown = await fetch(picture.url as URL);
  expect([shown.status, shown.headers.get("content-type")]).toEqual([200, picture.mediaType]);

  await reviseReport(site, published.id, { title: "Two nights without lamps" });
  const update = await heard(peer, Update);
  const corrected = await update.getObject(peer.context);
  expect(corrected?.id?.href).toBe(address);
  expect(String(corrected?.name)).toBe("Two nights without lamps");
  expect(corrected?.updated).not.toBeNull();

  await deleteReport(site, published.id);
  const gone = await (await heard(peer, Delete)).getObject(peer.context);
  expect(gone).toBeInstanceOf(Tombstone);
  expect(gone?.id?.href).toBe(address);

  const public_ = peer.posted.filter(({ json }) => json.type !== "Accept");
  expect(public_.map(({ json }) => json.type)).toEqual(["Create", "Update", "Delete"]);
  for (const posted of public_) {
    expect(new URL(posted.request.url).pathname).toBe("/inbox");
    // A deletion has no proof, so that Mastodon passes it on.
    const proof = posted.json.type === "Delete" ? undefined : id;
    expect(await peer.signersOf(posted)).toEqual({ request: id, proof, linkedData: true });
    const forged = { ...posted, json: { ...posted.json, published: "2001-01-01T00:00:00Z" } };
    expect(await peer.signersOf(forged)).toEqual({ request: id, proof: undefined, linkedData: false });
  }
});

test("alice's server fetches a report, the outbox and the number of followers with signed requests", async () => {
  const { peer, tern, origin, id, collective, follow } = await meet();
  await follow();
  const { site } = tern.node;
  const first = await publishReport(site, collective, { title: "The first", language: "en", source: "One." });
  const second = await publishReport(site, collective, {
    title: "The second",
    language: "en",
    source: "Two.",
  });
  // What her server asks unsigned, to check what it was sent, is over then.
  await expect.poll(() => peer.heard.length).toBe(3);
  tern.passed.length = 0;

  const documentLoader = await peer.context.getDocumentLoader({ identifier: "alice" });
  const look = (address: string) => peer.context.lookupObject(address, { documentLoader });
  const article = await look(origin + ap.report(first.id));
  expect(article).toBeInstanceOf(Article);
  expect(String(article?.name)).toBe("The first");
  expect((await look(origin + first.path))?.id?.href).toBe(origin + ap.report(first.id));

  const outbox = await look(`${id}/outbox`);
  if (!(outbox instanceof OrderedCollection)) throw new Error("The outbox is not an OrderedCollection.");
  expect(outbox.totalItems).toBe(2);
  const said = await Array.fromAsync(peer.context.traverseCollection(outbox, { documentLoader }));
  expect(said.every((one) => one instanceof Create)).toBe(true);
  expect(said.map((one) => (one as Create).objectId?.href)).toEqual(
    [second, first].map((one) => origin + ap.report(one.id)),
  );

  const followers = await look(`${id}/followers`);
  if (!(followers instanceof OrderedCollection)) throw new Error("followers is not an OrderedCollection.");
  expect(followers.totalItems).toBe(1);
  expect(await Array.fromAsync(peer.context.traverseCollection(followers, { documentLoader }))).toEqual([]);

  const asked = tern.passed.filter(({ path }) => path.startsWith("/ap/"));
  expect(asked.length).toBeGreaterThanOrEqual(4);
  expect(asked.map(({ status, headers }) => [status, headers["signature-input"] !== undefined])).toEqual(
    asked.map(() => [200, true]),
  );
});

test("alice leaves, and nothing more is sent to her", async () => {
  const { peer, tern, id, collective, follow, followers } = await meet();
  const asked = await follow();
  await heard(peer, Accept);
  const group = await find(peer, id);
  await peer.unfollow(group, asked);
  await expect.poll(followers).toEqual([]);
  const { deliveries } = await publishReport(tern.node.site, collective, {
    title: "Not for alice",
    language: "en",
    source: "She has left.",
  });
  expect(deliveries).toBe(0);
  expect(peer.posted.map(({ json }) => json.type)).toEqual(["Accept"]);
});

test("alice is sent away: her server reads a Reject that Fedify finds true", async () => {
  const { peer, tern, id, collective, follow } = await meet();
  const asked = await follow();
  await heard(peer, Accept);
  await removeFollower(tern.node.site, collective, peer.alice);
  const reject = await heard(peer, Reject);
  expect(reject.actorId?.href).toBe(id);
  expect((await reject.getObject(peer.context))?.id?.href).toBe(asked.id?.href);
});

test("tern lookup finds alice on her server", async () => {
  const { peer, tern } = await meet();
  const told = { out: "", err: "" };
  const code = await runCommand(commands, ["lookup", `@${peer.handle}`, "--json"], {
    openSite: async () => ({ site: tern.node.site, close: async () => {} }),
    startNode: () => Promise.reject(new Error("Nothing is started here.")),
    out: (text) => {
      told.out += text;
    },
    err: (text) => {
      told.err += text;
    },
    report: (error) => {
      throw error;
    },
  });
  expect({ code, err: told.err }).toEqual({ code: 0, err: "" });
  expect(JSON.parse(told.out)).toMatchObject({
    id: peer.alice,
    type: "Person",
    handle: peer.handle,
    name: "Alice",
    url: `${peer.url}/@alice`,
    inbox: `${peer.alice}/inbox`,
    sharedInbox: `${peer.url}/inbox`,
  });
});

/** A collective on a node behind TLS, and alice's server, which knows nothing of it yet. */
async function meet(options: Parameters<typeof startFedifyPeer>[0] = {}) {
  const [tern, peer] = await Promise.all([startNodeBehindTls(), startFedifyPeer(options)]);
  const { site } = tern.node;
  const collective = await createCollective(site, {
    handle: "harbour",
    name: "Harbour Watch",
    languages: ["en"],
  });
  const id = tern.origin + ap.collective(collective.id);
  return {
    tern,
    peer,
    collective,
    id,
    origin: tern.origin,
    followers: async () => (await followersOf(site.db, collective.id)).followers.map(({ actor }) => actor),
    /** Alice finds the collective and asks to follow it. */
    async follow(): Promise<Follow> {
      const group = await find(peer, `@harbour@${tern.host}`);
      const asked = await peer.follow(group);
      await expect.poll(async () => (await followersOf(site.db, collective.id)).followers.length).toBe(1);
      return asked;
    },
  };
}

async function find({ context }: FedifyPeer, handleOrUrl: string): Promise<Group> {
  const found = await context.lookupObject(handleOrUrl);
  if (!(found instanceof Group)) throw new Error(`${handleOrUrl} leads to ${found?.id}, which is no Group.`);
  return found;
}

/** Waits for the first activity of a kind that Fedify finds true. */
async function heard<T extends Activity>(
  peer: FedifyPeer,
  type: abstract new (...values: never) => T,
): Promise<T> {
  const found = () => peer.heard.find((activity) => activity instanceof type);
  await expect.poll(found).toBeDefined();
  return found() as T;
}

/** How a server signed what it posted, and what it was told. */
function knocks(passed: Awaited<ReturnType<typeof startNodeBehindTls>>["passed"]) {
  return passed
    .filter(({ method }) => method === "POST")
    .map(({ headers, status }) => ({
      dialect: headers["signature-input"] === undefined ? "cavage" : "rfc9421",
      status,
    }));
}

/** Texts as they are, those of a language with its code before them. */
function texts(values: readonly unknown[]): string[] {
  return values.map((value) =>
    typeof value === "string"
      ? value
      : `${(value as { locale: Intl.Locale }).locale.baseName}: ${String(value)}`,
  );
}
