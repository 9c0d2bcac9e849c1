// Files that come through the desk's form: what they tell of people is gone, what is no picture is refused, nothing typed is lost.
import { mkdir, readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { sweepUploads } from "../../src/web/desk/upload.ts";
import { found, penOf, signedIn, startDesk } from "../support/desk.ts";
import { fieldsOn, sendFiles } from "../support/desk_form.ts";
import {
  heic,
  planted,
  pngBomb,
  spyingGif,
  spyingJpeg,
  spyingPng,
  spyingWebp,
  turnedJpeg,
  twoColours,
} from "../support/pictures.ts";
import { freshFolder } from "../support/site.ts";
import { textOf } from "../support/visitor.ts";

const report = {
  kind: "report",
  language: "en",
  title: "Tents cleared at dawn",
  lead: "Forty people lost their shelter.",
  text: "They came at **six**.",
};

async function openDesk() {
  const { site, url } = await startDesk();
  const nour = await signedIn(url, await penOf(site, await found(site)));
  const stored = async () => {
    const folder = join(site.config.dataDir, "media");
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    const files = entries.filter((entry) => entry.isFile());
    return Promise.all(
      files.map(async ({ parentPath, name }) => ({ name, bytes: await readFile(join(parentPath, name)) })),
    );
  };
  return { site, url, nour, stored };
}

test("what cameras, telephones and programs note in pictures is neither stored nor served", async () => {
  const { url, nour, stored } = await openDesk();
  const files = [
    { name: "march.jpg", bytes: await spyingJpeg() },
    { name: "banner.webp", bytes: await spyingWebp() },
    { name: "camp.png", bytes: await spyingPng() },
    { name: "dance.gif", bytes: await spyingGif() },
    { name: "upright.jpg", bytes: await turnedJpeg() },
  ];
  for (const { bytes } of files.slice(0, 4)) expect(bytes.includes(planted)).toBe(true);
  const taken = await sendFiles(nour, "/desk/new", { ...report, action: "pictures" }, files);
  expect(taken.status).toBe(200);
  const fields = fieldsOn(taken.html);
  for (const [at] of files.entries()) fields[`alt-${at}`] = "A march";
  const published = await nour.post("/desk/new", { ...fields, action: "publish" });
  expect(published.url.pathname).toMatch(/\/deliveries$/);

  const kept = await stored();
  expect(kept.length).toBeGreaterThan(files.length * 3);
  const served = await Promise.all(
    kept.map(async ({ name }) => ({ name, response: await fetch(`${url}/media/${name}`) })),
  );
  for (const { name, response } of served) {
    expect(response.status).toBe(200);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.equals(kept.find((one) => one.name === name)!.bytes)).toBe(true);
  }
  for (const { bytes } of kept) {
    expect(bytes.includes("PLANTED")).toBe(false);
    expect(bytes.includes("<script")).toBe(false);
    const known = await sharp(bytes).metadata();
    const told = [known.exif, known.xmp, known.iptc, known.icc, known.comments, known.orientation];
    expect(told).toEqual(told.map(() => undefined));
  }
  const sizes = await Promise.all(kept.map(async ({ bytes }) => sharp(bytes, { pages: -1 }).metadata()));
  expect(sizes.some(({ width, height }) => width === 600 && height === 900)).toBe(true);
  expect(sizes.some(({ pages }) => pages === 4)).toBe(true);
  const front = await (await fetch(`${url}/harbour`)).text();
  expect(front).toContain(report.title);
  expect(front).not.toContain("PLANTED");
});

test.each([
  ["photo.heic", async () => heic(), "it cannot be read. If it comes from a telephone (HEIC)"],
  [
    "drawing.svg",
    async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    "a drawing (SVG) may hold programs",
  ],
  ["bomb.png", async () => pngBomb(50_000), "it has too many pixels"],
  [
    "torn.jpg",
    async () => {
      const whole = await twoColours().jpeg().toBuffer();
      return whole.subarray(0, whole.length / 2);
    },
    "it cannot be read: it is damaged",
  ],
  ["empty.jpg", async () => Buffer.alloc(0), "the file is empty"],
])(
  "%s is refused with a sentence at the field, and what was typed is still there",
  async (name, make, said) => {
    const { nour, stored } = await openDesk();
    const bytes = await make();
    const shown = await sendFiles(nour, "/desk/new", { ...report, action: "publish" }, [{ name, bytes }]);
    expect(shown.status).toBe(422);
    const id = /<input[^>]* name="files"[^>]*>/
      .exec(shown.html)?.[0]
      .match(/aria-describedby="([^"]+)"/)?.[1];
    const places = id!.split(" ").map((one) => {
      const at = shown.html.indexOf(`id="${one}"`);
      return at < 0
        ? ""
        : textOf(shown.html.slice(shown.html.lastIndexOf("<", at), shown.html.indexOf("</p>", at)));
    });
    expect(places.join(" ")).toContain(`${name}: ${said}`);
    expect(fieldsOn(shown.html)).toMatchObject(report);
    expect(await stored()).toEqual([]);
  },
);

test("a picture that is a page and an archive as well is only a picture afterwards", async () => {
  const { nour, stored } = await openDesk();
  const zip = Buffer.concat([
    Buffer.from("PK\x03\x04", "latin1"),
    Buffer.from("evil.html"),
    Buffer.alloc(40),
  ]);
  const page = Buffer.from("<html><script>fetch('/desk')</script></html>");
  const bytes = Buffer.concat([await twoColours().jpeg().toBuffer(), page, zip]);
  const shown = await sendFiles(nour, "/desk/new", { ...report, action: "pictures" }, [
    { name: "both.jpg", bytes },
  ]);
  expect(shown.status).toBe(200);
  const kept = await stored();
  expect(kept.length).toBeGreaterThan(2);
  for (const each of kept) {
    for (const payload of ["<script", "<html", "evil.html", "PK\x03\x04"]) {
      expect(each.bytes.includes(Buffer.from(payload, "latin1"))).toBe(false);
    }
  }
});

test("what a killed process has left of its forms is gone at the next start; what is being sent stays", async () => {
  const dataDir = await freshFolder();
  const started = new Date("2026-03-01T08:00:00Z");
  const left = async (name: string, moment: string) => {
    const folder = join(dataDir, "tmp", name);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "1"), planted);
    await utimes(folder, new Date(moment), new Date(moment));
  };
  await left("killed", "2026-02-28T08:00:00Z");
  await left("before", "2026-03-01T07:58:00Z");
  await left("after", "2026-03-01T08:00:01Z");
  const names = async () => (await readdir(join(dataDir, "tmp"))).sort();
  const { site } = await startDesk({ web: false });
  const beside = { config: { ...site.config, dataDir } };
  await sweepUploads(beside, started);
  expect(await names()).toEqual(["after", "before"]);
  await sweepUploads({ config: { ...beside.config, databaseUrl: undefined } }, started);
  expect(await names()).toEqual(["after"]);
  await sweepUploads({ config: { ...beside.config, dataDir: join(dataDir, "nothing") } }, started);
});
