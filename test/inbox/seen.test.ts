// What seven servers were seen to send, shape by shape: each does what its sender meant, once, however often it comes.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ap } from "../../src/domain/paths.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { type Peer, type PeerActor, type SignOptions, startPeer } from "../support/peer.ts";
import { everybody } from "../support/posts.ts";
import { openThread, type ThreadScene } from "../support/thread.ts";

/** What one server sends, in the order of a story: it follows, likes, answers, corrects, deletes, and leaves. */
interface Seen {
  /** The media type of its requests. */
  type: string;
  shapes: { shape: string; to: string; activity: Record<string, unknown> }[];
}

/** Who speaks on each server, under which key, and how it signs. */
const voices: Record<string, { actor: string; key: string; others?: string[]; sign: SignOptions }> = {
  bot: {
    actor: "/user/ok",
    key: "/user/ok/publickey",
    sign: { spec: "rfc9421", covered: ["@method", "@target-uri", "date", "content-type", "content-digest"] },
  },
  cherry: {
    actor: "/users/frank",
    key: "/users/frank#main-key",
    sign: { covered: ["(request-target)", "date", "host", "digest"] },
  },
  gts: {
    actor: "/users/bob",
    key: "/users/bob/main-key",
    others: ["/users/gts.test"],
    sign: { algorithm: "hs2019", covered: ["(request-target)", "host", "date", "digest"] },
  },
  hollo: {
    actor: "/@dave",
    key: "/@dave#main-key",
    sign: {
      spec: "rfc9421",
      covered: ["@method", "@target-uri", "@authority", "host", "date", "content-digest"],
    },
  },
  sharkey: {
    actor: "/users/carol",
    key: "/users/carol#main-key",
    sign: { covered: ["(request-target)", "date", "host", "digest"] },
  },
  snac: {
    actor: "/alice",
    key: "/alice#main-key",
    sign: { covered: ["(request-target)", "host", "digest", "date"] },
  },
  wp: {
    actor: "/?author=1",
    key: "/?author=1#main-key",
    sign: { covered: ["(request-target)", "host", "date", "digest"] },
  },
};

/** What is to be seen here after a shape has come. */
async function effect(here: ThreadScene, text: string, actor: string) {
  const { db } = here.node.site;
  const all = await db.selectFrom("response").selectAll().where("actor", "=", actor).orderBy("id").execute();
  const about = all.filter((one) => one.object === text);
  const { name } = await db
    .selectFrom("remote_actor")
    .select("name")
    .where("id", "=", actor)
    .executeTakeFirstOrThrow();
  const complaints = await db.selectFrom("complaint").select(["actor", "content"]).execute();
  return {
    follows: (await here.followers()).includes(actor),
    likes: about.filter(({ kind }) => kind === "like").length,
    boosts: about.filter(({ kind }) => kind === "boost").length,
    replies: about.filter(({ kind }) => kind === "reply").map((one) => /edited/.test(one.html)),
    quotes: about.filter(({ kind }) => kind === "quote").map(({ stamp }) => stamp !== null),
    mentions: all.filter(({ kind }) => kind === "mention").map((one) => one.public),
    complaints: complaints.filter((one) => one.actor.startsWith(new URL(actor).origin)).length,
    name,
  };
}

type Effect = Awaited<ReturnType<typeof effect>>;

/** What each shape changes of that. */
const changes: Record<string, (before: Effect) => Partial<Effect>> = {
  Follow: () => ({ follows: true }),
  "Undo-Follow": () => ({ follows: false }),
  "Undo-string": () => ({ follows: false }),
  Block: () => ({ follows: false }),
  Like: () => ({ likes: 1 }),
  "Like-reaction": () => ({ likes: 1 }),
  EmojiReact: () => ({ likes: 1 }),
  "Undo-Like": () => ({ likes: 0 }),
  Announce: () => ({ boosts: 1 }),
  "Undo-Announce": () => ({ boosts: 0 }),
  "Create-Note-reply": () => ({ replies: [false] }),
  "Update-Note": () => ({ replies: [true] }),
  Delete: () => ({ replies: [] }),
  "Create-Note-mention": ({ mentions }) => ({ mentions: [...mentions, true] }),
  "Create-Note-direct": ({ mentions }) => ({ mentions: [...mentions, false] }),
  "Create-Note-quote": () => ({ quotes: [false] }),
  QuoteRequest: () => ({ quotes: [true] }),
  "Update-Note-quote": () => ({ quotes: [true] }),
  Flag: () => ({ complaints: 1 }),
  "Update-Person": () => ({ name: "Renamed again" }),
  "Update-string": () => ({ name: "Renamed again" }),
  "Create-Note-plain": () => ({}),
  "Create-Question-plain": () => ({}),
  "Accept-Follow": () => ({}),
  "Accept-string": () => ({}),
  Add: () => ({}),
  "Undo-Block": () => ({}),
};

test("each of the 95 shapes that servers were seen to send does what its sender meant", async () => {
  const here = await openThread();
  let count = 0;
  for (const [server, { actor, key, others = [], sign }] of Object.entries(voices)) {
    const { type, shapes } = await readSeen(server);
    const peer = await startPeer();
    const speakers = [actor, ...others].map((path) => speaker(peer, path, path === actor ? key : undefined));
    const { id } = await publishReport(here.node.site, here.collective, {
      title: server,
      language: "en",
      source: "Text.",
    });
    const text = here.node.url + ap.report(id);
    const names: Record<string, string> = {
      P: peer.url,
      NODE: here.node.url,
      GROUP: here.group,
      ARTICLE: text,
      OURACTIVITY: here.node.url + ap.activity("0192d3c4-0000-7000-8000-000000000001"),
      PUBLIC: everybody,
      PEM: speakers[0]!.publicPem,
    };
    let before: Effect | undefined;
    for (const { shape, to, activity } of shapes) {
      const json = filled(activity, names);
      const by = speakers.find(({ id }) => id === json.actor)!;
      if (shape.startsWith("Update-Person") || shape === "Update-string") by.document.name = "Renamed again";
      if (shape === "Undo-string" || shape === "Block") {
        await here.peer.post(by, here.inbox, { type: "Follow", actor: by.id, object: here.group });
        await here.worked();
        before!.follows = true;
      }
      // As some do it: to each inbox, and twice.
      for (const inbox of to.includes("shared")
        ? [here.sharedInbox, here.sharedInbox]
        : [here.inbox, here.sharedInbox]) {
        const { status } = await peer.post(by, inbox, json, { type, ...sign });
        expect([server, shape, status]).toEqual([server, shape, 202]);
      }
      await here.worked();
      const after = await effect(here, text, speakers[0]!.id);
      const expected = { ...(before ?? nothing(after)), ...changes[shape]!(before ?? nothing(after)) };
      expect([server, shape, after]).toEqual([server, shape, expected]);
      before = after;
      count += 1;
    }
    await here.node.site.db.deleteFrom("complaint").execute();
  }
  expect(count).toBe(95);
}, 120_000);

/** Before anything has come. */
function nothing({ name }: Effect): Effect {
  return { follows: false, likes: 0, boosts: 0, replies: [], quotes: [], mentions: [], complaints: 0, name };
}

async function readSeen(server: string): Promise<Seen> {
  return JSON.parse(await readFile(join(import.meta.dirname, "seen", `${server}.json`), "utf8"));
}

/** An activity with addresses in it instead of `{P}` and its like. */
function filled(activity: object, names: Record<string, string>): Record<string, unknown> {
  const text = JSON.stringify(activity).replace(/\{([A-Z]+)\}/g, (whole, name) =>
    name in names ? JSON.stringify(names[name]).slice(1, -1) : whole,
  );
  return JSON.parse(text);
}

/** Somebody at a path of a peer, with a key at another. */
function speaker(peer: Peer, path: string, key = `${path}#main-key`): PeerActor {
  const by = peer.actor(path.replace(/\W+/g, "_"));
  const id = peer.url + path;
  const keyId = peer.url + key;
  Object.assign(by, { id, keyId });
  Object.assign(by.document, { id, publicKey: { id: keyId, owner: id, publicKeyPem: by.publicPem } });
  peer.serves.set(path, (_, answer) => {
    answer.writeHead(200, { "content-type": "application/activity+json" }).end(JSON.stringify(by.document));
  });
  return by;
}
