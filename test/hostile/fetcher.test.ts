// What a server may do to us when we ask it something: lie, lead astray, never end (attacks 28, 30 to 33, 43 and 44).
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { createEgress } from "../../federation/egress.ts";
import { createFetcher } from "../../federation/fetcher.ts";
import { Gone, NotFound, Refused, Unavailable } from "../../src/domain/errors.ts";
import { startPeer } from "../support/peer.ts";
import { visit } from "../support/visit.ts";

test("attack 28: only what says to be ActivityPub is taken for it", async () => {
  const { peer, fetcher, serve } = await visit();
  const document = { id: `${peer.url}/a`, type: "Person" };
  for (const type of [
    "text/plain",
    "image/png",
    "text/html",
    "application/json",
    "application/ld+json",
    'application/ld+json; profile="https://example.org/"',
    "application/activity+jsonx",
    "",
    null,
  ]) {
    await expect(fetcher.getJson(serve("/a", document, { type }))).rejects.toThrow(Refused);
  }
  for (const type of [
    "application/activity+json",
    "application/activity+json; charset=utf-8",
    'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
    'Application/LD+JSON;charset=utf-8;profile="https://www.w3.org/ns/activitystreams"',
  ]) {
    expect(await fetcher.getJson(serve("/a", document, { type }))).toEqual({
      url: document.id,
      json: document,
      text: JSON.stringify(document),
    });
  }
});

test("a document that names another address is fetched there, if that is on the same server, and only once", async () => {
  const { peer, fetcher, serve } = await visit();
  const right = { id: `${peer.url}/right`, type: "Person" };
  serve("/right", right);
  expect(await fetcher.getJson(serve("/alias", right))).toMatchObject({ url: right.id, json: right });
  const other = await startPeer();
  const stolen = { id: `${other.url}/victim`, type: "Person" };
  await expect(fetcher.getJson(serve("/upload", stolen))).rejects.toThrow(Refused);
  expect(other.log).toEqual([]);
  serve("/b", { id: `${peer.url}/a` });
  await expect(fetcher.getJson(serve("/a", { id: `${peer.url}/b` }))).rejects.toThrow(Refused);
  await expect(fetcher.getJson(serve("/none", { type: "Person" }))).rejects.toThrow(Refused);
});

test("attack 31: every step of a redirection is looked at", async () => {
  let inside: string[] = [];
  const { peer, fetcher, serve } = await visit((open) => ({
    ...open,
    check(url) {
      if (inside.includes(url.origin)) throw new Refused("That is inside.");
      open.check(url);
    },
  }));
  const hidden = await startPeer();
  inside = [hidden.url];
  hidden.serves.set("/secret", { body: JSON.stringify({ id: `${hidden.url}/secret` }) });
  const to = (location: string) => serve("/door", {}, { status: 302, headers: { location } });
  for (const location of [`${hidden.url}/secret`, "file:///etc/passwd", "gopher://example.org/", "http://"]) {
    await expect(fetcher.getJson(to(location))).rejects.toThrow(Refused);
  }
  serve("/two", {}, { status: 307, headers: { location: `${hidden.url}/secret` } });
  await expect(fetcher.getJson(to("/two"))).rejects.toThrow("That is inside.");
  expect(hidden.log).toEqual([]);
  const there = { id: `${peer.url}/there` };
  serve("/there", there);
  expect(await fetcher.getJson(to("/there"))).toMatchObject({ url: there.id, json: there });
});

test("attack 32: redirections in a circle or without end", async () => {
  const { peer, fetcher, serve } = await visit();
  await expect(
    fetcher.getJson(serve("/loop", {}, { status: 302, headers: { location: "/loop" } })),
  ).rejects.toThrow(Refused);
  expect(peer.asked("/loop")).toBe(4);
  for (let hop = 0; hop < 25; hop++)
    serve(`/${hop}`, {}, { status: 301, headers: { location: `/${hop + 1}` } });
  await expect(fetcher.getJson(`${peer.url}/0`)).rejects.toThrow(Refused);
  expect(peer.asked("/4")).toBe(0);
  await expect(fetcher.getJson(serve("/nowhere", {}, { status: 302 }))).rejects.toThrow(Refused);
});

test("attack 32: documents that are too large, said or unsaid, packed or not", async () => {
  const { peer, fetcher, serve } = await visit();
  const id = `${peer.url}/large`;
  const large = JSON.stringify({ id, content: "a".repeat(2 * 1024 * 1024) });
  peer.serves.set("/large", { body: large });
  await expect(fetcher.getJson(id)).rejects.toThrow("larger");
  peer.serves.set("/large", { body: gzipSync(large), headers: { "content-encoding": "gzip" } });
  await expect(fetcher.getJson(id)).rejects.toThrow("larger");
  peer.serves.set("/large", (_, answer) => {
    answer
      .writeHead(200, { "content-type": "application/activity+json", "content-length": 2_000_000_000 })
      .write("{");
  });
  await expect(fetcher.getJson(id)).rejects.toThrow("larger");
  let sent = 0;
  peer.serves.set("/large", (_, answer) => {
    answer.writeHead(200, { "content-type": "application/activity+json" });
    const pump = setInterval(() => answer.write(" ".repeat(0x10000), () => (sent += 1)), 1);
    answer.on("close", () => clearInterval(pump));
  });
  await expect(fetcher.getJson(id)).rejects.toThrow("larger");
  expect(sent).toBeLessThan(200);
  for (const encoding of ["gzip", "zstd", "gzip, gzip"]) {
    const noise = createHash("sha256").update(encoding).digest();
    peer.serves.set("/noise", { body: noise, headers: { "content-encoding": encoding } });
    await expect(fetcher.getJson(`${peer.url}/noise`)).rejects.toThrow(Refused);
  }
  const small = { id: `${peer.url}/small` };
  peer.serves.set("/small", {
    body: gzipSync(JSON.stringify(small)),
    headers: { "content-encoding": "gzip" },
  });
  expect((await fetcher.getJson(small.id)).json).toEqual(small);
  await expect(fetcher.getJson(serve("/text", {}, { body: "{" }))).rejects.toThrow(Refused);
  await expect(fetcher.getJson(serve("/bytes", {}, { body: Buffer.from([0xff, 0xfe]) }))).rejects.toThrow(
    Refused,
  );
});

test("attack 33: documents that no parser or database can be trusted with", async () => {
  const { peer, fetcher, serve } = await visit();
  const id = `${peer.url}/odd`;
  const head = `{"id":"${id}","type":"Person",`;
  const list = Array.from({ length: 30_000 }, () => "1").join(",");
  for (const body of [
    `${head}"name":${"[".repeat(5000)}${"]".repeat(5000)}}`,
    `${head}"to":[${list}]}`,
    `${head}"id":"${id}"}`,
    `${head}"n":NaN}`,
  ]) {
    await expect(fetcher.getJson(serve("/odd", {}, { body }))).rejects.toThrow(Refused);
  }
  const odd = `${head}"name":"\\ud83d\\udd25\\u0000"}`;
  expect((await fetcher.getJson(serve("/odd", {}, { body: odd }))).json).toMatchObject({ name: "🔥" });
});

test("attack 32: a server that dribbles is given its time and no more", async () => {
  const { site, peer } = await visit();
  const egress = createEgress({ allowPrivateAddress: true });
  onTestFinished(() => egress.close());
  const fetcher = createFetcher(site, egress, { deadline: 500 });
  peer.serves.set("/slow", (_, answer) => {
    answer.writeHead(200, { "content-type": "application/activity+json" });
    const drip = setInterval(() => answer.write(" "), 200);
    answer.on("close", () => clearInterval(drip));
  });
  await expect(fetcher.getJson(`${peer.url}/slow`)).rejects.toThrow(Unavailable);
}, 15_000);

test("what a server says is told apart: gone, not there, not now, not for us", async () => {
  const { fetcher, serve } = await visit();
  const errors = {
    410: Gone,
    404: NotFound,
    500: Unavailable,
    503: Unavailable,
    429: Unavailable,
    400: Refused,
    204: Refused,
  };
  for (const [status, error] of Object.entries(errors)) {
    await expect(fetcher.getJson(serve("/it", {}, { status: Number(status) }))).rejects.toThrow(error);
  }
  const closed = await startPeer();
  await closed.stop();
  await expect(fetcher.getJson(`${closed.url}/a`)).rejects.toThrow(Unavailable);
});

test("a server that answers only to signatures is asked again, signed by the node itself", async () => {
  const { peer, fetcher, ourUrl } = await visit();
  const document = { id: `${peer.url}/closed` };
  peer.serves.set("/closed", (request, answer) => {
    const isSigned = request.headers.signature?.includes(`keyId="${ourUrl}/ap/groups/instance#main-key"`);
    answer.writeHead(isSigned ? 200 : 401, { "content-type": "application/activity+json" });
    answer.end(isSigned ? JSON.stringify(document) : "");
  });
  expect((await fetcher.getJson(document.id)).json).toEqual(document);
  expect(peer.asked("/closed")).toBe(2);
  await fetcher.getJson(document.id);
  expect(peer.asked("/closed")).toBe(3);
  expect(peer.log.every(({ headers }) => headers.cookie === undefined && headers.referer === undefined)).toBe(
    true,
  );
});
