// Whoever may upload to this node must not be able to speak in its name: files are pictures, and are served as nothing else (attack 29).
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { found, penOf, signedIn, startDesk } from "../support/desk.ts";
import { sendFiles } from "../support/desk_form.ts";
import { startPeer } from "../support/peer.ts";
import { spyingGif, twoColours } from "../support/pictures.ts";
import { visit } from "../support/visit.ts";

const report = { kind: "report", language: "en", title: "Tents cleared", text: "They came at six." };
const accepts = [
  "application/activity+json",
  'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
  "application/json",
  "text/html",
];

async function openDesk() {
  const { site, url } = await startDesk();
  const nour = await signedIn(url, await penOf(site, await found(site)));
  const folder = join(site.config.dataDir, "media");
  const stored = async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  };
  const send = (name: string, bytes: Buffer) =>
    sendFiles(nour, "/desk/new", { ...report, action: "pictures" }, [{ name, bytes }]);
  return { url, folder, stored, send };
}

/** An actor that says to live where it is uploaded. */
const actorAt = (url: string) =>
  JSON.stringify({
    "@context": "https://www.w3.org/ns/activitystreams",
    id: `${url}/media/0123456789abcdef.json`,
    type: "Group",
    inbox: "https://mallory.example/inbox",
  });

test("attack 29: documents, drawings and pages are not taken for pictures, whatever they are called", async () => {
  const { url, stored, send } = await openDesk();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>`;
  const html = "<!doctype html><script>alert(1)</script>";
  for (const [name, text] of [
    ["actor.json", actorAt(url)],
    ["actor.jpg", actorAt(url)],
    ["drawing.svg", svg],
    ["drawing.png", svg],
    ["page.html", html],
    ["page.gif", `GIF89a/*${html}*/`],
  ] as const) {
    const { status } = await send(name, Buffer.from(text));
    expect(`${name} ${status}`).toBe(`${name} 422`);
  }
  expect(await stored()).toEqual([]);
});

test("attack 29: what is a picture and a document in one is served as a picture only, whatever is asked for", async () => {
  const { url, folder, stored, send } = await openDesk();
  const jpeg = await twoColours(400, 300).jpeg().toBuffer();
  const both = Buffer.concat([jpeg, Buffer.from(actorAt(url)), Buffer.from("<script>alert(1)</script>")]);
  expect((await send("actor.json", both)).status).toBe(200);
  expect((await send("page.html", await spyingGif())).status).toBe(200);
  const names = await stored();
  expect(names.length).toBeGreaterThan(2);
  const peer = await startPeer();
  const alice = peer.actor("alice");
  const { fetcher } = await visit();
  for (const name of names) {
    expect(name).toMatch(/^[\w-]{16,64}\.(?:avif|gif|jpg|png|webp)$/);
    for (const accept of accepts) {
      const answer = await peer.get(alice, `${url}/media/${name}`, { headers: { accept } });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toMatch(/^image\/(?:avif|gif|jpeg|png|webp)$/);
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
      const bytes = Buffer.from(await answer.arrayBuffer());
      for (const trace of ["activitystreams", "<script"]) expect(bytes.includes(trace)).toBe(false);
    }
    await expect(fetcher.getJson(`${url}/media/${name}`)).rejects.toThrow("not the kind of document");
  }
  // Whatever else lies there, put back from a backup or by another program, is not served at all.
  for (const ending of ["json", "jsonld", "svg", "html", "js", "jpg.json", "json.jpg"]) {
    const name = `0123456789abcdef.${ending}`;
    await mkdir(join(folder, "01"), { recursive: true });
    await writeFile(join(folder, "01", name), actorAt(url));
    const { status } = await fetch(`${url}/media/${name}`, { headers: { accept: accepts[0]! } });
    expect(`${name} ${status}`).toBe(`${name} 404`);
  }
});
