// The list of checks that hold off the attacks keeps up with the code: each is where the list says, and has its test.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { patched, readMutations, root } from "./mutation.ts";

const mutations = await readMutations();

test("every check that may be taken out is there, once", async () => {
  for (const { patches } of mutations) {
    for (const patch of patches) expect(await patched(root, patch)).toContain(patch.replace);
  }
});

test("every check names a test with the number of its attack", async () => {
  for (const { attack, test } of mutations) {
    expect(await readFile(join(root, test), "utf8")).toContain(`"attack ${attack}: `);
  }
});

test("every one of the 54 attacks is tried by a test with its number, and has a check that may be taken out", async () => {
  const names = (await readdir(import.meta.dirname)).filter((name) => /\.test\.tsx?$/.test(name));
  const files = await Promise.all(names.map((name) => readFile(join(import.meta.dirname, name), "utf8")));
  const tried = new Set(
    files.flatMap((text) => [...text.matchAll(/"attack (\d+): /g)].map(([, of]) => Number(of))),
  );
  const all = Array.from({ length: 54 }, (_, at) => at + 1);
  expect(all.filter((attack) => !tried.has(attack))).toEqual([]);
  expect(all.filter((attack) => !mutations.some((mutation) => mutation.attack === attack))).toEqual([]);
});
