// The list of checks that hold off the attacks keeps up with the code: each is where the list says, and has its test.
import { readFile } from "node:fs/promises";
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
