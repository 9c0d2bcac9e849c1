// Pictures of allies are shown at the desk through this node: what hides in them, where they lead, how they never end (attack 42).
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import { createEgress } from "../../federation/egress.ts";
import { createFetcher } from "../../federation/fetcher.ts";
import { NotFound, Refused, Unavailable } from "../../src/domain/errors.ts";
import { createGlimpses, type GlimpseLimits } from "../../src/newsroom/glimpses.ts";
import { startTestNode } from "../support/node.ts";
import { startPeer } from "../support/peer.ts";
import { movingGif, planted, pngBomb, spyingGif, spyingJpeg, twoColours } from "../support/pictures.ts";

async function visit(limits?: Partial<GlimpseLimits>) {
  const [{ site }, peer] = await Promise.all([startTestNode({ worker: false }), startPeer()]);
  const glimpses = createGlimpses(site, limits);
  const serve = (bytes: Buffer | string, type: string | null = "image/png", more: object = {}) => {
    const path = `/picture-${peer.serves.size}`;
    peer.serves.set(path, { body: bytes, type, ...more });
    return peer.url + path;
  };
  const look = (bytes: Buffer | string, type?: string | null) => glimpses.of(serve(bytes, type));
  return { site, peer, glimpses, serve, look };
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
    const { bytes, mediaType } = await look(polyglot, "image/jpeg");
    expect(mediaType).toBe("image/webp");
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
  expect((await look(picture, "image/svg+xml; charset=utf-8")).mediaType).toBe("image/webp");
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
  const { bytes } = await look(await movingGif(200, 160, 120), "image/gif");
  const { pages, width, height } = await sharp(bytes).metadata();
  expect([pages ?? 1, width, height]).toEqual([1, 160, 120]);
  const wide = await look(await twoColours(3000, 300).png().toBuffer());
  expect((await sharp(wide.bytes).metadata()).width).toBe(960);
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
  const { site, peer, glimpses, serve } = await visit();
  const noise = Buffer.alloc(9 * 1024 * 1024, createHash("sha256").update("noise").digest());
  const head = await twoColours(40, 30).png().toBuffer();
  await expect(glimpses.of(serve(Buffer.concat([head, noise])))).rejects.toThrow("larger");
  const packed = { headers: { "content-encoding": "gzip" } };
  await expect(
    glimpses.of(serve(gzipSync(Buffer.concat([head, noise])), "image/png", packed)),
  ).rejects.toThrow("larger");
  let sent = 0;
  peer.serves.set("/endless", (_, answer) => {
    answer.writeHead(200, { "content-type": "image/png" }).write(head);
    const pump = setInterval(() => answer.write(noise.subarray(0, 0x40000), () => (sent += 1)), 1);
    answer.on("close", () => clearInterval(pump));
  });
  await expect(glimpses.of(`${peer.url}/endless`)).rejects.toThrow("larger");
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

test("a picture is fetched once however often it is looked at, and what failed is not tried at every look", async () => {
  const { peer, glimpses, serve } = await visit();
  const address = serve(await twoColours(400, 300).jpeg().toBuffer(), "image/jpeg");
  const [first, second] = await Promise.all([glimpses.of(address), glimpses.of(address)]);
  expect(await glimpses.of(address)).toBe(first);
  expect(second).toBe(first);
  expect(peer.asked(new URL(address).pathname)).toBe(1);
  for (let look = 0; look < 3; look++)
    await expect(glimpses.of(`${peer.url}/none`)).rejects.toThrow(NotFound);
  expect(peer.asked("/none")).toBe(1);
});

test("attack 42: however many pictures allies show, only so many are held, fetched at once and waited for", async () => {
  const { peer, glimpses, serve } = await visit({ held: 3000, entries: 4, atOnce: 2, waiting: 2 });
  const picture = await twoColours(400, 300).jpeg().toBuffer();
  const addresses = Array.from({ length: 12 }, () => serve(picture, "image/jpeg"));
  for (const address of addresses) await glimpses.of(address);
  const asked = peer.log.length;
  await glimpses.of(addresses.at(-1)!);
  expect(peer.log.length).toBe(asked);
  await glimpses.of(addresses[0]!);
  expect(peer.log.length).toBe(asked + 1);

  const waiting: (() => void)[] = [];
  peer.serves.set("/held", (_, answer) => {
    waiting.push(() => answer.writeHead(200, { "content-type": "image/jpeg" }).end(picture));
  });
  const looks = [1, 2, 3, 4].map((n) => glimpses.of(`${peer.url}/held?${n}`));
  await expect.poll(() => waiting.length).toBe(2);
  await expect(glimpses.of(`${peer.url}/held?5`)).rejects.toThrow(Unavailable);
  expect(waiting.length).toBe(2);
  for (const look of [0, 1, 2, 3]) {
    await expect.poll(() => waiting.length).toBeGreaterThan(look);
    waiting[look]!();
  }
  expect(await Promise.all(looks)).toHaveLength(4);
});

test("a picture on a server that this node does not speak to is not fetched", async () => {
  const { site, peer, glimpses, serve } = await visit();
  await site.db.insertInto("remote_host").values({ host: peer.host, block: "blocked" }).execute();
  await expect(glimpses.of(serve(await twoColours(40, 30).png().toBuffer()))).rejects.toThrow("blocked");
  expect(peer.log).toEqual([]);
});
