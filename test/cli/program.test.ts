// Commands as whoever runs a node types them: the program itself, with its exit codes and its two outputs.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { addressOf, freePort } from "../support/node.ts";
import { compile, run } from "../support/program.ts";
import { freshDatabase, freshFolder } from "../support/site.ts";

vi.setConfig({ testTimeout: 90_000 });

let main: string;
let remove: () => void;
beforeAll(() => {
  ({ main, remove } = compile());
});
afterAll(() => remove());

async function sitDown() {
  const { connection } = await freshDatabase();
  const env = {
    DATA_DIR: await freshFolder(),
    PORT: String(await freePort()),
    DATABASE_URL: addressOf(connection),
    LOG_LEVEL: "error",
  };
  return async (...words: string[]) => {
    const program = run(main, words, env);
    const { code } = await program.ended();
    return { code, ...program.said };
  };
}

test("a program founds a collective and publishes, and reads nothing but JSON on standard output", async () => {
  const tern = await sitDown();
  const founded = await tern(
    "collective",
    "create",
    "calais",
    "--name",
    "Calais",
    "--language",
    "en",
    "--json",
  );
  expect(founded).toMatchObject({ code: 0, err: "" });
  expect(JSON.parse(founded.out)).toMatchObject({ name: "Calais", texts: 0 });
  const file = join(await freshFolder(), "march.md");
  await writeFile(file, "---\ntitle: A march\n---\n\nWe met at noon.\n");
  const published = await tern("publish", "calais", file, "--json");
  expect(published).toMatchObject({ code: 0, err: "" });
  expect(JSON.parse(published.out)).toEqual({
    id: expect.stringContaining("/ap/articles/"),
    url: expect.stringMatching(/\/calais\/\d{4}\/\d\d\/a-march$/),
    deliveries: 0,
  });
});

test("what is refused ends with 1 and what is not understood with 2, each with words on standard error alone", async () => {
  const tern = await sitDown();
  expect(await tern("collective", "show", "nobody")).toEqual({
    code: 1,
    out: "",
    err: 'There is no collective "nobody" on this node.\n',
  });
  const misused = await tern("publish", "calais");
  expect(misused).toEqual({
    code: 2,
    out: "",
    err: "FILE.md is missing.\nUsage: tern publish COLLECTIVE FILE.md\n",
  });
  expect((await tern("wire", "--help")).out).toMatch(/^Usage: tern wire COLLECTIVE\n/);
});
