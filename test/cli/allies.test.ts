// tern follow, following, unfollow, wire, rules, repost and unrepost as they are typed, with an ally on another server.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type AllyScene, openAlliance } from "../support/ally.ts";
import { ask, type } from "../support/command_line.ts";
import { activity } from "../support/peer.ts";
import { about, post } from "../support/posts.ts";
import { setScene } from "../support/scene.ts";
import { freshFolder } from "../support/site.ts";

const today = () => new Date().toISOString().slice(0, 10);
const html = { headers: { accept: "text/html" } };

/** Alice publishes something, and it arrives. */
async function publish({ peer, alice, say }: AllyScene, more: object) {
  const written = post(peer, alice, { type: "Article", ...more });
  await say(alice, about(peer, alice, "Create", written));
  return written;
}

test("an ally is followed, is asked, answers, and is followed no longer", async () => {
  const { node, peer, alice, inbox, said, worked } = await setScene();
  const { site } = node;
  expect(await ask(site, "following", "harbour")).toEqual([]);
  expect((await type(site, "following", "harbour")).out).toBe("Harbour Watch (@harbour) follows nobody.\n");
  const { id: actor, handle } = alice;
  expect(await ask(site, "follow", "@harbour", `@${handle}`)).toEqual({ actor, handle, state: "requested" });
  await expect.poll(() => said("Follow")).toHaveLength(1);
  await peer.post(alice, inbox, activity(peer, alice, "Accept", said("Follow")[0]!.json));
  await worked();
  const rule = { rule: "hand", tags: [], languages: [], kinds: [], cap: 10 };
  expect(await ask(site, "following", "harbour")).toEqual([
    { actor, state: "accepted", handle, name: "Alice", since: today(), movedTo: null, rule },
  ]);
  expect((await type(site, "following", "harbour")).out).toBe(`${today()}  accepted   @${handle}\n`);
  // Asking again does no harm.
  expect((await type(site, "follow", "harbour", actor)).out).toBe(`@${handle}  accepted\n`);

  expect(await ask(site, "unfollow", "harbour", handle)).toEqual({ actor, handle, state: "ended" });
  await expect
    .poll(() => said("Undo").map(({ json }) => json))
    .toMatchObject([{ object: { type: "Follow" } }]);
  expect(await type(site, "unfollow", "harbour", actor)).toMatchObject({
    code: 0,
    out: `@${handle}  ended\n`,
  });
  expect(said("Undo")).toHaveLength(1);
});

test("the wire is listed for a person and for a program, and narrowed", async () => {
  const here = await openAlliance();
  const { site } = here.node;
  const { peer, alice } = here;
  const boats = await publish(here, {
    name: "Boats",
    url: `${peer.url}/@alice/boats`,
    published: "2026-11-20T18:00:00Z",
    tag: [{ type: "Hashtag", name: "#Sea" }],
    contentMap: { fr: "<p>Neuf.</p>" },
  });
  const soup = await publish(here, { type: "Note", published: "2026-11-21T18:00:00Z" });
  const all = (await ask(site, "wire", "harbour")) as { id: string }[];
  expect(all).toMatchObject([
    { id: soup.id, title: null, kind: "Note", actor: alice.id },
    {
      ...{ id: boats.id, url: `${peer.url}/@alice/boats`, title: "Boats", actor: alice.id },
      ...{ published: "2026-11-20T18:00:00.000Z", announcedBy: null, kind: "Article", language: "fr" },
      ...{ tags: ["Sea"], proof: "none", proposed: false, reposted: false },
    },
  ]);
  const narrowed: [words: string[], found: string[]][] = [
    [["--kind", "Note"], [soup.id]],
    [["--tag", "#sea"], [boats.id]],
    [["--language", "fr"], [boats.id]],
    [["--limit", "1"], [soup.id]],
    [
      ["--ally", `@${alice.handle}`, "--unread"],
      [soup.id, boats.id],
    ],
    [["--proposed"], []],
  ];
  for (const [words, found] of narrowed) {
    const listed = (await ask(site, "wire", "harbour", ...words)) as { id: string }[];
    expect([words, listed.map(({ id }) => id)]).toEqual([words, found]);
  }
  expect((await type(site, "wire", "harbour")).out.split("\n")).toEqual([
    `2026-11-21T18:00Z  (no title)  @${alice.handle}`,
    `  ${soup.id}`,
    `2026-11-20T18:00Z  Boats  @${alice.handle}`,
    `  ${peer.url}/@alice/boats`,
    "",
  ]);
});

test("a rule is given to an ally, narrowed, widened and shown; it proposes what comes then", async () => {
  const here = await openAlliance();
  const { site } = here.node;
  const { id: actor, handle } = here.alice;
  const by = { actor, handle };
  const rule = { rule: "hand", tags: [], languages: [], kinds: [], cap: 10 };
  expect(await ask(site, "rules", "harbour")).toEqual([{ ...by, ...rule }]);
  const words = [
    "--rule",
    "propose",
    "--tags",
    "Sea، Freedom of movement",
    "--kinds",
    "Article",
    "--cap",
    "3",
  ];
  const narrowed = { rule: "propose", tags: ["Sea", "Freedom of movement"], kinds: ["Article"], cap: 3 };
  expect(await ask(site, "rules", "harbour", `@${handle}`, ...words)).toEqual([
    { ...by, ...rule, ...narrowed },
  ]);
  expect((await type(site, "rules", "harbour", actor)).out).toBe(
    `@${handle}  propose, only #Sea, #Freedom of movement, Article, 3 a day at most\n`,
  );
  const sea = await publish(here, { name: "Sea", tag: [{ type: "Hashtag", name: "#sea" }] });
  await publish(here, { name: "Soup" });
  expect(await ask(site, "wire", "harbour", "--proposed")).toMatchObject([{ id: sea.id, proposed: true }]);
  expect(await ask(site, "rules", "harbour", handle, "--tags", "", "--languages", "fr")).toMatchObject([
    { tags: [], languages: ["fr"], kinds: ["Article"] },
  ]);
});

test("something is passed on with a word before it, once, and taken back", async () => {
  const here = await openAlliance();
  const { node, peer, alice, inbox, said, worked } = here;
  const { site } = node;
  await peer.post(alice, inbox, here.aFollow());
  await worked();
  const url = `${peer.url}/@alice/boats`;
  const boats = await publish(here, { name: "Boats", url });
  const file = join(await freshFolder(), "word.md");
  await writeFile(file, "Lisez *ceci*.\n");
  const words = ["repost", "harbour", boats.id, "--introduction", file, "--language", "fr"];
  const done = (await ask(site, ...words)) as { url: string };
  expect(done).toEqual({
    object: boats.id,
    url: expect.stringMatching(`^${node.url}/harbour/reposts/`),
    deliveries: 2,
  });
  expect(await (await fetch(done.url, html)).text()).toContain("<p>Lisez <em>ceci</em>.</p>");
  await expect.poll(() => said("Announce").length).toBe(2);
  expect(await ask(site, ...words)).toEqual({ ...done, deliveries: 0 });
  expect(await ask(site, "wire", "harbour")).toMatchObject([{ id: boats.id, reposted: true }]);

  expect(await ask(site, "unrepost", "harbour", done.url)).toMatchObject({ object: boats.id, url: done.url });
  expect((await fetch(done.url, html)).status).toBe(410);
  await expect.poll(() => said("Undo").length).toBe(2);
  // By itself, without a file of that name, it is the word.
  const again = await type(site, "repost", "harbour", url, "--introduction", "Read **this**.");
  expect(again).toMatchObject({ code: 0, err: "" });
  expect(again.out).toBe(`object      ${boats.id}\nurl         ${done.url}\ndeliveries  2\n`);
  expect(await (await fetch(done.url, html)).text()).toContain("<p>Read <strong>this</strong>.</p>");
});

test("what cannot be is said in a sentence, with exit code 1", async () => {
  const here = await openAlliance({ worker: true });
  const { node, peer, alice, text } = here;
  const { site } = node;
  const reply = post(peer, alice, { inReplyTo: text });
  const missing = `${peer.url}/notes/missing`;
  const refusals: [words: string[], sentence: RegExp][] = [
    [["follow", "nobody", alice.id], /^There is no collective "nobody" on this node\.$/],
    [["follow", "harbour", `@nobody@${peer.host}`], /^There is nothing at .*\.$/],
    [
      ["unfollow", "harbour", "carol@away.example"],
      /^carol@away\.example is not among those whom harbour follows\.$/,
    ],
    [["following", "nobody"], /^There is no collective/],
    [["wire", "nobody"], /^There is no collective/],
    [["wire", "harbour", "--ally", "@carol@away.example"], /is not among those whom harbour follows\.$/],
    [["rules", "harbour", "@carol@away.example"], /is not among those whom harbour follows\.$/],
    [
      ["rules", "harbour", alice.id, "--cap", "1000"],
      /^The most texts in a day must be a number from 1 to 100\.$/,
    ],
    [["rules", "harbour", alice.id, "--languages", "Klingon!"], /is not a language tag/],
    [["repost", "harbour", text], /has written this itself: its followers have it already\.$/],
    [["repost", "harbour", missing], /^There is nothing at .*missing\.$/],
    [["repost", "harbour", reply.id], /cannot be passed on/],
    [["repost", "harbour", "boats"], /^There is no text "boats" on the wire of harbour\.$/],
    [["repost", "harbour", missing, "--introduction", "x".repeat(5001)], /longer than 5000 characters/],
    [["unrepost", "harbour", missing], /^harbour has not passed on /],
  ];
  for (const [words, sentence] of refusals) {
    const { code, out, err } = await type(site, ...words);
    expect([words.join(" ").slice(0, 100), code, out]).toEqual([words.join(" ").slice(0, 100), 1, ""]);
    expect(err.trimEnd()).toMatch(sentence);
  }
});
