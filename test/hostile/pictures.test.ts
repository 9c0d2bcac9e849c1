// Pictures of allies are shown at the desk through this node: what hides in them, where they lead, how they never end (attack 42).
import { createHash, randomUUIDv7 } from "node:crypto";
import { mkdir, utimes, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import { createEgress } from "../../federation/egress.ts";
import { createFetcher } from "../../federation/fetcher.ts";
import { NotFound, Refused, Unavailable } from "../../src/domain/errors.ts";
import { textDeleted } from "../../src/newsroom/arrive.ts";
import { startChores } from "../../src/newsroom/chores.ts";
import { createCollective } from "../../src/newsroom/collective.ts";
import {
  glimpseAt,
  makeGlimpse,
  removeGlimpses,
  takeGlimpses,
  tidyGlimpses,
} from "../../src/newsroom/glimpses.ts";
import { pictureFile } from "../../src/newsroom/picture_files.ts";
import { filesIn } from "../support/newsroom.ts";
import { startTestNode } from "../support/node.ts";
import { type Peer, startPeer } from "../support/peer.ts";
import { movingGif, planted, pngBomb, spyingGif, spyingJpeg, twoColours } from "../support/pictures.ts";

const author = "https://ally.example/users/alice";

/** A node that knows an ally, and a server with pictures that its texts may show. */
async function visit() {
  const [{ site }, peer] = await Promise.all([startTestNode({ worker: false }), startPeer()]);
  const { db } = site;
  const collective = await createCollective(site, { handle: "harbour", name: "Harbour", languages: ["en"] });
  await db.insertInto("remote_host").values({ host: "ally.example" }).execute();
  const ally = { id: author, host: "ally.example", type: "Person", inbox: `${author}/inbox` };
  await db
    .insertInto("remote_actor")
    .values({ ...ally, fetched: new Date() })
    .execute();
  const serve = (bytes: Buffer | string, type: string | null = "image/png", more: object = {}) => {
    const path = `/picture-${peer.serves.size}`;
    peer.serves.set(path, { body: bytes, type, ...more });
    return peer.url + path;
  };
  /** A text with pictures arrives. @returns its address */
  const arrive = async (...addresses: string[]) => {
    const uri = `https://ally.example/texts/${randomUUIDv7()}`;
    const original = { body: "{}", proof: "none", ld_signature: false, received: new Date() } as const;
    await db
      .insertInto("wire_original")
      .values({ uri, ...original })
      .execute();
    const html = addresses.map((address) => `<img src="${address}">`).join("");
    const now = new Date();
    const row = { id: randomUUIDv7(), collective: collective.id, uri, announced: false, actor: author, html };
    await db
      .insertInto("wire_item")
      .values({ ...row, type: "Note", kind: "Note", published: now, arrived: now, refreshed: now })
      .execute();
    return uri;
  };
  const make = (address: string) => makeGlimpse(site, address);
  const look = (bytes: Buffer | string, type?: string | null) => make(serve(bytes, type));
  const kept = async (addresses: string[]) => {
    const rows = await db.selectFrom("glimpse").select("address").execute();
    return addresses.filter((address) => rows.some((row) => row.address === address));
  };
  return { site, peer, serve, arrive, make, look, kept };
}

/** Serves a picture to nobody until it is let go. */
function hold(peer: Peer, picture: Buffer) {
  const held: (() => void)[] = [];
  peer.serves.set("/held", (_, answer) => {
    held.push(() => answer.writeHead(200, { "content-type": "image/png" }).end(picture));
  });
  return {
    address: `${peer.url}/held`,
    waiting: () => held.length,
    release: () => {
      for (const answer of held.splice(0)) answer();
    },
  };
}

test("attack 42: a drawing that may hold programs is not shown, whatever it claims to be", async () => {
  const { look } = await visit();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script><rect width="9" height="9"/></svg>`;
  for (const drawing of [svg, `<?xml version="1.0"?>\n${svg}`, `${" ".repeat(5000)}${svg}`, gzipSync(svg)]) {
    for (const type of ["image/svg+xml", "image/png"])
      await expect(look(drawing, type)).rejects.toThrow(Refused);
  }
});

test("attack 42: a picture of a few bytes that unfolds to 50 000 × 50 000 pixels is not unfolded", async () => {
  const { look } = await visit();
  await expect(look(pngBomb())).rejects.toMatchObject({ reason: "picture wide" });
});

test("attack 42: what is a picture and something else besides is a picture only", async () => {
  const { look } = await visit();
  for (const make of [spyingJpeg, spyingGif]) {
    const polyglot = await make();
    expect(polyglot.includes(planted)).toBe(true);
    const bytes = await look(polyglot, "image/jpeg");
    expect((await sharp(bytes).metadata()).format).toBe("webp");
    for (const trace of [planted, "<script", "Exif", "xmpmeta"]) expect(bytes.includes(trace)).toBe(false);
  }
  const page = Buffer.from(`GIF89a/*<html><script>alert("${planted}")</script>*/=1;`);
  await expect(look(page, "image/gif")).rejects.toThrow(Refused);
});

test("attack 42: what an ally says about the type of a picture decides nothing but whether it is asked for", async () => {
  const { look, peer } = await visit();
  const picture = await twoColours(40, 30).png().toBuffer();
  for (const type of [
    "text/html",
    "application/activity+json",
    "application/javascript",
    "imagine/png",
    "",
    null,
  ]) {
    await expect(look(picture, type)).rejects.toThrow(Refused);
  }
  expect((await sharp(await look(picture, "image/svg+xml; charset=utf-8")).metadata()).format).toBe("webp");
  await expect(look("<script>alert(1)</script>", "image/png")).rejects.toThrow(Refused);
  for (const { headers } of peer.log) {
    expect([headers.cookie, headers.referer, headers["accept-language"]]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  }
});

test("attack 42: a picture that moves without end is shown as it begins", async () => {
  const { look } = await visit();
  const bytes = await look(await movingGif(200, 160, 120), "image/gif");
  const { pages, width, height } = await sharp(bytes).metadata();
  expect([pages ?? 1, width, height]).toEqual([1, 160, 120]);
  const wide = await look(await twoColours(3000, 300).png().toBuffer());
  expect((await sharp(wide).metadata()).width).toBe(960);
});

test("attack 42: a picture that leads inside, or on and on, is not followed there", async () => {
  const [{ site }, peer, hidden] = await Promise.all([
    startTestNode({ worker: false }),
    startPeer(),
    startPeer(),
  ]);
  const open = createEgress({ allowPrivateAddress: true });
  onTestFinished(() => open.close());
  const fetcher = createFetcher(site, {
    ...open,
    check(url) {
      if (url.origin === hidden.url) throw new Refused("That is inside.");
      open.check(url);
    },
  });
  const picture = { body: await twoColours(40, 30).png().toBuffer(), type: "image/png" };
  hidden.serves.set("/secret.png", picture);
  peer.serves.set("/there.png", picture);
  const to = (location: string) => {
    peer.serves.set("/door", { status: 302, headers: { location } });
    return `${peer.url}/door`;
  };
  for (const location of [`${hidden.url}/secret.png`, "file:///etc/passwd", "data:image/png,x", "http://"]) {
    await expect(fetcher.getPicture(to(location))).rejects.toThrow(Refused);
  }
  await expect(fetcher.getPicture(`${hidden.url}/secret.png`)).rejects.toThrow(Refused);
  expect(hidden.log).toEqual([]);
  peer.serves.set("/loop", { status: 302, headers: { location: "/loop" } });
  await expect(fetcher.getPicture(`${peer.url}/loop`)).rejects.toThrow(Refused);
  expect(peer.asked("/loop")).toBe(4);
  expect(peer.asked("/there.png")).toBe(0);
  expect((await fetcher.getPicture(to("/there.png"))).equals(picture.body)).toBe(true);
  // As a node is run: http, and whatever is not public, is not contacted at all.
  const strict = createEgress({ allowPrivateAddress: false });
  onTestFinished(() => strict.close());
  const asked = peer.log.length;
  await expect(createFetcher(site, strict).getPicture(`${peer.url}/there.png`)).rejects.toThrow(
    "not contacted",
  );
  expect(peer.log.length).toBe(asked);
});

test("attack 42: a picture that is larger than it says, or never ends, is let go", async () => {
  const { site, peer, make, serve } = await visit();
  const noise = Buffer.alloc(9 * 1024 * 1024, createHash("sha256").update("noise").digest());
  const head = await twoColours(40, 30).png().toBuffer();
  await expect(make(serve(Buffer.concat([head, noise])))).rejects.toThrow("larger");
  const packed = { headers: { "content-encoding": "gzip" } };
  await expect(make(serve(gzipSync(Buffer.concat([head, noise])), "image/png", packed))).rejects.toThrow(
    "larger",
  );
  let sent = 0;
  peer.serves.set("/endless", (_, answer) => {
    answer.writeHead(200, { "content-type": "image/png" }).write(head);
    const pump = setInterval(() => answer.write(noise.subarray(0, 0x40000), () => (sent += 1)), 1);
    answer.on("close", () => clearInterval(pump));
  });
  await expect(make(`${peer.url}/endless`)).rejects.toThrow("larger");
  expect(sent).toBeLessThan(100);
  const egress = createEgress({ allowPrivateAddress: true });
  onTestFinished(() => egress.close());
  peer.serves.set("/slow", (_, answer) => {
    answer.writeHead(200, { "content-type": "image/png" }).write(head);
    const drip = setInterval(() => answer.write("x"), 100);
    answer.on("close", () => clearInterval(drip));
  });
  await expect(createFetcher(site, egress, { deadline: 500 }).getPicture(`${peer.url}/slow`)).rejects.toThrow(
    Unavailable,
  );
});

test("a picture is fetched when a text comes, once, and never because somebody looks", async () => {
  const { site, peer, serve, arrive, kept } = await visit();
  const address = serve(await twoColours(400, 300).jpeg().toBuffer(), "image/jpeg");
  await expect(glimpseAt(site, address)).rejects.toThrow(NotFound);
  expect(peer.log).toEqual([]);
  await takeGlimpses(site, await arrive(address, `${peer.url}/none`, serve("<p>None</p>", "text/html")));
  await takeGlimpses(site, await arrive(address));
  expect(peer.asked(new URL(address).pathname)).toBe(1);
  expect(await kept([address, `${peer.url}/none`])).toEqual([address]);
  const asked = peer.log.length;
  const looks = await Promise.all([1, 2, 3].map(() => glimpseAt(site, address)));
  for (const bytes of looks) expect((await sharp(bytes).metadata()).format).toBe("webp");
  await expect(glimpseAt(site, `${peer.url}/none`)).rejects.toThrow(NotFound);
  expect(peer.log.length).toBe(asked);
});

test("one server that does not answer now does not keep the pictures of others away, and is asked again", async () => {
  const { site, peer, serve, arrive, kept } = await visit();
  const picture = await twoColours(40, 30).png().toBuffer();
  const [away, there] = [serve("", "image/png", { status: 503 }), serve(picture)];
  const uri = await arrive(away, there);
  await expect(takeGlimpses(site, uri)).rejects.toThrow(Unavailable);
  expect(await kept([away, there])).toEqual([there]);
  peer.serves.set(new URL(away).pathname, { body: picture, type: "image/png" });
  await takeGlimpses(site, uri);
  expect(await kept([away, there])).toEqual([away, there]);
});

test("attack 42: however many pictures allies show, only so many are kept, the newest", async () => {
  const { site, serve, arrive, kept } = await visit();
  const picture = await twoColours(400, 300).jpeg().toBuffer();
  const addresses = Array.from({ length: 15 }, () => serve(picture, "image/jpeg"));
  // Of one text twelve.
  await takeGlimpses(site, await arrive(...addresses));
  expect(await kept(addresses)).toEqual(addresses.slice(0, 12));
  const later = Array.from({ length: 4 }, () => serve(picture, "image/jpeg"));
  for (const address of later) await takeGlimpses(site, await arrive(address), { pictures: 3, bytes: 1e9 });
  expect(await kept([...addresses, ...later])).toEqual(later.slice(1));
  const size = (await glimpseAt(site, later[3]!)).length;
  const last = serve(picture, "image/jpeg");
  await takeGlimpses(site, await arrive(last), { pictures: 100, bytes: 2 * size });
  expect(await kept([...later, last])).toEqual([later[3], last]);
  expect(await filesIn(site, "glimpses")).toHaveLength(2);
});

test("attack 42: however many texts with pictures come, only so many are fetched for at once", async () => {
  const { site, peer, arrive, kept } = await visit();
  const { address, waiting, release } = hold(peer, await twoColours(40, 30).png().toBuffer());
  const addresses = [1, 2, 3, 4, 5, 6].map((number) => `${address}?${number}`);
  await startChores(site);
  for (const one of addresses) await site.jobs.send(site.db, "glimpse", { uri: await arrive(one) });
  await expect.poll(waiting).toBe(3);
  // A queue otherwise gives way to the next after a second.
  await pause(2_000);
  expect(waiting()).toBe(3);
  await expect
    .poll(async () => {
      release();
      return kept(addresses);
    })
    .toEqual(addresses);
});

test("pictures go with the text that its author deletes, and after ninety days; files that nobody knows go too", async () => {
  const { site, peer, serve, arrive, kept } = await visit();
  const { db, config } = site;
  const picture = await twoColours(40, 30).png().toBuffer();
  const [first, second, third] = [serve(picture), serve(picture), serve(picture)];
  const uri = await arrive(first);
  await takeGlimpses(site, uri);
  await textDeleted(site, author, uri, new Date());
  expect(await kept([first])).toEqual([]);
  await takeGlimpses(site, uri);
  expect(await kept([first])).toEqual([]);
  await expect.poll(() => site.jobs.waiting("glimpse", 10)).toBe(1);
  await site.jobs.work("glimpse", (wanted) => removeGlimpses(site, "remove" in wanted ? wanted.remove : []));
  await expect.poll(() => filesIn(site, "glimpses")).toEqual([]);

  // What is being fetched as its text is deleted is not kept either.
  const { address, waiting, release } = hold(peer, picture);
  const deleted = await arrive(address);
  const fetching = takeGlimpses(site, deleted);
  await expect.poll(waiting).toBe(1);
  await textDeleted(site, author, deleted, new Date());
  release();
  await fetching;
  expect(await kept([address])).toEqual([]);
  expect(await filesIn(site, "glimpses")).toEqual([]);

  await takeGlimpses(site, await arrive(second, third));
  const old = new Date(Date.now() - 91 * 24 * 3_600_000);
  const { name } = await db
    .updateTable("glimpse")
    .set({ kept: old })
    .where("address", "=", second)
    .returning("name")
    .executeTakeFirstOrThrow();
  await utimes(pictureFile(config.dataDir, name, "glimpses"), old, old);
  const stray = pictureFile(config.dataDir, "abcdef.webp", "glimpses");
  await mkdir(dirname(stray), { recursive: true });
  await writeFile(stray, "lost");
  await utimes(stray, old, old);
  await tidyGlimpses(site);
  expect(await kept([second, third])).toEqual([third]);
  expect(await filesIn(site, "glimpses")).toHaveLength(1);
  expect((await glimpseAt(site, third)).length).toBeGreaterThan(0);
});

test("a picture on a server that this node does not speak to is not fetched", async () => {
  const { site, peer, make, serve, arrive } = await visit();
  await site.db.insertInto("remote_host").values({ host: peer.host, block: "blocked" }).execute();
  const address = serve(await twoColours(40, 30).png().toBuffer());
  await expect(make(address)).rejects.toThrow("blocked");
  await takeGlimpses(site, await arrive(address));
  expect(peer.log).toEqual([]);
});
