import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCommand } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/index.ts";
import { type Config, readConfig } from "../../src/config.ts";
import { openSite, startNode } from "../../src/main.ts";
import { filesIn } from "../support/newsroom.ts";
import { addressOf, freePort } from "../support/node.ts";
import { planted, spyingJpeg, spyingWebp, twoColours } from "../support/pictures.ts";
import { freshDatabase, freshFolder } from "../support/site.ts";

/** A node of which only the data is there, and somebody at its command line in a folder with their texts. */
async function sitDown() {
  const { connection } = await freshDatabase();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const config = readConfig({
    ORIGIN: origin,
    PORT: String(port),
    DATA_DIR: await freshFolder(),
    DATABASE_URL: addressOf(connection),
    ALLOW_PRIVATE_ADDRESS: "true",
    LOG_LEVEL: "error",
  });
  const folder = await freshFolder();
  await mkdir(join(folder, "texts"));
  await mkdir(join(folder, "photos"));
  return {
    config,
    origin,
    type: (...words: string[]) => type(config, words),
    ask: async (...words: string[]) => JSON.parse((await type(config, [...words, "--json"])).out),
    photo: (name: string, bytes: Buffer) => writeFile(join(folder, "photos", name), bytes),
    async file(name: string, head: string, body: string): Promise<string> {
      const path = join(folder, "texts", name);
      await writeFile(path, `---\n${head}\n---\n${body}\n`);
      return path;
    },
  };
}

async function type(config: Config, words: string[]) {
  const said = { code: -1, out: "", err: "" };
  said.code = await runCommand(commands, words, {
    openSite: () => openSite(config),
    startNode: () => Promise.reject(new Error("No command of this test starts a node.")),
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    report: (error) => {
      throw error;
    },
  });
  return said;
}

test("somebody founds a collective and publishes a report with pictures; it is read, revised, withdrawn and deleted", async () => {
  const { config, origin, type, ask, photo, file } = await sitDown();
  const founded = await ask(
    "collective",
    "create",
    "calais",
    "--name",
    "Calais Watch",
    "--language",
    "en",
    "--language",
    "fr",
  );
  expect(founded).toMatchObject({
    url: `${origin}/calais`,
    name: "Calais Watch",
    languages: ["en", "fr"],
    followers: 0,
  });

  await photo("march.jpg", await spyingJpeg());
  await photo("été 1.webp", await spyingWebp());
  const head =
    "title: The march\npublished: 2015-09-12T18:30:00Z\ntags: [freedom of movement]\ncover: ../photos/march.jpg";
  const body = "They walked.\n\n![Drums](../photos/march.jpg)\n\n![Banner](<../photos/été 1.webp>)";
  const published = await ask("publish", "calais", await file("march.md", head, body));
  expect(published).toEqual({
    id: expect.stringMatching(`^${origin}/ap/articles/[0-9a-f-]{36}$`),
    url: `${origin}/calais/2015/09/the-march`,
    deliveries: 0,
  });

  const node = await startNode(config, { web: true, worker: false });
  try {
    const page = await fetch(published.url);
    expect(page.status).toBe(200);
    const html = await page.text();
    const pictures = new Set(
      [...html.matchAll(/\/media\/[0-9a-f]{32}\.(?:jpg|webp)/g)].map(([path]) => path),
    );
    expect(pictures.size).toBeGreaterThan(4);
    for (const path of pictures) {
      const picture = await fetch(origin + path);
      expect(picture.headers.get("content-type")).toMatch(/^image\/(jpeg|webp)$/);
      expect(Buffer.from(await picture.arrayBuffer()).includes(planted)).toBe(false);
    }
    const article = await fetch(published.id, { headers: { accept: "application/activity+json" } });
    expect(await article.json()).toMatchObject({ type: "Article", name: "The march", url: published.url });
    expect((await fetch(`${origin}/tags/freedom-of-movement`)).status).toBe(200);

    const revised = await ask(
      "revise",
      "the-march",
      await file("again.md", "title: The long march", "They walked far.\n\n![Drums](../photos/march.jpg)"),
    );
    expect(revised).toEqual({ ...published });
    const again = await (await fetch(published.url)).text();
    expect(again).toContain("The long march");
    const kept = [...pictures].filter((path) => again.includes(path));
    expect(kept.length).toBeGreaterThan(1);

    expect(await ask("withdraw", published.url)).toEqual({ id: published.id, deliveries: 0 });
    expect((await fetch(published.url)).status).toBe(410);
    for (const path of kept) expect((await fetch(origin + path)).status).toBe(404);
    expect((await type("delete", published.id)).code).toBe(0);
    expect((await fetch(published.id, { headers: { accept: "application/activity+json" } })).status).toBe(
      410,
    );
  } finally {
    await node.stop();
  }
  for (const { bytes } of await filesIn({ config } as never, "."))
    expect(bytes.includes(planted)).toBe(false);
});

test("what cannot be published is refused with one sentence, and the next command finds all as it was", async () => {
  const { type, ask, photo, file } = await sitDown();
  await ask("collective", "create", "calais", "--name", "Calais", "--language", "en");
  await photo("not.jpg", Buffer.from("This is a letter."));
  const refused = async (name: string, head: string, body: string) => {
    const said = await type("publish", "calais", await file(name, head, body));
    return { ...said, lines: said.err.trim().split("\n").length };
  };
  expect(await refused("a.md", "title: A", "![x](../photos/none.jpg)")).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringMatching(
      /^The picture "\.\.\/photos\/none\.jpg" is not there\. It was looked for at \//,
    ),
    lines: 1,
  });
  expect(await refused("b.md", "title: B", "![x](../photos/not.jpg)")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/must be JPEG/),
  });
  expect(await refused("c.md", "title: C", "![x](https://spy.example/x.gif)")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/another server/),
  });
  expect(await refused("d.md", "title: D\nauthor: Ana", "Text")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/"author", which means nothing/),
  });
  expect(await refused("e.md", "kind: report", "Text")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/has no title/),
  });
  expect(await type("publish", "calais", "/nowhere.md")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/is not there or cannot be read/),
  });
  expect(await type("publish", "dover", await file("f.md", "title: F", "Text"))).toMatchObject({
    code: 1,
    err: expect.stringMatching(/no collective "dover"/),
  });
  expect(await type("publish", "calais")).toMatchObject({
    code: 2,
    err: expect.stringMatching(/FILE\.md is missing/),
  });
  expect(await type("withdraw", "nothing")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/There is no text "nothing"/),
  });
  expect((await ask("collective", "show", "calais")).texts).toBe(0);
});

test("a collective changes what it says of itself, and the node lists who is there", async () => {
  const { type, ask, photo, config } = await sitDown();
  await ask("collective", "create", "calais", "--name", "Calais", "--language", "en");
  await photo("gate.png", await twoColours(80, 80).png().toBuffer());
  const icon = join(await freshFolder(), "gate.png");
  await writeFile(icon, await twoColours(80, 80).png().toBuffer());
  const edited = await ask(
    ...["collective", "edit", "calais", "--summary", "We watch.", "--field", "Web=https://a.example/?x=1"],
    ...[
      "--indexable",
      "--not-discoverable",
      "--wire-form",
      "call-out=Note",
      "--icon",
      icon,
      "--icon-alt",
      "A gate",
    ],
  );
  expect(edited).toMatchObject({
    handle: `@calais@${config.host}`,
    summary: "We watch.",
    fields: [{ name: "Web", value: "https://a.example/?x=1" }],
    indexable: true,
    discoverable: false,
    wireForms: { "call-out": "Note" },
    icon: expect.stringMatching(/\/media\/[0-9a-f]{32}\.jpg$/),
  });
  expect(await ask("collective", "list")).toEqual([edited]);
  expect((await type("collective", "show", "calais")).out).toContain(
    "field        Web: https://a.example/?x=1",
  );
  expect(await type("collective", "edit", "calais")).toMatchObject({
    code: 2,
    err: expect.stringMatching(/Say what is to change/),
  });
  expect(await type("collective", "edit", "calais", "--wire-form", "x=y")).toMatchObject({ code: 2 });
  expect(await type("collective", "create", "calais", "--name", "X", "--language", "en")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/already a collective/),
  });
});
