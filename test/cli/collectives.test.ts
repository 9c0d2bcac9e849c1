// tern collective create, show, list, edit and key rotate as they are typed, with a follower on another server.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ask, type } from "../support/command_line.ts";
import { painted } from "../support/edition.ts";
import { setScene } from "../support/scene.ts";
import { freshFolder } from "../support/site.ts";

test("a collective is founded with a portrait and found again, alone and among the others", async () => {
  const { node } = await setScene({ worker: false });
  const { site, url } = node;
  const icon = join(await freshFolder(), "icon.jpg");
  await writeFile(icon, await painted("#b02418"));
  const founded = await ask(
    ...[
      site,
      "collective",
      "create",
      "calais",
      "--name",
      "Calais Watch",
      "--language",
      "fr",
      "--language",
      "ar",
    ],
    ...[
      "--summary",
      "We look.",
      "--icon",
      icon,
      "--icon-alt",
      "A red square.",
      "--field",
      "Telephone=+33 1 = 2",
    ],
    ...["--indexable", "--wire-form", "call-out=Note", "--reply-policy", "hold"],
  );
  expect(founded).toEqual({
    id: expect.stringMatching(`^${url}/ap/groups/[0-9a-f-]{36}$`),
    url: `${url}/calais`,
    handle: `@calais@${site.config.host}`,
    name: "Calais Watch",
    summary: "We look.",
    languages: ["fr", "ar"],
    fields: [{ name: "Telephone", value: "+33 1 = 2" }],
    icon: expect.stringMatching(`^${url}/media/`),
    header: null,
    discoverable: true,
    indexable: true,
    prefersCard: false,
    wireForms: { "call-out": "Note" },
    replyPolicy: "hold",
    followers: 0,
    texts: 0,
  });
  expect((await fetch((founded as { icon: string }).icon)).status).toBe(200);
  expect(await ask(site, "collective", "show", "@calais")).toEqual(founded);
  const all = (await ask(site, "collective", "list")) as { handle: string }[];
  expect(all.map(({ handle }) => handle.split("@")[1])).toEqual(["calais", "harbour"]);
  const { out } = await type(site, "collective", "list");
  expect(out).toContain(`@calais@${site.config.host}  Calais Watch  ${url}/calais\n`);
  const shown = (await type(site, "collective", "show", "calais")).out.split("\n");
  expect(shown).toContain("languages    fr, ar");
  expect(shown).toContain("field        Telephone: +33 1 = 2");
  expect(shown).toContain("wireForm     call-out: Note");
});

test("what a collective says of itself is changed where it is named, and its followers hear of it, as of new keys", async () => {
  const here = await setScene();
  const { node, peer, alice, inbox, said } = here;
  const { site } = node;
  await peer.post(alice, inbox, here.aFollow());
  await expect.poll(here.followers).toEqual([alice.id]);
  const before = (await ask(site, "collective", "show", "harbour")) as object;
  const edited = await ask(
    site,
    "collective",
    "edit",
    "harbour",
    "--name",
    "The Harbour",
    "--not-discoverable",
  );
  expect(edited).toEqual({ ...before, name: "The Harbour", discoverable: false, followers: 1 });
  await expect
    .poll(() => said("Update").map(({ json }) => json))
    .toMatchObject([{ object: { type: "Group", name: "The Harbour", discoverable: false } }]);

  const keyOf = (json: unknown) =>
    (json as { object: { publicKey: { publicKeyPem: string } } }).object.publicKey;
  expect(await ask(site, "key", "rotate", "@harbour")).toEqual({ handle: "harbour", deliveries: 1 });
  await expect.poll(() => said("Update").length).toBe(2);
  const [first, second] = said("Update").map(({ json }) => keyOf(json));
  expect(second!.publicKeyPem).not.toBe(first!.publicKeyPem);
  expect((await type(site, "key", "rotate", "harbour")).out).toBe(
    "@harbour has new keys; servers that are told: 1.\n",
  );
});

test("what cannot be is said in a sentence, with exit code 1", async () => {
  const { node } = await setScene({ worker: false });
  const { site } = node;
  const named = ["--name", "Another", "--language", "en"];
  const noPicture = join(await freshFolder(), "notes.txt");
  await writeFile(noPicture, "No picture at all.");
  const refusals: [words: string[], sentence: RegExp][] = [
    [["collective", "create", "harbour", ...named], /harbour/],
    [["collective", "create", "Not A Handle", ...named], /handle|letters/i],
    [["collective", "create", "desk", ...named], /desk/],
    [["collective", "create", "calais", "--name", "Calais", "--language", "Klingon!"], /Klingon!/],
    [
      ["collective", "create", "calais", ...named, "--icon", `${noPicture}.jpg`],
      /^The picture ".*" is not there\./,
    ],
    [["collective", "create", "calais", ...named, "--icon", noPicture], /picture/],
    [["collective", "show", "nobody"], /^There is no collective "nobody" on this node\.$/],
    [
      ["collective", "edit", "nobody", "--name", "Nobody"],
      /^There is no collective "nobody" on this node\.$/,
    ],
    [["collective", "edit", "harbour", "--name", "x".repeat(500)], /name/],
    [["key", "rotate", "nobody"], /^There is no collective "nobody" on this node\.$/],
  ];
  for (const [words, sentence] of refusals) {
    const { code, out, err } = await type(site, ...words);
    expect([words.join(" "), code, out]).toEqual([words.join(" "), 1, ""]);
    expect(err.trimEnd()).toMatch(sentence);
  }
  expect((await type(site, "collective", "list")).out.trim().split("\n")).toHaveLength(1);
});
