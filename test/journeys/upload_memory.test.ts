// How much memory a node takes when people, or hostile people, send it very large files; measured where it is installed.
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, utimes } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { openSite } from "../../src/main.ts";
import { found, penOf, signedIn } from "../support/desk.ts";
import { fieldsOn, sendFiles } from "../support/desk_form.ts";
import { addressOf, freePort } from "../support/node.ts";
import { pngBomb } from "../support/pictures.ts";
import { compile, run } from "../support/program.ts";
import { freshDatabase, freshFolder } from "../support/site.ts";
import { textOf } from "../support/visitor.ts";

const canMeasure = existsSync("/proc/self/status");
if (!canMeasure) console.warn("There is no /proc here, so the memory of a node is not measured.");

/** The most memory a process has had, in millions of bytes. */
async function mostMemoryOf(pid: number): Promise<number> {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, "utf8"))!;
  return (Number(kilobytes) * 1024) / 1e6;
}

/** A photo of forty million pixels, or one of 20 million that a decoder has to hold whole. */
function largePhoto(progressive: boolean): Promise<Buffer> {
  return sharp({
    create: {
      width: 1000,
      height: 625,
      channels: 3,
      background: "#777",
      noise: { type: "gaussian", mean: 128, sigma: 40 },
    },
  })
    .resize({ width: progressive ? 5600 : 8000 })
    .jpeg({ quality: 90, progressive })
    .toBuffer();
}

test.skipIf(!canMeasure)(
  "200 MB, a bomb and a photo of 40 million pixels pass through the desk in less than 400 MB",
  { timeout: 240_000 },
  async () => {
    const { connection } = await freshDatabase();
    const port = String(await freePort());
    const url = `http://127.0.0.1:${port}`;
    const env = {
      ORIGIN: url,
      PORT: port,
      DATA_DIR: await freshFolder(),
      DATABASE_URL: addressOf(connection),
      LOG_LEVEL: "info",
      ALLOW_PRIVATE_ADDRESS: "true",
    };
    const opened = await openSite(readConfig(env));
    const pen = await penOf(opened.site, await found(opened.site));
    await opened.close();
    const left = join(env.DATA_DIR, "tmp", "left");
    const longAgo = new Date(Date.now() - 3_600_000);
    await mkdir(left, { recursive: true });
    await utimes(left, longAgo, longAgo);

    const { main, remove } = compile();
    // As npm start and the container have it: threads that decode pictures would else keep what they once needed.
    const node = run(main, ["serve"], { ...env, MALLOC_ARENA_MAX: "2" });
    try {
      await node.heard(/Ctrl-C ends it/);
      expect(await readdir(join(env.DATA_DIR, "tmp"))).toEqual([]);
      const nour = await signedIn(url, pen);
      const fields = { language: "en", title: "Tents cleared", text: "At six.", action: "pictures" };
      const send = (name: string, bytes: Buffer) => sendFiles(nour, "/desk/new", fields, [{ name, bytes }]);

      const film = await send("film.jpg", Buffer.alloc(200_000_000, 1));
      expect(textOf(film.html)).toContain("film.jpg: larger than 25 MB");
      const bomb = await send("bomb.png", pngBomb());
      expect(textOf(bomb.html)).toContain("bomb.png: it has too many pixels");
      for (const progressive of [false, true]) {
        const photo = await send("photo.jpg", await largePhoto(progressive));
        expect(photo.status).toBe(200);
        expect(fieldsOn(photo.html).text).toMatch(/!\[\]\(\/media\//);
      }

      expect(await mostMemoryOf(node.child.pid!)).toBeLessThan(400);
    } finally {
      node.child.kill("SIGTERM");
      await node.ended();
      remove();
    }
  },
);
