import { execFile } from "node:child_process";
import { mkdir, symlink, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { Unavailable } from "../../src/domain/errors.ts";
import { tidy } from "../../src/newsroom/chores.ts";
import { pictureFile, storeFiles } from "../../src/newsroom/picture_files.ts";
import { addPicture } from "../../src/newsroom/pictures.ts";
import { publishReport, saveDraft } from "../../src/newsroom/publish.ts";
import { removePicture } from "../../src/newsroom/unused.ts";
import { filesIn, openNewsroom } from "../support/newsroom.ts";
import { twoColours } from "../support/pictures.ts";
import { freshFolder } from "../support/site.ts";

const small = () => twoColours(60, 40).png().toBuffer();

test("a picture keeps its description, and is forgotten with all its files", async () => {
  const { site, calais } = await openNewsroom();
  const picture = await addPicture(site, calais, await small(), " A gate\nat night ");
  expect(picture).toMatchObject({ alt: "A gate at night", width: 60, height: 40 });
  expect((await filesIn(site)).map(({ name }) => name).sort()).toEqual(
    picture.files.map(({ name }) => name).sort(),
  );
  await removePicture(site, picture.id);
  expect(await filesIn(site)).toEqual([]);
});

test("a description of more than 1500 characters is refused", async () => {
  const { site, calais } = await openNewsroom();
  await expect(addPicture(site, calais, await small(), "x".repeat(1501))).rejects.toThrow(
    /1501 characters; 1500/,
  );
});

test("a picture that is shown cannot be removed from under its text", async () => {
  const { site, calais } = await openNewsroom();
  const { id } = await addPicture(site, calais, await small(), "A gate");
  await saveDraft(site, calais, { title: "A", source: "![](a)", pictures: [{ name: "a", media: id }] });
  await removePicture(site, id);
  expect((await filesIn(site)).length).toBeGreaterThan(0);
});

test("a picture that nobody came to show is forgotten after two days, and so is a file without a picture", async () => {
  const { site, clock, calais } = await openNewsroom();
  clock.set(new Date().toISOString());
  const { id } = await addPicture(site, calais, await small(), "Used");
  await publishReport(site, calais, { title: "A", source: "![](a)", pictures: [{ name: "a", media: id }] });
  const used = (await filesIn(site)).length;
  await addPicture(site, calais, await small(), "Unused");
  const stray = pictureFile(site.config.dataDir, `${"0".repeat(32)}.webp.part`);
  await mkdir(dirname(stray), { recursive: true });
  await writeFile(stray, "half");
  await tidy(site);
  expect((await filesIn(site)).length).toBeGreaterThan(used + 1);
  clock.set(new Date(Date.now() + 3 * 24 * 3_600_000).toISOString());
  await utimes(stray, new Date(), new Date());
  await tidy(site);
  expect((await filesIn(site)).length).toBe(used);
});

test("on a full disk a picture is refused with a sentence, and no part of it is left", async () => {
  const folder = await freshFolder();
  const names = ["a", "b"].map((letter) => `${letter.repeat(32)}.webp`);
  // The second file is written to a device that is always full.
  const full = `${pictureFile(folder, names[1]!)}.part`;
  await mkdir(dirname(full), { recursive: true });
  await symlink("/dev/full", full);
  const outcome = storeFiles(
    folder,
    names.map((name) => ({ name, bytes: Buffer.alloc(10_000) })),
  );
  await expect(outcome).rejects.toThrow(Unavailable);
  await expect(outcome).rejects.toThrow(/disk of this node is full/);
  const root = join(folder, "media");
  expect((await promisify(execFile)("find", [root, "!", "-type", "d"])).stdout).toBe("");
});
