// tern moderate, answer, block, blocks, allow and complaints as they are typed, with people on a real server.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type } from "../support/command_line.ts";
import { about, post } from "../support/posts.ts";
import { freshFolder } from "../support/site.ts";
import { openThread } from "../support/thread.ts";

test("what waits is listed clean, shown, answered and deleted from the command line", async () => {
  const here = await openThread({ policy: "hold" });
  const { peer, alice, node, text } = here;
  const { site, url } = node;
  const note = post(peer, alice, { inReplyTo: text, content: "<p>Seen.<script>alert(1)</script></p>" });
  await here.say(alice, about(peer, alice, "Create", note));
  const [held] = JSON.parse((await type(site, "moderate", "list", "harbour", "--json")).out);
  expect(held).toEqual({ id: held.id, kind: "reply", actor: alice.id, state: "held", html: "<p>Seen.</p>" });
  const toText = (named: string) => type(site, "moderate", "list", "harbour", "--text", named, "--json");
  expect(JSON.parse((await toText(text)).out)).toHaveLength(1);
  expect((await toText("nothing-like-it")).err).toContain('There is no text "nothing-like-it"');
  expect((await type(site, "moderate", "show", held.id)).code).toBe(0);
  const listed = await type(site, "moderate", "list", "harbour", "--state", "shown", "--json");
  expect(JSON.parse(listed.out)).toMatchObject([{ id: held.id, state: "shown" }]);
  const file = join(await freshFolder(), "answer.md");
  await writeFile(file, "We saw it **too**.");
  const said = await type(site, "answer", "harbour", held.id, file, "--json");
  expect(JSON.parse(said.out)).toMatchObject({ deliveries: 1 });
  await expect.poll(() => here.said("Create").length, { timeout: 15_000 }).toBe(1);
  const page = async () => (await fetch(`${url}/harbour/reports`)).text();
  const path = /href="(\/harbour\/\d{4}\/\d\d\/[^"]*)"/.exec(await page())![1]!;
  expect(await (await fetch(url + path)).text()).toContain("<strong>too</strong>");
  expect((await type(site, "moderate", "hide", held.id)).code).toBe(0);
  expect((await here.kept())[0]).toMatchObject({ state: "hidden", settled: true });
  expect((await type(site, "moderate", "delete", held.id)).code).toBe(0);
  expect((await type(site, "moderate", "show", held.id)).err).toContain("no such answer");
});

test("a blocked server is refused everywhere, and nothing comes back by itself", {
  timeout: 60_000,
}, async () => {
  const here = await openThread({ policy: "open" });
  const { peer, alice, node, text, inbox } = here;
  const { site } = node;
  await peer.post(alice, inbox, here.aFollow());
  await expect.poll(here.followers).toEqual([alice.id]);
  const note = post(peer, alice, { inReplyTo: text });
  await here.say(alice, about(peer, alice, "Create", note));
  expect(await here.echo()).toMatchObject({ replies: 1 });
  const { host } = new URL(alice.id);
  expect(await type(site, "block", host, "--comment", "Spam")).toMatchObject({ code: 0 });
  expect(JSON.parse((await type(site, "blocks", "--json")).out)).toEqual([
    { kind: "host", subject: host, handle: null, severity: "blocked", comment: "Spam" },
  ]);
  expect(await here.followers()).toEqual([]);
  expect(await here.echo()).toMatchObject({ replies: 0 });
  const refused = async () => (await peer.post(alice, inbox, here.aFollow())).status;
  await expect.poll(refused, { timeout: 15_000, interval: 500 }).toBe(403);
  await expect
    .poll(async () => (await type(site, "lookup", alice.id)).err, { timeout: 15_000 })
    .toContain("blocked");
  expect((await type(site, "unblock", host)).code).toBe(0);
  expect(await here.followers()).toEqual([]);
  expect(await here.echo()).toMatchObject({ replies: 0 });
  await expect.poll(refused, { timeout: 15_000, interval: 500 }).toBe(202);
  expect((await type(site, "block", alice.id)).code).toBe(0);
  await expect.poll(refused, { timeout: 15_000, interval: 500 }).toBe(403);
  expect((await type(site, "unblock", alice.id)).code).toBe(0);
  expect((await type(site, "block", site.config.host)).code).toBe(1);
});

test("only allowed servers are spoken with when that is wanted", { timeout: 60_000 }, async () => {
  const here = await openThread();
  const { peer, alice, node, inbox } = here;
  const { host } = new URL(alice.id);
  const status = async () => (await peer.post(alice, inbox, here.aFollow())).status;
  expect((await type(node.site, "allow", "--only", "on")).code).toBe(0);
  await expect.poll(status, { timeout: 15_000, interval: 500 }).toBe(403);
  const { out } = await type(node.site, "allow", host, "--json");
  expect(JSON.parse(out)).toEqual({ only: true, hosts: [host] });
  await expect.poll(status, { timeout: 15_000, interval: 500 }).toBe(202);
  await expect.poll(here.followers).toEqual([alice.id]);
  expect((await type(node.site, "disallow", host, "--json")).out).toContain('"hosts":[]');
  expect((await type(node.site, "allow", "--only", "off")).code).toBe(0);
});

test("a blocklist of Mastodon's is looked at, taken in and written out again", async () => {
  const { node } = await openThread({ worker: false });
  const { site } = node;
  const file = join(await freshFolder(), "list.csv");
  const list = [
    "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate",
    'bad.example,suspend,true,true,"Harassment, ""daily""",false',
    "loud.example,silence,false,false,,false",
    "quiet.example,noop,false,false,,false",
    "not a host,suspend,true,true,,false",
  ].join("\n");
  await writeFile(file, list);
  const dry = JSON.parse((await type(site, "blocks", "import", file, "--dry-run", "--json")).out);
  expect(dry).toMatchObject({
    same: 0,
    changed: [],
    applied: false,
    unread: [expect.stringMatching(/^not a host/)],
  });
  expect(JSON.parse((await type(site, "blocks", "--json")).out)).toEqual([]);
  expect((await type(site, "blocks", "import", file)).out).toContain("2 new, 0 changed, 0 as they are.");
  expect((await type(site, "blocks", "export")).out.split("\n")).toEqual([
    "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate",
    'bad.example,suspend,true,true,"Harassment, ""daily""",false',
    "loud.example,silence,false,false,,false",
    "",
  ]);
  await writeFile(file, "loud.example,suspend\nbad.example,silence\n");
  expect((await type(site, "blocks", "import", file)).out).toContain("0 new, 1 changed, 1 as they are.");
});

test("complaints are listed and settled", async () => {
  const here = await openThread();
  const { peer, alice, node, text, group } = here;
  const flag = { type: "Flag", id: peer.newId(), actor: alice.id, object: [group, text], content: "Rude." };
  await here.say(alice, { "@context": "https://www.w3.org/ns/activitystreams", ...flag });
  const list = async () => JSON.parse((await type(node.site, "complaints", "harbour", "--json")).out);
  const [one] = await list();
  expect(one).toMatchObject({ direction: "received", actor: alice.id, content: "Rude.", settled: null });
  expect((await type(node.site, "complaints", "settle", one.id)).code).toBe(0);
  expect((await list())[0].settled).not.toBe(null);
  expect((await type(node.site, "complaints", "settle", one.id)).code).toBe(1);
});

test("what cannot be is said in a sentence, with exit code 1", async () => {
  const { node } = await openThread({ worker: false });
  const { site } = node;
  const folder = await freshFolder();
  const [picture, empty] = [join(folder, "picture.csv"), join(folder, "empty.csv")];
  await writeFile(picture, Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
  await writeFile(empty, "#domain,#severity\n");
  const nobody = "0199a000-0000-7000-8000-000000000001";
  const refusals: [words: string[], sentence: RegExp][] = [
    [["block", "nothing like a server"], /.+\.$/],
    [["block", site.config.host], /is this node itself\.$/],
    [["block", "https://away.example/users/x", "--limit"], /^Only a whole server can be limited\.$/],
    [["block", "bad.example", "--comment", "x".repeat(501)], /^The comment is longer than 500 characters\.$/],
    [["unblock", "good.example"], /^good\.example is not blocked\.$/],
    [["unblock", "https://away.example/users/x"], /is not blocked\.$/],
    [["blocks", "import", join(folder, "missing.csv")], /^There is no file .*missing\.csv\.$/],
    [["blocks", "import", picture], /^The file is no text/],
    [["blocks", "import", empty], /^No line of the list names a server\.$/],
    [["allow", "not a server"], /^"not a server" is not the name of a server\.$/],
    [["disallow", "not a server"], /is not the name of a server\.$/],
    [["complaints", "nobody"], /^There is no collective "nobody" on this node\.$/],
    [["complaints", "settle", nobody], /^No such complaint waits\.$/],
    [["moderate", "list", "nobody"], /^There is no collective/],
    [["moderate", "hide", nobody], /no such answer/],
    [["lookup", "nothing like a handle"], /.+\.$/],
  ];
  for (const [words, sentence] of refusals) {
    const { code, out, err } = await type(site, ...words);
    expect([words.join(" ").slice(0, 60), code, out]).toEqual([words.join(" ").slice(0, 60), 1, ""]);
    expect(err.trimEnd()).toMatch(sentence);
  }
  expect((await type(site, "blocks", "--json")).out).toBe("[]\n");
});
