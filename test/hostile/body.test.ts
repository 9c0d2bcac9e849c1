// What strangers put into an inbox: monsters of JSON, terms with a second meaning, the wrong kind of body (attacks 24, 25, 33, 34).
import type { KeyObject } from "node:crypto";
import { connect } from "node:net";
import { signJsonLd } from "@fedify/fedify";
import { expect, onTestFinished, test } from "vitest";
import { inspect, maxBody } from "../../federation/guard.ts";
import { contextLoader } from "../../federation/known_contexts.ts";
import { activity, signed, startPeer } from "../support/peer.ts";
import { about, everybody, post } from "../support/posts.ts";
import { setScene } from "../support/scene.ts";
import { openThread } from "../support/thread.ts";

const text = (json: object) => Buffer.from(JSON.stringify(json));
const like = {
  id: "https://alice.example/1",
  type: "Like",
  actor: "https://alice.example/users/alice",
  object: "https://tern.example/ap/articles/1",
};

const asCryptoKey = (key: KeyObject) =>
  crypto.subtle.importKey(
    "pkcs8",
    new Uint8Array(key.export({ type: "pkcs8", format: "der" })),
    { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
    true,
    ["sign"],
  );

test("attack 33: what is too deep, too much, ambiguous or no text is refused", async () => {
  const { peer, alice, inbox, aFollow, takenIn } = await setScene({ worker: false });
  const good = JSON.stringify(aFollow());
  const start = good.slice(0, -1);
  const bodies: Record<string, string | Buffer> = {
    "depth 5000": `${start},"tag":${"[".repeat(5000)}${"]".repeat(5000)}}`,
    "depth 33": `${start},"tag":${"[".repeat(32)}${"]".repeat(32)}}`,
    "depth 500 000, never closed": "[".repeat(500_000),
    "100 000 recipients": `${start},"to":[${"1,".repeat(100_000)}1]}`,
    "the same key twice": `${start},"actor":"${alice.id}"}`,
    "the same key twice, spelled differently": `${start},"\\u0061ctor":"${alice.id}"}`,
    "the same key twice, inside": `${start},"tag":{"id":"x","id":"y"}}`,
    __proto__: `${start},"__proto__":{"admin":true}}`,
    "__proto__ inside": `${start},"tag":[{"__proto__":{"admin":true}}]}`,
    NaN: `${start},"published":NaN}`,
    "a lone surrogate": `${start},"summary":"\\ud800"}`,
    "a lone surrogate in a key": `${start},"\\udfff":1}`,
    NUL: `${start},"summary":"\\u0000"}`,
    "a byte that is not UTF-8": Buffer.concat([
      Buffer.from(`${start},"summary":"`),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}'),
    ]),
    "a string without end": `${start},"summary":"`,
    "a text behind it": `${good}}`,
    nothing: "",
    null: "null",
    "an array": `[${good}]`,
    "a word": '"Follow"',
  };
  for (const [name, body] of Object.entries(bodies)) {
    const { status } = await peer.post(alice, inbox, body);
    expect(`${name}: ${status}`).toBe(`${name}: 400`);
  }
  const million = `${start},"to":[${"1,".repeat(1_000_000)}1]}`;
  expect((await peer.post(alice, inbox, million)).status).toBe(413);
  expect(await takenIn()).toBe(0);
  expect((await peer.post(alice, inbox, good)).status).toBe(202);
});

test("attack 34: an activity has one type and one actor", async () => {
  const { peer, alice, inbox, aFollow, takenIn } = await setScene({ worker: false });
  const actor = alice.id;
  for (const changed of [
    { type: ["Create", "Delete"] },
    { type: ["Follow"] },
    { type: null },
    { type: "" },
    { type: "Fol low" },
    { actor: [actor, `${peer.url}/users/victim`] },
    { actor: [actor] },
    { actor: { id: actor } },
    { actor: null },
    { actor: "alice" },
    { actor: "mailto:alice@alice.example" },
    { actor: actor.replace("http://", "http://alice:secret@") },
    { actor: actor.replace("http://", "HTTP://") },
    { actor: `${actor}/${"a".repeat(3000)}` },
  ]) {
    const { status } = await peer.post(alice, inbox, { ...aFollow(), ...changed });
    expect(`${JSON.stringify(changed).slice(0, 80)} ${status}`).toMatch(/ 400$/);
  }
  expect(await takenIn()).toBe(0);
});

test("attack 34: what is done to many things at once is done to none", async () => {
  const here = await openThread();
  const { peer, alice, text, group } = here;
  const notes = [post(peer, alice, { inReplyTo: text }), post(peer, alice, { inReplyTo: text })];
  for (const type of ["Like", "Announce", "Create", "Follow", "Undo"]) {
    for (const object of [[text, group], notes, notes.map(({ id }) => id)]) {
      expect(await here.say(alice, activity(peer, alice, type, object, { to: [everybody] }))).toBe(202);
    }
  }
  expect([await here.kept(), await here.followers(), here.said("Accept")]).toEqual([[], [], []]);
  await here.say(alice, activity(peer, alice, "Like", [text]));
  await here.say(alice, about(peer, alice, "Create", notes[0]!));
  await here.say(alice, activity(peer, alice, "Delete", [notes[0]!.id, notes[1]!.id]));
  expect((await here.kept()).map(({ kind }) => kind)).toEqual(["like", "reply"]);
});

test("attack 24: nothing but plain members is read, so that no term has a second meaning", async () => {
  const here = await setScene();
  const { peer, alice, group, inbox } = here;
  const bob = peer.actor("bob");
  const like = (more: object) => activity(peer, alice, "Like", "https://elsewhere.example/1", { ...more });
  for (const key of ["@graph", "@included", "@reverse", "@nest", "@type", "@id"]) {
    const { status } = await peer.post(alice, inbox, like({ [key]: [here.aFollow(bob)] }));
    expect(`${key} ${status}`).toBe(`${key} 400`);
  }
  for (const key of ["@graph", "@included", "@reverse", "@nest"]) {
    const inside = like({
      object: { id: "https://elsewhere.example/1", tag: [{ [key]: here.aFollow(bob) }] },
    });
    const { status } = await peer.post(alice, inbox, inside);
    expect(`${key} inside ${status}`).toBe(`${key} inside 400`);
  }
  const as = "https://www.w3.org/ns/activitystreams#";
  const turned = {
    "@context": [
      "https://www.w3.org/ns/activitystreams",
      { who: "as:actor", actor: "as:summary", what: "as:object", object: "as:name", id: "as:url" },
    ],
    who: bob.id,
    "as:actor": bob.id,
    [`${as}actor`]: bob.id,
    [`${as}type`]: "Block",
  };
  const signature = { type: "RsaSignature2017", creator: bob.keyId, signatureValue: "AAAA" };
  const follow = { ...here.aFollow(), ...turned, signature, proof: { type: "DataIntegrityProof" } };
  expect((await peer.post(alice, inbox, follow)).status).toBe(202);
  // What only a redefined term says is not said.
  const { object: _, ...nothing } = here.aFollow();
  expect((await peer.post(alice, inbox, { ...nothing, ...turned, what: group })).status).toBe(202);
  const disguised = { ...like({ object: group }), "@context": [as.slice(0, -1), { Like: "as:Follow" }] };
  expect((await peer.post(bob, inbox, { ...disguised, actor: bob.id })).status).toBe(202);
  await here.worked();
  expect(await here.followers()).toEqual([alice.id]);
});

test("attack 24: a signature within an activity makes nobody its author", async () => {
  const here = await openThread();
  const { peer, alice, text } = here;
  const victim = (await startPeer()).actor("victim");
  const signature = {
    type: "RsaSignature2017",
    creator: victim.keyId,
    created: new Date().toISOString(),
    signatureValue: "AAAA",
  };
  const note = { type: "Note", attributedTo: victim.id, content: "x", inReplyTo: text, to: [everybody] };
  for (const id of [`${new URL(victim.id).origin}/notes/1`, "_:b0", `${peer.url}/notes/1`]) {
    const create = { ...activity(peer, victim, "Create", { ...note, id }), signature };
    await here.say(alice, create);
    await here.say(alice, { ...create, actor: alice.id });
  }
  // What the victim has really signed, in another order, with another start, or put into something else.
  const said = activity(peer, victim, "Create", { ...note, id: `${new URL(victim.id).origin}/notes/2` });
  const sealed = (await signJsonLd(said, await asCryptoKey(victim.privateKey), new URL(victim.keyId), {
    contextLoader,
  })) as Record<string, unknown>;
  expect(sealed.signature).toMatchObject({ type: "RsaSignature2017", creator: victim.keyId });
  const { "@context": terms, ...members } = sealed;
  const blank = { ...members, id: "_:b0", object: { ...(sealed.object as object), id: "_:b1" } };
  for (const [status, body] of [
    [202, sealed],
    [202, Object.fromEntries(Object.entries(sealed).reverse())],
    [202, { ...sealed, actor: alice.id }],
    [202, { ...blank, "@context": terms, actor: alice.id }],
    [400, { "@context": terms, "@graph": [members] }],
    [400, { ...sealed, "@included": [{ ...members, type: "Like" }] }],
    [400, { ...sealed, object: { ...(sealed.object as object), "@reverse": { object: members } } }],
    [400, { ...sealed, actor: undefined, "https://www.w3.org/ns/activitystreams#actor": alice.id }],
    [202, { "@context": terms, id: peer.newId(), type: "Announce", actor: alice.id, object: sealed }],
  ] as const) {
    expect((await peer.post(alice, here.inbox, body)).status).toBe(status);
  }
  await here.worked();
  expect(await here.kept()).toEqual([]);
});

test("an id that is missing or belongs to another server is as good as none", () => {
  const { id: _, ...without } = like;
  for (const json of [
    without,
    { ...like, id: "https://victim.example/1" },
    { ...like, id: 1 },
    { ...like, id: null },
  ]) {
    const incoming = inspect(text(json));
    expect(incoming).toMatchObject({ id: undefined, key: `Like ${like.object}` });
    expect(incoming.json).not.toHaveProperty("id");
  }
});

test("attack 25: a context that a stranger names is never fetched, and the activity is understood all the same", async () => {
  const { alice, inbox, peer, aFollow, followers } = await setScene();
  const far = await startPeer();
  const type = "application/ld+json";
  far.serves.set("/loop", { type, body: JSON.stringify({ "@context": `${far.url}/loop` }) });
  far.serves.set("/large", { type, body: JSON.stringify({ "@context": { a: "x".repeat(10_000_000) } }) });
  const contexts = [
    "https://www.w3.org/ns/activitystreams",
    ...["/context", "/loop", "/large"].map((path) => far.url + path),
    { "@import": `${far.url}/more` },
  ];
  // In the actor's own document, too.
  alice.document["@context"] = contexts;
  expect((await peer.post(alice, inbox, { ...aFollow(), "@context": contexts })).status).toBe(202);
  const large = { ...aFollow(), "@context": { a: "x".repeat(10_000_000) } };
  expect((await peer.post(alice, inbox, large)).status).toBe(413);
  await expect.poll(followers).toEqual([alice.id]);
  expect(far.log).toEqual([]);
});

test("an inbox takes activities only: other media types, packed and large bodies are refused", async () => {
  const { alice, inbox, peer, aFollow, takenIn } = await setScene({ worker: false });
  const asked = aFollow();
  for (const type of ["text/plain", "text/html", "application/x-www-form-urlencoded", "image/png"]) {
    expect((await peer.post(alice, inbox, asked, { type })).status).toBe(415);
  }
  expect((await peer.post(alice, inbox, asked, { headers: { "content-encoding": "gzip" } })).status).toBe(
    415,
  );
  expect((await peer.post(alice, inbox, asked, { headers: { "content-type": null } })).status).toBe(415);
  const large = JSON.stringify({ ...asked, summary: "a".repeat(maxBody) });
  expect((await peer.post(alice, inbox, large)).status).toBe(413);
  expect(await takenIn()).toBe(0);
  for (const type of [
    'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
    "application/ld+json",
  ]) {
    expect((await peer.post(alice, inbox, asked, { type })).status).toBe(202);
  }
});

test("attack 32: a body that never ends is cut off at its limit", async () => {
  const { alice, inbox } = await setScene({ worker: false });
  const { hostname, port, pathname } = new URL(inbox);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  socket.on("error", () => {});
  const head = Object.entries(signed("POST", inbox, "never", alice)).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.write(`POST ${pathname} HTTP/1.1\r\n${head.join("\r\n")}\r\ntransfer-encoding: chunked\r\n\r\n`);
  const chunk = `10000\r\n${" ".repeat(0x10000)}\r\n`;
  const pump = setInterval(() => socket.writable && socket.write(chunk), 1);
  onTestFinished(() => clearInterval(pump));
  const answer = await new Promise<string>((got) => socket.once("data", (data) => got(String(data))));
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
}, 15_000);

test("attack 22: headers that come twice are refused: nobody can tell which of them was signed", async () => {
  const { alice, inbox, aFollow, takenIn } = await setScene({ worker: false });
  const { hostname, port, pathname } = new URL(inbox);
  const body = JSON.stringify(aFollow());
  const head = Object.entries(signed("POST", inbox, body, alice)).map(([name, value]) => `${name}: ${value}`);
  for (const name of ["digest", "date", "signature"]) {
    const socket = connect(Number(port), hostname);
    onTestFinished(() => void socket.destroy());
    const twice = head.find((line) => line.startsWith(`${name}:`))!;
    const lines = [...head, twice, `content-length: ${Buffer.byteLength(body)}`, "connection: close"];
    socket.write(`POST ${pathname} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${body}`);
    const answer = await new Promise<string>((got) => socket.once("data", (data) => got(String(data))));
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  }
  expect(await takenIn()).toBe(0);
});

test("an activity without anything we know is answered 202, noted once, and done with", async () => {
  const { alice, inbox, sharedInbox, peer, takenIn } = await setScene({ worker: false });
  const wave = activity(peer, alice, "Wave", "https://elsewhere.example/1");
  for (const address of [inbox, sharedInbox, inbox]) {
    expect((await peer.post(alice, address, wave)).status).toBe(202);
  }
  expect(await takenIn()).toBe(1);
});
