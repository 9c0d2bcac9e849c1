// Who follows allies at the desk and sets their rules, and what comes of whatever somebody types.
import { expect, test } from "vitest";
import { ap, desk, pages } from "../../src/domain/paths.ts";
import type { Role } from "../../src/domain/pen.ts";
import { attachmentFile } from "../../src/domain/picture.ts";
import { cleanLine } from "../../src/domain/plain.ts";
import { alliesOf } from "../../src/newsroom/ally.ts";
import { block } from "../../src/newsroom/blocks.ts";
import { addPicture } from "../../src/newsroom/pictures.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import { wireItems } from "../../src/newsroom/wire.ts";
import { found, penOf, signedIn, startDesk } from "../support/desk.ts";
import { startPeer } from "../support/peer.ts";
import { spyingJpeg } from "../support/pictures.ts";
import { textOf } from "../support/visitor.ts";

async function scene() {
  const [{ site, url }, peer] = await Promise.all([startDesk(), startPeer()]);
  const harbour = await found(site);
  const alice = peer.actor("alice");
  const as = async (role: Role) => signedIn(url, await penOf(site, harbour, role, role));
  const allies = () => alliesOf(site.db, harbour.id);
  const ruleOf = async () => (await allies())[0]?.rule;
  const setState = (state: "requested" | "accepted" | "refused" | "ended") =>
    site.db.updateTable("ally").set({ state }).execute();
  const at = (page: "one" | "unfollow", actor = alice.id) =>
    `/desk/allies/${page}?${new URLSearchParams({ ally: actor })}`;
  return { site, url, harbour, peer, alice, as, allies, ruleOf, setState, at };
}

const rule = { rule: "propose", tags: "", languages: "", cap: "10" };

test("a moderator follows by handle, by address and by page, however often, and stops after being asked", async () => {
  const { site, as, alice, peer, allies, at, harbour, setState } = await scene();
  const moderator = await as("moderator");
  const empty = await moderator.get("/desk/allies");
  expect(textOf(empty.html)).toContain("Nobody is followed yet. An ally is a collective, a blog");
  peer.serves.set("/@alice", { body: JSON.stringify(alice.document) });
  for (const whom of [
    `@${alice.handle}`,
    ` ${alice.id.toUpperCase().slice(0, 4)}${alice.id.slice(4)} `,
    `${peer.url}/@alice`,
  ]) {
    const asked = await moderator.post("/desk/allies", { whom });
    expect([asked.status, textOf(asked.html)]).toEqual([200, expect.stringContaining("They were asked.")]);
  }
  expect(await allies()).toMatchObject([{ actor: alice.id, state: "requested", handle: alice.handle }]);
  const waiting = textOf((await moderator.get("/desk/allies")).html);
  expect(waiting).toContain("asked, no answer yet since");
  expect(waiting).toContain("Ask again");

  await setState("accepted");
  await site.db.insertInto("follower").values({ collective: harbour.id, actor: alice.id }).execute();
  const followed = textOf((await moderator.get("/desk/allies")).html);
  expect(followed).toContain("Followed: 1. Of these, follow you too: 1.");
  expect(followed).not.toContain("Ask again");
  const question = await moderator.get(at("unfollow"));
  expect(textOf(question.html)).toContain("Their server is told.");
  expect(await allies()).toMatchObject([{ state: "accepted" }]);
  const ended = await moderator.post(at("unfollow"));
  expect(textOf(ended.html)).toContain("They are not followed any more.");
  expect(await allies()).toMatchObject([{ state: "ended" }]);
  expect((await moderator.get(at("unfollow"))).url.pathname).toBe("/desk/allies/one");
  for (const state of ["refused", "ended"] as const) {
    await setState(state);
    expect(textOf((await moderator.get(at("one"))).html)).toContain("Ask again");
  }
});

test("before anybody is followed, the desk says who they are and what they publish, and tells nobody", async () => {
  const { site, url, as, peer, allies, at } = await scene();
  const bridge = peer.actor("bridge", {
    type: "Group",
    name: "Sea Bridge",
    summary:
      '<p>We <b>watch</b> the sea.</p><p><a href="javascript:x()">Write to us</a><script>x()</script></p>',
  });
  const serve = (path: string, document: object) =>
    peer.serves.set(path, { body: JSON.stringify(document), type: "application/activity+json" });
  const [text, answer] = ["boats", "answer"].map((name) => ({
    id: `${peer.url}/texts/${name}`,
    type: "Article",
    attributedTo: bridge.id,
    to: ["https://www.w3.org/ns/activitystreams#Public"],
    published: "2015-09-12T18:30:00Z",
    name: `The ${name} <b>`,
    content: "<p>Nobody came.</p>",
    ...(name === "answer" && { inReplyTo: `${peer.url}/texts/else` }),
  }));
  for (const one of [text!, answer!]) serve(new URL(one.id).pathname, one);
  const items = [answer!, text!].map((object) => ({ type: "Create", actor: bridge.id, object: object.id }));
  serve("/users/bridge/outbox", {
    id: `${bridge.id}/outbox`,
    type: "OrderedCollection",
    orderedItems: items,
  });
  const nodeinfo = { rel: "http://nodeinfo.diaspora.software/ns/schema/2.0", href: `${peer.url}/nodeinfo` };
  peer.serves.set("/.well-known/nodeinfo", {
    type: "application/json",
    body: JSON.stringify({ links: [nodeinfo] }),
  });
  peer.serves.set("/nodeinfo", {
    type: "application/json",
    body: JSON.stringify({ version: "2.0", software: { name: "friendica", version: "1" } }),
  });
  const moderator = await as("moderator");
  const seen = await moderator.post("/desk/allies/look", { whom: `@${bridge.handle}` });
  expect(seen.status).toBe(200);
  const words = textOf(seen.html);
  for (const said of ["Sea Bridge", `@${bridge.handle}`, "A collective or community", "friendica"]) {
    expect(words).toContain(said);
  }
  expect(words).toContain("We watch the sea. Write to us");
  expect(words).toContain("The boats <b> 12 September 2015");
  expect(words).not.toContain("The answer");
  expect(seen.html).not.toMatch(/javascript:|<script|<b>watch/);
  expect(await allies()).toEqual([]);
  expect(peer.posts()).toEqual([]);

  const asked = await moderator.post("/desk/allies", { whom: bridge.id });
  expect(textOf(asked.html)).toContain("They were asked.");
  const page = textOf((await moderator.get(at("one", bridge.id))).html);
  expect(page).toContain("We watch the sea. Write to us");
  expect(page).toContain("friendica");
  expect(textOf((await moderator.post("/desk/allies/look", { whom: bridge.id })).html)).toContain(
    "asked, no answer yet",
  );

  const calais = await found(site, "calais", "Calais Watch");
  await publishReport(site, calais, { title: "A night on the quay", source: "It rained." });
  const ours = await moderator.post("/desk/allies/look", { whom: `${url}/calais` });
  expect(textOf(ours.html)).toContain("A night on the quay");
  const oneself = await moderator.post("/desk/allies/look", { whom: `${url}/harbour` });
  expect([oneself.status, textOf(oneself.html)]).toEqual([
    422,
    expect.stringContaining("This is the collective itself."),
  ]);
  expect((await (await as("writer")).post("/desk/allies/look", { whom: bridge.id })).status).toBe(403);
});

test("another collective of the node is followed at once, and its report is read and passed on at the desk", async () => {
  const { site, url, harbour, as, allies, at } = await scene();
  const calais = await found(site, "calais", "Calais Watch");
  const moderator = await as("moderator");
  for (const whom of [`@calais@${site.config.host}`, `${url}/calais`, url + ap.collective(calais.id)]) {
    const followed = await moderator.post("/desk/allies", { whom });
    expect(textOf(followed.html)).toContain("They are followed. What they published last is on the wire");
  }
  const [ally] = await allies();
  expect(ally).toMatchObject({ name: "Calais Watch", state: "accepted" });
  const set = await moderator.post(at("one", ally!.actor), { ...rule, rule: "propose" });
  expect(textOf(set.html)).toContain("The rule is saved.");

  const { files } = await addPicture(site, calais, await spyingJpeg(), "Two boats");
  const boats = pages.media(attachmentFile(files)!.name);
  const { id, path } = await publishReport(site, calais, {
    title: "A night on the quay",
    language: "en",
    source: `![Two boats](${boats})\n\nIt rained.`,
  });
  const { html } = await moderator.get("/desk/wire?part=proposed");
  expect(textOf(html)).toContain("A night on the quay");
  const [item] = (await wireItems(site.db, harbour.id, {}, undefined, 1)).items;
  const page = await moderator.get(desk.wireItem(item!.id));
  expect(page.html).toContain(`href="${url}${path}"`);
  expect(textOf(page.html)).toContain("Calais Watch");
  const [, picture] = /<img[^>]*src="([^"]*pictures[^"]*)"/.exec(page.html)!;
  const seen = await moderator.ask(picture!);
  expect([seen.status, seen.headers.get("content-type")]).toEqual([200, "image/webp"]);
  const passedOn = await moderator.post(`${desk.wireItem(item!.id)}/repost`);
  expect(passedOn.status).toBe(200);
  const { totalItems } = await (
    await fetch(url + ap.shares(id), { headers: { accept: "application/activity+json" } })
  ).json();
  expect(totalItems).toBe(1);
});

test("what cannot be followed is said beside the field, with what was typed", async () => {
  const { site, url, as, peer, allies } = await scene();
  const keeper = await as("keeper");
  await block(site, "bad.example", { severity: "blocked" });
  peer.serves.set("/note", { body: JSON.stringify({ id: `${peer.url}/note`, type: "Note" }) });
  peer.serves.set("/page", { type: "text/html", body: "<p>Hello</p>" });
  const gone = peer.actor("gone");
  peer.gone(gone);
  const own = "This is the collective itself.";
  const nobody = "This is on this node itself, and is no collective of it.";
  for (const [whom, sentence] of [
    [" ", "Type a handle or an address."],
    ["alice", "This is neither a handle"],
    ["javascript:alert(1)", "This is neither a handle"],
    ["data:text/html,<script>alert(1)</script>", "This is neither a handle"],
    [`"><script>alert(1)</script>`, "This is neither a handle"],
    [`@a\u0000b\u202e@${"x".repeat(5000)}`, "This is neither a handle"],
    ["x".repeat(100_000), "This is neither a handle"],
    [`https://user:secret@${peer.host}/users/alice`, "This is neither a handle"],
    [`@harbour@${site.config.host}`, own],
    [`${url}/harbour`, own],
    [`${url.toUpperCase()}/harbour`, own],
    [`@nobody@${site.config.host}`, nobody],
    [`${url}/harbour/archive`, nobody],
    [`${url}/`, nobody],
    ["@mallory@bad.example", "This node does not speak to that server"],
    ["bad.example/@mallory", "This node does not speak to that server"],
    [`@nobody@${peer.host}`, "Nobody was found there."],
    [gone.id, "Nobody was found there."],
    [`${peer.url}/note`, "What is there cannot be followed"],
    [`${peer.url}/page`, "What is there cannot be followed"],
    ["@alice@127.0.0.1:1", "Their server does not answer right now."],
  ] as const) {
    const answer = await keeper.post("/desk/allies", { whom });
    const told = /id="field-whom-error"[^>]*>(.*?)<\/p>/.exec(answer.html)?.[1] ?? "";
    expect([whom.slice(0, 60), answer.status, textOf(told)]).toEqual([
      whom.slice(0, 60),
      422,
      expect.stringContaining(sentence),
    ]);
    expect(valueIn(answer.html, "whom")).toBe(cleanLine(whom));
    expect(answer.html).not.toContain("<script");
  }
  expect(await allies()).toEqual([]);
});

test("a rule is saved as it was meant, and comes back as it was typed where something is wrong with it", async () => {
  const { as, alice, at, ruleOf, setState } = await scene();
  const moderator = await as("moderator");
  await moderator.post("/desk/allies", { whom: alice.id });
  const set = (fields: Record<string, string | string[]>) =>
    moderator.post(at("one"), { ...rule, ...fields });
  const saved = await set({
    tags: "Calais، #Boats",
    languages: "AR, pt_br",
    "kinds[]": ["report", "Page"],
    cap: "١٢",
  });
  expect([saved.status, textOf(saved.html)]).toEqual([200, expect.stringContaining("The rule is saved.")]);
  const kept = {
    rule: "propose",
    tags: ["Calais", "Boats"],
    languages: ["ar", "pt-BR"],
    kinds: ["report", "Page"],
    cap: 12,
  };
  expect(await ruleOf()).toEqual(kept);
  expect(checkedIn(saved.html)).toEqual(["propose", "report", "Page"]);

  for (const [fields, sentence] of [
    [{ rule: "sometimes" }, "Choose one of the rules."],
    [{ tags: "boats, !!!" }, "“!!!” cannot be a tag."],
    [{ tags: `boats, ${"x".repeat(5000)}` }, `“${"x".repeat(60)}” cannot be a tag.`],
    [{ tags: Array.from({ length: 300 }, (_, n) => `t${n}`).join() }, "At most"],
    [{ languages: "en, <b>english</b>" }, "“<b>english</b>” is not a language tag"],
    [{ languages: "\u202een" }, "is not a language tag"],
    [{ cap: "0" }, "Type a number from 1 to 100."],
    [{ cap: "101" }, "Type a number from 1 to 100."],
    [{ cap: "1e2" }, "Type a number from 1 to 100."],
    [{ cap: "9".repeat(400) }, "Type a number from 1 to 100."],
  ] as [Record<string, string>, string][]) {
    const answer = await set({ "kinds[]": "Note", ...fields });
    expect([fields, answer.status, textOf(answer.html)]).toEqual([
      fields,
      422,
      expect.stringContaining(sentence),
    ]);
    const [[name, value]] = Object.entries(fields) as [[string, string]];
    if (name !== "rule") expect(valueIn(answer.html, name)).toBe(value);
    expect(checkedIn(answer.html)).toContain("Note");
    expect(answer.html).not.toContain("<b>english");
  }
  expect(await ruleOf()).toEqual(kept);
  await set({ "kinds[]": ["Note", "<script>", "Poll"], rule: "automatic" });
  expect(await ruleOf()).toMatchObject({ rule: "automatic", kinds: ["Note"] });

  await setState("ended");
  const late = await set({});
  expect([late.status, textOf(late.html)]).toEqual([422, expect.stringContaining("They are not followed.")]);
});

test("a writer reads whom the collective follows and by which rule, and changes nothing; others do not even read", async () => {
  const { site, url, as, alice, allies, at } = await scene();
  const moderator = await as("moderator");
  await moderator.post("/desk/allies", { whom: alice.id });
  await moderator.post(at("one"), { ...rule, tags: "Boats" });
  const before = await allies();
  const writer = await as("writer");
  for (const place of ["/desk/allies", at("one")]) {
    const { html, status } = await writer.get(place);
    expect([status, textOf(html)]).toEqual([200, expect.stringContaining("Alice")]);
    expect(html).not.toMatch(/action="\/desk\/allies|allies\/unfollow/);
  }
  expect(textOf((await writer.get(at("one"))).html)).toContain("Propose Tags #Boats");
  for (const [path, fields] of [
    ["/desk/allies", { whom: alice.id }],
    [at("one"), { ...rule, rule: "automatic" }],
    [at("unfollow"), {}],
  ] as const) {
    expect((await writer.post(path, fields)).status).toBe(403);
  }
  expect((await writer.get(at("unfollow"))).status).toBe(403);

  const bridge = await found(site, "bridge", "Bridge");
  const other = await signedIn(url, await penOf(site, bridge));
  expect(textOf((await other.get("/desk/allies")).html)).toContain("Nobody is followed yet.");
  for (const page of ["one", "unfollow"] as const) {
    expect((await other.get(at(page))).status).toBe(404);
    expect((await other.post(at(page), rule)).status).toBe(404);
  }
  const foreign = await moderator.post(
    "/desk/allies",
    { whom: alice.id },
    { origin: "https://evil.example" },
  );
  expect(foreign.status).toBe(403);
  expect(await allies()).toEqual(before);
});

test("names that lie do no harm, and a place that is none is not found", async () => {
  const { as, peer, at } = await scene();
  const moderator = await as("moderator");
  const mallory = peer.actor("mallory", {
    name: `<script>alert(1)</script>\u202eecila ${"long".repeat(200)}`,
    preferredUsername: "mal\u202elory",
    url: "javascript:alert(1)",
    icon: { type: "Image", url: "https://spy.example/icon.png" },
  });
  await moderator.post("/desk/allies", { whom: mallory.id });
  for (const place of ["/desk/allies", at("one", mallory.id), at("unfollow", mallory.id)]) {
    const { html, status } = await moderator.get(place);
    expect([place, status]).toEqual([place, 200]);
    expect(textOf(html)).toContain("<script>alert(1)</script> ecila");
    expect(html).not.toMatch(/<script|javascript:|spy\.example|\u202e|<img/);
  }
  for (const place of [
    "/desk/allies/one",
    "/desk/allies/one?ally=",
    "/desk/allies/one?ally=a&ally=b",
    "/desk/allies/unfollow?ally[x]=1",
    at("one", "https://nobody.example/"),
    at("one", "\u0000"),
    at("one", "x".repeat(4000)),
  ]) {
    expect([place, (await moderator.get(place)).status]).toEqual([place, 404]);
  }
});

test("a long list goes on over pages, those who are followed first", async () => {
  const { site, harbour, as } = await scene();
  const actors = Array.from(
    { length: 120 },
    (_, n) => `https://sea.example/users/${String(n).padStart(3, "0")}`,
  );
  await site.db.insertInto("remote_host").values({ host: "sea.example" }).execute();
  await site.db
    .insertInto("remote_actor")
    .values(actors.map((id) => ({ id, host: "sea.example", type: "Person", inbox: `${id}/inbox` })))
    .execute();
  await site.db
    .insertInto("ally")
    .values(
      actors.map((actor, n) => ({
        ...{ collective: harbour.id, actor, follow: harbour.id },
        state: n % 2 ? ("accepted" as const) : ("refused" as const),
      })),
    )
    .execute();
  const writer = await as("writer");
  const seen: string[] = [];
  for (let path: string | undefined = "/desk/allies"; path !== undefined; ) {
    const { html } = await writer.get(path);
    const names = [...html.matchAll(/<p class="what"><a[^>]*><bdi>([^<]*)/g)].map(([, name]) => name!);
    expect(names.length).toBeLessThanOrEqual(50);
    seen.push(...names);
    path = /<a href="(\/desk\/allies\?after=[^"]*)"/.exec(html)?.[1];
  }
  expect(seen).toEqual([...actors.filter((_, n) => n % 2), ...actors.filter((_, n) => !(n % 2))]);
  const nowhere = await writer.get("/desk/allies?after=https://nobody.example/");
  expect([nowhere.status, nowhere.html.includes('class="what"')]).toEqual([200, false]);
});

/** What is chosen or ticked on a page. */
function checkedIn(html: string): string[] {
  return [...html.matchAll(/<input type="(?:radio|checkbox)"[^>]*>/g)]
    .filter(([tag]) => / checked/.test(tag))
    .map(([tag]) => / value="([^"]*)"/.exec(tag)![1]!);
}

/** What stands in a field of a page. */
function valueIn(html: string, name: string): string {
  const inputs = [...html.matchAll(/<input type="text"((?: [a-z-]+(?:="[^"]*")?)*)>/gi)];
  const [, attributes] = inputs.find(([tag]) => tag.includes(` name="${name}"`))!;
  return textOf(/ value="([^"]*)"/.exec(attributes!)?.[1] ?? "");
}
