// tern publish, revise, withdraw, delete and answer as they are typed, with a follower on another server.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ask, type } from "../support/command_line.ts";
import { about, post } from "../support/posts.ts";
import { setScene } from "../support/scene.ts";
import { freshFolder } from "../support/site.ts";
import { openThread } from "../support/thread.ts";

interface Told {
  id: string;
  url: string;
  deliveries: number;
}

const html = { headers: { accept: "text/html" } };

/** A folder in which somebody keeps their texts. */
async function openFolder() {
  const folder = await freshFolder();
  return {
    path: (name: string) => join(folder, name),
    async file(name: string, head: string, body: string): Promise<string> {
      await writeFile(join(folder, name), `---\n${head}\n---\n\n${body}\n`);
      return join(folder, name);
    },
  };
}

test("a text is published, revised, withdrawn and deleted, and a program is told where and to how many", async () => {
  const here = await setScene();
  const { node, peer, alice, inbox, said } = here;
  const { site } = node;
  const { file } = await openFolder();
  await peer.post(alice, inbox, here.aFollow());
  await expect.poll(here.followers).toEqual([alice.id]);

  const first = await file(
    "march.md",
    "title: A march\ntags: [harbour]\nsummary: We met.",
    "We met at **noon**.",
  );
  const out = (await ask(site, "publish", "harbour", first)) as Told;
  expect(out).toEqual({
    id: expect.stringMatching(`^${node.url}/ap/articles/[0-9a-f-]{36}$`),
    url: expect.stringMatching(`^${node.url}/harbour/\\d{4}/\\d\\d/a-march$`),
    deliveries: 1,
  });
  expect(await (await fetch(out.url, html)).text()).toContain("<strong>noon</strong>");
  await expect.poll(() => said("Create")).toHaveLength(1);

  const second = await file("march.md", "title: A march, corrected", "We met at **one**.");
  expect(await ask(site, "revise", "a-march", second)).toEqual({ ...out, deliveries: 1 });
  await expect
    .poll(() => said("Update").map(({ json }) => json))
    .toMatchObject([
      {
        object: {
          id: out.id,
          name: "A march, corrected",
          content: "<p>We met at <strong>one</strong>.</p>",
        },
      },
    ]);
  // What the file leaves out is taken away; the same once more is no news.
  expect((said("Update")[0]!.json as { object: object }).object).not.toHaveProperty("summary");
  expect(await ask(site, "revise", out.url, second)).toEqual({ ...out, deliveries: 0 });

  expect(await ask(site, "withdraw", out.id)).toEqual({ id: out.id, deliveries: 1 });
  expect((await fetch(out.url, html)).status).toBe(410);
  await expect.poll(() => said("Delete")).toHaveLength(1);
  expect(await ask(site, "withdraw", out.id)).toEqual({ id: out.id, deliveries: 0 });
  expect(await ask(site, "delete", out.id)).toEqual({ id: out.id, deliveries: 0 });
  expect((await fetch(out.url, html)).status).toBe(410);
  expect(await type(site, "revise", out.id, second)).toMatchObject({ code: 1, out: "" });
});

test("a person reads the same in lines, and when a text is going to be published", async () => {
  const { node } = await setScene({ worker: false });
  const { site } = node;
  const { file } = await openFolder();
  const planned = await file("later.md", "title: Later\npublished: 2199-01-01T08:00:00Z", "Not yet.");
  const { code, out, err } = await type(site, "publish", "@harbour", planned);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(
    /^It will be published on 2199-01-01T08:00:00\.000Z\.\nid {10}http\S+\nurl {9}http\S+\/2199\/01\/later\ndeliveries {2}0\n$/,
  );
  const withdrawn = await type(site, "withdraw", "later");
  expect(withdrawn).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^id {10}http\S+\ndeliveries {2}0\n$/),
  });
  expect((await type(site, "delete", "later", "--yes")).code).toBe(0);
  expect(await type(site, "delete", "later")).toMatchObject({ code: 1, out: "" });
});

test("somebody is answered, the answer is corrected and taken back, in the language that is said", async () => {
  const here = await openThread();
  const { node, peer, alice, text, said } = here;
  const { site } = node;
  const { path } = await openFolder();
  const reply = post(peer, alice, { inReplyTo: text });
  await here.say(alice, about(peer, alice, "Create", reply));
  await writeFile(path("answer.md"), "We *know*.");
  const answered = (await ask(site, "answer", "harbour", reply.id, path("answer.md"))) as Told;
  expect(answered).toEqual({ id: expect.stringMatching(`^${node.url}/ap/notes/`), deliveries: 1 });
  await expect
    .poll(() => said("Create").map(({ json }) => json))
    .toMatchObject([
      {
        object: {
          id: answered.id,
          inReplyTo: reply.id,
          contentMap: { en: expect.stringContaining("<em>know</em>") },
        },
      },
    ]);
  await writeFile(path("answer.md"), "Nous le savons.");
  const corrected = await type(
    site,
    "answer",
    "revise",
    "harbour",
    answered.id,
    path("answer.md"),
    "--language",
    "fr",
  );
  expect(corrected).toMatchObject({ code: 0, out: `id          ${answered.id}\ndeliveries  1\n` });
  await expect
    .poll(() => said("Update").map(({ json }) => json))
    .toMatchObject([{ object: { id: answered.id, contentMap: { fr: expect.stringContaining("savons") } } }]);
  expect(await ask(site, "answer", "withdraw", "harbour", answered.id)).toEqual({
    id: answered.id,
    deliveries: 1,
  });
  await expect.poll(() => said("Delete").length).toBe(1);
  expect((await fetch(answered.id)).status).toBe(410);
  expect(await type(site, "answer", "withdraw", "harbour", answered.id)).toMatchObject({ code: 1, out: "" });
});

test("what cannot be is said in a sentence, with exit code 1", async () => {
  const { node } = await setScene({ worker: false });
  const { site } = node;
  const { file, path } = await openFolder();
  const good = await file("good.md", "title: Good", "Text.");
  const untitled = await file("untitled.md", "summary: A lead", "Text.");
  const unknown = await file("unknown.md", "titel: Good", "Text.");
  const pictured = await file("pictured.md", "title: Good", "![A gate](gate.jpg)");
  await writeFile(path("latin.md"), Buffer.from("---\ntitle: Caf\xe9\n---\nText.", "latin1"));
  const refusals: [words: string[], sentence: RegExp][] = [
    [["publish", "nobody", good], /^There is no collective "nobody" on this node\.$/],
    [["publish", "harbour", path("missing.md")], /^The file .*missing\.md is not there or cannot be read\.$/],
    [["publish", "harbour", untitled], /title/],
    [["publish", "harbour", unknown], /titel/],
    [["publish", "harbour", pictured], /^The picture "gate\.jpg" is not there\./],
    [["publish", "harbour", path("latin.md")], /is not a text in UTF-8: save it as one\.$/],
    [["revise", "missing", good], /^There is no text "missing"/],
    [["withdraw", "missing"], /^There is no text "missing"/],
    [["delete", "missing"], /^There is no text "missing"/],
    [
      ["answer", "harbour", "https://away.example/1", good],
      /^Nobody has said https:\/\/away\.example\/1 to harbour\.$/,
    ],
    [["answer", "revise", "harbour", "nothing", good], /^Nobody has said nothing to harbour\.$/],
    [["answer", "withdraw", "nobody", "nothing"], /^There is no collective "nobody" on this node\.$/],
  ];
  for (const [words, sentence] of refusals) {
    const { code, out, err } = await type(site, ...words);
    expect([words.join(" "), code, out]).toEqual([words.join(" "), 1, ""]);
    expect(err.trimEnd()).toMatch(sentence);
  }
  expect((await type(site, "withdraw", "good")).code).toBe(1);
  await type(site, "publish", "harbour", await file("draft.md", "title: Twice\nslug: twice", "Text."));
  expect(
    await type(site, "publish", "harbour", await file("draft.md", "title: Twice\nslug: twice", "Text.")),
  ).toMatchObject({
    code: 1,
    err: expect.stringContaining("twice"),
  });
});
